"""The figures of the statistics: intervals, the Brier score, the load of days to come."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlprep.scheduling.card import Card
from dlprep.session.progress import LOAD_DAYS, STATED, calibration, load, wilson

TODAY = date(2026, 11, 2)


@given(st.integers(1, 1000), st.floats(0, 1))
def test_wilsons_interval_holds_the_share_and_stays_within_bounds(n: int, share: float) -> None:
    low, high = wilson(share * n, n)
    assert 0 <= low <= share + 1e-9 and share - 1e-9 <= high <= 1


def test_wilsons_interval_is_that_of_the_textbook() -> None:
    assert wilson(8, 10, 1.96) == pytest.approx((0.4902, 0.9433), abs=1e-4)


def test_brier_is_the_mean_squared_gap_to_what_was_stated() -> None:
    told = calibration([3, 3, 1, 0], [1.0, 0.0, 0.5, 1.0])
    gaps = [(STATED[3] - 1) ** 2, STATED[3] ** 2, (STATED[1] - 0.5) ** 2]
    assert told.brier == pytest.approx(sum(gaps) / 3)
    assert [(one.confidence, one.answers) for one in told.levels] == [(1, 1), (3, 2)]
    assert calibration([0], [1.0]).brier is None


@given(st.lists(st.integers(-30, 60), max_size=30))
def test_every_card_due_within_two_weeks_is_counted_once(offsets: list[int]) -> None:
    cards = [Card(f"a/{n}", due_day=TODAY + timedelta(days=o)) for n, o in enumerate(offsets)]
    days = load(cards, TODAY)
    assert [d.day for d in days] == [TODAY + timedelta(days=n) for n in range(LOAD_DAYS)]
    assert sum(d.due for d in days) == sum(o < LOAD_DAYS for o in offsets)
    assert days[0].due == sum(o <= 0 for o in offsets)
