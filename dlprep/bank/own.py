"""The learner's own question folders: the list that `dlprep bank add` and `remove` keep."""

import contextlib
import os
from pathlib import Path

from dlprep import paths
from dlprep.errors import UnreadableError, UsageError
from dlprep.spelling import did_you_mean


def listed() -> list[Path]:
    """The folders added so far, absolute, in the order of adding; missing ones are still listed.

    Raises
    ------
    UnreadableError
        The list is there and cannot be read.
    """
    file = paths.own_banks_file()
    try:
        text = file.read_text(encoding="utf-8")
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        raise UnreadableError(f"{paths.shown(file)}: cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise UnreadableError(
            f"{paths.shown(file)}: not UTF-8 text, expected one absolute path a line; "
            "mend or delete it"
        ) from None
    lines = [line.strip() for line in text.replace("\0", "").split("\n")]
    return list(dict.fromkeys(Path(line) for line in lines if line))


def add(folder: Path) -> Path:
    """Put a folder (or one question file) on the list; the absolute path that was put there.

    Adding what is listed already changes nothing.

    Raises
    ------
    UsageError
        There is no such folder, it holds no question file, or its name cannot be kept on a line.
    UnreadableError
        A question file in it has an error, or the list cannot be read or written.
    """
    from dlprep.bank.index import fault
    from dlprep.bank.places import files_in
    from dlprep.bank.reader import read_file

    place = _absolute(folder)
    if not _is_there(place):
        raise UsageError(f"{folder}: no such folder")
    if not str(place).isprintable() or str(place) != str(place).strip():
        raise UsageError(f"{str(place)!r}: the name does not fit on a line; rename the folder")
    if place == paths.built_in_bank().resolve():
        raise UsageError(f"{paths.shown(place)}: the built-in questions, there already")
    files = files_in(place)
    if not files:
        raise UsageError(
            f"{paths.shown(place)}: no question file (*.yaml) in it; "
            f"`dlprep bank new TOPIC --to {paths.shown(place)}` writes one to start from"
        )
    for file in files:
        reading = read_file(file)
        if reading.topic is None:
            raise UnreadableError(fault(reading))
    known = listed()
    if place not in known:
        _write([*known, place])
    return place


def remove(folder: Path) -> Path:
    """Take a folder off the list, whether it still exists or not; its files stay.

    Raises
    ------
    UsageError
        It is not on the list; the nearest one is named.
    UnreadableError
        The list cannot be read or written.
    """
    known = listed()
    wanted = next((p for p in (_absolute(folder), folder.absolute()) if p in known), None)
    if wanted is None:
        guess = did_you_mean(str(_absolute(folder)), map(str, known))
        raise UsageError(f"{folder}: not an added folder{guess}; `dlprep bank list` shows them")
    _write([p for p in known if p != wanted])
    return wanted


def _is_there(place: Path) -> bool:
    try:
        return place.exists()
    except OSError:  # no right to look, or a name that is too long
        return False


def _absolute(folder: Path) -> Path:
    try:
        return folder.expanduser().resolve()
    except (OSError, RuntimeError, ValueError):
        raise UsageError(f"{str(folder)!r}: not a folder's name") from None


def _write(folders: list[Path]) -> None:
    """Replace the list as a whole: a process that is killed leaves the old one or the new one."""
    file = paths.own_banks_file()
    part = file.with_name(f"{file.name}.{os.getpid()}.tmp")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with part.open("w", encoding="utf-8", newline="\n") as out:
            out.write("".join(f"{folder}\n" for folder in folders))
            out.flush()
            os.fsync(out.fileno())
        part.replace(file)
    except OSError as error:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
        raise UnreadableError(f"{paths.shown(file)}: cannot be written: {error.strerror}") from None
