"""Grades `order`: the share of pairs that stand in the right order (Kendall)."""

from itertools import combinations

from dlprep.bank.templates import LETTERS, Variant
from dlprep.errors import UnreadableAnswerError
from dlprep.grading.grade import PointMark
from dlprep.grading.letters import places


def mark(variant: Variant, answer: str) -> tuple[float, str, tuple[PointMark, ...]]:
    """Concordant pairs / all pairs: 1 for the right order, 0 for its reverse.

    (1 + Kendall's tau) / 2 without ties; Kendall 1938, "A new measure of rank correlation".
    """
    given = places(answer, variant.items)
    if len(given) != len(variant.items):
        raise UnreadableAnswerError(
            f"{len(given)} of {len(variant.items)} letters given: put all of them in order"
        )
    ranks = [variant.places[n] for n in given]
    pairs = list(combinations(ranks, 2))
    score = sum(first < second for first, second in pairs) / len(pairs)
    lines = [f"{n + 1}. {LETTERS[i]}: {variant.items[i]}" for n, i in enumerate(_right(variant))]
    return score, "" if score == 1 else "The right order:\n\n" + "\n".join(lines), ()


def expected(variant: Variant) -> str:
    """The shown letters in the right order."""
    return "".join(LETTERS[n] for n in _right(variant))


def _right(variant: Variant) -> list[int]:
    return sorted(range(len(variant.items)), key=lambda n: variant.places[n])
