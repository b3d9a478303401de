"""l1_l2: which penalty makes coefficients exactly zero, and how much its choice is to be trusted."""

import math
from functools import lru_cache
from typing import Any

from dlprep.demos.family.demo import Ask, Claim, Demo, Knobs, Source, Trial
from dlprep.demos.family.knobs import Value
from dlprep.demos.family.turnable import choice, number
from dlprep.demos.family.views import Axis, Line, Mark, Plot, Result, Table

NAMES = ("age", "sex", "bmi", "bp", "s1", "s2", "s3", "s4", "s5", "s6")
SHOWN = ("bmi", "s5", "bp", "s3", "s1")
ALPHAS = (0.01, 0.03, 0.1, 0.3, 1.0, 2.0, 5.0, 10.0, 20.0, 40.0)
TRAIN, RESAMPLES, STEPS = 300, 40, 100


def compute(knobs: Knobs, seed: int) -> Result:
    """Both penalties on standardised diabetes data, at every strength."""
    penalty, alpha = knobs["penalty"], knobs["alpha"]
    here = {name: _weights(name, alpha, seed) for name in ("l1", "l2")}
    mine = here[penalty]
    kept = _kept(alpha, seed)
    numbers: dict[str, Any] = {
        "zeros": int((mine == 0).sum()),
        "zeros_l1": int((here["l1"] == 0).sum()),
        "zeros_l2": int((here["l2"] == 0).sum()),
        "size": float(abs(mine).sum()),
        "test_rmse": _test_error(mine, seed),
        "test_rmse_l1": _test_error(here["l1"], seed),
        "test_rmse_l2": _test_error(here["l2"], seed),
        "weights": dict(zip(NAMES, mine.tolist(), strict=True)),
        "kept": dict(zip(NAMES, kept.tolist(), strict=True)),
        "undecided": int(((kept > 0.1) & (kept < 0.9)).sum()),
        "zeros_by_alpha": _zeros(penalty, seed),
    }
    said = (
        f"At alpha {alpha:g} L1 sets {numbers['zeros_l1']} of 10 coefficients to exactly 0, L2 "
        f"{numbers['zeros_l2'] or 'none'}; the test errors are {numbers['test_rmse_l1']:.1f} and "
        f"{numbers['test_rmse_l2']:.1f}.",
        f"L1 keeps {_counted(numbers['undecided'])} in some resamples but not in others (10 to 90%).",
    )
    now = Mark(x=alpha, label="now")
    views = (
        Plot("coefficients against alpha", _paths(penalty, seed), Axis("alpha", log=True),
             Axis("", *_ends(seed)), (now, Mark(y=0.0, base=True))),
        Table("coefficients, and L1's resamples", ("", "  L1", "  L2", "neither", "kept"),
              tuple((name, _cell(a), _cell(b), _cell(c), float(k)) for name, a, b, c, k in zip(
                  NAMES, here["l1"], here["l2"], _weights("l2", 0.0, seed), kept, strict=True)),
              ("text", "text", "text", "text", "percent0")),
        Plot("coefficients at exactly 0",
             tuple(Line(name.upper(), ALPHAS, _zeros(name, seed)) for name in ("l1", "l2")),
             Axis("alpha", log=True), Axis("", 0, 10, form="integer"), (now,)),
        Plot("test error (RMSE)",
             tuple(Line(name.upper(), ALPHAS, _errors(name, seed)) for name in ("l1", "l2")),
             Axis("alpha", log=True), Axis("", 45, 85, form="integer"), (now,)),
    )  # fmt: skip
    return Result(numbers, views, said)


def _counted(features: int) -> str:
    return (
        "no feature" if features == 0 else "1 feature" if features == 1 else f"{features} features"
    )


def _cell(weight: float) -> str:
    return f"{weight:5.1f}" if weight else "  0"


@lru_cache(maxsize=64)
def _paths(penalty: str, seed: int) -> tuple[Line, ...]:
    paths = [_weights(penalty, a, seed) for a in ALPHAS]
    return tuple(Line(n, ALPHAS, [float(w[NAMES.index(n)]) for w in paths]) for n in SHOWN)


@lru_cache(maxsize=64)
def _ends(seed: int) -> tuple[float, float]:
    """Ends of an axis that holds the paths of both penalties, in tens."""
    at = [NAMES.index(name) for name in SHOWN]
    shown = [w for penalty in ("l1", "l2") for a in ALPHAS for w in _weights(penalty, a, seed)[at]]
    return 10.0 * math.floor(min(shown) / 10), 10.0 * math.ceil(max(shown) / 10)


@lru_cache(maxsize=64)
def _zeros(penalty: str, seed: int) -> list[int]:
    return [int((_weights(penalty, a, seed) == 0).sum()) for a in ALPHAS]


@lru_cache(maxsize=64)
def _errors(penalty: str, seed: int) -> list[float]:
    return [_test_error(_weights(penalty, a, seed), seed) for a in ALPHAS]


@lru_cache(maxsize=64)
def _data(seed: int) -> Any:
    """300 standardised rows to learn from, and 142 on the same scale."""
    import numpy as np

    from dlprep.demos.family.data import diabetes

    x, y = diabetes()
    order = np.random.default_rng(seed).permutation(len(y))
    x, y = x[order], y[order]
    mean, sd, level = x[:TRAIN].mean(0), x[:TRAIN].std(0), y[:TRAIN].mean()
    x, y = (x - mean) / sd, y - level
    return x[:TRAIN], y[:TRAIN], x[TRAIN:], y[TRAIN:]


@lru_cache(maxsize=2048)
def _weights(penalty: str, alpha: float, seed: int) -> Any:
    """Of the mean squared error halved, plus alpha |w| (L1) or alpha w^2 / 2 (L2); (10,)."""
    import numpy as np

    if penalty == "l1":
        return _on_path(_lassos(seed), alpha)[0]
    x, y, _, _ = _data(seed)
    return np.linalg.solve(x.T @ x / len(x) + alpha * np.eye(x.shape[1]), x.T @ y / len(x))


def lasso_path(gram: Any, moment: Any) -> tuple[Any, Any, Any]:
    """Where L1's coefficients bend as alpha falls to 0, for many problems at once.

    Between two bends they are straight lines (least angle regression, Efron et al. 2004). `gram` is
    (problems, columns, columns), `moment` (problems, columns). Gives the alphas of the bends
    (bends, problems), the coefficients there and their slopes after it (bends, problems, columns).
    """
    import numpy as np

    problems, columns = moment.shape
    each = np.arange(problems)
    w, alpha = np.zeros_like(moment), abs(moment).max(1)
    active = abs(moment) == alpha[:, None]
    bends: list[tuple[Any, ...]] = []
    for _ in range(STEPS):
        left = moment - (gram @ w[..., None])[..., 0]
        both = active[:, :, None] & active[:, None, :]
        slope = np.where(active, np.sign(left), 0.0)
        slope = np.linalg.solve(np.where(both, gram, np.eye(columns)), slope[..., None])[..., 0]
        slope *= (alpha > 0)[:, None]
        bends.append((alpha, w, slope))
        if not alpha.any():
            break
        turn = (gram @ slope[..., None])[..., 0]
        with np.errstate(divide="ignore", invalid="ignore"):
            waits = np.concatenate(  # how far alpha falls until each feature comes in, or leaves
                [
                    np.where(active, np.inf, (alpha[:, None] - left) / (1 - turn)),
                    np.where(active, np.inf, (alpha[:, None] + left) / (1 + turn)),
                    np.where(active & (w * slope < 0), -w / slope, np.inf),
                    alpha[:, None],
                ],
                axis=1,
            )
        waits[~(waits > 1e-9)] = np.inf
        first = waits.argmin(1)
        fall = np.where(alpha > 0, np.minimum(waits[each, first], alpha), 0.0)
        w = w + fall[:, None] * slope
        alpha = np.where(first == 3 * columns, 0.0, alpha - fall)
        leaves = (first >= 2 * columns) & (first < 3 * columns)
        changed = first < 3 * columns
        active[each[changed], first[changed] % columns] = ~leaves[changed]
        w[each[leaves], first[leaves] % columns] = 0.0
    return tuple(np.stack(part) for part in zip(*bends, strict=True))  # type: ignore[return-value]


def _on_path(path: tuple[Any, Any, Any], alpha: float) -> Any:
    """The coefficients of every problem at one alpha, (problems, columns)."""
    import numpy as np

    alphas, coefficients, slopes = path
    bend = np.maximum((alphas > alpha).sum(0) - 1, 0)
    each = np.arange(alphas.shape[1])
    fall = np.maximum(alphas[bend, each] - alpha, 0.0)[:, None]
    return coefficients[bend, each] + fall * slopes[bend, each]


@lru_cache(maxsize=64)
def _lassos(seed: int) -> tuple[Any, Any, Any]:
    """The paths of L1 on the training rows, first, and on each bootstrap resample of them."""
    import numpy as np

    x, y, _, _ = _data(seed)
    rows = np.random.default_rng([seed, 1]).integers(len(y), size=(RESAMPLES, len(y)))
    rows = np.concatenate([np.arange(len(y))[None], rows])
    a, b = x[rows], y[rows]
    a, b = a - a.mean(1, keepdims=True), b - b.mean(1, keepdims=True)
    turned = np.swapaxes(a, 1, 2)
    return lasso_path(turned @ a / len(y), (turned @ b[..., None])[..., 0] / len(y))


def _kept(alpha: float, seed: int) -> Any:
    """In which share of bootstrap resamples L1 keeps each feature; (10,)."""
    return (_on_path(_lassos(seed), alpha)[1:] != 0).mean(0)


def _test_error(w: Any, seed: int) -> float:
    import numpy as np

    _, _, x, y = _data(seed)
    return float(np.sqrt(np.mean((x @ w - y) ** 2)))


def _few(name: str) -> Any:
    def say(trial: Trial) -> str:
        zeros = trial[name]
        few = "one to three" if zeros < 4 else "four to seven" if zeros < 8 else "eight to ten"
        return few if zeros else "none"

    return say


_FIVE: dict[str, Value] = {"alpha": 5.0}
_HOW_MANY = ("none", "one to three", "four to seven", "eight to ten")

DEMO = Demo(
    slug="l1_l2",
    title="L1 and L2 penalties on the same data",
    question="Why does L1 give zeros and L2 not?",
    topic="regularization",
    setting=(
        "Ten standardised measurements of 300 patients, and how far diabetes has gone a year later. "
        "Least squares with penalty {penalty}, alpha {alpha}; tested on 142 others."
    ),
    compute=compute,
    knobs=(
        choice("penalty", "l2 l1", "alpha w^2 / 2 or alpha |w|", default="l1",
               changes="zeros size test_rmse"),
        number("alpha", 5.0, 0.001, 100, "strength of the penalty", stops=ALPHAS,
               changes="zeros size test_rmse zeros_l1"),
    ),
    asks=(
        Ask("zeros of L1", "With L1 and alpha {alpha}, how many of the ten coefficients are exactly "
            "0?", _few("zeros_l1"),
            "Its pull towards 0 is alpha however small the weight: a feature that earns less is "
            "dropped.", choices=_HOW_MANY),
        Ask("zeros of L2", "And with L2?", _few("zeros_l2"),
            "Its pull shrinks with the weight: ever smaller, never 0.", choices=_HOW_MANY),
    ),
    why=(
        "At a weight of 0 the squared penalty is flat, so the smallest gain in fit moves the weight "
        "off it. The absolute value has a kink there: it pulls with alpha on either side, and a "
        "feature whose covariance with the residual stays below alpha stays at 0. That is soft "
        "thresholding: of uncorrelated features, L1 subtracts and L2 divides."
    ),
    say=(
        "L1 has a constant pull, so weak features end at exactly 0; L2's pull fades with the weight, "
        "so it shrinks all and drops none. I use L2 by default, L1 when a short list matters, elastic "
        "net when features are correlated. I standardise first, leave the intercept alone, and choose "
        "alpha by cross-validation."
    ),
    trap=(
        "\"L1 finds the features that matter.\" It finds a few that suffice: on resampled rows it "
        "keeps some now and drops them then. And one alpha is not the same strength for both "
        "penalties: compare them each at its own best."
    ),
    claims=(
        Claim("At alpha 5 L1 has 3 to 6 of ten coefficients at exactly 0.",
              lambda t: 3 <= t["zeros_l1"] <= 6, knobs=_FIVE),
        Claim("L2 has none at exactly 0, even at alpha 100.",
              lambda t: t["zeros_l2"] == 0 and t.at(alpha=100.0)["zeros_l2"] == 0),
        Claim("Resampled rows change the choice: 2 or more features are kept in some and dropped in "
              "others.", lambda t: t["undecided"] >= 2, (0.95, 1.0), _FIVE),
        Claim("At alpha 60 L1 keeps nothing at all.",
              lambda t: t.at(alpha=60.0)["zeros_l1"] == 10),
    ),
    sources=(
        Source("Tibshirani 1996, Regression shrinkage and selection via the lasso, JRSS B 58(1)",
               "https://doi.org/10.1111/j.2517-6161.1996.tb02080.x"),
        Source("Efron, Hastie, Johnstone and Tibshirani 2004, Least angle regression (the data, and the "
               "path of L1), Annals of Statistics 32(2)",
               "https://doi.org/10.1214/009053604000000067"),
    ),
    questions=("regularization/lasso-soft-threshold", "regularization/two-correlated-sensors",
               "classic-ml/penalty-and-units"),
)  # fmt: skip
