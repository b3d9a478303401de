"""l1_l2: which penalty makes coefficients exactly zero, and how much its choice is to be trusted."""

from functools import lru_cache
from typing import Any

from dlprep.demos.family.demo import Ask, Claim, Demo, Knobs, Source, Trial
from dlprep.demos.family.knobs import Value
from dlprep.demos.family.turnable import choice, number
from dlprep.demos.family.views import Axis, Bar, Bars, Line, Mark, Plot, Result, Table

NAMES = ("age", "sex", "bmi", "bp", "s1", "s2", "s3", "s4", "s5", "s6")
SHOWN = ("bmi", "s5", "bp", "s3", "s1", "s2")
ALPHAS = (0.01, 0.03, 0.1, 0.3, 1.0, 2.0, 5.0, 10.0, 20.0, 40.0)
TRAIN, RESAMPLES, SWEEPS = 300, 40, 1_000


def compute(knobs: Knobs, seed: int) -> Result:
    """Both penalties on standardised diabetes data, at every strength."""
    import numpy as np

    penalty, alpha = knobs["penalty"], knobs["alpha"]
    here = {name: _weights(name, alpha, seed) for name in ("l1", "l2")}
    mine = here[penalty]
    paths = [_weights(penalty, a, seed) for a in ALPHAS]
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
        "zeros_by_alpha": [int((w == 0).sum()) for w in paths],
    }
    said = (
        f"At alpha {alpha:g} L1 has {numbers['zeros_l1']} of 10 coefficients at exactly 0, L2 "
        f"{numbers['zeros_l2']}; test errors {numbers['test_rmse_l1']:.1f} and "
        f"{numbers['test_rmse_l2']:.1f}.",
        f"In {RESAMPLES} resamples of the rows, L1 keeps {numbers['undecided']} of the ten in some "
        "and drops them in others (10 to 90%).",
    )
    views = (
        Plot(
            f"coefficients against alpha, {penalty.upper()}",
            tuple(
                Line(name, ALPHAS, [float(w[NAMES.index(name)]) for w in paths]) for name in SHOWN
            ),
            Axis("alpha", log=True),
            Axis("", -40, 40),
            (Mark(x=alpha, label="now"), Mark(y=0.0, base=True)),
        ),
        Bars(
            "kept by L1, share of resamples",
            tuple(Bar(n, float(k), "percent0") for n, k in zip(NAMES, kept, strict=True)),
            high=1.0,
        ),
        Table(
            "coefficients",
            ("", "L1", "L2", "no penalty"),
            tuple(
                (name, float(a), float(b), float(c))
                for name, a, b, c in zip(
                    NAMES, here["l1"], here["l2"], _weights("l2", 0.0, seed), strict=True
                )
            ),
            ("text", "fixed1", "fixed1", "fixed1"),
        ),
        Plot(
            "coefficients that are exactly 0",
            tuple(
                Line(
                    name.upper(),
                    ALPHAS,
                    [int(np.sum(_weights(name, a, seed) == 0)) for a in ALPHAS],
                )
                for name in ("l1", "l2")
            ),
            Axis("alpha", log=True),
            Axis("", 0, 10, form="integer"),
            (Mark(x=alpha, label="now"),),
        ),
    )
    return Result(numbers, views, said)


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

    x, y, _, _ = _data(seed)
    gram, moment = x.T @ x / len(x), x.T @ y / len(x)
    if penalty == "l2":
        return np.linalg.solve(gram + alpha * np.eye(len(gram)), moment)
    return lasso(gram[None], moment[None], alpha)[0]


def lasso(gram: Any, moment: Any, alpha: float) -> Any:
    """Coordinate descent (Friedman et al. 2007) for many problems at once.

    `gram` is (problems, columns, columns), `moment` and the answer (problems, columns).
    """
    import numpy as np

    w = np.linalg.solve(gram, moment[..., None])[..., 0]  # near the answer where alpha is small
    for _ in range(SWEEPS):
        before = w.copy()
        for j in range(w.shape[1]):
            own = gram[:, j, j]
            pull = moment[:, j] - (gram[:, j] * w).sum(1) + own * w[:, j]
            w[:, j] = np.sign(pull) * np.maximum(abs(pull) - alpha, 0.0) / own
        if abs(w - before).max() < 1e-5:
            break
    return w


@lru_cache(maxsize=256)
def _kept(alpha: float, seed: int) -> Any:
    """In which share of bootstrap resamples L1 keeps each feature; (10,)."""
    import numpy as np

    x, y, _, _ = _data(seed)
    rows = np.random.default_rng([seed, 1]).integers(len(y), size=(RESAMPLES, len(y)))
    a, b = x[rows], y[rows]
    a, b = a - a.mean(1, keepdims=True), b - b.mean(1, keepdims=True)
    gram = np.swapaxes(a, 1, 2) @ a / len(y)
    moment = (np.swapaxes(a, 1, 2) @ b[..., None])[..., 0] / len(y)
    return (lasso(gram, moment, alpha) != 0).mean(0)


def _test_error(w: Any, seed: int) -> float:
    import numpy as np

    _, _, x, y = _data(seed)
    return float(np.sqrt(np.mean((x @ w - y) ** 2)))


def _few(name: str) -> Any:
    def say(trial: Trial) -> str:
        zeros = trial[name]
        return "none" if not zeros else "1-3" if zeros < 4 else "4-7" if zeros < 8 else "8-10"

    return say


_FIVE: dict[str, Value] = {"alpha": 5.0}
_HOW_MANY = ("none", "1-3", "4-7", "8-10")

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
    before={"penalty": "l2"},
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
        "feature whose residual correlation is below alpha stays at 0. That is soft thresholding: "
        "L1 subtracts, L2 divides."
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
    ),
    questions=("regularization/lasso-soft-threshold", "regularization/two-correlated-sensors",
               "classic-ml/penalty-and-units"),
)  # fmt: skip
