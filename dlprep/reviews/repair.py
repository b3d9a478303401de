"""Checks the review log, and makes a whole one again out of a damaged one and its backups."""

import json
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import NamedTuple, TypeVar

import msgspec

from dlprep import paths
from dlprep.errors import UnreadableError
from dlprep.reviews import sql
from dlprep.reviews.adoptions import Adoption, recorded
from dlprep.reviews.backup import kept
from dlprep.reviews.database import DamagedError, connect, told_plainly
from dlprep.reviews.log import ReviewLog
from dlprep.reviews.migrations import version
from dlprep.reviews.predictions import ALL as PREDICTIONS
from dlprep.reviews.predictions import Predicted
from dlprep.reviews.predictions import from_row as predicted
from dlprep.reviews.review import COLUMNS, Review, from_row
from dlprep.scheduling.memory import Model

T = TypeVar("T")
_BESIDE = ("", "-wal", "-shm")
_STALE = "the schedule does not follow from the reviews"
_SMALLEST_ROW = 100
"""Bytes: two ids' worth of text, an instant and a day take more."""


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
            every = f"SELECT {_columns(connection)} FROM reviews"
            strange = sum(_as_review(row) is None for row in connection.execute(every))
    except DamagedError as error:
        return [str(error)]
    if strange:
        return [f"{strange} rows are no reviews"]
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

    saved = _salvaged(path)
    backup = _newest_good_backup(path)
    aside = _move_aside(path, today)
    told = [f"The damaged file was moved to {paths.shown(aside)}; nothing in it was changed."]
    try:
        with ReviewLog.open(path, today=today) as log:
            if backup is None:
                told.append("There is no sound backup.")
            else:
                told.append(f"{_united(log, backup)} rows came from {paths.shown(backup)}.")
            for model in saved.models:
                log.adopt(model)
            log.take_over(saved.adoptions)
            log.unite_predictions(saved.predictions)
            told.append(
                f"{log.unite(saved.reviews)} rows could be read from the damaged file alone."
            )
    except BaseException:
        _move(aside, path)
        raise
    return [*told, "The schedule was made again from these reviews."]


def _united(log: ReviewLog, backup: Path) -> int:
    with ReviewLog.open(backup, writing=False) as other:
        return log.unite_log(other)


def _stale(path: Path) -> list[str]:
    """Compare cards and tallies with those made again from the same reviews, in a copy."""
    with tempfile.TemporaryDirectory() as folder:
        other = Path(folder) / "again.db"
        with ReviewLog.open(path, writing=False) as log, ReviewLog.open(other) as again:
            again.unite_log(log)
            same = log.derived() == again.derived()
    return [] if same else [_STALE]


def _as_review(row: tuple[object, ...]) -> Review | None:
    """The review of a row, or None when bytes in it were changed so that it is none."""
    try:
        return from_row(row)
    except (msgspec.ValidationError, UnicodeDecodeError):
        return None


def _newest_good_backup(path: Path) -> Path | None:
    for backup in kept(path):
        try:
            if not check(backup):
                return backup
        except UnreadableError:
            continue
    return None


class _Salvage(NamedTuple):
    """What can still be read of a damaged log."""

    reviews: list[Review]
    models: list[Model]
    adoptions: list[Adoption]
    predictions: list[Predicted]


def _salvaged(path: Path) -> _Salvage:
    """Read a copy: the file itself stays as it is."""
    with tempfile.TemporaryDirectory() as folder, told_plainly(path):
        copy = Path(folder) / path.name
        for suffix in _BESIDE:
            if (part := path.with_name(path.name + suffix)).exists():
                shutil.copyfile(part, copy.with_name(copy.name + suffix))
        furthest = path.stat().st_size // _SMALLEST_ROW
        with closing(sqlite3.connect(copy)) as connection:
            connection.text_factory = lambda raw: raw.decode("utf-8", "backslashreplace")
            return _Salvage(
                _readable(lambda: _reviews(connection, furthest)),
                _readable(lambda: _models(connection)),
                _readable(lambda: recorded(connection)),
                _readable(lambda: [predicted(row) for row in connection.execute(PREDICTIONS)]),
            )


def _readable(read: Callable[[], list[T]]) -> list[T]:
    """What was read, or nothing where the damage forbids it: the next table may be sound."""
    try:
        return read()
    except (sqlite3.DatabaseError, msgspec.ValidationError, ValueError):
        return []


def _reviews(connection: sqlite3.Connection, furthest: int) -> list[Review]:
    rows = map(_as_review, _rows_around_damage(connection, furthest))
    return [row for row in rows if row is not None]


def _rows_around_damage(
    connection: sqlite3.Connection, furthest: int
) -> Iterator[tuple[object, ...]]:
    """Read by row number; where a page cannot be read, try behind the next number, and the next."""
    query = f"SELECT rowid, {_columns(connection)} FROM reviews NOT INDEXED WHERE rowid > ?"
    behind = 0
    while behind <= furthest:
        try:
            for number, *row in connection.execute(query, (behind,)):
                behind = number
                yield tuple(row)
            return
        except sqlite3.DatabaseError:
            behind += 1


def _columns(connection: sqlite3.Connection) -> str:
    """What to select for `from_row`; a file of an older schema lacks the newest columns."""
    there = {row[1] for row in connection.execute("PRAGMA table_info(reviews)")}
    return ", ".join(name if name in there else "NULL" for name in COLUMNS)


def _models(connection: sqlite3.Connection) -> list[Model]:
    rows = connection.execute(sql.MODELS).fetchall()
    return [Model(tuple(json.loads(weights)), retention) for _, weights, retention in rows]


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
