"""Cards and tallies: what follows from the reviews and can always be made again from them."""

import sqlite3
from collections.abc import Iterable, Mapping
from datetime import date
from itertools import groupby

import msgspec

from dlprep.reviews import sql
from dlprep.reviews.review import Review, from_row
from dlprep.scheduling.answers import Answers
from dlprep.scheduling.card import Card
from dlprep.scheduling.memory import Model, Step, replay

MILLION = 1_000_000


def card_row(learner: str, card: Card) -> tuple[object, ...]:
    """The card as a row of `cards`; days are stored as day numbers, so that SQL can subtract them."""
    values = (getattr(card, name) for name in sql.CARD_COLUMNS)
    return learner, *(v.toordinal() if isinstance(v, date) else v for v in values)


def card_from_row(row: tuple[object, ...]) -> Card:
    """The card of a row of `cards`."""
    values = dict(zip(sql.CARD_COLUMNS, row, strict=True))
    for name in ("first_day", "last_day", "due_day"):
        values[name] = date.fromordinal(int(str(values[name])))
    return msgspec.convert(values, Card)


def tally_row(review: Review, sign: int = 1) -> tuple[object, ...]:
    """What a review adds to its day (`sign` 1), or takes from it (-1)."""
    score = round(review.score * MILLION)
    return review.learner, review.study_day.isoformat(), review.topic, sign, sign * score


def replayed(question: str, reviews: Iterable[Review], known: Mapping[str, Model]) -> Card | None:
    """The card that the reviews of a question lead to, oldest first."""
    return replay(question, map(as_step, reviews), known)


def as_step(review: Review) -> Step:
    """What the memory model needs of a review."""
    return Step(
        study_day=review.study_day,
        rating=review.rating,
        scheduler=review.scheduler,
        score=review.score,
        confidence=review.confidence,
        milliseconds=review.milliseconds,
        interval=review.interval_days,
    )


def in_columns(rows: Iterable[tuple[str, str, int, float, int, int]]) -> Answers:
    """Rows of question, study day, rating, score, confidence and milliseconds, turned to columns."""
    import numpy as np

    found = list(rows)
    question, day, rating, score, confidence, took = zip(*found, strict=True) if found else [()] * 6
    _, card = np.unique(np.asarray(question, str), return_inverse=True)
    days = {text: date.fromisoformat(text).toordinal() for text in set(day)}
    return Answers(
        card,
        np.asarray([days[text] for text in day], np.int64),
        np.asarray(rating, np.int64),
        np.asarray(score, np.float64),
        np.asarray(confidence, np.int64),
        np.asarray(took, np.int64),
    )


def make_again(connection: sqlite3.Connection, known: Mapping[str, Model]) -> int:
    """Make every card and tally again from the reviews; how many cards there are.

    Use it inside a transaction. 70,000 reviews take about a second.
    """
    connection.execute(sql.DROP_CARDS)
    connection.execute(sql.DROP_DAYS)
    live = map(from_row, connection.execute(sql.LIVE_REVIEWS))
    cards = 0
    for (learner, question), group in groupby(live, lambda r: (r.learner, r.question)):
        reviews = list(group)
        connection.executemany(sql.TALLY, map(tally_row, reviews))
        card = replayed(question, reviews, known)
        assert card is not None
        connection.execute(sql.PUT_CARD, card_row(learner, card))
        cards += 1
    return cards
