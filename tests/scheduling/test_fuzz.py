"""Fuzz within Anki's ranges, and the spreading of load within the same ranges."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlprep.scheduling.fuzz import bounds, fuzzed
from dlprep.scheduling.spread import LONGEST_SPREAD, spread

INTERVALS = st.integers(1, 36_500)
QUESTIONS = st.text(max_size=20)
LOADS = st.dictionaries(st.integers(1, 120), st.integers(0, 500))


@pytest.mark.parametrize(
    ("interval", "low", "high"),
    # Anki, rslib/src/scheduler/states/fuzz.rs, test "fuzz"
    [(1, 1, 1), (2, 2, 2), (3, 2, 4), (5, 4, 6), (10, 8, 12), (100, 93, 107)],
)
def test_the_ranges_are_those_of_anki(interval: int, low: int, high: int) -> None:
    assert bounds(interval) == (low, high)


@given(INTERVALS, QUESTIONS, st.integers(0, 999))
def test_fuzz_stays_in_its_range_and_is_drawn_once_for_all(
    interval: int, question: str, reviews: int
) -> None:
    low, high = bounds(interval)
    found = fuzzed(interval, question, reviews)
    assert low <= found <= high and low >= 1
    assert found == fuzzed(interval, question, reviews)


def test_fuzz_reaches_every_day_of_its_range() -> None:
    found = Counter(fuzzed(10, f"t/q{i}", 3) for i in range(1000))
    assert set(found) == set(range(8, 13)) and min(found.values()) > 150


@given(INTERVALS, LOADS, QUESTIONS, st.integers(0, 999))
def test_spread_stays_in_the_range_of_fuzz_and_is_deterministic(
    interval: int, load: dict[int, int], question: str, reviews: int
) -> None:
    low, high = bounds(interval)
    found = spread(interval, load, question, reviews)
    assert low <= found <= high
    assert found == spread(interval, dict(reversed(load.items())), question, reviews)


@given(INTERVALS.filter(lambda i: i > LONGEST_SPREAD), LOADS, QUESTIONS, st.integers(0, 999))
def test_long_intervals_are_fuzzed_only(
    interval: int, load: dict[int, int], question: str, reviews: int
) -> None:
    assert spread(interval, load, question, reviews) == fuzzed(interval, question, reviews)


def test_a_crowded_day_is_avoided_but_not_ruled_out() -> None:
    load = {8: 40, 9: 40, 10: 0, 11: 3, 12: 40}
    found = Counter(spread(10, load, f"t/q{i}", 1) for i in range(2000))
    assert found[10] > 0.85 * 2000 > 10 * found[11] > found[8]
    assert found[11] > 0


def test_questions_learnt_together_end_up_evenly_spread() -> None:
    fuzz = Counter(fuzzed(15, f"t/q{i}", 1) for i in range(70))
    load: Counter[int] = Counter()
    for i in range(70):
        load[spread(15, load, f"t/q{i}", 1)] += 1
    assert max(load.values()) < max(fuzz.values())
    assert max(load.values()) - min(load.values()) <= 4
