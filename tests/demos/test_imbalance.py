"""imbalance: its logistic regression and its average precision agree with scikit-learn."""

import pytest


@pytest.mark.parametrize("class_weight", [None, "balanced"])
def test_agrees_with_scikit_learn(class_weight: str | None) -> None:
    from sklearn.linear_model import LogisticRegression
    from sklearn.metrics import average_precision_score, roc_auc_score

    from dlprep.demos.imbalance import _cases, _model

    x, y, test_x, test_y = _cases(0.05, 1)
    fitted = LogisticRegression(class_weight=class_weight, tol=1e-9, max_iter=1000).fit(x, y)
    p = fitted.predict_proba(test_x)[:, 1]
    ours = _model(0.05, class_weight or "none", 1)
    assert ours["p"] == pytest.approx(p, abs=1e-5)
    assert ours["ap"] == pytest.approx(average_precision_score(test_y, p), abs=1e-5)
    assert ours["roc_auc"] == pytest.approx(roc_auc_score(test_y, p), abs=1e-5)
    assert ours["tp"] == pytest.approx(((p >= 0.5) & test_y).sum(), abs=1)
