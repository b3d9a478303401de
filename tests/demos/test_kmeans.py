"""The k-means demo's own algorithm against scikit-learn's."""

import pytest

from dlprep.demos.family.catalog import load
from dlprep.demos.kmeans import _points


@pytest.mark.parametrize("k", [3, 5, 7])
def test_inertia_and_silhouette_agree_with_scikit_learn(k: int) -> None:
    from sklearn.cluster import KMeans
    from sklearn.metrics import silhouette_score

    demo = load("kmeans")
    numbers = demo.compute(demo.defaults(k=k), 0).numbers
    points = _points(0.7, 0)
    fitted = KMeans(k, n_init=30, random_state=0).fit(points)
    assert numbers["inertia"] == pytest.approx(fitted.inertia_, rel=0.01)
    assert numbers["silhouette"] == pytest.approx(
        silhouette_score(points, fitted.labels_), abs=0.02
    )
