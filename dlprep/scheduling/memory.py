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

if TYPE_CHECKING:
    import fsrs

FAMILY = "fsrs-6"
RETENTION = 0.9
LOWEST_RETENTION, HIGHEST_RETENTION = 0.7, 0.99
AGAIN, HARD, GOOD, EASY = 1, 2, 3, 4
LONGEST_INTERVAL = 36_500
"""Days, before fuzz."""


class Model(msgspec.Struct, frozen=True):
    """The weights of FSRS-6 (21 of them) and the share of answers a learner wants to recall."""

    weights: tuple[float, ...]
    retention: float

    @property
    def name(self) -> str:
        """Names the model in the log: family, digest of the weights, retention."""
        return f"{FAMILY}/{_digest(self.weights)}/{self.retention:g}"


class Step(msgspec.Struct, frozen=True):
    """One review, as far as the memory model cares: the study day, the rating and the model."""

    study_day: date
    rating: int
    scheduler: str


def model(retention: float = RETENTION, weights: Iterable[float] | None = None) -> Model:
    """A model with the given weights, or the ones that py-fsrs ships.

    Raises
    ------
    ValueError
        The retention lies outside 0.7..0.99, or the weights are not 21 numbers within the
        bounds of FSRS-6. py-fsrs itself takes a retention of 1.5 and schedules into the past.
    """
    if not LOWEST_RETENTION <= retention <= HIGHEST_RETENTION:
        raise ValueError(
            f"retention must lie between {LOWEST_RETENTION} and {HIGHEST_RETENTION}, not {retention}"
        )
    made = Model(_shipped() if weights is None else tuple(float(w) for w in weights), retention)
    _scheduler(made)  # refuses wrong weights now, not at the first review
    return made


def named(name: str, known: Mapping[str, Model]) -> Model:
    """The model that a review names: a known one, else the shipped weights at its retention."""
    if name in known:
        return known[name]
    return _shipped_model(name.rsplit("/", 1)[-1])


def review(card: Card, rating: int, study_day: date, by: Model) -> Card:
    """The card after a review on a study day with a rating of 1 (Again) to 4 (Easy).

    A study day before the card's last one counts as the last one: it comes from a clock set back
    or from a log merged in from another device, and refusing it would lose the answer. An Again
    on the day of another review is not a lapse: it is the same forgetting, drilled.

    Raises
    ------
    ValueError
        The rating is not 1, 2, 3 or 4.
    """
    if rating not in (AGAIN, HARD, GOOD, EASY):
        raise ValueError(f"a rating is 1, 2, 3 or 4, not {rating!r}")
    import fsrs  # 74 ms

    day = max(study_day, card.last_day) if card.last_day else study_day
    before = fsrs.Card(card_id=0, due=as_utc_noon(day))  # without an id it sleeps a millisecond
    if card.last_day is not None:
        before.state, before.step = fsrs.State.Review, None
        before.stability, before.difficulty = card.stability, card.difficulty
        before.last_review = as_utc_noon(card.last_day)
    noon = as_utc_noon(day)
    after, _ = _scheduler(by).review_card(before, fsrs.Rating(rating), noon)
    forgot = rating == AGAIN and card.last_day is not None and day > card.last_day
    interval = fuzzed((after.due - noon).days, card.question, card.reviews + 1)
    return Card(
        question=card.question,
        stability=after.stability,
        difficulty=after.difficulty,
        first_day=card.first_day or day,
        last_day=day,
        due_day=date.fromordinal(min(day.toordinal() + interval, date.max.toordinal())),
        reviews=card.reviews + 1,
        lapses=card.lapses + forgot,
        model=by.name,
    )


def replay(question: str, steps: Iterable[Step], known: Mapping[str, Model]) -> Card | None:
    """The card that a question's reviews lead to, oldest first; None when there are none.

    Each review is replayed by the model it names, so the result is the card as it was.
    """
    card = new_card(question)
    for step in steps:
        card = review(card, step.rating, step.study_day, named(step.scheduler, known))
    return card if card.reviews else None


@lru_cache(maxsize=1)
def _shipped() -> tuple[float, ...]:
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
        parameters=by.weights,
        desired_retention=by.retention,
        learning_steps=(),  # whole study days only: the first interval is a day or more
        relearning_steps=(),
        maximum_interval=LONGEST_INTERVAL,
        enable_fuzzing=False,  # it draws from the global generator: see fuzz.py
    )
