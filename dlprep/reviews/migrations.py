"""The steps from an empty file to the newest schema; each is applied once, in order, for good."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

from dlprep import paths
from dlprep.errors import UnreadableError
from dlprep.reviews.database import transaction

MIGRATIONS: tuple[str, ...] = (
    Path(__file__).with_name("schema.sql").read_text(encoding="utf-8"),
    # How many study days later the question was said to come back; empty in older rows.
    "ALTER TABLE reviews ADD COLUMN interval_days INTEGER;",
    Path(__file__).with_name("003-predictions.sql").read_text(encoding="utf-8"),
    # JSON: the points of a rubric that the learner marked otherwise than the machine. In the row of
    # its review, so that an undo, a merge, an export and a repair carry it along.
    "ALTER TABLE reviews ADD COLUMN corrections TEXT;",
)
"""Append here; never edit or remove a step that has been released."""

_APPLIED = "CREATE TABLE migrations (number INTEGER PRIMARY KEY, applied_at TEXT NOT NULL) STRICT"


def version(connection: sqlite3.Connection, path: Path) -> int:
    """How many migrations a database has had; 0 for an empty one. Reads only.

    Raises
    ------
    UnreadableError
        The database belongs to another program, or to a newer dlprep.
    """
    tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
    if not tables:
        return 0
    if "migrations" not in tables or "reviews" not in tables:
        raise UnreadableError(
            f"{paths.shown(path)}: is a database of another program; "
            "move it away, or set DLPREP_HOME to another folder"
        )
    newest = int(connection.execute("SELECT max(number) FROM migrations").fetchone()[0] or 0)
    if newest > len(MIGRATIONS):
        raise UnreadableError(
            f"{paths.shown(path)}: was written by a newer dlprep (schema {newest}, "
            f"this one knows {len(MIGRATIONS)}); upgrade dlprep. Nothing was changed"
        )
    return newest


def migrate(connection: sqlite3.Connection, path: Path, now: str) -> None:
    """Bring a database to the newest schema, in one transaction."""
    if version(connection, path) == len(MIGRATIONS):
        return
    with transaction(connection):
        applied = version(connection, path)  # again: another program may have been faster
        if applied == 0:
            connection.execute(_APPLIED)
        for number in range(applied + 1, len(MIGRATIONS) + 1):
            for statement in statements(MIGRATIONS[number - 1]):
                connection.execute(statement)
            connection.execute("INSERT INTO migrations VALUES (?, ?)", (number, now))


def statements(script: str) -> Iterator[str]:
    """The statements of a script; a trigger's body stays in one piece.

    `executescript` would commit the transaction first.
    """
    gathered = ""
    for line in script.splitlines(keepends=True):
        gathered += line
        if sqlite3.complete_statement(gathered):
            yield gathered
            gathered = ""
