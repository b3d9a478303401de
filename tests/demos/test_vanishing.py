"""The gradient's way back, worked out by hand where the layers are nearly linear."""

import pytest

from dlprep.demos.family.catalog import load
from dlprep.demos.vanishing import _passes


def test_small_weights_make_tanh_linear_and_each_layer_a_tenth() -> None:
    demo = load("vanishing")
    for depth in (2, 5):
        knobs = demo.defaults(depth=depth, act="tanh", init="small")
        assert demo.compute(knobs, 1).numbers["left"] == pytest.approx(0.1**depth, rel=0.2)


def test_the_gradient_of_one_layer_agrees_with_differences() -> None:
    """The same draws as the demo's; a step along each input entry moves the weighted output."""
    import numpy as np

    rng = np.random.default_rng(4)
    h = rng.standard_normal((32, 64))
    weights = rng.normal(0, 1 / 8, (64, 64))
    back = rng.standard_normal((32, 64))
    back /= np.linalg.norm(back)
    found = np.zeros(64)
    for i in range(64):
        moved = [1 / (1 + np.exp(-(h[0] + d * np.eye(64)[i]) @ weights)) for d in (1e-5, -1e-5)]
        found[i] = (moved[0] - moved[1]) @ back[0] / 2e-5
    slope = 1 / (1 + np.exp(-h @ weights))
    by_rule = back * slope * (1 - slope) @ weights.T
    assert found == pytest.approx(by_rule[0], abs=1e-8)
    assert _passes(1, "sigmoid", "xavier", 4, skip=False)[0][0] == pytest.approx(
        np.linalg.norm(by_rule)
    )
