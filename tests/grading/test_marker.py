"""What each kind gives for right, partly right and wrong answers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlprep.bank.library import load
from dlprep.bank.templates import Variant, draw
from dlprep.errors import UnreadableAnswerError
from dlprep.grading.estimate import score
from dlprep.grading.marker import expected, grade, grade_any

pytestmark = pytest.mark.usefixtures("sample_bank")


def variant(name: str, seed: int = 3) -> Variant:
    return draw(f"sample/{name}", load().question(f"sample/{name}"), seed)


def letters(v: Variant, *texts: str) -> str:
    shown = [o.text for o in v.options] or list(v.items)
    return "".join("ABCDE"[next(i for i, s in enumerate(shown) if t in s)] for t in texts)


def test_choice_says_why_that_option_is_wrong() -> None:
    v = variant("pick-one")
    assert grade(v, letters(v, "stays the same or falls").lower()).verdict == "correct"
    wrong = grade(v, letters(v, "It rises"))
    assert (wrong.score, wrong.verdict) == (0, "wrong")
    assert "a stricter rule to find more" in wrong.feedback
    assert wrong.feedback.index("stricter rule") < wrong.feedback.index("No false negative")


def test_multi_counts_hits_less_false_picks() -> None:
    v = variant("pick-some")
    assert grade(v, letters(v, "Precision")).score == 0.5
    assert grade(v, letters(v, "Precision", "Accuracy")).score == 0
    assert grade(v, ", ".join(letters(v, "Precision", "Recall"))).score == 1


def test_numeric_names_the_slip() -> None:
    v = variant("compute")
    recall = v.values["tp"] / (v.values["tp"] + v.values["fn"])
    assert grade(v, f"{recall}").feedback == f"That is recall, {recall:.2f}."
    precision = v.values["tp"] / (v.values["tp"] + v.values["fp"])
    assert grade(v, f"{precision:.0%}").score == 1
    assert "percentage" in grade(v, f"{precision * 100}").feedback


def test_estimate_is_scored_by_decades() -> None:
    v = variant("guess")
    assert grade(v, "50M").score == pytest.approx(2 / 3)
    assert grade(v, "500k").score == pytest.approx(2 / 3)
    assert grade(v, "5e9").score == 0
    assert grade(v, "4M to 6M").score > grade(v, "50M..60M").score
    with pytest.raises(UnreadableAnswerError):
        grade(v, "-3")


@given(st.floats(1, 1e12), st.floats(0, 3), st.floats(1, 1e12))
def test_widening_a_range_that_covers_the_truth_never_helps(
    low: float, decades: float, truth: float
) -> None:
    high = low * 10**decades
    if low <= truth <= high:
        assert score(low, high, truth) >= score(low / 2, high * 2, truth)


def test_order_counts_pairs() -> None:
    v = variant("sort")
    right = expected(v)
    assert grade(v, right).score == 1
    assert grade(v, right[::-1]).score == 0
    assert grade(v, right[1] + right[0] + right[2:]).score == pytest.approx(5 / 6, abs=1e-6)
    with pytest.raises(UnreadableAnswerError):
        grade(v, right[:2])


def test_text_finds_points_and_rebuts_misconceptions() -> None:
    v = variant("say")
    good = grade(v, "Units are zeroed at random. At test time it keeps all units.")
    assert [p.hit for p in good.points] == [True, True]
    bad = grade(v, "Units are dropped at random. Dropout is active at test time too.")
    assert bad.score == 0.25
    assert "the whole network is used" in bad.feedback
    assert grade(v, "What does dropout do in training and at test time").score == 0


@pytest.mark.parametrize("name", ["pick-one", "pick-some", "compute", "guess", "sort"])
def test_an_unreadable_answer_counts_as_wrong_and_says_why(name: str) -> None:
    result = grade_any(variant(name), "Z?!")
    assert (result.score, result.verdict) == (0, "wrong")
    assert result.unreadable


@given(
    name=st.sampled_from(["pick-one", "pick-some", "compute", "guess", "sort", "say"]),
    answer=st.text(max_size=200),
)
def test_any_answer_gets_a_score_between_0_and_1(name: str, answer: str) -> None:
    assert 0 <= grade_any(variant(name), answer).score <= 1
