"""Grades `estimate` on the log scale: a factor of ten off costs a third."""

import math
import re

from dlprep.bank.expressions import number
from dlprep.bank.kinds import Estimate
from dlprep.bank.templates import Variant
from dlprep.errors import UnreadableAnswerError
from dlprep.grading.grade import PointMark
from dlprep.grading.numbers import read_number

DECADES_TO_ZERO = 3.0
_RANGE = re.compile(r"^(.*?[\w%)])\s*(?:\.\.\.?|–|—|\bto\b|(?<![eE])-(?=\s*[\d.]))\s*(.+)$")


def reference(question: Estimate) -> float:
    """The tree's result: the formula at the factors' typical values."""
    return number(question.formula, {f.name: f.typical for f in question.factors})


def score(low: float, high: float, truth: float) -> float:
    """max(0, 1 - loss / 3), where the loss of a range is in decades.

    The loss is half the range's width plus the distance by which it misses the truth (the interval
    score of Gneiting & Raftery 2007, on the log10 scale, scaled so that a single number loses
    exactly |log10(given / truth)|).
    """
    left, right, centre = math.log10(low), math.log10(high), math.log10(truth)
    miss = max(left - centre, centre - right, 0.0)
    return max(0.0, 1.0 - ((right - left) / 2 + miss) / DECADES_TO_ZERO)


def read_range(answer: str, unit: str) -> tuple[float, float]:
    """The typed number or range, both ends positive, low end first."""
    parts = _RANGE.match(answer.strip())
    if not parts:
        low = high = read_number(answer, unit)
    else:
        low, high = _ends(parts.group(1), parts.group(2), unit)
    if low <= 0 or high <= 0:
        raise UnreadableAnswerError(f"{answer.strip()!r}: an estimate must be above zero")
    return min(low, high), max(low, high)


def _ends(left: str, right: str, unit: str) -> tuple[float, float]:
    magnitude = re.search(r"[A-Za-z].*$", right)
    if magnitude and re.fullmatch(r"[\d.,]+", left.strip()):
        shared = f"{left} {magnitude.group()}"  # "2..5M" means 2M..5M
        if read_number(shared, unit) <= read_number(right, unit):
            left = shared
    return read_number(left, unit), read_number(right, unit)


def mark(variant: Variant, answer: str) -> tuple[float, str, tuple[PointMark, ...]]:
    """The log-scale score, how far off it was, and the tree of factors."""
    question = variant.question
    assert isinstance(question, Estimate)
    low, high = read_range(answer, question.unit)
    truth = reference(question)
    return score(low, high, truth), f"{_distance(low, high, truth)}\n\n{tree(question)}", ()


def _distance(low: float, high: float, truth: float) -> str:
    if low < high and low <= truth <= high:
        return f"Your range covers the reference and spans a factor of {high / low:.3g}."
    near = low if truth < low else high
    ratio = near / truth
    if 0.97 < ratio < 1.03:
        return "You are at the reference."
    side = (
        f"{ratio:.3g} times the reference" if ratio > 1 else f"1/{1 / ratio:.3g} of the reference"
    )
    return f"Your {'number' if low == high else 'range at its nearer end'} is {side}."


def key(variant: Variant) -> str:
    """The reference and how it comes about, in Markdown."""
    assert isinstance(variant.question, Estimate)
    return tree(variant.question)


def tree(question: Estimate) -> str:
    """The factors as a Markdown list, with ranges, sources and what is odd about the question."""
    lines = [
        f"Reference: **{shown(reference(question))} {question.unit}** = `{question.formula}`",
        "",
    ]
    for f in question.factors:
        span = f"{shown(f.low)} to {shown(f.high)}"
        lines.append(f"- `{f.name}`: {f.what}: {shown(f.typical)} {f.unit} ({span}; {f.source})")
    if question.oddities:
        lines += ["", "Worth saying aloud:", ""] + [f"- {text}" for text in question.oddities]
    return "\n".join(lines)


def shown(value: float) -> str:
    """A quantity to three digits, with a word for millions and billions."""
    for size, word in ((1e12, " trillion"), (1e9, " billion"), (1e6, " million")):
        if abs(value) >= size:
            return f"{value / size:.3g}{word}"
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def expected(variant: Variant) -> str:
    """The reference with its unit, graded as correct when given."""
    question = variant.question
    assert isinstance(question, Estimate)
    value = reference(question)
    number = f"{value:,.0f}" if value >= 1000 else f"{value:.6g}"
    return f"{number} {question.unit}"
