"""Choosing questions, and the state machine of a quiz."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dlprep.bank.kinds import Choice, kind
from dlprep.bank.library import load
from dlprep.errors import UnreadableAnswerError, UsageError
from dlprep.grading.marker import expected
from dlprep.session.choosing import Picked, choose
from dlprep.session.quiz import Quiz


@settings(deadline=None, max_examples=30)
@given(seed=st.integers(0, 2**31), count=st.integers(1, 40))
def test_the_same_seed_chooses_the_same_and_never_a_question_twice(seed: int, count: int) -> None:
    library = load()
    chosen = choose(library, count, seed)
    assert chosen == choose(library, count, seed)
    assert len({v.id for v in chosen}) == len(chosen)


@pytest.mark.usefixtures("sample_bank")
def test_filters_hold_and_aliases_work() -> None:
    library = load()
    assert {v.id.split("/")[0] for v in choose(library, 50, 1, ["recall"])} == {"metrics"}
    assert {kind(v.question) for v in choose(library, 50, 1, kind="numeric")} == {"numeric"}
    assert {v.question.difficulty for v in choose(library, 50, 1, difficulty="easy")} == {"easy"}
    with pytest.raises(UsageError, match="did you mean 'metrics'"):
        choose(library, 1, 1, ["metrcs"])


@pytest.mark.usefixtures("sample_bank")
def test_topics_take_turns() -> None:
    topics = [v.id.split("/")[0] for v in choose(load(), 6, 5, ["metrics", "sample"])]
    assert all(a != b for a, b in pairwise(topics))


@pytest.mark.usefixtures("sample_bank")
def test_a_quiz_goes_on_takes_back_and_sums_up() -> None:
    quiz = Quiz(choose(load(), 6, 1, ["sample"]))
    first = quiz.current
    assert first is not None
    with pytest.raises(UnreadableAnswerError):
        quiz.answer("Z" if first.kind != "text" else "", strict=True)
        pytest.skip("prose is always readable")
    assert quiz.current == first
    quiz.answer("")
    assert quiz.take_back()
    assert quiz.current == first
    while (variant := quiz.current) is not None:
        quiz.answer(expected(variant))
    summary = quiz.summary()
    assert (summary.asked, summary.score, summary.again) == (6, 6, ())


@pytest.mark.usefixtures("sample_bank")
def test_the_learners_marks_count_and_the_machines_stay() -> None:
    quiz = Quiz(choose(load(), 1, 1, ["sample"], kind="text"))
    answered = quiz.answer("Units are dropped at random. Dropout is active at test time.")
    assert (answered.grade.score, answered.score, answered.said) == (0.25, 0.25, None)
    corrected = quiz.correct([True, True])
    assert (corrected.grade.score, corrected.score) == (0.25, 0.75)  # the misconception stays
    assert quiz.summary().score == 0.75
    assert quiz.summary().corrected == 1
    back = quiz.correct([True, False])
    assert (back.said, quiz.summary().corrected) == (None, 0)


def test_a_quiz_over_many_topics_begins_with_one_to_warm_up() -> None:
    def warm(picked: Picked) -> bool:
        return isinstance(picked.question, Choice) and picked.question.difficulty != "hard"

    drawn = [choose(load(), 10, seed) for seed in range(20)]
    assert all(warm(first) for first, *others in drawn if any(map(warm, others)))
    assert sum(warm(first) for first, *_ in drawn) >= 18
    assert all(len({p.id.split("/")[0] for p in picked}) == 10 for picked in drawn)
