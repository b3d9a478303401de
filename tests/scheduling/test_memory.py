"""One answer at a time: what py-fsrs does with study days, and what replaying a log gives."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dlprep.scheduling.card import Card, new_card
from dlprep.scheduling.fuzz import bounds
from dlprep.scheduling.memory import (
    AGAIN,
    GOOD,
    Step,
    decays,
    model,
    named,
    planned,
    replay,
    review,
    same_weights,
    shipped,
)

DAY = date(2026, 3, 2)
BY = model()
FITTED = model(0.9, tuple(w * 1.1 if i < 4 else w for i, w in enumerate(shipped())))
KNOWING = model(0.9, (*shipped(), 8000.0, -0.4, 0.2, 0.5, 0.1, -0.1))
KNOWN = {m.name: m for m in (BY, FITTED, KNOWING)}
ANSWERS = st.lists(
    st.builds(
        Step,
        study_day=st.integers(0, 400).map(lambda d: DAY + timedelta(days=d)),
        rating=st.integers(1, 4),
        scheduler=st.sampled_from(sorted(KNOWN)),
        score=st.none() | st.floats(0, 1),
        confidence=st.none() | st.integers(1, 3),
        milliseconds=st.integers(0, 10**6),
        interval=st.none() | st.integers(1, 500),
    ),
    min_size=1,
    max_size=12,
)


def after(*answers: tuple[int, int]) -> Card:
    """The card after answers of (days after the first, rating)."""
    card = new_card("a/b")
    for days, rating in answers:
        card = review(card, Step(DAY + timedelta(days=days), rating, BY.name), BY)
    return card


def test_a_card_counts_its_reviews_and_lapses() -> None:
    card = after((0, AGAIN), (0, AGAIN), (3, GOOD), (9, AGAIN), (9, AGAIN), (10, GOOD))
    assert (card.reviews, card.lapses) == (6, 1)  # the first sight and the drill are no lapses
    assert (card.first_day, card.last_day) == (DAY, DAY + timedelta(days=10))
    assert card.model == BY.name


def test_a_study_day_before_the_last_counts_as_the_last() -> None:
    assert after((5, 3), (2, 3)) == after((5, 3), (5, 3))


@settings(deadline=None)
@given(ANSWERS)
def test_whatever_is_answered_the_card_stays_sane(steps: list[Step]) -> None:
    card = replay("a/b", steps, KNOWN)
    assert card is not None and card.stability is not None and card.difficulty is not None
    assert card.reviews == len(steps) and 0 <= card.lapses < len(steps)
    assert card.stability > 0 and 1 <= card.difficulty <= 10
    assert card.last_day is not None and card.due_day is not None
    assert card.due_day > card.last_day == max(step.study_day for step in steps)
    if (promised := steps[-1].interval) is not None:
        assert (card.due_day - card.last_day).days == promised
    assert card == replay("a/b", steps, KNOWN)


@settings(deadline=None)
@given(ANSWERS)
def test_a_card_moves_to_new_weights_with_its_whole_history(steps: list[Step]) -> None:
    last = steps[-1].scheduler
    all_new = [Step(s.study_day, s.rating, last, s.score, s.confidence, s.milliseconds,
                    s.interval) for s in steps]  # fmt: skip
    assert replay("a/b", steps, KNOWN) == replay("a/b", all_new, KNOWN)


def test_the_interval_is_promised_within_the_fuzz_of_the_plan() -> None:
    card = after((0, 3), (2, 3), (10, 3))
    assert card.stability and card.due_day and card.last_day
    low, high = bounds(planned(card.stability, BY))
    assert low <= (card.due_day - card.last_day).days <= high


def test_signals_change_the_stability_as_their_weights_say() -> None:
    def stability(**known: object) -> float:
        step = Step(DAY, GOOD, KNOWING.name, **known)  # type: ignore[arg-type]
        return review(new_card("a/b"), step, KNOWING).stability or 0

    plain = stability()
    assert plain == pytest.approx(after((0, GOOD)).stability)
    assert stability(milliseconds=16_000) == pytest.approx(plain * 2**-0.4)
    assert stability(milliseconds=4_000, confidence=3) == pytest.approx(
        plain * 2**0.4 * 1.10517, 1e-4
    )
    assert stability(score=0.9) == pytest.approx(plain * 0.951229, 1e-4)


@pytest.mark.parametrize("retention", [0.69, 1.0, 1.5, float("nan")])
def test_a_retention_out_of_range_is_refused(retention: float) -> None:
    with pytest.raises(ValueError, match="retention"):
        model(retention)


@pytest.mark.parametrize(
    "weights",
    [(1.0,) * 20, (*shipped()[:20], 5.0), (*shipped(), 1.0), (*shipped(), 0.0, *[0.1] * 5),
     (*shipped(), 9000.0, *[1.1] * 5)],
)  # fmt: skip
def test_weights_that_are_none_are_refused(weights: tuple[float, ...]) -> None:
    with pytest.raises(ValueError, match=r"weights|parameters"):
        model(0.9, weights)


@pytest.mark.parametrize("rating", [0, 5, -1])
def test_a_rating_that_is_none_is_refused(rating: int) -> None:
    with pytest.raises(ValueError, match="a rating is"):
        review(new_card("a/b"), Step(DAY, rating, BY.name), BY)


def test_names_tell_models_apart() -> None:
    assert len({BY.name, FITTED.name, KNOWING.name, model(0.8).name}) == 4
    assert same_weights(BY.name, model(0.8).name) and not same_weights(BY.name, FITTED.name)
    assert named("anki/sm2", KNOWN) == BY and named(model(0.85).name, {}) == model(0.85)
    assert decays(KNOWN)[BY.name] == shipped()[20]


def test_a_higher_retention_asks_sooner() -> None:
    spans = [planned(30.0, model(r)) for r in (0.7, 0.8, 0.9, 0.95, 0.99)]
    assert spans == sorted(spans, reverse=True) and spans[2] == 30
