"""svm: the demo's numbers are those that the bank quotes, and the score is the sum it says."""

import pytest

from dlprep.demos.svm import _cells, _classes, _fitted, _moons, _scores


@pytest.mark.parametrize(
    ("gamma", "expected"),
    [(0.1, (0.835, 0.830, 96)), (1.0, (0.915, 0.893, 72)), (100.0, (0.985, 0.859, 194))],
)
def test_scores_are_those_of_the_question(gamma: float, expected: tuple[float, ...]) -> None:
    assert _scores("rbf", 1.0, gamma, 0.3, 0) == pytest.approx(expected, abs=1e-9)


def test_a_class_is_the_sign_of_a_weighted_sum_over_the_support_vectors() -> None:
    """As scikit-learn's own RBF kernel has it, on the new points and on the cells of the plane."""
    from sklearn.svm import SVC

    (x, y), (new, _) = _moons(0.3, 0)
    for gamma, penalty in ((1.0, 0.1), (10.0, 1.0), (100.0, 1.0)):
        theirs = SVC(C=penalty, gamma=gamma).fit(x, y)
        knobs = ("rbf", penalty, gamma, 0.3, 0)
        assert _classes("new", *knobs) == pytest.approx(theirs.predict(new))
        assert _classes("cells", *knobs) == pytest.approx(theirs.predict(_cells()))
        assert _fitted(*knobs).support_ == pytest.approx(theirs.support_)
        assert abs(_fitted(*knobs).dual_coef_).max() <= penalty * (1 + 1e-9)
