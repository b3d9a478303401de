"""Retrievability, and when a leech is named."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlprep.scheduling.card import DECAY, Card, leech_named, new_card, retrievability
from dlprep.scheduling.memory import shipped

DAY = date(2026, 3, 2)


def card(stability: float) -> Card:
    return Card("a/b", stability, 5.0, DAY, DAY, DAY, 1)


def test_the_decay_is_that_of_py_fsrs() -> None:
    assert shipped()[20] == DECAY


@pytest.mark.parametrize("decay", [0.1, DECAY, 0.5, 0.8])
@pytest.mark.parametrize("stability", [1, 7, 100])
def test_recall_is_certain_at_once_and_nine_in_ten_after_the_stability(
    stability: int, decay: float
) -> None:
    known = card(stability)
    assert retrievability(known, DAY, decay) == 1
    then = DAY + timedelta(days=stability)
    assert retrievability(known, then, decay) == pytest.approx(0.9)


@given(st.floats(0.001, 1e4), st.integers(0, 10**5))
def test_recall_falls_with_time_and_stays_a_probability(stability: float, days: int) -> None:
    today, tomorrow = (
        retrievability(card(stability), DAY + timedelta(days=d)) for d in (days, days + 1)
    )
    assert 0 < tomorrow < today <= 1


def test_a_new_card_and_a_clock_set_back() -> None:
    assert retrievability(new_card("a/b"), DAY) == 0
    assert retrievability(card(3), DAY - timedelta(days=9)) == 1


def test_a_leech_is_named_at_eight_lapses_and_each_four_more() -> None:
    named = [n for n in range(1, 30) if leech_named(n - 1, n)]
    assert named == [8, 12, 16, 20, 24, 28]
    assert not leech_named(8, 8)  # drilled again on the same day
