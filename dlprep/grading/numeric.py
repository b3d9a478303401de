"""Grades `numeric`: within the tolerance or not, and which usual slip it was."""

import math

from dlprep.bank.expressions import number
from dlprep.bank.kinds import Numeric, Tolerance
from dlprep.bank.templates import Variant, fill, formatted
from dlprep.grading.grade import PointMark
from dlprep.grading.numbers import read_number

_SCALES = (
    (100.0, "100 times too large: a percentage where a share was asked for"),
    (0.01, "100 times too small: a share where a percentage was asked for"),
)


def key(variant: Variant) -> float:
    """The correct number of this variant, in the question's unit."""
    question = variant.question
    assert isinstance(question, Numeric)
    return number(question.answer, variant.values)


def allowance(question: Numeric, reference: float) -> float:
    """How far from `reference` still counts as right, in the key's unit."""
    given = question.tolerance
    tolerance = given if isinstance(given, Tolerance) else Tolerance(absolute=given)
    if tolerance.absolute is not None:
        room = tolerance.absolute
    else:
        room = abs(reference) * (tolerance.relative or 0.0)
    return room + 1e-9 * max(1.0, abs(reference))  # 0.1 + 0.2 must equal 0.3


def mark(variant: Variant, answer: str) -> tuple[float, str, tuple[PointMark, ...]]:
    """1 within tolerance of the key, else 0 with the slip that gives the same number, if listed."""
    question = variant.question
    assert isinstance(question, Numeric)
    given = read_number(answer, question.unit)
    right = key(variant)
    if abs(given - right) <= allowance(question, right):
        return 1.0, "", ()
    for slip in question.slips:
        wrong = number(slip.answer, variant.values)
        if abs(given - wrong) <= allowance(question, wrong):
            return 0.0, fill(slip.why, {**variant.values, "answer": right}), ()
    return 0.0, _usual_slip(given, right, question), ()


def _usual_slip(given: float, right: float, question: Numeric) -> str:
    for factor, what in _SCALES:
        if right and math.isclose(given, right * factor, rel_tol=0.02):
            return f"Your number is {what}."
    if right and math.isclose(given, -right, rel_tol=0.02):
        return "The size is right, the sign is not."
    return ""


def expected(variant: Variant) -> str:
    """The key, precise enough to be graded as correct."""
    question = variant.question
    assert isinstance(question, Numeric)
    value = key(variant)
    text = formatted(value, "" if value.is_integer() else ".6g")
    if abs(float(text) - value) > allowance(question, value):
        text = repr(value)
    return f"{text}%" if question.unit == "%" else f"{text} {question.unit}".strip()
