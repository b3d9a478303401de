"""What a quiz knows of an answer beyond its rating, as a factor on the stability it leads to.

A flashcard program knows a rating. A quiz also knows the score, how sure the learner was, and how
long it took. Each becomes a number (a signal) that is 0 where nothing is known, and multiplies the
stability after the answer by ``exp(weight * signal)``: with all weights 0 this is plain FSRS-6.
Every signal follows from the review's own row in the log, so that a card can be replayed from it.
"""

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dlprep.scheduling.answers import Answers
    from dlprep.scheduling.fsrs6 import Floats

NAMES = ("slow-right", "slow-wrong", "score", "sure-right", "sure-wrong")
"""Log of the time over the usual one, after right and after wrong answers; the score against what
is typical of the rating; confidence above or below the middle, right and wrong apart (an error
made with confidence is corrected better: Butterfield and Metcalfe 2001)."""
PACE = 10_000.0
"""Milliseconds that count as usual, until a fit has measured the learner's."""
_TYPICAL = (0.0, 0.0, 0.75, 1.0, 1.0)  # score by rating, 1..4
_MIDDLE = 2
_FASTEST, _SLOWEST = 0.1, 10.0
_AGAIN = 1


def factor(
    weights: "Sequence[float]",
    rating: int,
    score: float | None,
    confidence: int | None,
    milliseconds: int,
) -> float:
    """What the stability after one answer is multiplied by; 1 for a model without signals.

    `weights` are those of a model behind its 21 of FSRS-6: the usual time in milliseconds, then
    one for each of `NAMES`.
    """
    if not weights:
        return 1.0
    pace, slow_right, slow_wrong, scored, sure_right, sure_wrong = weights
    right = rating > _AGAIN
    log_factor = 0.0
    if milliseconds > 0:
        slow = math.log(min(max(milliseconds / pace, _FASTEST), _SLOWEST))
        log_factor += slow * (slow_right if right else slow_wrong)
    if score is not None:
        log_factor += (score - _TYPICAL[rating]) * scored
    if confidence:
        log_factor += (confidence - _MIDDLE) * (sure_right if right else sure_wrong)
    return math.exp(log_factor)


def columns(log: "Answers", pace: float) -> "Floats":
    """The signals of many answers, a row each, a column for each of `NAMES`."""
    import numpy as np

    right = log.rating > _AGAIN
    ratio = np.clip(np.maximum(log.milliseconds, 1) / pace, _FASTEST, _SLOWEST)
    slow = np.where(log.milliseconds > 0, np.log(ratio), 0.0)
    score = np.nan_to_num(log.score - np.asarray(_TYPICAL)[log.rating])
    sure = np.where(log.confidence > 0, log.confidence - _MIDDLE, 0.0)
    return np.column_stack((slow * right, slow * ~right, score, sure * right, sure * ~right))


def usual_pace(log: "Answers") -> float:
    """The median time of the answers whose time is known, in milliseconds; `PACE` without any."""
    import numpy as np

    known = log.milliseconds[log.milliseconds > 0]
    return float(np.median(known)) if len(known) else PACE
