"""The vectorised model against published figures, against py-fsrs, and its gradient."""

from datetime import date, timedelta

import numpy as np
import pytest

from dlprep.scheduling.answers import Answers
from dlprep.scheduling.card import new_card
from dlprep.scheduling.fsrs6 import forgetting, gradient, histories, planned, states
from dlprep.scheduling.memory import Step, model, review, shipped
from dlprep.scheduling.memory import planned as planned_one

WEIGHTS = np.asarray(shipped())


def last_state(ratings: list[int], waits: list[int], weights: np.ndarray) -> tuple[float, float]:
    """The state of one card after reviews so many days apart."""
    log = histories(np.zeros(len(ratings), np.int64), np.cumsum(waits), np.asarray(ratings))
    made = states(log, weights)
    return float(made.stability[-1]), float(made.difficulty[-1])


def test_a_long_history_ends_where_fsrs_rs_and_py_fsrs_say() -> None:
    # fsrs-rs, src/inference.rs, test_memory_state; py-fsrs, tests, test_memo_state
    ratings, waits = [1, 3, 3, 3, 3, 3], [0, 0, 1, 3, 8, 21]
    assert last_state(ratings, waits, WEIGHTS) == pytest.approx((53.62691, 6.3574867), abs=1e-4)
    without_same_day = WEIGHTS.copy()
    without_same_day[17:20] = 0
    found = last_state(ratings, waits, without_same_day)
    assert found == pytest.approx((53.335106, 6.3574867), abs=1e-4)


@pytest.mark.parametrize(
    ("rating", "wait", "stability", "difficulty"),
    [  # fsrs-optimizer, tests/model_test.py, test_forward
        (1, 1, 0.10088589, 8.806304),
        (2, 1, 3.2494123, 6.7404594),
        (3, 1, 7.3153, 2.1112142),
        (4, 1, 18.014914, 1.0),
        (1, 2, 0.112798266, 8.806304),
        (2, 2, 4.4694576, 6.7404594),
    ],
)
def test_the_same_rating_twice(rating: int, wait: int, stability: float, difficulty: float) -> None:
    found = last_state([rating, rating], [0, wait], WEIGHTS)
    assert found == pytest.approx((stability, difficulty), abs=1e-4)


def test_the_forgetting_curve() -> None:
    # fsrs-optimizer, tests/model_test.py, test_power_forgetting_curve
    found = forgetting(np.arange(6.0), np.asarray([1.0, 2, 3, 4, 4, 2]), WEIGHTS[20])
    said = [1.0, 0.9403443, 0.9253786, 0.9185229, 0.9, 0.8261359]
    assert found == pytest.approx(said, abs=1e-6)


@pytest.mark.parametrize(
    ("retention", "days"),
    # fsrs-rs, src/inference.rs, test_next_interval, for a stability of one day
    [(0.7, 9), (0.8, 3), (0.9, 1)],
)
def test_the_interval_for_a_retention(retention: float, days: int) -> None:
    assert planned(np.ones(1), retention, WEIGHTS[20]).tolist() == [days]
    assert planned_one(1.0, model(retention)) == days


def test_a_real_log_gives_what_py_fsrs_gives(josh: Answers) -> None:
    log = histories(josh.card, josh.day, josh.rating)
    made = states(log, WEIGHTS)
    intervals = planned(made.stability, 0.9, WEIGHTS[20])
    by, cards = model(), {}
    place = np.argsort(log.order)
    for row in range(len(josh)):
        card = cards.get(josh.card[row], new_card("real/card"))
        day = date.fromordinal(int(josh.day[row]))
        step = Step(day, int(josh.rating[row]), by.name, interval=1)
        card = cards[josh.card[row]] = review(card, step, by)
        at = place[row]
        assert made.stability[at] == pytest.approx(card.stability, rel=1e-6)
        assert made.difficulty[at] == pytest.approx(card.difficulty, abs=1e-6)
        assert intervals[at] == planned_one(card.stability or 0, by)


@pytest.mark.parametrize("seed", range(3))
def test_the_gradient_is_that_of_the_loss(josh: Answers, seed: int) -> None:
    rng = np.random.default_rng(seed)
    signals = rng.normal(size=(len(josh), 2))
    log = histories(josh.card, josh.day, josh.rating, signals)
    weights = np.concatenate((WEIGHTS * rng.uniform(0.9, 1.1, 21), [0.1, -0.2]))
    weights[7] = 0.05
    toward = np.where(np.isnan(states(log, weights).retrievability), 0, rng.normal(size=len(josh)))

    def loss(w: np.ndarray) -> float:
        return float(np.nansum(states(log, w).retrievability * toward))

    found = gradient(log, weights, states(log, weights), toward)
    for place in range(len(weights)):
        step = np.zeros(len(weights))
        step[place] = 1e-6
        slope = (loss(weights + step) - loss(weights - step)) / 2e-6
        assert found[place] == pytest.approx(slope, rel=1e-4, abs=1e-4), place


def test_days_that_go_back_count_as_no_time() -> None:
    log = histories(np.zeros(3, np.int64), np.asarray([10, 4, 12]), np.full(3, 3))
    assert log.elapsed.tolist() == [0, 0, 2]


def test_no_reviews_at_all() -> None:
    none = np.zeros(0, np.int64)
    log = histories(none, none, none)
    made = states(log, WEIGHTS)
    assert len(made.stability) == 0
    assert not gradient(log, WEIGHTS, made, np.zeros(0)).any()


def test_cards_that_take_turns_do_not_mix() -> None:
    day = np.asarray([0, 0, 2, 5, 9, 9])
    card, rating = np.asarray([7, 3, 7, 3, 7, 5]), np.asarray([3, 1, 3, 2, 4, 4])
    log = histories(card, day, rating)
    made = states(log, WEIGHTS)
    for one in (7, 3, 5):
        alone = last_state(
            rating[card == one].tolist(), np.diff(day[card == one], prepend=0).tolist(), WEIGHTS
        )
        last = np.flatnonzero(card == one)[-1]
        at = np.argsort(log.order)[last]
        assert (made.stability[at], made.difficulty[at]) == pytest.approx(alone)


def test_study_days_are_what_py_fsrs_is_given() -> None:
    by = model()
    start = date(2026, 3, 1)
    card = review(new_card("a/b"), Step(start, 3, by.name), by)
    again = review(card, Step(start + timedelta(days=3), 3, by.name), by)
    assert (again.stability or 0) == pytest.approx(last_state([3, 3], [0, 3], WEIGHTS)[0])
