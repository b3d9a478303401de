"""The memory model: FSRS-6 on whole study days, from a card and a rating to the next card."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

import msgspec

from dlprep.clock import as_utc_noon
from dlprep.scheduling.card import Card, new_card
from dlprep.scheduling.fuzz import fuzzed
from dlprep.scheduling.signals import NAMES, factor

if TYPE_CHECKING:
    import fsrs

FAMILY = "fsrs-6"
RETENTION = 0.9
LOWEST_RETENTION, HIGHEST_RETENTION = 0.7, 0.99
AGAIN, HARD, GOOD, EASY = 1, 2, 3, 4
LONGEST_INTERVAL = 36_500
"""Days, before fuzz."""


FSRS_WEIGHTS = 21
LOWEST_STABILITY = 0.001
_WITH_SIGNALS = FSRS_WEIGHTS + 1 + len(NAMES)


class Model(msgspec.Struct, frozen=True):
    """The weights and the share of answers a learner wants to recall.

    21 weights are those of FSRS-6; behind them a fitted model may have the usual time of an
    answer and a weight for each signal (see `signals.py`).
    """

    weights: tuple[float, ...]
    retention: float

    @property
    def name(self) -> str:
        """Names the model in the log: family, digest of the weights, retention."""
        return f"{FAMILY}/{_digest(self.weights)}/{self.retention:g}"

    @property
    def decay(self) -> float:
        """How the forgetting curve bends; see `card.retrievability`."""
        return self.weights[FSRS_WEIGHTS - 1]

    @property
    def signals(self) -> tuple[float, ...]:
        """What is behind the weights of FSRS-6; empty for a plain model."""
        return self.weights[FSRS_WEIGHTS:]


class Step(msgspec.Struct, frozen=True):
    """One review, as far as the memory model cares; `scheduler` names the model.

    `interval` is the number of days that the learner was promised, None where none was kept.
    """

    study_day: date
    rating: int
    scheduler: str
    score: float | None = None
    confidence: int | None = None
    milliseconds: int = 0
    interval: int | None = None


def model(retention: float = RETENTION, weights: Iterable[float] | None = None) -> Model:
    """A model with the given weights, or the ones that py-fsrs ships.

    Raises
    ------
    ValueError
        The retention lies outside 0.7..0.99, or the weights are not 21 numbers within the
        bounds of FSRS-6, or 27 with those of the signals. py-fsrs itself takes a retention of 1.5 and schedules into the past.
    """
    if not LOWEST_RETENTION <= retention <= HIGHEST_RETENTION:
        raise ValueError(
            f"retention must lie between {LOWEST_RETENTION} and {HIGHEST_RETENTION}, not {retention}"
        )
    made = Model(shipped() if weights is None else tuple(float(w) for w in weights), retention)
    if len(made.weights) != FSRS_WEIGHTS:
        pace, *signals = made.signals or (0.0,)
        if len(made.weights) != _WITH_SIGNALS or not pace > 0 or max(map(abs, signals)) > 1:
            raise ValueError("weights of signals are a time above 0 and five numbers in -1..1")
    _scheduler(made)  # refuses wrong weights now, not at the first review
    return made


def named(name: str, known: Mapping[str, Model]) -> Model:
    """The model that a review names: a known one, else the shipped weights at its retention."""
    if name in known:
        return known[name]
    return _shipped_model(name.rsplit("/", 1)[-1])


def review(card: Card, step: Step, by: Model) -> Card:
    """The card after a review with a rating of 1 (Again) to 4 (Easy).

    A study day before the card's last one counts as the last one: it comes from a clock set back
    or from a log merged in from another device, and refusing it would lose the answer. An Again
    on the day of another review is not a lapse: it is the same forgetting, drilled. A step that
    knows no interval falls due on a day drawn by `fuzz.fuzzed`.

    Raises
    ------
    ValueError
        The rating is not 1, 2, 3 or 4.
    """
    rating = step.rating
    if rating not in (AGAIN, HARD, GOOD, EASY):
        raise ValueError(f"a rating is 1, 2, 3 or 4, not {rating!r}")
    import fsrs  # 74 ms

    day = max(step.study_day, card.last_day) if card.last_day else step.study_day
    before = fsrs.Card(card_id=0, due=as_utc_noon(day))  # without an id it sleeps a millisecond
    if card.last_day is not None:
        before.state, before.step = fsrs.State.Review, None
        before.stability, before.difficulty = card.stability, card.difficulty
        before.last_review = as_utc_noon(card.last_day)
    after, _ = _scheduler(by).review_card(before, fsrs.Rating(rating), as_utc_noon(day))
    assert after.stability is not None
    known = factor(by.signals, rating, step.score, step.confidence, step.milliseconds)
    stability = max(LOWEST_STABILITY, after.stability * known)
    forgot = rating == AGAIN and card.last_day is not None and day > card.last_day
    interval = step.interval
    if interval is None:
        interval = fuzzed(planned(stability, by), card.question, card.reviews + 1)
    return Card(
        question=card.question,
        stability=stability,
        difficulty=after.difficulty,
        first_day=card.first_day or day,
        last_day=day,
        due_day=date.fromordinal(min(day.toordinal() + interval, date.max.toordinal())),
        reviews=card.reviews + 1,
        lapses=card.lapses + forgot,
        model=by.name,
    )


def planned(stability: float, by: Model) -> int:
    """The whole days, 1 to 36,500 and before fuzz, after which recall falls to the retention."""
    bend: float = 0.9 ** (-1 / by.decay) - 1
    days = stability / bend * (by.retention ** (-1 / by.decay) - 1)
    return max(1, round(min(float(days), LONGEST_INTERVAL)))


def decays(known: Mapping[str, Model]) -> dict[str, float]:
    """How the forgetting curve of each model bends, by name; see `card.retrievability`."""
    return {name: model.decay for name, model in known.items()}


def same_weights(one: str, other: str) -> bool:
    """Whether two models, by name, differ in nothing but the retention."""
    return one.rsplit("/", 1)[0] == other.rsplit("/", 1)[0]


def replay(question: str, steps: Iterable[Step], known: Mapping[str, Model]) -> Card | None:
    """The card that a question's reviews lead to, oldest first; None when there are none.

    Each review is replayed by the model it names, so the result is the card as it was. Where the
    weights change from one review to the next, the card's whole history is first gone through
    again with the new ones, as it was when they were fitted and tried; what was promised stays.
    """
    card = new_card(question)
    past: list[Step] = []
    for step in steps:
        by = named(step.scheduler, known)
        if past and not same_weights(card.model, by.name):
            card = new_card(question)
            for earlier in past:
                card = review(card, earlier, by)
        card = review(card, step, by)
        past.append(step)
    return card if past else None


@lru_cache(maxsize=1)
def shipped() -> tuple[float, ...]:
    """The 21 weights that py-fsrs ships."""
    from fsrs.scheduler import DEFAULT_PARAMETERS

    return tuple(DEFAULT_PARAMETERS)


@lru_cache(maxsize=32)
def _shipped_model(retention: str) -> Model:
    try:
        return model(float(retention))
    except ValueError:  # a review that came from another program
        return model()


@lru_cache(maxsize=32)
def _digest(weights: tuple[float, ...]) -> str:
    return hashlib.sha256(json.dumps(weights).encode()).hexdigest()[:8]


@lru_cache(maxsize=32)
def _scheduler(by: Model) -> "fsrs.Scheduler":
    import fsrs

    return fsrs.Scheduler(
        parameters=by.weights[:FSRS_WEIGHTS],
        desired_retention=by.retention,
        learning_steps=(),  # whole study days only: the first interval is a day or more
        relearning_steps=(),
        maximum_interval=LONGEST_INTERVAL,
        enable_fuzzing=False,  # it draws from the global generator: see fuzz.py
    )
