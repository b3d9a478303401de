"""outliers: squared and absolute lines against NumPy and scikit-learn."""

import numpy as np
import pytest

from dlprep.demos.outliers import _fit, _points


@pytest.mark.parametrize("where", ["y", "x"])
def test_lines_agree_with_other_solvers(where: str) -> None:
    from sklearn.linear_model import QuantileRegressor

    x, y = _points(50.0, where, 1)
    assert _fit("squared", 50.0, where, 1) == pytest.approx(np.polyfit(x, y, 1))
    absolute = QuantileRegressor(quantile=0.5, alpha=0, solver="highs").fit(x[:, None], y)
    slope, level = _fit("absolute", 50.0, where, 1)
    ours = abs(y - slope * x - level).sum()
    assert ours == pytest.approx(abs(y - absolute.predict(x[:, None])).sum())


def test_huber_is_a_minimum() -> None:
    x, y = _points(100.0, "y", 0)

    def loss(slope: float, level: float) -> float:
        r = abs(y - slope * x - level)
        return float(np.where(r < 1.35, r**2 / 2, 1.35 * r - 1.35**2 / 2).sum())

    slope, level = _fit("huber", 100.0, "y", 0)
    for step in ((0.01, 0), (-0.01, 0), (0, 0.01), (0, -0.01)):
        assert loss(slope, level) <= loss(slope + step[0], level + step[1])
