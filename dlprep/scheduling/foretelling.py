"""How well a memory model foretells answers: its predictions, and figures that say how good."""

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec

from dlprep.scheduling import signals
from dlprep.scheduling.answers import Answers
from dlprep.scheduling.fsrs6 import Histories, States, histories, states
from dlprep.scheduling.memory import FSRS_WEIGHTS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from dlprep.scheduling.fsrs6 import Floats, Integers

    Truths = NDArray[np.bool_]

SURELY = 0.9999
"""No probability counts as more certain than this, nor less than one minus it."""
BINS = 10


class Foretold(msgspec.Struct, frozen=True):
    """Per review, in the order of the log: recall before it (NaN at a card's first), and after it
    stability (days) and difficulty (1..10); `elapsed` study days since the card's last review.
    """

    recall: "Floats"
    stability: "Floats"
    difficulty: "Floats"
    elapsed: "Floats"


class Accuracy(msgspec.Struct, frozen=True):
    """Log loss in nats, area under the ROC curve (None with one outcome only), RMSE in bins."""

    log_loss: float
    auc: float | None
    rmse_bins: float


class Bin(msgspec.Struct, frozen=True):
    """Reviews with similar predictions: how many, the mean prediction, the share recalled."""

    n: int
    predicted: float
    recalled: float


class Evaluation(msgspec.Struct, frozen=True):
    """A model's figures over `n` reviews, those of the baselines by name, and the calibration."""

    n: int
    accuracy: Accuracy
    baselines: dict[str, Accuracy]
    calibration: tuple[Bin, ...]


def laid_out(log: Answers, weights: Sequence[float]) -> tuple[Histories, "Floats"]:
    """The log in steps, and the weights without the pace, as `fsrs6.states` takes them."""
    import numpy as np

    own = np.asarray(weights[:FSRS_WEIGHTS], np.float64)
    if len(weights) == FSRS_WEIGHTS:
        return histories(log.card, log.day, log.rating), own
    pace, *extra = weights[FSRS_WEIGHTS:]
    known = signals.columns(log, pace)
    return histories(log.card, log.day, log.rating, known), np.concatenate((own, extra))


def foretold(log: Answers, weights: Sequence[float]) -> Foretold:
    """What a model of these weights (21, or 27 with signals) says at each review of a log."""
    steps, own = laid_out(log, weights)
    made: States = states(steps, own)
    return Foretold(
        *(
            _in_log_order(steps, column)
            for column in (made.retrievability, made.stability, made.difficulty, steps.elapsed)
        )
    )


def counted(told: Foretold) -> "Integers":
    """The rows that say something about memory: those on a later study day than the last."""
    import numpy as np

    return np.flatnonzero(told.elapsed >= 1)


def evaluate(
    log: Answers, weights: Sequence[float], test_share: float, shipped: Sequence[float]
) -> Evaluation | None:
    """Figures over the last `test_share` (in 0..1) of a log; None when no review there counts.

    Baselines: the share recalled before that part (`constant_rate`), SM-2 (`sm2`), and where the
    model has other weights than the shipped ones, FSRS-6 with those (`fsrs6_shipped`).
    """
    import numpy as np

    told = foretold(log, weights)
    rows = counted(told)
    begins = split(len(log), test_share)
    test, before = rows[rows >= begins], rows[rows < begins]
    if not len(test):
        return None
    right = log.rating > 1
    bins = _bins(log, told.elapsed)[test]
    rate = float(right[before if len(before) else test].mean())
    others = {
        "constant_rate": np.full(len(test), rate),
        "sm2": sm2(log, told.elapsed)[test],
    }
    if tuple(weights) != tuple(shipped):
        others["fsrs6_shipped"] = foretold(log, shipped).recall[test]
    return Evaluation(
        len(test),
        accuracy(told.recall[test], right[test], bins),
        {name: accuracy(p, right[test], bins) for name, p in others.items()},
        calibration(told.recall[test], right[test]),
    )


def split(n: int, test_share: float) -> int:
    """The row at which the last `test_share` of a log of `n` rows begins."""
    return int((1 - test_share) * n)


def losses(recall: "Floats", right: "Truths") -> "Floats":
    """The log loss of each prediction."""
    import numpy as np

    p = np.clip(recall, 1 - SURELY, SURELY)
    return -np.log(np.where(right, p, 1 - p))


def accuracy(recall: "Floats", right: "Truths", bins: "Integers") -> Accuracy:
    """The figures of predictions in 0..1 against outcomes; `bins` groups similar histories.

    RMSE in bins: the root of the mean over reviews of (share recalled - mean prediction)² in
    their bin, after the srs-benchmark of open-spaced-repetition.
    """
    import numpy as np

    _, which, sizes = np.unique(bins, return_inverse=True, return_counts=True)
    gap = (np.bincount(which, right) - np.bincount(which, recall)) / sizes
    return Accuracy(
        float(losses(recall, right).mean()),
        _auc(recall, right),
        float(np.sqrt(np.average(gap**2, weights=sizes))),
    )


def calibration(recall: "Floats", right: "Truths", bins: int = BINS) -> tuple[Bin, ...]:
    """Predictions beside outcomes, lowest first, in groups of like size."""
    import numpy as np

    groups = np.array_split(np.argsort(recall, kind="stable"), min(bins, len(recall)))
    return tuple(Bin(len(g), float(recall[g].mean()), float(right[g].mean())) for g in groups)


def sm2(log: Answers, elapsed: "Floats") -> "Floats":
    """What SM-2 (SuperMemo 2, 1987) foretells: 0.9 when its interval is over, falling as 0.9^t/I.

    SM-2 itself foretells nothing; that curve is what srs-benchmark lends it. A rating counts as
    its grade 2..5. NaN at a card's first review.
    """
    import numpy as np

    steps = histories(log.card, log.day, log.rating)
    grade = steps.rating + 1.0
    change = 0.1 - (5 - grade) * (0.08 + (5 - grade) * 0.02)
    n = len(log)
    interval, ease, passes = np.ones(n), np.full(n, 2.5), np.zeros(n)
    first = slice(0, int(steps.starts[1]))
    passes[first] = steps.rating[first] > 1
    ease[first] = np.maximum(1.3, 2.5 + change[first])
    for now, before in steps.steps:
        passed = steps.rating[now] > 1
        longer = np.where(passes[before] == 1, 6.0, interval[before] * ease[before])
        interval[now] = np.where(passed & (passes[before] > 0), np.minimum(longer, 1e5), 1.0)
        passes[now] = np.where(passed, passes[before] + 1, 0)
        ease[now] = np.maximum(1.3, ease[before] + change[now])
    foretold_by = np.full(n, np.nan)
    for now, before in steps.steps:
        foretold_by[now] = 0.9 ** (steps.elapsed[now] / interval[before])
    return _in_log_order(steps, foretold_by)


def _in_log_order(steps: Histories, column: "Floats") -> "Floats":
    import numpy as np

    back = np.empty(len(column))
    back[steps.order] = column
    return back


def _auc(recall: "Floats", right: "Truths") -> float | None:
    """The share of pairs in which the recalled one was given the higher chance; ties count half."""
    import numpy as np

    n_right = int(right.sum())
    n_wrong = len(right) - n_right
    if not n_right or not n_wrong:
        return None
    _, which, sizes = np.unique(recall, return_inverse=True, return_counts=True)
    mean_rank = np.cumsum(sizes) - (sizes - 1) / 2
    rank_sum = float(mean_rank[which][right].sum())
    return (rank_sum - n_right * (n_right + 1) / 2) / (n_right * n_wrong)


def _bins(log: Answers, elapsed: "Floats") -> "Integers":
    """A number for each review that reviews with a like past share: days elapsed, how many
    reviews the card had, how many lapses; each on a logarithmic scale (srs-benchmark's).
    """
    import numpy as np

    steps = histories(log.card, log.day, log.rating)
    n = len(log)
    number, lapses = np.ones(n), np.zeros(n)
    for now, before in steps.steps:
        number[now] = number[before] + 1
        lapses[now] = lapses[before] + ((steps.rating[before] == 1) & (steps.elapsed[before] >= 1))
    scales = ((elapsed, 3.62), (_in_log_order(steps, number), 1.89),
              (_in_log_order(steps, lapses), 1.73))  # fmt: skip
    key = np.zeros(n, np.int64)
    for values, base in scales:
        level = np.floor(np.log(np.maximum(values, 1)) / math.log(base) + 1e-9)
        key = key * 1000 + np.where(values < 1, 0, level + 1).astype(np.int64)
    return key
