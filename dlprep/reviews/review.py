"""One answer as the log keeps it, and the time-ordered id that it gets."""

import os
import uuid
from datetime import UTC, date, datetime

import msgspec

LEARNER = "me"
"""The learner of a log that only one person uses."""

_COUNTS = 1 << 12
_RANDOM = 1 << 62


class Correction(msgspec.Struct, frozen=True):
    """A point of a rubric on which the learner did not agree with the machine.

    `point` is its text, `machine` the mark it was given, `said` the learner's: was it said or not.
    """

    point: str
    machine: str
    said: bool


class Review(msgspec.Struct, frozen=True, kw_only=True):
    """One answer. Scores lie in 0..1, `rating` is 1 (Again) to 4 (Easy), `at` is aware.

    `learner_score` is set only where the learner did not agree with the machine; `confidence` is
    1 (guessed) to 3 (sure); `scheduler` names the memory model; `undoes` is the id of a review
    that this row takes back, in which case the other fields repeat that review's. `interval_days`
    is how many study days later the question was said to come back: it depends on what else was
    due then, so it is kept as a fact (None in rows of programs that kept none). `corrections` are
    the learner's of a rubric's marks, None where there are none.
    """

    id: str
    learner: str = LEARNER
    device: str = ""
    question: str
    content_hash: str = ""
    seed: int = 0
    at: datetime
    study_day: date
    answer: str
    machine_score: float
    learner_score: float | None = None
    rating: int
    confidence: int | None = None
    milliseconds: int = 0
    asked_by: str
    scheduler: str
    undoes: str | None = None
    interval_days: int | None = None
    corrections: tuple[Correction, ...] | None = None

    @property
    def score(self) -> float:
        """The learner's own score where there is one, else the machine's."""
        return self.machine_score if self.learner_score is None else self.learner_score

    @property
    def topic(self) -> str:
        """The topic's slug."""
        return self.question.split("/", 1)[0]


COLUMNS = Review.__struct_fields__


def as_row(review: Review) -> tuple[object, ...]:
    """The review as a row, in the order of `COLUMNS`; what is no Unicode text is escaped."""
    return tuple(_stored(getattr(review, name)) for name in COLUMNS)


def from_row(row: tuple[object, ...]) -> Review:
    """The review of a row.

    Raises
    ------
    msgspec.ValidationError
        The row is not a review: the file is damaged.
    """
    values = dict(zip(COLUMNS, row, strict=True))
    if isinstance(listed := values["corrections"], str):
        try:
            values["corrections"] = msgspec.json.decode(listed)
        except msgspec.DecodeError as error:
            raise msgspec.ValidationError(str(error)) from error
    return msgspec.convert(values, Review)


def new_id(at: datetime, after: str | None = None) -> str:
    """A UUID 7 (RFC 9562) of the instant `at` that sorts behind the id `after`.

    48 bits of milliseconds, 12 of a counter, 62 random ones. When the clock was set back, the
    milliseconds of `after` are kept and the counter goes on, so the log stays in the order in
    which things happened.
    """
    milliseconds, count = int(at.timestamp() * 1000), 0
    if after is not None:
        latest = uuid.UUID(after).int
        if milliseconds <= latest >> 80:
            milliseconds, count = latest >> 80, (latest >> 64) % _COUNTS + 1
    if count == _COUNTS:
        milliseconds, count = milliseconds + 1, 0
    random = int.from_bytes(os.urandom(8)) % _RANDOM
    return str(uuid.UUID(int=milliseconds << 80 | 7 << 76 | count << 64 | 2 << 62 | random))


def _stored(value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return msgspec.json.encode(value).decode("utf-8")
    if isinstance(value, str):  # a terminal can send bytes that are no text
        return value.encode("utf-8", "backslashreplace").decode("utf-8")
    return value
