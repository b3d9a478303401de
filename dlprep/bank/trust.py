"""Whose programs may be run: those of the built-in bank, and of folders allowed once by the learner."""

import contextlib
import os
from pathlib import Path

from dlprep import paths
from dlprep.errors import UnreadableError, UntrustedError, UsageError


def trusted() -> list[Path]:
    """The folders (or single files) whose programs may be run, absolute.

    Raises
    ------
    UnreadableError
        The list is there and cannot be read.
    """
    file = paths.trusted_file()
    try:
        lines = file.read_text(encoding="utf-8").split("\n")
    except (FileNotFoundError, NotADirectoryError):
        return []
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableError(
            f"{paths.shown(file)}: cannot be read ({error}); mend or delete it"
        ) from None
    return [Path(line) for line in dict.fromkeys(lines) if line]


def is_trusted(place: Path) -> bool:
    """Whether programs of this folder or file may be run."""
    place = place.resolve()
    allowed = [paths.built_in_bank().resolve(), *trusted()]
    return any(place == folder or folder in place.parents for folder in allowed)


def trust(place: Path) -> Path:
    """Allow the programs of a folder (or one question file) from now on; its absolute path.

    Raises
    ------
    UsageError
        There is no such folder, or its name cannot be kept on a line.
    UnreadableError
        The list cannot be read or written.
    """
    place = _there(place)
    if not str(place).isprintable():
        raise UsageError(f"{str(place)!r}: the name does not fit on a line; rename the folder")
    known = trusted()
    if place not in known:
        _write([*known, place])
    return place


def distrust(place: Path) -> Path:
    """Run the programs of a folder no longer.

    Raises
    ------
    UsageError
        It was not allowed.
    """
    place = place.expanduser().resolve()
    known = trusted()
    if place not in known:
        raise UsageError(f"{paths.shown(place)}: its programs were not allowed")
    _write([p for p in known if p != place])
    return place


def refusal(place: Path) -> UntrustedError:
    """What is said when programs of a place are not run."""
    return UntrustedError(
        f"{paths.shown(place)} holds programs of its own, which are not run unasked; look at them, "
        f"then allow them: dlprep bank trust {paths.shown(place)}"
    )


def _there(place: Path) -> Path:
    try:
        place = place.expanduser().resolve()
        if place.exists():
            return place
    except (OSError, RuntimeError, ValueError):
        pass
    raise UsageError(f"{place}: no such folder")


def _write(places: list[Path]) -> None:
    file = paths.trusted_file()
    part = file.with_name(f"{file.name}.{os.getpid()}.tmp")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        part.write_text("".join(f"{place}\n" for place in places), encoding="utf-8", newline="\n")
        part.replace(file)
    except OSError as error:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
        raise UnreadableError(f"{paths.shown(file)}: cannot be written: {error.strerror}") from None
