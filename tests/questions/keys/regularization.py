"""The drawn keys of `regularization`: masks are averaged, losses searched, training loops run."""

import itertools

import numpy as np
from scipy import optimize
from sklearn.linear_model import Lasso

from tests.questions.test_keys import Check


def inverted_dropout_scaling(pp: float, act: float) -> float:
    """The value of the survivors that keeps the mean over all masks at the activation."""
    dropped = round(100 * pp)
    masks = np.array([0.0] * dropped + [1.0] * (100 - dropped))
    return float(optimize.brentq(lambda value: float((masks * value).mean()) - act, 0, 100 * act))


def lasso_soft_threshold(bb: float, lam: float) -> float:
    """scikit-learn's lasso on orthonormal columns; its loss is divided by the rows."""
    rows = 8
    columns = np.linalg.qr(np.random.default_rng(4).normal(size=(rows, 2)))[0]
    target = columns @ np.array([bb, 1.0])
    model = Lasso(alpha=lam / rows, fit_intercept=False, tol=1e-12).fit(columns, target)
    return float(model.coef_[0])


def weight_decay_shrinkage(rate: float, decay: float, steps: int, ww: float) -> float:
    """Run the optimiser, with the gradient as PyTorch forms it."""
    for _ in range(steps):
        gradient = 0.0 + decay * ww
        ww -= rate * gradient
    return ww


def early_stopping_patience(pp: int, aa: int, bb: int) -> float:
    """Run through validation losses of that shape with a counter."""
    best, waited, loss = np.inf, 0, 0.0
    for epoch in itertools.count(1):
        up = aa < epoch <= aa + 2 or epoch > bb
        loss = best + 1 if up else -float(epoch)
        best, waited = (loss, 0) if loss < best else (best, waited + 1)
        if waited >= pp:
            return epoch
    raise AssertionError


def label_smoothing_target(eps: float, kk: int) -> float:
    """Minimise the loss of one row over its logits."""
    target = np.full(kk, eps / kk)
    target[0] += 1 - eps

    def loss(logits: np.ndarray) -> float:
        return float(np.log(np.exp(logits).sum()) - target @ logits)

    logits = optimize.minimize(loss, np.zeros(kk), tol=1e-10).x
    return float(np.exp(logits[0]) / np.exp(logits).sum())


def early_stopping_as_ridge(ss: float, eta: float, steps: int) -> float:
    """Run gradient descent towards 1, then search for the penalty with the same minimum."""
    w = 0.0
    for _ in range(steps):
        w -= eta * ss * (w - 1)

    def slope(penalty: float) -> float:
        return ss * (w - 1) + penalty * w

    return float(optimize.brentq(slope, 0, 1000, xtol=1e-12))


CHECKS: dict[str, Check | tuple[Check, float]] = {
    "inverted-dropout-scaling": inverted_dropout_scaling,
    "lasso-soft-threshold": lasso_soft_threshold,
    "weight-decay-shrinkage": weight_decay_shrinkage,
    "early-stopping-patience": early_stopping_patience,
    "label-smoothing-target": (label_smoothing_target, 1e-4),
    "early-stopping-as-ridge": early_stopping_as_ridge,
}
