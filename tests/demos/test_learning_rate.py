"""Gradient descent on diabetes against least squares and singular values."""

import pytest

from dlprep.demos.family.catalog import load


def test_limit_and_least_loss_agree_with_scikit_learn() -> None:
    import numpy as np
    from sklearn.datasets import load_diabetes
    from sklearn.linear_model import LinearRegression
    from sklearn.preprocessing import scale

    data = load_diabetes()
    rows = np.random.default_rng(3).permutation(442)[:300]
    x, y = scale(data.data[rows]), scale(data.target[rows])
    left = y - LinearRegression().fit(x, y).predict(x)
    largest = np.linalg.svd(x, compute_uv=False)[0] ** 2 / 300
    demo = load("learning_rate")
    numbers = demo.compute(demo.defaults(), 3).numbers
    assert numbers["best"] == pytest.approx(float((left**2).mean()), abs=1e-6)
    assert numbers["limit"] == pytest.approx(2 / largest, rel=1e-6)
    assert numbers["start"] == pytest.approx(1.0)


def test_one_step_by_hand() -> None:
    demo = load("learning_rate")
    numbers = demo.compute(demo.defaults(rate=0.1, steps=10), 0).numbers
    left = (1 - 0.1 * numbers["curvature"]) ** 10
    assert numbers["left_in_steepest"] == pytest.approx(left)
