"""attention: the scores built up size by size, and the weights, against the plain formula."""

import numpy as np
import pytest

from dlprep.demos import attention
from dlprep.demos.family.catalog import load


def test_scores_built_up_size_by_size_are_the_dot_products() -> None:
    queries, keys = attention._drawn(attention.LONGEST, 4)
    for d, scores in zip(attention.SIZES, attention._at_sizes(4), strict=True):
        at_once = np.einsum("hqd,hkd->hqk", queries[..., :d], keys[..., :d])
        assert np.allclose(scores, at_once, atol=1e-3)
        assert attention._scores(d, 4) is scores


def test_the_curves_go_through_the_numbers() -> None:
    demo = load("attention")
    for scaled, at in (("no", 0), ("yes", 1)):
        result = demo.compute(demo.defaults(d=64, scaled=scaled, tokens=12), 1)
        by_size = attention._by_size(12, 1, masked=False)[at]
        assert by_size.y[attention.SIZES.index(64)] == pytest.approx(
            result.numbers["largest_weight"], abs=1e-5
        )
        summed = attention._on_largest(64, 12, 1, masked=False)[at].y
        assert summed[1] == pytest.approx(result.numbers["largest_weight"], abs=1e-5)
        assert summed[-1] == pytest.approx(1, abs=1e-5)


def test_weights_are_the_softmax_of_the_scores_that_the_mask_leaves() -> None:
    scores = np.random.default_rng(0).normal(size=(3, 5, 5))
    weights = attention._weights(scores, masked=True)
    for head in range(3):
        for row in range(5):
            seen = np.exp(scores[head, row, : row + 1])
            assert weights[head, row, : row + 1] == pytest.approx(seen / seen.sum())
            assert (weights[head, row, row + 1 :] == 0).all()
