"""SQLite files that never change once written: read as they stand, or replaced as a whole.

A reader keeps the file it opened, whatever another process puts in its place, so there is nothing
to lock and nobody sees a half-written database.
"""

import contextlib
import os
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path

KEPT = 4
_DAY_S = 86_400
Fill = Callable[[sqlite3.Connection], None]


def opened(file: Path) -> sqlite3.Connection | None:
    """The database in a file, for reading only; None when there is no file that can be opened.

    Whether it holds what it should is found out by the first query (`sqlite3.Error`).
    """
    try:
        if not file.is_file():
            return None
        uri = f"{file.absolute().as_uri()}?mode=ro&immutable=1"
        return sqlite3.connect(uri, uri=True, check_same_thread=False)
    except (sqlite3.Error, OSError, ValueError):
        return None


def write(file: Path, fill: Fill) -> bool:
    """Put a database that `fill` has filled in the file's place; False if the disk refuses."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        _replace(file, fill)
    except (sqlite3.Error, OSError):
        return False
    return True


def in_memory(fill: Fill) -> sqlite3.Connection:
    """A database that `fill` has filled and that is gone with the process."""
    database = sqlite3.connect(":memory:", check_same_thread=False)
    fill(database)
    database.commit()
    return database


def _replace(file: Path, fill: Fill) -> None:
    import tempfile  # 10 ms, and only when something is written

    handle, name = tempfile.mkstemp(prefix=f"{file.name}.", suffix=".tmp", dir=file.parent)
    os.close(handle)
    part = Path(name)
    try:
        database = sqlite3.connect(part)
        try:
            # A file that is thrown away when anything fails needs no journal of its own.
            database.execute("PRAGMA journal_mode = OFF")
            database.execute("PRAGMA synchronous = OFF")
            fill(database)
            database.commit()
        finally:
            database.close()
        with part.open("rb+") as whole:
            os.fsync(whole.fileno())
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)
    _sweep(file)


def _sweep(file: Path) -> None:
    """Delete what earlier versions, other sets of banks and killed processes left behind."""
    stem = file.name.split("-")[0]
    with contextlib.suppress(OSError):
        aged = sorted((-p.stat().st_mtime, p) for p in file.parent.glob(f"{stem}-*.db"))
        for _, old in aged[KEPT:]:
            old.unlink(missing_ok=True)
        for part in file.parent.glob(f"{stem}-*.tmp"):
            if time.time() - part.stat().st_mtime > _DAY_S:
                part.unlink(missing_ok=True)
