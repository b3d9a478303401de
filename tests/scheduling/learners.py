"""Synthetic learners, whose memory is exactly what a model says."""

import numpy as np

from dlprep.scheduling.answers import Answers, answers
from dlprep.scheduling.foretelling import laid_out
from dlprep.scheduling.fsrs6 import states

FORGETFUL = (
    0.1, 0.4, 1.0, 4.0, 7.0, 0.6, 2.5, 0.01, 1.3, 0.15, 0.9, 1.2, 0.05, 0.2, 1.2, 0.4, 2.0, 0.5,
    0.1, 0.1, 0.35,
)  # fmt: skip
"""Weights of a learner who is not like the shipped ones."""
PACE = 8000.0
_Row = tuple[int, int, float, int, int]  # day, rating, score, confidence, milliseconds


def learner(
    weights: tuple[float, ...],
    cards: int = 400,
    days: int = 200,
    seed: int = 0,
    signals: tuple[float, ...] = (0.0,) * 5,
) -> Answers:
    """A log of so many cards over so many days.

    Time, score and confidence of the answers are drawn freely; `signals` are the weights with
    which they really bear on memory (see `dlprep.scheduling.signals`).
    """
    rng = np.random.default_rng(seed)
    history: list[list[_Row]] = [[] for _ in range(cards)]
    due = rng.integers(0, days // 2, cards)
    rows: list[tuple[int, int, int, float, int, int]] = []
    for day in range(days):
        now = np.flatnonzero(due == day)
        if not len(now):
            continue
        recall = _recall([history[c] for c in now], day, (*weights, PACE, *signals))
        known = rng.random(len(now)) < recall
        rated = np.where(known, rng.choice([2, 3, 3, 3, 4], len(now)), 1)
        lowest = np.choose(rated - 1, [0.0, 0.6, 0.9, 0.9])
        score = lowest + rng.random(len(now)) * np.choose(rated - 1, [0.6, 0.3, 0.1, 0.1])
        sure = rng.integers(1, 4, len(now))
        took = (PACE * np.exp(rng.normal(0, 0.8, len(now)))).astype(int)
        for c, g, x, s, t in zip(now, rated, score, sure, took, strict=True):
            row = (day, int(g), float(x), int(s), int(t))
            history[c].append(row)
            rows.append((int(c), *row))
            due[c] = day + (1 if g == 1 else int(rng.integers(1, 4 + 4 * len(history[c]))))
    return _columns(rows)


def _recall(histories: list[list[_Row]], day: int, weights: tuple[float, ...]) -> np.ndarray:
    """The chance that each card is recalled on a day; 0.7 without a past."""
    past = [(at, *row) for at, rows in enumerate(histories) for row in rows]
    asked = [(at, day, 3, 1.0, 2, int(PACE)) for at in range(len(histories))]
    log = _columns([*past, *asked])
    steps, own = laid_out(log, weights)
    back = np.empty(len(log))
    back[steps.order] = states(steps, own).retrievability
    return np.nan_to_num(back[len(past) :], nan=0.7)


def _columns(rows: list[tuple[int, int, int, float, int, int]]) -> Answers:
    card, day, rating, score, confidence, took = map(np.asarray, zip(*rows, strict=True))
    return answers(card, day, rating, score, confidence, took)
