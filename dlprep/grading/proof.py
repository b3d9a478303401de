"""Holds a question against its own key: given as the answer, the key must score 1."""

from dlprep.bank.templates import Variant
from dlprep.errors import UnreadableAnswerError
from dlprep.grading.marker import expected, grade


def disproof(variant: Variant) -> str:
    """What speaks against a drawing, in a few words; nothing where its key scores 1."""
    try:
        result = grade(variant, expected(variant))
    except (UnreadableAnswerError, ValueError, ArithmeticError) as error:
        return f"the key cannot be graded: {error}"
    if result.score == 1:
        return ""
    missed = "; ".join(p.point for p in result.points if not p.hit)
    return f"the key, given as the answer, scores {result.score:.2f}" + (
        f", not found: {missed}" if missed else ""
    )
