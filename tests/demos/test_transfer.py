"""transfer: the reader against scikit-learn's, and digits placed whole."""

import numpy as np

from dlprep.demos import transfer
from dlprep.demos.family.data import digits


def test_a_placed_digit_keeps_its_ink() -> None:
    images = digits()[0][:50].reshape(-1, 8, 8)
    placed = transfer._placed(images, 12, np.random.default_rng(0))
    assert np.allclose(placed.sum(1), images.sum((1, 2)))
    assert len({tuple(row.nonzero()[0]) for row in placed}) > 1


def test_the_reader_is_scikit_learn_s_ridge_with_leave_one_out() -> None:
    from sklearn.linear_model import RidgeCV

    x, y = digits()
    x, y = x[y >= 5] / 16, y[y >= 5] - 5
    for n in (2, 20):
        few = np.concatenate([np.flatnonzero(y == k)[:n] for k in range(5)])
        centre, spread = x[few].mean(0), x[few].std()
        alphas = [penalty * len(few) for penalty in transfer.PENALTIES]
        theirs = RidgeCV(alphas).fit((x[few] - centre) / spread, np.eye(5)[y[few]])
        ours = transfer._read(x[few], y[few], x[-400:])
        assert np.allclose(ours + 0.2, theirs.predict((x[-400:] - centre) / spread), atol=1e-6)
