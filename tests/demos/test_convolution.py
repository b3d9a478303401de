"""The convolution of the demo against loops, and its count of parameters by hand."""

import pytest

from dlprep.demos.convolution import _maps
from dlprep.demos.family.catalog import load


@pytest.mark.parametrize(("stride", "padding", "side"), [(1, 1, 6), (2, 0, 2), (2, 1, 3)])
def test_maps_agree_with_loops(stride: int, padding: int, side: int) -> None:
    import numpy as np

    rng = np.random.default_rng(0)
    image, kernel = rng.normal(size=(6, 6)), rng.normal(size=(3, 3))
    maps = _maps(image[None], kernel[None], stride, padding)[0, :, :, 0]
    padded = np.pad(image, padding)
    assert maps.shape == (side, side)
    for i in range(side):
        for j in range(side):
            window = padded[i * stride : i * stride + 3, j * stride : j * stride + 3]
            assert maps[i, j] == pytest.approx(float((window * kernel).sum()))


def test_parameters_by_hand() -> None:
    demo = load("convolution")
    numbers = demo.compute(demo.defaults(padding=0), 0).numbers
    assert numbers["parameters"] == 16 * 9 + 16
    assert numbers["dense_parameters"] == 64 * 16 * 36 + 16 * 36
