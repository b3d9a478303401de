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


@pytest.mark.parametrize("scaler", ["none", "standard"])
def test_the_machine_and_the_tree_agree_with_scikit_learn(scaler: str) -> None:
    from sklearn.model_selection import PredefinedSplit, cross_val_score
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler
    from sklearn.svm import SVC
    from sklearn.tree import DecisionTreeClassifier

    x, y = wine()
    steps = [StandardScaler()] if scaler == "standard" else []
    folds = PredefinedSplit(_fold_of(1))
    sizes = [(_fold_of(1) == fold).mean() for fold in range(5)]
    for model, theirs, near in (
        ("SVM", SVC(), 0.006),
        ("tree", DecisionTreeClassifier(random_state=0), 0.04),  # ties are broken differently
    ):
        scores = cross_val_score(make_pipeline(*steps, theirs), x, y, cv=folds)
        assert _accuracy(model, scaler, 1.0, 1) == pytest.approx(scores @ sizes, abs=near)
