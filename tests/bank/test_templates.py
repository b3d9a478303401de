"""A seed stands for one drawing, and every question of the bank can be drawn."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dlprep.bank.library import load
from dlprep.bank.templates import draw, fill, formatted
from dlprep.grading.marker import expected, grade


def test_placeholders_are_filled_and_other_braces_stay() -> None:
    values = {"tp": 30, "fp": 40}
    assert fill("{tp} of {tp + fp}: {tp / (tp + fp):.2f}", values) == "30 of 70: 0.43"
    assert fill("{x} {'a'} {}", values) == "{x} {'a'} {}"
    assert fill(r"$\frac{tp}{tp + fp}$ {tp}", values) == r"$\frac{30}{70}$ 30"


def test_numbers_read_as_a_person_writes_them() -> None:
    assert [formatted(v) for v in (3.0, 0.1 + 0.2, 7, "a")] == ["3", "0.3", "7", "a"]


@settings(deadline=None, max_examples=20)
@given(seed=st.integers(0, 2**31))
def test_a_seed_gives_the_same_drawing_always(seed: int) -> None:
    full_id = "metrics/threshold-50-to-80"
    question = load().question(full_id)
    assert draw(full_id, question, seed) == draw(full_id, question, seed)


@pytest.mark.usefixtures("sample_bank")
def test_the_key_of_every_question_given_as_the_answer_scores_one() -> None:
    library = load()
    for full_id in library.ids():
        question = library.question(full_id)
        for seed in range(20 if question.params else 2):
            variant = draw(full_id, question, seed)
            result = grade(variant, expected(variant))
            assert result.score == 1, (full_id, seed, result)
            assert grade(variant, "").score == 0


def test_an_expression_may_wrap_to_the_next_line() -> None:
    assert (
        fill("The sum is {one +\n  two:.1f} today.", {"one": 1, "two": 2})
        == "The sum is 3.0 today."
    )
