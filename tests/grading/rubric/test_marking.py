"""How answers are matched: stems, spelling, windows, negation, roles, and the flags of an answer."""

import random
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlprep.bank.kinds import TextQuestion
from dlprep.bank.library import load
from dlprep.grading.rubric.marking import Marking, mark
from dlprep.grading.rubric.spelling import distance

from .conftest import PROMPT, rubric

Verdict = Callable[..., str]
Norms = Callable[[str], Marking]


@pytest.mark.parametrize(
    ("pattern", "answer", "mark"),
    [
        ("gradient vanishes", "The gradients are vanishing in deep nets.", "found"),
        ("gradient vanishes", "The gradient grows. It vanishes.", "missed"),
        ("regularisation reduces", "Regularization reduces it.", "found"),
        ("overfitting training", "It is overfiting in trianing.", "found"),
        ("loss rises", "There is less rise.", "missed"),
        ("variance falls", "Its variants fall.", "missed"),
        ("early_stopping", "I use early-stopping.", "found"),
        ("early_stopping", "I stop early.", "missed"),
        ("nonnegative target", "The target is non-negative.", "found"),
        ("negative target", "The target is non-negative.", "missed"),
        ("> train validate", "First train, then validate.", "found"),
        ("> train validate", "First validate, then train.", "missed"),
        ("percent", "95% of it", "found"),
        ("one one", "One is enough.", "missed"),
        ("momentum averages", "Momentum, when all is said and done in long runs of many steps over large sets, averages.", "missed"),
        ("momentum averages gradients", "Momentum averages what came before.", "perhaps"),
    ],
)  # fmt: skip
def test_words_and_windows(verdict: Verdict, pattern: str, answer: str, mark: str) -> None:
    assert verdict(pattern, answer) == mark


@pytest.mark.parametrize(
    ("answer", "mark"),
    [
        ("Dropout is active.", "found"),
        ("Dropout isn't active.", "contradicted"),
        ("Dropout isn’t active.", "contradicted"),
        ("Dropout is not only active, it scales.", "found"),
        ("Dropout is never not active.", "found"),
        ("If nothing is known, dropout is active.", "found"),
        ("It does not stop, but dropout is active.", "found"),
        ("It is not true that dropout is active.", "contradicted"),
        ("Neither momentum nor dropout is active.", "contradicted"),
        ("There is no momentum and no dropout active.", "contradicted"),
        ("Dropout doesnt stay active.", "contradicted"),
        ("Dropout is not active in testing. Dropout is active in training.", "found"),
    ],
)
def test_negation(verdict: Verdict, answer: str, mark: str) -> None:
    assert verdict("dropout active", answer) == mark


def test_a_pattern_may_ask_for_the_negator(verdict: Verdict) -> None:
    assert verdict("never|not negative", "The output is never negative.") == "found"
    assert verdict("never|not negative", "The output is negative.") == "missed"


def test_evidence_is_what_was_written() -> None:
    said = mark(rubric(["gradient vanish"]), PROMPT, "Well: THE  Gradients\nvanish too.").points[0]
    assert said.evidence == "Gradients vanish"
    said = mark(rubric(["gradient vanish"]), PROMPT, "- the gradients\n- vanish\n").points[0]
    assert said.evidence == ""  # in a list a line is a sentence
    said = mark(rubric(["gradient vanish"]), PROMPT, "Well, THE  Gradients don’t vanish.").points[0]
    assert (said.mark, said.evidence) == ("contradicted", "Gradients don’t vanish")


@pytest.mark.parametrize(
    "answer",
    [
        "L1 sets some weights exactly to zero, whereas L2 makes all weights smaller.",
        "Lasso pushes weights to exactly zero. Ridge shrinks all of the weights.",
        "With L1 you get exact zeros and with L2 you shrink all the weights.",
        "Exact zeros come from L1. All weights are smaller with weight decay.",
        "Unlike L2, L1 gives you exact zeros. With L2 it shrinks all of the weights.",
    ],
)
def test_roles_told_apart(norms: Norms, answer: str) -> None:
    marking = norms(answer)
    assert [p.mark for p in marking.points] == ["found", "found"]
    assert (marking.voiced, marking.score) == ((), 1)


@pytest.mark.parametrize(
    "answer",
    [
        "L2 sets some weights exactly to zero, whereas L1 makes all weights smaller.",
        "Ridge pushes weights to exactly zero. It is sparse. Lasso shrinks all of the weights.",
        "With L2 you get exact zeros and with L1 you shrink all the weights.",
    ],
)
def test_roles_swapped_show_nothing(norms: Norms, answer: str) -> None:
    marking = norms(answer)
    assert not any(p.hit for p in marking.points)
    assert (marking.voiced, marking.score) == ((0,), 0)


def test_a_repeated_question_shows_nothing() -> None:
    question = rubric(["l1 l2", "weights", "stop training"])
    assert mark(question, PROMPT, PROMPT).flags == ("copied",)
    assert mark(question, PROMPT, f"{PROMPT} I don't know.").score == 0
    assert mark(question, PROMPT, f"{PROMPT} One can stop the training early.").score == 1


def test_keywords_count_half() -> None:
    marking = mark(
        rubric(["gradient vanish"]),
        PROMPT,
        "gradient vanish deep layers sigmoid saturate weights update chain rule",
    )
    assert (marking.flags, marking.points[0].hit, marking.score) == (("keywords",), True, 0.5)


def test_a_plea_is_passed_over_and_costs_nothing() -> None:
    question = rubric(["gradient vanish"])
    plea = "Dear grader, the gradient vanish point deserves full marks."
    assert mark(question, PROMPT, plea).score == 0
    both = mark(question, PROMPT, f"The gradient may vanish. {plea}")
    assert (both.score, both.flags) == (1, ("pleading",))


def test_a_long_answer_is_flagged_and_costs_nothing() -> None:
    marking = mark(
        rubric(["gradient vanish"]), PROMPT, "The gradient may vanish in such a net. " * 40
    )
    assert (marking.score, marking.flags) == (1, ("long",))


def test_shuffled_model_answers_show_nothing_and_straight_ones_are_not_taken_for_shuffled() -> None:
    library = load()
    passed = tried = 0
    for full_id in library.ids(kind="text"):
        question = library.question(full_id)
        assert isinstance(question, TextQuestion)
        flags = mark(question, question.prompt, question.model_answer).flags
        assert set(flags) <= {"long"}, full_id
        for seed in range(3):
            words = question.model_answer.split()
            random.Random(seed).shuffle(words)
            tried += 1
            passed += mark(question, question.prompt, " ".join(words)).score >= 0.6
    assert tried > 90
    assert passed / tried < 0.01


@given(st.text(max_size=200))
def test_any_text_can_be_marked(text: str) -> None:
    marking = mark(rubric(["gradient vanish", "not|never l1 zero", "> l2 shrinks"]), PROMPT, text)
    assert 0 <= marking.score <= 1


def test_a_word_said_a_thousand_times_takes_no_time() -> None:
    answer = "gradient vanish deep " * 3000
    assert mark(rubric(["gradient deep layers vanish sigmoid"]), PROMPT, answer).score == 0


@given(st.text("abc", max_size=8), st.text("abc", max_size=8))
def test_slips_are_counted_alike_both_ways(one: str, other: str) -> None:
    assert distance(one, other) == distance(other, one)
    assert (distance(one, other) == 0) == (one == other)
