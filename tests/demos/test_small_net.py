"""The small network's gradient against differences, and where early stopping stops."""

import pytest

from dlprep.demos.early_stopping import stopping
from dlprep.demos.family.small_net import drawn, loss, scores, slopes, softmax


def test_slopes_agree_with_differences() -> None:
    import numpy as np

    rng = np.random.default_rng(0)
    layers = drawn(rng, 5, 4, 3)
    x, y, mask = rng.normal(size=(6, 5)), rng.integers(0, 3, 6), rng.integers(0, 2, (6, 4)) * 2.0
    found = slopes(layers, x, np.eye(3)[y], mask)
    for weights, slope in zip(layers, found, strict=True):
        for at in np.ndindex(weights.shape):
            values, kept = [], weights[at]
            for change in (1e-6, -1e-6):
                weights[at] = kept + change
                values.append(loss(softmax(scores(layers, x, mask)), y))
            weights[at] = kept
            assert (values[0] - values[1]) / 2e-6 == pytest.approx(slope[at], abs=1e-6)


def test_cross_entropy_agrees_with_scikit_learn() -> None:
    import numpy as np
    from sklearn.metrics import log_loss

    rng = np.random.default_rng(1)
    probabilities, y = softmax(rng.normal(size=(20, 3))), rng.integers(0, 3, 20)
    assert loss(probabilities, y) == pytest.approx(log_loss(y, probabilities, labels=[0, 1, 2]))


@pytest.mark.parametrize(
    ("watched", "patience", "expected"),
    [
        ([5, 4, 4.5, 3, 3.5, 3.6, 3.7, 1], 3, (3, 6)),
        ([5, 4, 4.5, 3, 3.5, 3.6, 3.7, 1], 4, (7, 7)),
        ([3, 3, 3], 2, (0, 2)),
        ([3, 2, 1], 1, (2, 2)),
    ],
)
def test_patience_by_hand(watched: list[float], patience: int, expected: tuple[int, int]) -> None:
    assert stopping(watched, patience) == expected
