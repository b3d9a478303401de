"""Weights for one learner, fitted to a log, and the trial that decides whether to use them."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec

from dlprep.scheduling.answers import Answers
from dlprep.scheduling.foretelling import (
    SURELY,
    Foretold,
    counted,
    foretold,
    laid_out,
    losses,
    split,
)
from dlprep.scheduling.fsrs6 import gradient, states
from dlprep.scheduling.memory import FSRS_WEIGHTS
from dlprep.scheduling.signals import NAMES, columns, usual_pace

if TYPE_CHECKING:
    from dlprep.scheduling.fsrs6 import Floats

FEWEST_TO_FIT = 400
FEWEST_TO_TRY = 100
"""Reviews on a later study day: with fewer the outcome is chance."""
MOST_TO_FIT = 100_000
"""Reviews: more of them move 26 weights no further, and take minutes."""
CLEAR = 1.645
"""Standard errors; 5 % of a normal distribution lie above."""
OLDEST_COUNTS = 0.25
"""The weight of the log's oldest review; it rises to 1 with the cube of the place in the log."""
_MOST_STEPS, _CLOSE_ENOUGH = 200, 1e-7
_USUAL = (
    6.43, 9.66, 17.58, 27.85, 0.57, 0.28, 0.6, 0.12, 0.39, 0.18, 0.33, 0.3, 0.09, 0.16, 0.57, 0.25,
    1.03, 0.31, 0.32, 0.14, 0.27,
)  # fmt: skip
"""How far each weight usually lies from the shipped one: standard deviations over many learners,
figures published with fsrs-rs (`PARAMS_STDDEV`)."""
_USUAL_SIGNAL = 0.2
_MOST_SIGNAL = 1.0


class Trial(msgspec.Struct, frozen=True):
    """Fitted weights against those in force, on the later reviews that the fit has not seen.

    `gain` is how much lower the fitted weights' log loss is, a review on average; `uncertainty`
    its standard error, study days taken as the independent units. `signals` names what the fitted
    weights use beyond ratings. `until` is the ordinal of the last study day fitted to.
    """

    weights: tuple[float, ...]
    signals: tuple[str, ...]
    n_fit: int
    n_test: int
    log_loss: float
    log_loss_in_force: float
    gain: float
    uncertainty: float
    until: int

    @property
    def wins(self) -> bool:
        """Whether the gain is clear: weights no better than those in force get it one time in 20."""
        return self.gain > CLEAR * self.uncertainty


def trial(
    log: Answers, in_force: Sequence[float], test_share: float, shipped: Sequence[float]
) -> Trial | None:
    """Fit to the first part of a log and compare on the last `test_share`; None with too few.

    Whether the signals (see `signals.py`) are used is decided within the first part, in the same
    way, so that the last part judges one candidate alone.
    """
    import numpy as np

    now = foretold(log, in_force)
    rows = counted(now)
    begins = split(len(log), test_share)
    test = rows[rows >= begins]
    if (rows < begins).sum() < FEWEST_TO_FIT or len(test) < FEWEST_TO_TRY:
        return None
    earlier = _sampled(log.rows(slice(0, begins)))
    fitted = fit(earlier, shipped, with_signals=_signals_help(earlier, test_share, shipped))
    better = losses(foretold(log, fitted).recall[test], log.rating[test] > 1)
    worse = losses(now.recall[test], log.rating[test] > 1)
    gain = worse - better
    _, day = np.unique(log.day[test], return_inverse=True)
    by_day = np.bincount(day, gain - gain.mean())
    return Trial(
        fitted,
        _used(fitted),
        len(counted(foretold(earlier, shipped))),
        len(test),
        float(better.mean()),
        float(worse.mean()),
        float(gain.mean()),
        float(np.sqrt(np.sum(by_day**2)) / len(test)),
        int(earlier.day.max()),
    )


def fit(
    log: Answers,
    shipped: Sequence[float],
    *,
    with_signals: bool = False,
    oldest_counts: float = OLDEST_COUNTS,
) -> tuple[float, ...]:
    """The weights, 21 or with signals 27, under which the log is likeliest, held to the shipped.

    Minimises the log loss over reviews on a later study day, newer ones weighing more, plus the
    square of each weight's distance from the shipped one in its usual spread: few reviews move
    the weights a little, many as far as they say. Bounded L-BFGS with the analytic gradient.
    """
    import numpy as np
    from scipy.optimize import minimize
    from threadpoolctl import threadpool_limits

    centre = np.asarray(shipped, np.float64)
    spread = np.asarray(_USUAL)
    lowest, highest = _bounds()
    weights: tuple[float, ...] = tuple(shipped)
    if with_signals:
        pace = usual_pace(log)
        weights = (*shipped, pace, *(0.0 for _ in NAMES))
        centre = np.concatenate((centre, np.zeros(len(NAMES))))
        spread = np.concatenate((spread, np.full(len(NAMES), _USUAL_SIGNAL)))
        lowest = np.concatenate((lowest, np.full(len(NAMES), -_MOST_SIGNAL)))
        highest = np.concatenate((highest, np.full(len(NAMES), _MOST_SIGNAL)))
    steps, _ = laid_out(log, weights)
    counts = steps.elapsed >= 1
    counts[: int(steps.starts[1])] = False
    right = steps.rating > 1
    importance = np.where(counts, _importance(len(log), oldest_counts)[steps.order], 0.0)
    importance /= importance[counts].mean() if counts.any() else 1.0

    def loss(moved: "Floats") -> tuple[float, "Floats"]:
        w = centre + moved * spread
        with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
            made = states(steps, w)
            p = np.clip(np.where(counts, made.retrievability, 0.5), 1 - SURELY, SURELY)
            slope = np.where(right, -1 / p, 1 / (1 - p)) * importance
            total = float(np.sum(-np.log(np.where(right, p, 1 - p)) * importance))
            to_w = gradient(steps, w, made, slope)
        return total + float(moved @ moved), np.nan_to_num(to_w) * spread + 2 * moved

    # BLAS would start threads for 26 numbers: four times the time, all of it waiting
    with threadpool_limits(1):
        found = minimize(
            loss,
            np.zeros(len(centre)),
            jac=True,
            method="L-BFGS-B",
            bounds=list(zip((lowest - centre) / spread, (highest - centre) / spread, strict=True)),
            options={"maxiter": _MOST_STEPS, "ftol": _CLOSE_ENOUGH},
        )
    best = np.clip(centre + found.x * spread, lowest, highest).round(6).tolist()
    own = tuple(best[:FSRS_WEIGHTS])
    return (*own, pace, *best[FSRS_WEIGHTS:]) if with_signals else own


def _sampled(log: Answers) -> Answers:
    """At most about `MOST_TO_FIT` reviews of a log: every so-manieth card with all its reviews."""
    import numpy as np

    if len(log) <= MOST_TO_FIT:
        return log
    _, number = np.unique(log.card, return_inverse=True)
    return log.rows(np.flatnonzero(number % -(-len(log) // MOST_TO_FIT) == 0))


def _signals_help(log: Answers, test_share: float, shipped: Sequence[float]) -> bool:
    """Whether weights with signals foretell the end of a log better than weights without."""
    import numpy as np

    if not np.any(columns(log, usual_pace(log)).std(axis=0) > 0):
        return False
    begins = split(len(log), test_share)
    first = log.rows(slice(0, begins))

    def loss(with_signals: bool) -> float:
        told: Foretold = foretold(log, fit(first, shipped, with_signals=with_signals))
        rows = counted(told)
        rows = rows[rows >= begins]
        return float(losses(told.recall[rows], log.rating[rows] > 1).sum())

    return loss(True) < loss(False)


def _used(weights: Sequence[float]) -> tuple[str, ...]:
    extra = weights[FSRS_WEIGHTS + 1 :]
    return tuple(name for name, weight in zip(NAMES, extra, strict=False) if weight)


def _importance(n: int, oldest: float) -> "Floats":
    import numpy as np

    return oldest + (1 - oldest) * np.linspace(0, 1, n) ** 3


def _bounds() -> "tuple[Floats, Floats]":
    import numpy as np
    from fsrs.scheduler import LOWER_BOUNDS_PARAMETERS, UPPER_BOUNDS_PARAMETERS

    return np.asarray(LOWER_BOUNDS_PARAMETERS), np.asarray(UPPER_BOUNDS_PARAMETERS)
