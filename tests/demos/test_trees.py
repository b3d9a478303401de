"""trees: boosting agrees with scikit-learn's, and the forest's error with its trees' correlation."""

import pytest

from dlprep.demos.trees import TOP, _boosted, _data, _forest


@pytest.mark.parametrize(("rate", "depth"), [(0.1, 2), (1.0, 4)])
def test_boosting_agrees_with_scikit_learn(rate: float, depth: int) -> None:
    from sklearn.ensemble import GradientBoostingRegressor

    x, y, new_x, new_y = _data(0)
    theirs = GradientBoostingRegressor(
        learning_rate=rate,
        max_depth=depth,
        n_estimators=TOP,
        random_state=0,
    ).fit(x, y)
    assert _boosted(rate, depth, 0)[0] == pytest.approx(theirs.train_score_, rel=0.05, abs=1e-6)
    last = ((theirs.predict(new_x) - new_y) ** 2).mean()
    assert _boosted(rate, depth, 0)[1][-1] == pytest.approx(last, rel=0.1)


def test_more_columns_make_the_trees_more_alike() -> None:
    forest, single, correlation = _forest(10, 0)
    assert forest[0] > 2 * forest[-1]
    assert correlation > _forest(1, 0)[2]
    # Var of a mean of trees that share their errors: rho s^2 + (1 - rho) s^2 / n
    expected = single * (correlation + (1 - correlation) / TOP)
    assert forest[-1] == pytest.approx(expected, rel=0.1)
