"""Logistic regression by Newton's method, for demos that must not wait for scikit-learn."""

from typing import Any


def fit(x: Any, y: Any, weights: Any = None, ridge: float = 1.0, rounds: int = 30) -> Any:
    """Coefficients, (columns + 1,), the intercept last, of the penalised maximum likelihood.

    `x` is (rows, columns), `y` (rows,) of 0 to 1, `weights` (rows,) how many cases a row stands
    for. The penalty is `ridge` / 2 times the squared coefficients without the intercept, as
    scikit-learn's `LogisticRegression(C=1/ridge)`.
    """
    import numpy as np

    a = np.column_stack([x, np.ones(len(x))])
    heavy = np.ones(len(x)) if weights is None else np.asarray(weights, float)
    penalty = np.full(a.shape[1], float(ridge))
    penalty[-1] = 0.0
    w = np.zeros(a.shape[1])
    for _ in range(rounds):
        p = sigmoid(a @ w)
        slope = a.T @ (heavy * (p - y)) + penalty * w
        bend = a.T @ (a * (heavy * np.maximum(p * (1 - p), 1e-9))[:, None]) + np.diag(penalty)
        step = np.linalg.solve(bend, slope)
        w = w - step * min(1.0, 5.0 / max(float(abs(step).max()), 1e-12))
        if float(abs(step).max()) < 1e-9:
            break
    return w


def logits(x: Any, w: Any) -> Any:
    """Log-odds (rows,) of the coefficients that `fit` gives."""
    return x @ w[:-1] + w[-1]


def sigmoid(z: Any) -> Any:
    """1 / (1 + exp(-z)), without overflow."""
    import numpy as np

    return 0.5 * (1 + np.tanh(0.5 * np.asarray(z, float)))


def roc_area(up: Any, down: Any) -> float:
    """The share of pairs in which the positive scores higher, ties half."""
    import numpy as np

    down = np.sort(down)
    under = np.searchsorted(down, up, "left") + np.searchsorted(down, up, "right")
    return float(under.mean() / 2 / len(down))


def average_precision(up: Any, down: Any) -> float:
    """The area under precision against recall, in steps, as scikit-learn defines it."""
    import numpy as np

    cuts, each = np.unique(up, return_counts=True)
    hits = np.cumsum(each[::-1])
    alarms = len(down) - np.searchsorted(np.sort(down), cuts[::-1], "left")
    return float((each[::-1] / len(up) * hits / (hits + alarms)).sum())
