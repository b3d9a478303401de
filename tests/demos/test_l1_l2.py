"""l1_l2: both penalties agree with scikit-learn."""

import pytest

from dlprep.demos.family.catalog import load
from dlprep.demos.family.views import Plot
from dlprep.demos.l1_l2 import _data, _lassos, _on_path, _weights


@pytest.mark.parametrize("alpha", [0.1, 5.0, 40.0])
def test_agrees_with_scikit_learn(alpha: float) -> None:
    from sklearn.linear_model import Lasso, Ridge

    x, y, _, _ = _data(2)
    lasso = Lasso(alpha=alpha, fit_intercept=False, tol=1e-10, max_iter=10_000).fit(x, y)
    assert _weights("l1", alpha, 2) == pytest.approx(lasso.coef_, abs=0.01)
    ridge = Ridge(alpha=alpha * len(x), fit_intercept=False).fit(x, y)
    assert _weights("l2", alpha, 2) == pytest.approx(ridge.coef_)


@pytest.mark.parametrize("alpha", [0.01, 1.0, 5.0, 20.0])
def test_every_resample_meets_the_conditions_of_a_minimum(alpha: float) -> None:
    """A kept feature's covariance with the residual is alpha, any other's at most that."""
    import numpy as np

    x, y, _, _ = _data(0)
    rows = np.random.default_rng([0, 1]).integers(len(y), size=(40, len(y)))
    for chosen, w in zip(rows, _on_path(_lassos(0), alpha)[1:], strict=True):
        a, b = x[chosen] - x[chosen].mean(0), y[chosen] - y[chosen].mean()
        pull = a.T @ (b - a @ w) / len(b)
        assert pull[w != 0] == pytest.approx(alpha * np.sign(w[w != 0]), abs=1e-8)
        assert (abs(pull) <= alpha + 1e-8).all()


@pytest.mark.parametrize("seed", range(6))
def test_the_axis_holds_every_coefficient_that_is_drawn(seed: int) -> None:
    demo = load("l1_l2")
    for penalty in ("l1", "l2"):
        plot = demo.compute(demo.defaults(penalty=penalty), seed).views[0]
        assert isinstance(plot, Plot)
        drawn = [w for line in plot.lines for w in line.y]
        assert plot.y.low <= min(drawn) and max(drawn) <= plot.y.high  # type: ignore[operator,type-var]
