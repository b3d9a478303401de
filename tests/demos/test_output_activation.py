"""output_activation: the sigmoid head against scikit-learn, and what a softmax cannot say."""

import numpy as np

from dlprep.demos.output_activation import LABELS, _data, _read, _scores


def test_sigmoids_are_one_logistic_regression_a_label() -> None:
    from sklearn.linear_model import LogisticRegression

    x, y, unseen, _ = _data(0)
    ours = _scores("sigmoid", 0)
    for label in range(LABELS):
        fitted = LogisticRegression(C=np.inf).fit(x, y[:, label])
        theirs = fitted.predict_proba(unseen)[:, 1]
        # 300 steps end short of the optimum: less sure, but of the same mind
        assert ((ours[:, label] >= 0.5) == (theirs >= 0.5)).mean() > 0.95
        assert np.corrcoef(ours[:, label], theirs)[0, 1] > 0.95


def test_softmax_outputs_are_shares_of_one() -> None:
    shares = _scores("softmax", 0)
    assert np.allclose(shares.sum(1), 1)
    truth = _data(0)[3]
    assert _read(shares, truth, 0.5)["several"] == 0
    assert (
        _read(shares, truth, 0.999)["right"] is None or _read(shares, truth, 0.999)["found"] < 0.01
    )
