"""The record of blind answers: which questions somebody answered without having seen their keys.

A folder of questions may hold a `REVIEWS.csv`: one row a check, the last row of a question counts.
"""

import csv
import hashlib
from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from dlprep import paths
from dlprep.bank.kinds import AnyQuestion
from dlprep.errors import UnreadableError

FILE = "REVIEWS.csv"
COLUMNS = ("id", "content_hash", "checked", "outcome", "date")
OUTCOMES = ("confirmed", "differs")
_BESIDE_THE_KEY = frozenset(
    "hint explanation sources tags follow_ups demo concept difficulty why misconception "
    "misconceptions slips bounds accept refute roles wrong cost".split()
)


class Row(msgspec.Struct, frozen=True):
    """One check: `checked` says how, `outcome` is `confirmed` or `differs`."""

    id: str
    content_hash: str
    checked: str
    outcome: str
    date: date


def key_hash(question: AnyQuestion) -> str:
    """Names what a blind answer confirms: what is asked and the key, not the words around it."""
    kept = _without(msgspec.to_builtins(question))
    return hashlib.sha256(msgspec.json.encode(kept, order="sorted")).hexdigest()[:16]


def _without(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _without(v) for k, v in value.items() if k not in _BESIDE_THE_KEY}
    return [_without(v) for v in value] if isinstance(value, list) else value


def read(folder: Path) -> dict[str, Row] | None:
    """The last row of each question, or None where the folder keeps no record.

    Raises
    ------
    UnreadableError
        The file cannot be read, or a row is none; the message names file and line.
    """
    file = folder / FILE
    if not file.is_file():
        return None
    try:
        with file.open(encoding="utf-8", newline="") as lines:
            reader = csv.DictReader(lines)
            if tuple(reader.fieldnames or ()) != COLUMNS:
                raise UnreadableError(f"{paths.shown(file)}:1: expected {','.join(COLUMNS)}")
            rows = [_row(file, reader.line_num, fields) for fields in reader]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UnreadableError(f"{paths.shown(file)}: cannot be read: {error}") from error
    return {row.id: row for row in rows}


def _row(file: Path, line: int, fields: dict[str, str]) -> Row:
    try:
        row = msgspec.convert(fields, Row)
    except msgspec.ValidationError as error:
        raise UnreadableError(f"{paths.shown(file)}:{line}: {error}") from error
    if row.outcome not in OUTCOMES:
        raise UnreadableError(
            f"{paths.shown(file)}:{line}: {row.outcome!r} is none of {', '.join(OUTCOMES)}"
        )
    return row


def doubt(question: AnyQuestion, row: Row | None) -> str:
    """Why a question does not count as confirmed, or nothing."""
    if row is None:
        return "never answered blind"
    if row.content_hash != key_hash(question):
        return f"changed since it was answered blind on {row.date}"
    return "" if row.outcome == "confirmed" else f"a blind answer differed on {row.date}"


def add(folder: Path, rows: list[Row]) -> None:
    """Put rows at the place of those with the same id, or at the end; the file is made if need be.

    Raises
    ------
    UnreadableError
        As in `read`, or the file cannot be written.
    """
    known = (read(folder) or {}) | {row.id: row for row in rows}
    file = folder / FILE
    part = file.with_suffix(".part")
    try:
        with part.open("w", encoding="utf-8", newline="") as lines:
            writer = csv.writer(lines, lineterminator="\n")
            writer.writerow(COLUMNS)
            writer.writerows(msgspec.structs.astuple(known[name]) for name in sorted(known))
        part.replace(file)
    except OSError as error:
        raise UnreadableError(f"{paths.shown(file)}: cannot be written: {error}") from error
