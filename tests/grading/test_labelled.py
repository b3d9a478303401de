"""The graders of prose against answers that a person labelled; figures are in docs/grading.md."""

from collections import Counter

import pytest

from benchmarks.prose import Judged, beaten, correlation, judged, points


@pytest.fixture(scope="module")
def answers() -> list[Judged]:
    return judged()


def test_there_are_enough_of_every_kind(answers: list[Judged]) -> None:
    kinds = Counter(a.labelled.kind for a in answers)
    assert len(answers) >= 120
    assert len({a.labelled.question for a in answers}) >= 20
    assert kinds["right"] == kinds["partly right"] == kinds["wrong"] >= 20
    assert set(kinds) >= {"negated", "swapped", "stuffed", "shuffled", "copied", "off-topic"}


def test_no_trick_scores_as_high_as_an_honest_paraphrase(answers: list[Judged]) -> None:
    assert [(a.labelled.question, a.labelled.kind) for a in beaten(answers)] == []


@pytest.mark.parametrize("held_out", [False, True])
def test_scores_follow_the_labels(answers: list[Judged], held_out: bool) -> None:
    part = [a for a in answers if a.labelled.held_out == held_out]
    assert correlation(part) > 0.9
    precision, recall = points(part)
    assert precision > 0.75
    assert recall > 0.8


def test_kinds_lie_where_they_should(answers: list[Judged]) -> None:
    def scores(kind: str) -> list[float]:
        return [a.grade.score for a in answers if a.labelled.kind == kind]

    assert max(scores("shuffled")) == 0
    assert max(scores("copied") + scores("addressing the grader")) == 0
    assert max(scores("stuffed")) <= 0.5
    assert max(scores("negated")) <= 0.5
    assert max(scores("wrong")) < min(scores("right"))
