"""Checks the review log, and makes a whole one again out of a damaged one and its backups."""

import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import msgspec

from dlprep import paths
from dlprep.errors import UnreadableError
from dlprep.reviews import sql
from dlprep.reviews.backup import kept
from dlprep.reviews.database import connect, told_plainly
from dlprep.reviews.log import ReviewLog
from dlprep.reviews.migrations import version
from dlprep.reviews.review import Review, from_row

_BESIDE = ("", "-wal", "-shm")


def check(path: Path) -> list[str]:
    """What is wrong with a log, a sentence each; nothing when it is sound. Changes nothing.

    Raises
    ------
    UnreadableError
        The file cannot be opened for a reason that no repair mends: rights, a lock, a newer
        program.
    """
    try:
        with told_plainly(path), closing(connect(path, writing=False)) as connection:
            version(connection, path)
            rows = connection.execute("PRAGMA integrity_check(20)").fetchall()
            if rows != [("ok",)]:
                return [f"SQLite finds: {row[0]}" for row in rows]
            unreadable = sum(1 for review in _readable(connection) if review is None)
    except UnreadableError as error:
        if _is_damage(error):
            return [str(error)]
        raise
    if unreadable:
        return [f"{unreadable} rows are no reviews"]
    return _stale(path)


def repair(path: Path, today: date) -> list[str]:
    """Mend a damaged log; says in sentences what was done.

    The damaged file is kept beside the new one, under a name that says so. The new one holds
    what can still be read of it and the newest backup that is sound, united by id.
    """
    findings = check(path)
    if not findings:
        return ["The review log is sound: nothing was changed."]
    if findings == [_STALE]:
        with ReviewLog.open(path, today=today) as log:
            return [f"The schedule of {log.rebuild()} questions was made again from the reviews."]

    saved = list(_salvaged(path))
    backup, from_backup = _newest_good_backup(path)
    if not saved and backup is None and path.stat().st_size < 100:
        raise UnreadableError(f"{paths.shown(path)}: nothing in it can be read, and no backup is left")
    aside = _move_aside(path, today)
    try:
        with ReviewLog.open(path, today=today) as log:
            old = log.unite(iter(from_backup))
            new = log.unite(iter(saved))
    except BaseException:
        _move(aside, path)
        raise
    told = [f"The damaged file was moved to {paths.shown(aside)}; nothing in it was changed."]
    if backup is None:
        told.append(f"No backup was found. {new} reviews could be read from the damaged file.")
    else:
        told.append(f"{old} reviews came from the backup {paths.shown(backup)}.")
        told.append(f"{new} more could be read from the damaged file.")
    told.append("The schedule was made again from these reviews.")
    return told


_STALE = "the schedule does not follow from the reviews"


def _is_damage(error: UnreadableError) -> bool:
    return "is damaged" in str(error)


def _stale(path: Path) -> list[str]:
    """Compare cards and tallies with those made again from the same reviews, in a copy."""
    with tempfile.TemporaryDirectory() as folder:
        other = Path(folder) / "again.db"
        with ReviewLog.open(path, writing=False) as log, ReviewLog.open(other) as again:
            for model in log.models().values():
                again.adopt(model)
            again.unite(log.reviews())
            same = log.derived() == again.derived()
    return [] if same else [_STALE]


def _readable(connection: sqlite3.Connection) -> Iterator[Review | None]:
    for row in connection.execute(sql.ALL_REVIEWS):
        yield _as_review(row)


def _as_review(row: tuple[object, ...]) -> Review | None:
    """The review of a row, or None when bytes in it were changed so that it is none."""
    try:
        return from_row(row)
    except (msgspec.ValidationError, UnicodeDecodeError):
        return None


def _newest_good_backup(path: Path) -> tuple[Path | None, list[Review]]:
    for backup in kept(path):
        try:
            if not check(backup):
                with ReviewLog.open(backup, writing=False) as log:
                    return backup, list(log.reviews())
        except UnreadableError:
            continue
    return None, []


def _salvaged(path: Path) -> Iterator[Review]:
    """What can still be read of a damaged log, row by row, from a copy: the file stays as it is."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / path.name
        for suffix in _BESIDE:
            if (part := path.with_name(path.name + suffix)).exists():
                shutil.copyfile(part, copy.with_name(copy.name + suffix))
        with closing(sqlite3.connect(copy)) as connection:
            connection.text_factory = _text
            for row in _rows_around_damage(connection):
                if (review := _as_review(row)) is not None:
                    yield review


def _rows_around_damage(connection: sqlite3.Connection) -> Iterator[tuple[object, ...]]:
    """Read by row number, and where a page cannot be read, jump over more and more rows."""
    query = f"SELECT rowid, {', '.join(Review.__struct_fields__)} FROM reviews NOT INDEXED "
    last = _last_row(connection, query)
    row_number, jump = 0, 1
    while row_number < last:
        try:
            rows = connection.execute(query + "WHERE rowid > ? ORDER BY rowid", (row_number,))
            for number, *row in rows:
                row_number, jump = number, 1
                yield tuple(row)
            return
        except sqlite3.DatabaseError:
            row_number += jump
            jump = min(jump * 2, 64)


def _last_row(connection: sqlite3.Connection, query: str) -> int:
    for ask in ("SELECT max(rowid) FROM reviews", query + "ORDER BY rowid DESC LIMIT 1"):
        try:
            row = connection.execute(ask).fetchone()
            return int(row[0] or 0) if row else 0
        except sqlite3.DatabaseError:
            continue
    return _FURTHEST


_FURTHEST = 200_000
"""Where to stop when the end of the table cannot be read: a few seconds of trying."""


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "backslashreplace")


def _move_aside(path: Path, today: date) -> Path:
    count = 1
    while (aside := path.with_name(f"{path.stem}.damaged-{today}-{count}{path.suffix}")).exists():
        count += 1
    _move(path, aside)
    return aside


def _move(old: Path, new: Path) -> None:
    with told_plainly(old):
        for suffix in _BESIDE:
            part = old.with_name(old.name + suffix)
            if part.exists():
                part.replace(new.with_name(new.name + suffix))
