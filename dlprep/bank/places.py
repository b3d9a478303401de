"""Where question files lie: the built-in folder, those of the environment, those of the learner."""

import os
from pathlib import Path

import msgspec

from dlprep import paths
from dlprep.errors import UnreadableError

SUFFIXES = (".yaml", ".yml")


class Seen(msgspec.Struct, frozen=True, array_like=True):
    """A question file as the disk shows it; size and time (ns) are -1 where it cannot be looked at.

    The path is kept as bytes: file names need not be text.
    """

    path: bytes
    size: int
    mtime_ns: int
    own: bool

    @property
    def file(self) -> Path:
        """The path."""
        return Path(os.fsdecode(self.path))


def places() -> tuple[list[tuple[Path, bool]], list[str]]:
    """Every folder with questions, each with whether it is the learner's own, and warnings.

    The built-in folder comes first, then `DLPREP_BANK`, then those of `dlprep bank add`; a folder
    named twice counts where it is named first.
    """
    from dlprep.bank.own import listed

    warnings = []
    own = paths.extra_banks()
    try:
        own += listed()
    except UnreadableError as error:
        warnings.append(str(error))
    first: dict[Path, bool] = {paths.built_in_bank().absolute(): False}
    for place in own:
        first.setdefault(_resolved(place), True)
    return list(first.items()), warnings


def files_in(place: Path) -> list[Path]:
    """The question files of a folder (`*.yaml`, `*.yml`, sorted), or the file itself.

    Hidden files are left out: editors and archivers put locks and leftovers there.
    """
    return [Path(path) for path in _paths_in(place)]


def seen(folders: list[tuple[Path, bool]]) -> list[Seen]:
    """Every question file of the folders as the disk shows it now, in order."""
    return [_look(path, own) for place, own in folders for path in _paths_in(place)]


def _paths_in(place: Path) -> list[str]:
    """As plain text: a thousand `Path` objects take longer than looking at a thousand files."""
    try:
        with os.scandir(place) as found:
            return sorted(
                e.path for e in found if e.name.endswith(SUFFIXES) and not e.name.startswith(".")
            )
    except OSError:
        return [str(place)]  # a file; or reading it tells why it cannot be read


def _look(path: str, own: bool) -> Seen:
    try:
        stat = os.stat(path)  # noqa: PTH116  # as above
    except (OSError, ValueError):
        return Seen(os.fsencode(path), -1, -1, own)
    return Seen(os.fsencode(path), stat.st_size, stat.st_mtime_ns, own)


def _resolved(place: Path) -> Path:
    try:
        return place.resolve()
    except (OSError, RuntimeError, ValueError):
        return place.absolute()
