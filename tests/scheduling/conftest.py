"""A real review log (one card in eight of it) and a synthetic one, in columns."""

from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest

from dlprep.exchange.review_csv import read
from dlprep.scheduling.answers import Answers, answers
from dlprep.scheduling.foretelling import laid_out
from dlprep.scheduling.fsrs6 import states

JOSH = Path(__file__).parents[1] / "data" / "reviews-josh.csv"


@pytest.fixture(scope="session")
def josh() -> Answers:
    """1,500 reviews of a learner at UTC-5."""
    return read(JOSH, 4, timedelta(hours=-5)).answers


def learner(
    weights: tuple[float, ...],
    cards: int = 400,
    days: int = 200,
    seed: int = 0,
    *,
    slow: float = 0.0,
) -> Answers:
    """A synthetic learner whose memory is FSRS-6 of these weights, and who answers day by day.

    With `slow`, an answer's time tells how well it was known: the stability after it is
    multiplied by ``(time / usual) ** slow``.
    """
    rng = np.random.default_rng(seed)
    history: list[list[tuple[int, int, int]]] = [[] for _ in range(cards)]
    due = rng.integers(0, days // 2, cards)
    rows: list[tuple[int, int, int, int]] = []
    given = (*weights, 8000.0, slow, slow, 0.0, 0.0, 0.0) if slow else weights
    for day in range(days):
        now = np.flatnonzero(due == day)
        if not len(now):
            continue
        past = [(at, *h) for at, c in enumerate(now) for h in history[c]]
        recall = np.full(len(now), 0.7)
        if past:
            at, when, rated, took = np.asarray(past).T
            told = _before(at, when, rated, took, given, day, len(now))
            recall = np.where(np.isnan(told), recall, told)
        known = rng.random(len(now)) < recall
        rated_now = np.where(known, rng.choice([2, 3, 3, 3, 4], len(now)), 1)
        took_now = (8000 * np.exp(rng.normal(0, 0.8, len(now)))).astype(int)
        for c, r, t in zip(now, rated_now, took_now, strict=True):
            history[c].append((day, int(r), int(t)))
            rows.append((int(c), day, int(r), int(t)))
            due[c] = day + (1 if r == 1 else int(rng.integers(1, 4 + 4 * len(history[c]))))
    card, when, rated, took = np.asarray(rows).T
    return answers(card, when, rated, milliseconds=took if slow else None)


def _before(
    card: np.ndarray,
    day: np.ndarray,
    rating: np.ndarray,
    took: np.ndarray,
    weights: tuple[float, ...],
    today: int,
    n: int,
) -> np.ndarray:
    """Recall of each of `n` cards today; NaN without a past."""
    ask = np.arange(n)
    log = answers(
        np.concatenate((card, ask)),
        np.concatenate((day, np.full(n, today))),
        np.concatenate((rating, np.full(n, 3))),
        milliseconds=np.concatenate((took, np.full(n, 8000))),
    )
    steps, own = laid_out(log, weights)
    back = np.empty(len(log))
    back[steps.order] = states(steps, own).retrievability
    return back[-n:]
