"""normalization: accuracies and steps agree with scikit-learn and with descent step by step."""

import pytest

from dlprep.demos.family.data import wine
from dlprep.demos.normalization import _accuracy, _by_neighbours, _descent, _fold_of


@pytest.mark.parametrize("scaled", [False, True])
def test_nearest_neighbours_agree_with_scikit_learn(scaled: bool) -> None:
    from sklearn.model_selection import PredefinedSplit, cross_val_predict
    from sklearn.neighbors import KNeighborsClassifier
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    x, y = wine()
    steps = [StandardScaler()] if scaled else []
    named = cross_val_predict(
        make_pipeline(*steps, KNeighborsClassifier(5)), x, y, cv=PredefinedSplit(_fold_of(3))
    )
    ours = _by_neighbours("standard" if scaled else "none", 1.0, 3)[4]
    assert ours == pytest.approx((named == y).mean(), abs=0.006)


def test_steps_agree_with_descent_step_by_step() -> None:
    import numpy as np

    x, y = wine()
    a = (x - x.mean(0)) / x.std(0)
    target = (y == 0) - (y == 0).mean()
    condition, steps = _descent("standard", 1.0)
    assert condition == pytest.approx(np.linalg.cond(a) ** 2)
    best = np.linalg.lstsq(a, target, rcond=None)[0]
    lowest, w = ((a @ best - target) ** 2).mean(), np.zeros(13)
    rate, taken = 1 / np.linalg.eigvalsh(a.T @ a / len(a))[-1], 0
    while ((a @ w - target) ** 2).mean() - lowest > 0.01 * ((target**2).mean() - lowest):
        w -= rate * a.T @ (a @ w - target) / len(a)
        taken += 1
    assert taken == steps


@pytest.mark.parametrize("scaler", ["standard", "minmax", "robust"])
def test_a_scaled_column_is_the_same_in_any_unit(scaler: str) -> None:
    assert _by_neighbours(scaler, 1000.0, 3) == _by_neighbours(scaler, 1.0, 3)
    assert _accuracy("SVM", scaler, 1000.0, 3) == _accuracy("SVM", scaler, 1.0, 3)
    assert _accuracy("tree", scaler, 1000.0, 3) == pytest.approx(
        _accuracy("tree", scaler, 1.0, 3),
        abs=0.02,  # rounding can break a tie
    )
