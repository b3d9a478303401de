"""Everything the statistics show, worked out from the log, the bank and the interviews kept."""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

import msgspec

from dlprep.bank.library import Library
from dlprep.errors import UnreadableError
from dlprep.reviews.log import ReviewLog
from dlprep.scheduling.card import DECAY, Card, retrievability
from dlprep.scheduling.memory import decays
from dlprep.scheduling.readiness import Ready
from dlprep.session.confidence import LEVELS
from dlprep.session.interview import record
from dlprep.session.interview.scorecard import scorecard
from dlprep.session.ready import readiness

STATED = {1: 1 / 3, 2: 11 / 15, 3: 0.9}
"""The chance that a confidence states: the middle of the range in which naming it pays best (see
`certainty_mark`): up to 2/3, up to 4/5, above."""
LOAD_DAYS, CURVE_DAYS, WEAKEST = 14, 30, 5
INTERVIEWS = 10


class StudyDay(msgspec.Struct, frozen=True):
    """A study day with answers; `right` is their mean score, 0..1."""

    day: date
    answers: int
    right: float


class Sureness(msgspec.Struct, frozen=True):
    """Answers of one confidence: the chance it states, the mean score and its 90 % interval."""

    confidence: int
    word: str
    answers: int
    stated: float
    right: float
    low: float
    high: float


class Calibration(msgspec.Struct, frozen=True):
    """How well confidence was placed: the Brier score, 0 (best) to 1; None without any."""

    brier: float | None
    levels: tuple[Sureness, ...]


class Load(msgspec.Struct, frozen=True):
    """How many questions fall due on a day; today's include what is overdue."""

    day: date
    due: int


class Fading(msgspec.Struct, frozen=True):
    """A weak concept: the chance to recall it, 0..1, today and on each of the days to come."""

    question: str
    concept: str
    lapses: int
    stability: float
    recall: tuple[float, ...]


class Interviewed(msgspec.Struct, frozen=True):
    """An interview held, with its scorecard's score, 0..1 (None where nothing was answered)."""

    name: str
    role: str
    minutes: int
    answers: int
    score: float | None
    verdict: str
    finished: bool


class Progress(msgspec.Struct, frozen=True):
    """What `dlprep stats` shows beside the totals."""

    today: date
    days: tuple[StudyDay, ...]
    readiness: tuple[Ready, ...]
    calibration: Calibration
    load: tuple[Load, ...]
    weakest: tuple[Fading, ...]
    interviews: tuple[Interviewed, ...]


def progress(library: Library, log: ReviewLog, today: date) -> Progress:
    """The learner's progress by a study day; reads every answer once."""
    cards = log.cards()
    answers = log.answers()
    return Progress(
        today,
        tuple(StudyDay(*row) for row in log.by_day()),
        # the morning after: on the day of an answer the model takes everything as known
        tuple(readiness(library, log, today + timedelta(days=1))),
        calibration(answers.confidence.tolist(), answers.score.tolist()),
        load(cards, today),
        _weakest(library, log, cards, today),
        tuple(interviews(library)),
    )


def calibration(confidence: Iterable[int], score: Iterable[float]) -> Calibration:
    """From the confidence (0: none given) and the score of each answer."""
    given: dict[int, list[float]] = {level: [] for level in LEVELS}
    for level, right in zip(confidence, score, strict=True):
        if level in given and right == right:
            given[level].append(right)
    errors = [(STATED[level] - right) ** 2 for level, scores in given.items() for right in scores]
    return Calibration(
        sum(errors) / len(errors) if errors else None,
        tuple(
            Sureness(
                level, LEVELS[level], len(scores), STATED[level],
                sum(scores) / len(scores), *wilson(sum(scores), len(scores)),
            )
            for level, scores in given.items()
            if scores
        ),
    )  # fmt: skip


def wilson(right: float, n: int, z: float = 1.645) -> tuple[float, float]:
    """Wilson's score interval of a share, 90 % by default; `n` at least 1."""
    share, more = right / n, z * z / n
    middle = (share + more / 2) / (1 + more)
    half = z * math.sqrt(max(share * (1 - share), 0) / n + more / (4 * n)) / (1 + more)
    return max(0.0, min(middle - half, share)), min(1.0, max(middle + half, share))


def load(cards: Iterable[Card], today: date, days: int = LOAD_DAYS) -> tuple[Load, ...]:
    """What falls due on each of the days from today on."""
    due = Counter(max(card.due_day, today) for card in cards if card.due_day)
    to_come = (today + timedelta(days=n) for n in range(days))
    return tuple(Load(day, due[day]) for day in to_come)


def interviews(library: Library) -> list[Interviewed]:
    """The newest interviews, newest first; a file that is damaged is left out."""
    found = []
    for name in record.names()[::-1][:INTERVIEWS]:
        try:
            held = record.load(name)
        except UnreadableError:
            continue
        card = scorecard(held, library)
        found.append(
            Interviewed(
                held.name, held.plan.role, held.plan.minutes, len(held.exchanges),
                card.score, card.verdict, held.finished,
            )
        )  # fmt: skip
    return found


def _weakest(
    library: Library, log: ReviewLog, cards: Sequence[Card], today: date
) -> tuple[Fading, ...]:
    """The cards that fade fastest: lowest stability, then most lapses."""
    bends = decays(log.models())
    ranked = sorted(cards, key=lambda c: (c.stability or 0.0, -c.lapses, c.question))
    found: list[Fading] = []
    for card in ranked:
        if len(found) == WEAKEST:
            break
        if (question := library.find(card.question)) is None:
            continue
        decay = bends.get(card.model, DECAY)
        curve = tuple(
            retrievability(card, today + timedelta(days=n), decay) for n in range(CURVE_DAYS + 1)
        )
        concept = question.concept
        found.append(Fading(card.question, concept, card.lapses, card.stability or 0.0, curve))
    return tuple(found)
