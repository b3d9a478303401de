"""Writes a learner's file whole or not at all."""

import os
from pathlib import Path

from dlprep import paths
from dlprep.errors import UnreadableError


def write(file: Path, data: bytes) -> None:
    """Write beside the old file, and put it in that one's place; folders are made.

    Raises
    ------
    UnreadableError
        The folder or the disk refuses.
    """
    part = file.with_suffix(f".{os.getpid()}.part")
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with part.open("wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        part.replace(file)
    except OSError as error:
        raise UnreadableError(
            f"{paths.shown(file)}: cannot be written: {error.strerror}"
        ) from error
