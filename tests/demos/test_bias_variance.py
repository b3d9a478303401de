"""The fits behind bias and variance against other ways to fit."""

import pytest

from dlprep.demos.bias_variance import _smoother
from dlprep.demos.family.catalog import load


def test_polynomial_and_neighbours_agree_with_numpy_and_scikit_learn() -> None:
    import numpy as np
    from sklearn.neighbors import KNeighborsRegressor

    at, places = (np.arange(25) + 0.5) / 25, (np.arange(60) + 0.5) / 60
    y = np.random.default_rng(0).normal(size=25)
    fit = np.polynomial.Polynomial.fit(at, y, 5)
    assert _smoother("polynomial", 5, 25) @ y == pytest.approx(fit(places))
    near = KNeighborsRegressor(1).fit(at[:, None], y).predict(places[:, None])
    assert _smoother("knn", 1, 25) @ y == pytest.approx(near)
    assert _smoother("knn", 25, 25) @ y == pytest.approx(np.full(60, y.mean()))


def test_measured_variance_is_that_of_theory() -> None:
    demo = load("bias_variance")
    for knobs in ({"degree": 3}, {"degree": 9}, {"model": "knn", "k": 3}):
        numbers = demo.compute(demo.defaults(**knobs), 5).numbers
        assert numbers["variance"] == pytest.approx(numbers["variance_in_theory"], rel=0.12)
