"""transfer: the reader against scikit-learn's, and digits placed whole."""

import numpy as np

from dlprep.demos import transfer
from dlprep.demos.family.data import digits


def test_a_placed_digit_keeps_its_ink() -> None:
    images = digits()[0][:50].reshape(-1, 8, 8)
    placed = transfer._placed(images, 12, np.random.default_rng(0))
    assert np.allclose(placed.sum(1), images.sum((1, 2)))
    assert len({tuple(row.nonzero()[0]) for row in placed}) > 1


def test_scikit_learn_reads_centred_pixels_about_as_well() -> None:
    from sklearn.linear_model import LogisticRegression

    x, y = digits()
    x, y = x[y >= 5] / 16, y[y >= 5] - 5
    ours = (transfer._read(x[:100], y[:100], x[-400:]).argmax(1) == y[-400:]).mean()
    theirs = LogisticRegression(C=0.5).fit(x[:100], y[:100]).score(x[-400:], y[-400:])
    assert abs(ours - theirs) < 0.05
