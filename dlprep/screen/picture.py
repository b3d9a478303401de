"""Writes pictures and cards into files: names checked before, files whole or not at all."""

import os
from pathlib import Path

from dlprep.errors import UnreadableError, UsageError

SUFFIXES = (".svg", ".html", ".png", ".txt")


def check(path: Path) -> None:
    """Refuse a name that cannot be written, before anything is computed.

    Raises
    ------
    UsageError
        The name ends in none of the suffixes.
    UnreadableError
        There is no such folder, or the name is a folder's.
    """
    if path.suffix.lower() not in SUFFIXES:
        raise UsageError(
            f"--save writes {', '.join(SUFFIXES)}; give a name that ends so, not {str(path)!r}"
        )
    if not path.parent.is_dir():
        raise UnreadableError(f"there is no folder {str(path.parent)!r}; create it first")
    if path.is_dir():
        raise UnreadableError(f"{str(path)!r} is a folder; give a file name")


def write(path: Path, content: str | bytes) -> None:
    """Write the file whole or not at all: to a neighbour first, then renamed.

    Raises
    ------
    UnreadableError
        The folder or the disk refuses.
    """
    data = content.encode("utf-8") if isinstance(content, str) else content
    target = path.resolve()  # through a link, not over it
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        try:
            with part.open("xb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            part.replace(target)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise UnreadableError(f"cannot write {str(path)!r}: {error.strerror or error}") from error
