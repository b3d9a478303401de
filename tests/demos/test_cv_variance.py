"""cv_variance: scores agree with scikit-learn on the same folds; folds are stratified."""

import numpy as np
import pytest

from dlprep.demos.cv_variance import _fold_numbers, _right, _wine


def test_cross_validation_agrees_with_scikit_learn() -> None:
    from sklearn.model_selection import PredefinedSplit, cross_val_predict
    from sklearn.neighbors import NearestCentroid

    x, y = _wine()
    folds = _fold_numbers(y, 5, 3, np.random.default_rng(0))
    ours = _right(x, y, folds, 5).mean(1)
    for fold, score in zip(folds, ours, strict=True):
        said = cross_val_predict(NearestCentroid(), x, y, cv=PredefinedSplit(fold))
        assert score == pytest.approx((said == y).mean())


def test_folds_hold_each_class_alike() -> None:
    _, y = _wine()
    for fold in _fold_numbers(y, 5, 4, np.random.default_rng(1)):
        assert np.ptp(np.bincount(fold)) <= 1
        for label in range(3):
            assert np.ptp(np.bincount(fold[y == label], minlength=5)) <= 1
