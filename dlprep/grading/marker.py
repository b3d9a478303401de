"""`grade(variant, answer) -> Grade`: from the kind of question to the function that marks it."""

from collections.abc import Callable
from importlib import import_module
from typing import Any

from dlprep.bank.templates import Variant
from dlprep.errors import UnreadableAnswerError
from dlprep.grading import choice, estimate, multi, numeric, order, text
from dlprep.grading.grade import Grade, PointMark

Mark = tuple[float, str, tuple[PointMark, ...]]
"""Score in 0..1, feedback in Markdown, and the points of a rubric."""


def _programs(kind: str) -> Any:
    """The module that runs answers of a kind: 15 ms of imports that no other question needs."""
    return import_module(f"dlprep.grading.{kind}")


_MARK: dict[str, Callable[[Variant, str], Mark]] = {
    "choice": choice.mark,
    "multi": multi.mark,
    "numeric": numeric.mark,
    "estimate": estimate.mark,
    "order": order.mark,
    "python": lambda variant, answer: _programs("python").mark(variant, answer),
    "sql": lambda variant, answer: _programs("sql").mark(variant, answer),
}
_EXPECTED: dict[str, Callable[[Variant], str]] = {
    "choice": choice.expected,
    "multi": multi.expected,
    "numeric": numeric.expected,
    "estimate": estimate.expected,
    "order": order.expected,
    "text": text.expected,
    "python": lambda variant: _programs("python").expected(variant),
    "sql": lambda variant: _programs("sql").expected(variant),
}

_KEY: dict[str, Callable[[Variant], str]] = {
    "choice": choice.key,
    "multi": multi.key,
    "estimate": estimate.key,
}


def key(variant: Variant) -> str:
    """What is told of the key where there was no answer to speak of, in Markdown.

    Empty for kinds whose key and explanation say it all.
    """
    return _KEY[variant.kind](variant) if variant.kind in _KEY else ""


def expected(variant: Variant) -> str:
    """The key as an answer: graded, it scores 1."""
    return _EXPECTED[variant.kind](variant)


def grade(variant: Variant, answer: str) -> Grade:
    """Grade an answer; an empty one means "I don't know" and scores 0.

    Raises
    ------
    UnreadableAnswerError
        The answer cannot be read as this kind; the message says what was expected.
    """
    if variant.kind == "text":
        return text.graded(variant, answer)
    right = expected(variant)
    if not answer.strip():
        return Grade(variant.id, variant.kind, 0.0, right, key(variant))
    score, feedback, points = _MARK[variant.kind](variant, answer)
    return Grade(variant.id, variant.kind, round(score, 6), right, feedback, points)


def grade_any(variant: Variant, answer: str) -> Grade:
    """Like `grade`, but an unreadable answer scores 0 and carries the reason."""
    try:
        return grade(variant, answer)
    except UnreadableAnswerError as error:
        return unreadable(variant, str(error))


def unreadable(variant: Variant, reason: str) -> Grade:
    """The grade of an answer that could not be read."""
    right, told = expected(variant), key(variant)
    return Grade(variant.id, variant.kind, 0.0, right, told, unreadable=reason)
