"""Two demos' core numbers by hand: what a fixed mask trains, and the floor of a ReLU."""

import pytest

from dlprep.demos.dropout import _trained
from dlprep.demos.family.catalog import load


def test_a_fixed_mask_leaves_dropped_units_as_drawn() -> None:
    import numpy as np

    from dlprep.demos.family.small_net import drawn

    layers, kept, _ = _trained(0.5, "in-training", "fixed", 0)
    start = drawn(np.random.default_rng(1), 64, 64, 10)
    assert kept.sum() == 32
    assert np.array_equal(layers[0][:, kept == 0], start[0][:, kept == 0])
    assert np.array_equal(layers[2][kept == 0], start[2][kept == 0])


def test_without_dropout_all_ways_are_the_same() -> None:
    demo = load("dropout")
    numbers = demo.compute(demo.defaults(p=0.0), 2).numbers
    assert numbers["accuracy"] == numbers["plain_accuracy"] == numbers["left_on"]
    assert numbers["logit_in_training"] == pytest.approx(numbers["logit_in_test"])


def test_the_floor_of_relu_is_half_the_mean_square() -> None:
    """The mean of 4 sin^2 over -3..3 is 2 - sin(6) / 3; half of it lies below 0."""
    import math

    demo = load("relu_output")
    assert demo.compute(demo.defaults(), 0).numbers["floor"] == pytest.approx(
        (2 - math.sin(6) / 3) / 2, abs=0.02
    )
