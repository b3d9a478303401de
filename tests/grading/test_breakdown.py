"""Estimates taken apart: named factors, their ranges, oddities."""

from hypothesis import given
from hypothesis import strategies as st

from dlprep.bank.kinds import Estimate
from dlprep.bank.library import load
from dlprep.grading.breakdown import mark

SHAMPOO = load().question("estimation/world-shampoo")
assert isinstance(SHAMPOO, Estimate)


def test_named_factors_with_sound_ranges_score_high() -> None:
    said = (
        "people in the world: 7.5B..8.5B\nshare who use shampoo: 0.5..0.7\n"
        "washes in a week: 2..4\nshampoo for a wash in ml: 5..12\n"
        "bald people without hair need none, and many use soap bars"
    )
    marks = mark(SHAMPOO, said)
    assert all(f.said for f in marks.factors)
    assert marks.score > 0.9
    assert any(noticed for _, noticed in marks.oddities)


def test_a_range_far_off_is_worth_less_than_one_that_meets() -> None:
    near = mark(SHAMPOO, "people in the world: 8B")
    far = mark(SHAMPOO, "people in the world: 80M")
    bare = mark(SHAMPOO, "people in the world")
    assert near.score > far.score >= bare.score > 0
    assert near.factors[0].range_score == 1.0


def test_what_fits_no_factor_is_the_learners_own() -> None:
    marks = mark(SHAMPOO, "price of a barrel of oil: 70")
    assert marks.score == 0
    assert marks.own == ("price of a barrel of oil: 70",)


@given(st.text(max_size=300))
def test_any_text_scores_between_nothing_and_all(text: str) -> None:
    marks = mark(SHAMPOO, text)
    assert 0 <= marks.score <= 1
    assert len(marks.factors) == len(SHAMPOO.factors)
