"""leakage: the honest score agrees with a scikit-learn pipeline on the same folds."""

import pytest


def test_agrees_with_a_pipeline() -> None:
    from sklearn.feature_selection import SelectKBest
    from sklearn.model_selection import PredefinedSplit, cross_val_score
    from sklearn.neighbors import NearestCentroid
    from sklearn.pipeline import make_pipeline

    from dlprep.demos.leakage import _noise, _scores

    x, y, fold = _noise(100, 4)
    x = x[:, :500]

    def apart(a, b):  # type: ignore[no-untyped-def]
        return abs(a[b == 1].mean(0) - a[b == 0].mean(0)) / a.std(0)

    model = make_pipeline(SelectKBest(apart, k=20), NearestCentroid())
    honest = cross_val_score(model, x, y, cv=PredefinedSplit(fold)).mean()
    before, within, _ = _scores(500, 20, 100, 4)
    assert within == pytest.approx(honest, abs=0.011)  # one tie of 100 may fall the other way
    kept = SelectKBest(apart, k=20).fit_transform(x, y)
    leaked = cross_val_score(NearestCentroid(), kept, y, cv=PredefinedSplit(fold)).mean()
    assert before == pytest.approx(leaked, abs=0.011)
