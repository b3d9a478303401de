"""Readiness: the share of each topic's questions that would be answered right, with an interval.

Questions answered before count with their retrievability on the day, the others with the ability
model's chance. The interval holds three doubts: what the answers leave open about ability (Laplace's
approximation at its likeliest value), how far off the memory model's forecasts are, and luck.
"""

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec

from dlprep.scheduling.ability import LABELS, SPREADS, Ability, First, parts_in, parts_of, sigmoid

if TYPE_CHECKING:
    from dlprep.scheduling.fsrs6 import Floats

DRAWS = 400
COVERED = 0.9
"""The share of cases that the interval is to hold."""
FORECAST_ERROR = 0.08
"""The RMSE in bins of FSRS-6's forecasts on a real log (docs/memory.md), shared by a topic's cards."""
_FOR_INTERVAL = 400


class Unseen(msgspec.Struct, frozen=True):
    """So many questions of a topic, kind and difficulty that were never answered."""

    kind: str
    difficulty: str
    count: int


class Ready(msgspec.Struct, frozen=True):
    """A topic's expected share of right answers, 0..1, and the interval that should hold 90 %."""

    topic: str
    questions: int
    seen: int
    expected: float
    low: float
    high: float


class Abilities:
    """Draws of a learner's ability from what the first answers leave open; made once for all topics."""

    def __init__(self, able: Ability, firsts: Sequence[First]) -> None:
        import numpy as np

        self._able = able
        self._rng = np.random.default_rng(0)
        firsts = list(firsts)[:_FOR_INTERVAL]
        parts = parts_in(firsts)
        self._at = {part: at for at, part in enumerate(parts)}
        hessian = np.diag([SPREADS[part[0]] ** -2 for part in parts])
        for first in firsts:
            rows = [
                self._at[p]
                for p in parts_of(
                    first.learner, first.topic, first.kind, first.difficulty, first.question
                )
            ]
            p = sigmoid(able.logit(first.topic, first.kind, first.difficulty, first.question))
            hessian[np.ix_(rows, rows)] += p * (1 - p)
        covariance = np.linalg.inv(hessian) if parts else hessian
        noise = self._rng.standard_normal((DRAWS, len(parts)))
        spread = np.linalg.cholesky(covariance) if parts else covariance
        self._shift: Floats = noise @ spread.T
        self._new: dict[tuple[str, ...], Floats] = {}

    def chances(self, topic: str, kind: str, difficulty: str) -> "Floats":
        """A chance of a right answer at first sight for each draw, averaged over questions."""
        import numpy as np

        logit = np.full(DRAWS, -LABELS[difficulty])
        for part in parts_of(self._able.learner, topic, kind, difficulty, "")[:-1]:
            logit = logit + self._able.parts.get(part, 0.0) + self._drawn(part)
        # the questions' own spread flattens the mean curve: the probit approximation of MacKay (1992)
        flat = math.sqrt(1 + math.pi / 8 * SPREADS["question"] ** 2)
        return np.asarray(1 / (1 + np.exp(-logit / flat)))

    def _drawn(self, part: tuple[str, ...]) -> "Floats":
        if part in self._at:
            return self._shift[:, self._at[part]]
        if part not in self._new:  # nothing was answered that bears on it: the prior
            self._new[part] = self._rng.standard_normal(DRAWS) * SPREADS[part[0]]
        return self._new[part]


def ready(
    topic: str, recall: Sequence[float], unseen: Sequence[Unseen], abilities: Abilities
) -> Ready:
    """A topic's readiness from the recall of what was seen, each 0..1, and what was not.

    Raises
    ------
    ValueError
        The topic has no questions.
    """
    import numpy as np

    fresh = sum(group.count for group in unseen)
    questions = len(recall) + fresh
    if not questions:
        raise ValueError(f"no questions in {topic}")
    rng = np.random.default_rng(len(recall))
    known = np.asarray(recall, np.float64)
    off = rng.standard_normal((DRAWS, 1)) * FORECAST_ERROR
    chances = np.clip(known + off, 0, 1)
    right = (rng.random((DRAWS, len(known))) < chances).sum(1).astype(np.float64)
    mean = float(known.sum())
    for group in unseen:
        chance = abilities.chances(topic, group.kind, group.difficulty)
        mean += float(chance.mean()) * group.count
        right += rng.binomial(group.count, chance)
    share, tail = mean / questions, (1 - COVERED) / 2
    low, high = np.quantile(right / questions, [tail, 1 - tail])
    return Ready(
        topic, questions, len(known), share, min(float(low), share), max(float(high), share)
    )
