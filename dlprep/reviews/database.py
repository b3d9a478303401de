"""The one place that opens SQLite files, holds transactions, and turns what goes wrong into a line."""

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dlprep import paths
from dlprep.errors import UnreadableError

BUSY_SECONDS = 10.0
_MAGIC = b"SQLite format 3\x00"

_DAMAGED = "is damaged; `dlprep log check --repair` saves what can be read"
_ADVICE = {
    sqlite3.SQLITE_FULL: "the disk is full and nothing was recorded; free some space and go on",
    sqlite3.SQLITE_READONLY: "cannot be written; make it yours, or set DLPREP_HOME to another folder",
    sqlite3.SQLITE_PERM: "cannot be opened; make it yours, or set DLPREP_HOME to another folder",
    sqlite3.SQLITE_AUTH: "cannot be opened; make it yours, or set DLPREP_HOME to another folder",
    sqlite3.SQLITE_CANTOPEN: "cannot be opened; look at the rights of its folder, or set DLPREP_HOME",
    sqlite3.SQLITE_BUSY: "is locked by another program; close that and try again",
    sqlite3.SQLITE_LOCKED: "is locked by another program; close that and try again",
    sqlite3.SQLITE_IOERR: "cannot be read or written: the disk reports an error; check the disk",
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_NOTADB: _DAMAGED,
    sqlite3.SQLITE_TOOBIG: "cannot take an answer as long as this; shorten it",
}


class DamagedError(UnreadableError):
    """The content of the file is not what this program wrote; a repair may help."""


@contextmanager
def told_plainly(path: Path) -> Iterator[None]:
    """Turn what SQLite and the system report about a file into an error a person can act on.

    Raises
    ------
    UnreadableError
        One line: the file, what is wrong, what to do. Errors that are bugs pass through.
    """
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", None)  # 3.11 leaves it out of its own errors
        if "Could not decode to UTF-8" in str(error):
            code = sqlite3.SQLITE_CORRUPT
        advice = None if code is None else _ADVICE.get(code & 0xFF)
        if advice is None:
            raise
        kind = DamagedError if advice == _DAMAGED else UnreadableError
        raise kind(f"{paths.shown(path)}: {advice} ({error})") from error
    except OSError as error:
        what = error.strerror or str(error)
        raise UnreadableError(
            f"{paths.shown(path)}: {what}; check the folder, or set DLPREP_HOME to another one"
        ) from error


def damaged(path: Path, what: str) -> DamagedError:
    """The error for a damaged file, with what was found, on one line."""
    return DamagedError(f"{paths.shown(path)}: {_DAMAGED} ({' '.join(what.split())})")


def connect(path: Path, *, writing: bool = True) -> sqlite3.Connection:
    """Open a database; a new one is created with its folder (for its owner alone) when writing.

    A file that is not SQLite's, or is shorter than it says, is refused before SQLite touches it.
    Use it inside `told_plainly`.
    """
    if writing:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    _refuse_strangers(path)
    try:
        connection = _opened(path, "mode=rw" if writing else "mode=ro")
    except sqlite3.OperationalError:
        if writing or _has_content(_beside(path, "-wal")):
            raise
        # a folder that cannot be written to: nobody else can be writing either
        connection = _opened(path, "mode=ro&immutable=1")
    connection.execute("PRAGMA cache_size = -16000")  # KiB: the cards due of a very long log fit
    if writing:
        connection.execute("PRAGMA synchronous = FULL")  # an answer is on the disk, or not given
    return connection


def in_memory() -> sqlite3.Connection:
    """An empty database that lies nowhere."""
    return sqlite3.connect(":memory:", isolation_level=None)


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All or nothing; takes the write lock at once, so that what is read inside stays true."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:  # SQLite has already rolled back when the disk is full
            connection.execute("ROLLBACK")
        raise


def _opened(path: Path, how: str) -> sqlite3.Connection:
    uri = f"{path.absolute().as_uri()}?{how}"
    connection = sqlite3.connect(uri, uri=True, timeout=BUSY_SECONDS, isolation_level=None)
    try:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def log_ahead(connection: sqlite3.Connection) -> None:
    """Write-ahead logging: readers and a writer do not wait for each other.

    The first time, this is written into the file: make sure before that the file is ours.
    """
    for _ in range(int(BUSY_SECONDS * 20)):
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            # two programs create the file at once: this change of mode ignores the busy timeout
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                raise
            time.sleep(0.05)
    connection.execute("PRAGMA journal_mode = WAL")


def _refuse_strangers(path: Path) -> None:
    with path.open("rb") as file:
        head = file.read(100)
    if not head:
        return
    if not head.startswith(_MAGIC) or len(head) < 100:
        raise damaged(path, "it is not an SQLite database")
    # https://www.sqlite.org/fileformat.html, "The Database Header"
    page, pages = int.from_bytes(head[16:18]), int.from_bytes(head[28:32])
    pages_known = head[24:28] == head[92:96]
    size, actual = (65536 if page == 1 else page) * pages, path.stat().st_size
    if pages_known and actual < size and not _has_content(_beside(path, "-wal")):
        raise damaged(path, f"it is {actual} bytes long and should be {size}")


def _beside(path: Path, suffix: str) -> Path:
    return path.with_name(path.name + suffix)


def _has_content(path: Path) -> bool:
    return path.exists() and path.stat().st_size > 0
