"""Grades the breakdown of an estimate: which factors were named, and whether each range is sound."""

import math
import re
from collections import Counter

import msgspec

from dlprep.bank.kinds import Estimate
from dlprep.errors import UnreadableAnswerError
from dlprep.grading.estimate import read_range

FACTOR_SHARE = 0.5
"""Of a factor's mark, what naming it is worth; the rest is for a range near the reference's."""

_LINE = re.compile(r"[\n;]+")
_NUMBERS = re.compile(r"[:=]|(?<![\w.])(?=[~≈$€]?\d)")
_IN_UNIT = re.compile(r"\bin (ml|cl|l|kg|g|ms|s|min|hours|days|kb|mb|gb|tb|%)\s*$", re.IGNORECASE)
_WORD = re.compile(r"[a-z]{3,}")
_STOP = frozenset(
    "the and per for who are that with from have has each one than more less how many much year "
    "number average about total".split()
)


class FactorMark(msgspec.Struct, frozen=True):
    """One factor of the reference tree: what was said of it, if anything.

    `range_score` lies in 0..1: 1 where the named range meets the reference's, less by the distance
    in decades; None where no number was given.
    """

    name: str
    what: str
    said: str = ""
    range_score: float | None = None

    @property
    def score(self) -> float:
        """0..1: half for naming it, half for the range."""
        return FACTOR_SHARE * bool(self.said) + (1 - FACTOR_SHARE) * (self.range_score or 0.0)


class Breakdown(msgspec.Struct, frozen=True):
    """A breakdown beside the reference tree: its factors, and the oddities that were noticed."""

    factors: tuple[FactorMark, ...]
    own: tuple[str, ...]
    oddities: tuple[tuple[str, bool], ...]

    @property
    def score(self) -> float:
        """0..1: the mean over the reference's factors."""
        return sum(f.score for f in self.factors) / len(self.factors)


def mark(question: Estimate, text: str) -> Breakdown:
    """Hold named factors, one a line or between semicolons, against the tree of an estimate.

    `people in the city: 15M..16M` names a factor and its range. A line goes to the factor with
    which it shares most words; what fits none is the learner's own.
    """
    lines = [line.strip(" -•*\t") for line in _LINE.split(text)]
    lines = [line for line in lines if line]
    taken = _assigned(question, lines)
    own = [line for line in lines if line not in taken.values()]
    marks = tuple(
        FactorMark(
            f.name,
            f.what,
            taken.get(f.name, ""),
            _range(taken.get(f.name, ""), f.low, f.high, f.unit),
        )
        for f in question.factors
    )
    said = _words(text)
    noticed = tuple((o, len(_words(o) & said) >= 2) for o in question.oddities)
    return Breakdown(marks, tuple(own), noticed)


def _assigned(question: Estimate, lines: list[str]) -> dict[str, str]:
    """Each factor's line: lines with a number first, then by words in common, rare ones counting more."""
    known = {
        f.name: _words(f"{f.name.replace('_', ' ')} {f.what} {f.unit}") for f in question.factors
    }
    holders = Counter(word for words in known.values() for word in words)
    pairs = []
    for line in lines:
        head, *number = _NUMBERS.split(line, maxsplit=1)
        said = _words(head) | ({"share"} if "%" in line else set())
        for name, words in known.items():
            if shared := sum(1 / holders[word] for word in said & words):
                pairs.append((bool(number), shared / math.sqrt(len(words)), name, line))
    taken: dict[str, str] = {}
    for *_, name, line in sorted(pairs, key=lambda pair: pair[:2], reverse=True):
        if name not in taken and line not in taken.values():
            taken[name] = line
    return taken


def _words(text: str) -> set[str]:
    """Words by their first five letters, so that `washes` meets `washing`."""
    return {w[:5] for w in _WORD.findall(text.lower()) if w not in _STOP}


def _range(line: str, low: float, high: float, unit: str) -> float | None:
    parts = _NUMBERS.split(line, maxsplit=1)
    if len(parts) < 2 or not parts[1].strip():
        return None
    numbers = parts[1].strip()
    if (named := _IN_UNIT.search(parts[0])) and numbers[-1].isdigit():
        numbers = f"{numbers} {named.group(1)}"  # "shampoo in ml: 5..12"
    try:
        left, right = read_range(numbers, unit)
    except UnreadableAnswerError:
        return None
    if low <= 0:
        return float(left <= high)
    apart = max(math.log10(left / high), math.log10(low / right), 0.0)
    width = math.log10(right / left) if right > left else 0.0
    return max(0.0, 1.0 - apart - max(0.0, width - 1.0) / 2)
