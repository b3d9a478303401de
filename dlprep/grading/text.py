"""Grades `text` against its rubric: which points were said, and which misconceptions."""

from dlprep.bank.kinds import TextQuestion
from dlprep.bank.templates import Variant
from dlprep.grading.grade import Grade, PointMark


def graded(variant: Variant, answer: str) -> Grade:
    """Grade prose offline; an empty answer misses every point.

    Raises
    ------
    PatternError
        A pattern of the rubric cannot be read; `dlprep bank check` finds it first.
    """
    question = variant.question
    assert isinstance(question, TextQuestion)
    if not answer.strip():
        missed = tuple(PointMark(p.point, p.weight, hit=False) for p in question.points)
        return Grade(variant.id, variant.kind, 0.0, expected(variant), "", missed)
    # 10 ms and more that the first question need not wait for
    from dlprep.grading.rubric import feedback, marking

    marks = marking.mark(question, variant.prompt, answer)
    return Grade(
        variant.id,
        variant.kind,
        round(marks.score, 6),
        expected(variant),
        feedback.feedback(question, marks),
        marks.points,
        misconceptions=tuple(question.misconceptions[n].claim for n in marks.voiced),
        flags=marks.flags,
    )


def expected(variant: Variant) -> str:
    """The model answer."""
    question = variant.question
    assert isinstance(question, TextQuestion)
    return question.model_answer.strip()
