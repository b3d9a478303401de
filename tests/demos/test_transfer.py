"""transfer: the reader against scikit-learn's, and digits placed whole."""

import numpy as np

from dlprep.demos import transfer
from dlprep.demos.family.data import digits


def test_a_placed_digit_keeps_its_ink() -> None:
    images = digits()[0][:50].reshape(-1, 8, 8)
    placed = transfer._placed(images, 12, np.random.default_rng(0))
    assert np.allclose(placed.sum(1), images.sum((1, 2)))
    assert len({tuple(row.nonzero()[0]) for row in placed}) > 1


def test_the_reader_is_scikit_learn_s_ridge_classifier() -> None:
    from sklearn.linear_model import RidgeClassifier

    x, y = digits()
    x, y = x[y >= 5] / 16, y[y >= 5] - 5
    for n in (10, 100):
        scaled = (x - x[:n].mean(0)) / x[:n].std()
        # its intercept is the mean of +1 and -1; ours, of classes as frequent, is left out
        theirs = RidgeClassifier(alpha=transfer.PENALTY * n).fit(scaled[:n], y[:n])
        ours = transfer._read(x[:n], y[:n], x[-400:])
        scores = theirs.decision_function(scaled[-400:]) - theirs.intercept_
        assert np.allclose(2 * ours, scores)
