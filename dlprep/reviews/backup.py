"""Backups of the review log: one a study day, the newest five kept, each whole or not there."""

import os
import sqlite3
from datetime import date
from pathlib import Path

from dlprep.errors import UnreadableError
from dlprep.reviews.database import damaged, told_plainly

KEPT = 5


def folder(path: Path) -> Path:
    """Where the automatic backups of a log lie: `paths.backups()` for the learner's own."""
    return path.parent / "backups"


def kept(path: Path) -> list[Path]:
    """The automatic backups of a log, newest first."""
    return sorted(folder(path).glob(f"{path.stem}-[0-9]*.db"), reverse=True)


def back_up_daily(connection: sqlite3.Connection, path: Path, today: date) -> list[str]:
    """Check the log and copy it, once a study day; what went wrong with the copy, if anything.

    Raises
    ------
    UnreadableError
        The log is damaged: no good backup is pushed out by a damaged one.
    """
    target = folder(path) / f"{path.stem}-{today.isoformat()}.db"
    if target.exists():
        return []
    verdict = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    if verdict != "ok":
        raise damaged(path, str(verdict))
    try:
        copy(connection, target)
        for old in kept(path)[KEPT:]:
            old.unlink(missing_ok=True)
    except (UnreadableError, OSError) as error:
        return [f"no backup today: {error}"]  # the answers matter more than their copy
    return []


def copy(connection: sqlite3.Connection, target: Path) -> None:
    """Copy a log into one file, which appears whole or not at all; other programs may go on writing.

    Raises
    ------
    UnreadableError
        The target cannot be written.
    """
    with told_plainly(target):
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        unfinished = target.with_name(f".{target.name}.{os.getpid()}")
        unfinished.unlink(missing_ok=True)
        os.close(os.open(unfinished, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
        try:
            into = sqlite3.connect(unfinished, isolation_level=None)
            try:
                connection.backup(into)
                into.execute("PRAGMA journal_mode = DELETE")  # one file, without a -wal beside it
            finally:
                into.close()
            unfinished.replace(target)
        except BaseException:
            unfinished.unlink(missing_ok=True)
            raise
