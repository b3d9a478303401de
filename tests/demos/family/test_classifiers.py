"""Classifiers in plain NumPy against scikit-learn's."""

import itertools
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlprep.demos.family.classifiers import neighbours, svm, tree
from dlprep.demos.family.data import wine


def drawn(seed: int, classes: int = 3) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    centres = rng.normal(0, 2, (classes, 4))
    y = rng.permutation(np.arange(60) % classes)
    return centres[y] + rng.normal(0, 1.5, (60, 4)), y, rng.normal(0, 2, (40, 4))


def test_machines_of_many_tasks_agree_with_scikit_learn() -> None:
    from sklearn.svm import SVC

    x, y = wine()
    halves = np.arange(len(y)) % 2 == 0
    tasks = [drawn(seed, 2 + seed % 3) for seed in range(12)]
    tasks += [(x[halves], y[halves], x[~halves]), (x[~halves], y[~halves], x[halves])]
    for (seen, labels, unseen), ours in zip(tasks, svm(tasks), strict=True):
        theirs = SVC().fit(seen, labels).predict(unseen)
        assert (ours != theirs).sum() <= 1  # both stop at a tolerance of 0.001


@pytest.mark.parametrize("seed", range(3))
def test_a_tree_is_the_one_that_trying_every_split_gives(seed: int) -> None:
    x, y, unseen = drawn(seed)
    x = x.round(1)  # with equal values
    assert tree(x, y, unseen).tolist() == [_by_hand(x.tolist(), y.tolist(), p) for p in unseen]


def _by_hand(x: list[list[float]], y: list[int], point: np.ndarray) -> int:
    """Down one branch only, with exact fractions where `tree` rounds."""
    best, cut = None, (0, 0.0)
    for column in range(len(point)):
        values = sorted({row[column] for row in x})
        for low, high in itertools.pairwise(values):
            middle = (low + high) / 2
            sides = [[c for row, c in zip(x, y, strict=True) if (row[column] <= middle) is below]
                     for below in (True, False)]  # fmt: skip
            pure = sum(
                Fraction(sum(side.count(c) ** 2 for c in set(side)), len(side)) for side in sides
            )
            if best is None or pure > best:
                best, cut = pure, (column, middle)
    if best is None or len(set(y)) == 1:
        return max(sorted(set(y)), key=y.count)
    below = point[cut[0]] <= cut[1]
    kept = [i for i, row in enumerate(x) if (row[cut[0]] <= cut[1]) == below]
    return _by_hand([x[i] for i in kept], [y[i] for i in kept], point)


@given(st.integers(0, 10_000))
def test_a_tree_does_not_mind_powers_of_two(seed: int) -> None:
    x, y, unseen = drawn(seed)
    units = np.array([0.25, 1.0, 8.0, 1024.0])
    assert (tree(x, y, unseen) == tree(x * units, y, unseen * units)).all()


@given(st.integers(0, 10_000))
def test_neighbours_come_nearest_first(seed: int) -> None:
    x, y, unseen = drawn(seed)
    named = neighbours(x, np.arange(len(y)), unseen)
    away = np.linalg.norm(unseen[:, None] - x[named], axis=2)
    assert (np.diff(away, axis=1) >= -1e-9).all()
