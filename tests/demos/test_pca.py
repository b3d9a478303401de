"""pca: shares, accuracy and loss agree with scikit-learn."""

import pytest

from dlprep.demos.pca import _accuracy, _fitted, _halves, _rmse


@pytest.mark.parametrize(("data", "scaled"), [("digits", "no"), ("wine", "yes")])
def test_agrees_with_scikit_learn(data: str, scaled: str) -> None:
    from sklearn.decomposition import PCA
    from sklearn.neighbors import KNeighborsClassifier

    seen, y, unseen, held_y = _halves(data, scaled, 0)
    pca = PCA(10, svd_solver="full").fit(seen)
    assert _fitted(data, scaled, 0)[3][:10] == pytest.approx(pca.explained_variance_ratio_.cumsum())
    near = KNeighborsClassifier(1).fit(pca.transform(seen), y)
    right = near.score(pca.transform(unseen), held_y)
    assert _accuracy(data, scaled, 10, 0) == pytest.approx(right, abs=0.002)
    back = pca.inverse_transform(pca.transform(unseen))
    assert _rmse(data, scaled, 10, 0) == pytest.approx(((back - unseen) ** 2).mean() ** 0.5)
