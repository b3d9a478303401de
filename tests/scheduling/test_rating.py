"""From a grade to a rating."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlprep.scheduling.rating import rating, usual


@pytest.mark.parametrize(
    ("score", "expected"),
    [(0, 1), (0.599, 1), (0.6, 2), (0.899, 2), (0.9, 3), (1, 3)],
)
def test_the_score_alone_gives_again_hard_or_good(score: float, expected: int) -> None:
    assert rating(score) == expected


@pytest.mark.parametrize(
    ("score", "confidence", "took", "usually", "expected"),
    [
        (1, 3, 5000, 10_000.0, 4),
        (1, 3, 5001, 10_000.0, 3),  # not quick
        (1, 2, 5000, 10_000.0, 3),  # not sure
        (1, None, 5000, 10_000.0, 3),
        (1, 3, None, 10_000.0, 3),
        (1, 3, 5000, None, 3),
        (0.7, 3, 10, 10_000.0, 2),  # not good
        (0.2, 3, 10, 10_000.0, 1),
    ],
)
def test_easy_takes_a_good_a_quick_and_a_sure_answer(
    score: float, confidence: int | None, took: int | None, usually: float | None, expected: int
) -> None:
    assert rating(score, confidence, took, usually) == expected


SURE = st.none() | st.integers(1, 3)
TIME = st.none() | st.integers(1, 10**6)


@given(st.floats(0, 1), st.floats(0, 1), SURE, TIME, TIME)
def test_a_better_score_is_never_rated_lower(
    one: float, other: float, confidence: int | None, took: int | None, usually: int | None
) -> None:
    low, high = sorted((one, other))
    assert rating(low, confidence, took, usually) <= rating(high, confidence, took, usually)


def test_the_usual_time_takes_five_answers() -> None:
    assert usual([9, 9, 9, 9]) is None
    assert usual([1, 100, 3, 2, 5]) == 3
