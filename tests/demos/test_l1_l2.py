"""l1_l2: both penalties agree with scikit-learn."""

import pytest

from dlprep.demos.l1_l2 import _data, _weights


@pytest.mark.parametrize("alpha", [0.1, 5.0, 40.0])
def test_agrees_with_scikit_learn(alpha: float) -> None:
    from sklearn.linear_model import Lasso, Ridge

    x, y, _, _ = _data(2)
    lasso = Lasso(alpha=alpha, fit_intercept=False, tol=1e-10, max_iter=10_000).fit(x, y)
    assert _weights("l1", alpha, 2) == pytest.approx(lasso.coef_, abs=0.01)
    ridge = Ridge(alpha=alpha * len(x), fit_intercept=False).fit(x, y)
    assert _weights("l2", alpha, 2) == pytest.approx(ridge.coef_)
