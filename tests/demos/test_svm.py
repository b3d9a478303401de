"""svm: the demo's numbers are those that the bank quotes, and the score is the sum it says."""

import pytest

from dlprep.demos.svm import _fitted, _moons, _scores


@pytest.mark.parametrize(
    ("gamma", "expected"),
    [(0.1, (0.835, 0.830, 96)), (1.0, (0.915, 0.893, 72)), (100.0, (0.985, 0.859, 194))],
)
def test_scores_are_those_of_the_question(gamma: float, expected: tuple[float, ...]) -> None:
    assert _scores("rbf", 1.0, gamma, 0.3, 0) == pytest.approx(expected, abs=1e-9)


def test_the_score_is_a_weighted_sum_over_the_support_vectors() -> None:
    import numpy as np

    machine = _fitted("rbf", 1.0, 10.0, 0.3, 0)
    _, (new, _) = _moons(0.3, 0)
    squared = ((new[:, None] - machine.support_vectors_) ** 2).sum(-1)
    score = np.exp(-10.0 * squared) @ machine.dual_coef_[0] + machine.intercept_[0]
    assert score == pytest.approx(machine.decision_function(new))
    assert abs(machine.dual_coef_).max() <= 1.0
