"""Grades `choice`: one letter, right or wrong, with the reason for that very option."""

from dlprep.bank.templates import LETTERS, Variant
from dlprep.errors import UnreadableAnswerError
from dlprep.grading.grade import PointMark
from dlprep.grading.letters import places


def mark(variant: Variant, answer: str) -> tuple[float, str, tuple[PointMark, ...]]:
    """1 for the correct option, else 0; the feedback is why the chosen one is right or wrong."""
    chosen = places(answer, [o.text for o in variant.options])
    if len(chosen) != 1:
        raise UnreadableAnswerError(f"{len(chosen)} letters given: this question takes one")
    option = variant.options[chosen[0]]
    if option.correct:
        return 1.0, option.why, ()
    return 0.0, f"**{LETTERS[chosen[0]]} is wrong.** {option.why}\n\n{key(variant)}", ()


def key(variant: Variant) -> str:
    """Which option is right and why, in Markdown."""
    right = next(o for o in variant.options if o.correct)
    return f"**{expected(variant)} is right.** {right.why}"


def expected(variant: Variant) -> str:
    """The letter of the correct option in this variant."""
    return next(LETTERS[n] for n, o in enumerate(variant.options) if o.correct)
