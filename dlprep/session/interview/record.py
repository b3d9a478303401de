"""What is kept of an interview: its plan and every exchange, in one file that is written anew after each."""

import re
from datetime import datetime
from pathlib import Path

import msgspec

from dlprep import paths
from dlprep.errors import UnreadableError, UsageError
from dlprep.session.interview.planning import Plan
from dlprep.writing import write

_NAME = re.compile(r"\d{4}-\d{2}-\d{2}-\d+")


class Exchange(msgspec.Struct, frozen=True, omit_defaults=True):
    """One question and its answer.

    `part` is `breakdown` where an estimate was taken apart first; `follows` is the question that
    this one grew out of; `hinted` marks a second try after a hint. `score` lies in 0..1; the
    learner's own mark stands in `own_score`, that of a configured language model in `model_score`.
    """

    stage: str
    question: str
    seed: int
    answer: str
    seconds: float
    score: float
    part: str = ""
    follows: str = ""
    hinted: bool = False
    because: str = ""
    own_score: float | None = None
    model_score: float | None = None

    @property
    def mark(self) -> float:
        """The learner's own mark where there is one, else a model's, else the machine's."""
        marks = (self.own_score, self.model_score, self.score)
        return next(mark for mark in marks if mark is not None)


class Record(msgspec.Struct, frozen=True):
    """An interview so far. `name` is the study day and a number: `2026-11-24-1`."""

    name: str
    started: datetime
    plan: Plan
    exchanges: tuple[Exchange, ...] = ()
    finished: bool = False


def folder() -> Path:
    """Where interviews are kept."""
    return paths.home() / "interviews"


def new_name(day: str) -> str:
    """The first free name of a day."""
    taken = set(names())
    return next(name for n in range(1, 10_000) if (name := f"{day}-{n}") not in taken)


def names() -> list[str]:
    """The kept interviews, oldest first."""
    files = folder().glob("*.json") if folder().is_dir() else ()
    found = [f.stem for f in files if _NAME.fullmatch(f.stem)]
    return sorted(found, key=lambda name: (name[:10], int(name[11:])))


def load(name: str) -> Record:
    """A kept interview.

    Raises
    ------
    UsageError
        There is none of that name.
    UnreadableError
        Its file is damaged.
    """
    file = folder() / f"{name}.json"
    if not _NAME.fullmatch(name) or not file.is_file():
        raise UsageError(f"no interview {name!r}; `dlprep interview --list` names them")
    try:
        return msgspec.json.decode(file.read_bytes(), type=Record)
    except (OSError, msgspec.DecodeError, msgspec.ValidationError) as error:
        raise UnreadableError(f"{paths.shown(file)}: is damaged: {error}") from error


def unfinished() -> Record | None:
    """The newest interview that was not brought to its end."""
    for name in reversed(names()):
        if not (record := load(name)).finished:
            return record
    return None


def save(record: Record) -> None:
    """Write an interview whole, beside its old file, and put it in that one's place.

    Raises
    ------
    UnreadableError
        The folder or the disk refuses.
    """
    file = folder() / f"{record.name}.json"
    write(file, msgspec.json.format(msgspec.json.encode(record)))
