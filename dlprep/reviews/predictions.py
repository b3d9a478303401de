"""What a learner predicted in demos, kept beside the reviews and, like them, never rewritten."""

import json
import sqlite3
from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

import msgspec

from dlprep.reviews.review import LEARNER


class Predicted(msgspec.Struct, frozen=True, kw_only=True):
    """One prediction; `truth` is None where the matter was undefined, `at` is aware."""

    id: str
    learner: str = LEARNER
    device: str = ""
    demo: str
    about: str
    said: str
    truth: str | None
    correct: bool
    knobs: dict[str, Any]
    seed: int
    questions: tuple[str, ...]
    at: datetime
    study_day: date
    asked_by: str = "demo"


COLUMNS = Predicted.__struct_fields__
INSERT = (
    f"INSERT INTO predictions ({', '.join(COLUMNS)}) VALUES ({', '.join('?' * len(COLUMNS))}) "
    "ON CONFLICT (id) DO NOTHING"
)
ALL = f"SELECT {', '.join(COLUMNS)} FROM predictions ORDER BY id"
DONE = "SELECT demo, count(*), sum(correct) FROM predictions WHERE learner = ? GROUP BY demo"
NEWEST_ID = "SELECT max(id) FROM predictions"
_WRONG = """
SELECT p.id, p.questions FROM predictions p
WHERE p.learner = ? AND p.correct = 0 AND NOT EXISTS (
    SELECT 1 FROM predictions n
    WHERE n.learner = p.learner AND n.demo = p.demo AND n.about = p.about AND n.id > p.id
) ORDER BY p.id DESC LIMIT 50
"""
_ANSWERED = """
SELECT max(r.id) FROM reviews r WHERE r.learner = ? AND r.question = ? AND r.undoes IS NULL
AND NOT EXISTS (SELECT 1 FROM reviews u WHERE u.undoes = r.id)
"""


def as_row(predicted: Predicted) -> tuple[object, ...]:
    """The prediction as a row, in the order of `COLUMNS`."""
    values = msgspec.structs.asdict(predicted)
    values["knobs"] = json.dumps(values["knobs"], default=str)
    values["questions"] = json.dumps(values["questions"])
    values["correct"] = int(values["correct"])
    values["at"] = predicted.at.astimezone(UTC).isoformat()
    values["study_day"] = predicted.study_day.isoformat()
    return tuple(values.values())


def from_row(row: tuple[Any, ...]) -> Predicted:
    """The prediction of a row."""
    values = dict(zip(COLUMNS, row, strict=True))
    for name in ("knobs", "questions"):
        values[name] = json.loads(values[name])
    values["correct"] = bool(values["correct"])
    return msgspec.convert(values, Predicted)


def to_practise(connection: sqlite3.Connection, learner: str) -> list[str]:
    """The questions of demos last predicted wrongly and not answered since, the newest first."""
    wanted: dict[str, None] = {}
    for wrong_id, questions in connection.execute(_WRONG, (learner,)).fetchall():
        for question in json.loads(questions):
            (answered,) = connection.execute(_ANSWERED, (learner, question)).fetchone()
            if answered is None or answered < wrong_id:
                wanted[question] = None
    return list(wanted)


def insert(connection: sqlite3.Connection, predictions: Iterable[Predicted]) -> None:
    """Add predictions whose ids are not there yet."""
    connection.executemany(INSERT, map(as_row, predictions))
