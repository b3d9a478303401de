"""curse: spread of distances against theory, accuracy against scikit-learn."""

import pytest

from dlprep.demos.curse import _accuracy, _distances


def test_spread_of_distances_in_many_dimensions() -> None:
    # from one point, a squared distance to a uniform one: per coordinate mean 1/6 on average
    # and, given the point, variance 1/180 + u^2/3 with u its offset from the middle: 1/30
    spread = (1 / 30) ** 0.5 / (2 * (1 / 6)) / 1000**0.5
    assert _distances(1000, "everywhere", 0)[1] == pytest.approx(spread, rel=0.05)


def test_a_plane_does_not_fit_in_one_dimension() -> None:
    assert _distances(1, "on-a-plane", 5) == _distances(1, "everywhere", 5)


def test_accuracy_agrees_with_scikit_learn() -> None:
    import numpy as np
    from sklearn.neighbors import KNeighborsClassifier

    from dlprep.demos.family.data import wine

    x, y = wine()
    noise = np.random.default_rng([3, 50]).normal(size=(len(y), 50))
    x = np.column_stack([(x - x.mean(0)) / x.std(0), noise])
    order = np.random.default_rng(3).permutation(len(y))
    seen, unseen = order[:89], order[89:]
    score = KNeighborsClassifier(5).fit(x[seen], y[seen]).score(x[unseen], y[unseen])
    assert _accuracy(50, 3) == pytest.approx(score)
