"""The plan in simulation: never worse than plain scheduling, within its minutes, the same each time."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dlprep.scheduling import fsrs6
from dlprep.scheduling.aiming import PLAIN, WAYS, aim, expected, ranking
from dlprep.scheduling.card import new_card
from dlprep.scheduling.memory import Step, model, review
from dlprep.scheduling.rehearsal import rehearse
from tests.scheduling.decks import deck

BY = model()
LIMITS = (20, 200)


@settings(max_examples=25, deadline=None)
@given(st.integers(1, 60), st.floats(0, 1), st.integers(1, 15), st.floats(1, 60), st.integers(0, 9))
def test_a_plan_is_never_worse_than_none_and_keeps_to_its_minutes(
    questions: int, seen: float, days: int, minutes: float, seed: int
) -> None:
    made = deck(questions, int(seen * questions), seed)
    aimed = aim(made, days, minutes, BY, limits=LIMITS, seed=seed)
    assert expected(made, aimed.aimed) >= expected(made, aimed.plain)
    for told in (aimed.aimed, aimed.plain):
        assert told.minutes.max() <= minutes + 1e-9
        assert ((told.recall >= 0) & (told.recall <= 1)).all()
        assert told.asked.sum() == pytest.approx((told.new + told.known).sum())
        assert ((told.first >= 0) <= (told.asked > 0)).all()
    again = aim(made, days, minutes, BY, limits=LIMITS, seed=seed)
    assert np.array_equal(aimed.aimed.recall, again.aimed.recall) and aimed.way == again.way


@pytest.mark.parametrize("way", WAYS)
def test_learners_the_way_was_not_chosen_on_gain_too(way: object) -> None:
    made = deck(300, 60)

    def known(chosen: object, luck: int) -> float:
        rank = ranking(chosen, BY, LIMITS)  # type: ignore[arg-type]
        told = rehearse(made, 14, 20, rank, BY.weights, 0.9, learners=3, seed=luck)
        return expected(made, told)

    if way != PLAIN:
        assert known(way, 99) > known(PLAIN, 99) + 0.03


def test_more_minutes_never_lead_to_less() -> None:
    made = deck(200, 40)
    shares = [
        expected(made, aim(made, 10, minutes, BY, limits=LIMITS, seed=1).aimed)
        for minutes in (5, 15, 45)
    ]
    assert shares == sorted(shares)


def test_what_was_spent_today_is_left_out_today_only() -> None:
    made = deck(200, 40)
    told = aim(made, 3, 20, BY, limits=LIMITS, seed=1, spent=20).aimed
    assert told.minutes[:, 0].max() == 0
    assert told.minutes[:, 1].min() > 10


@pytest.mark.parametrize("rating", [1, 2, 3, 4])
@pytest.mark.parametrize("elapsed", [0, 1, 9])
def test_the_vectorised_step_is_that_of_the_model(rating: int, elapsed: int) -> None:
    first = date(2026, 11, 2)
    before = review(new_card("a/1"), Step(first, 3, BY.name), BY)
    day = date.fromordinal(first.toordinal() + elapsed)
    after = review(before, Step(day, rating, BY.name), BY)
    one = [np.array([float(v)]) for v in (before.stability or 0, before.difficulty or 0, elapsed)]
    s, d = fsrs6.answered(np.asarray(BY.weights), *one, rating)
    assert (s[0], d[0]) == pytest.approx((after.stability, after.difficulty), rel=1e-6)
    new = np.array([-1.0])
    s, d = fsrs6.answered(np.asarray(BY.weights), new, new, np.array([0.0]), rating)
    fresh = review(new_card("a/1"), Step(first, rating, BY.name), BY)
    assert (s[0], d[0]) == pytest.approx((fresh.stability, fresh.difficulty), rel=1e-6)
