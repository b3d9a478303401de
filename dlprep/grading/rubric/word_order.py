"""Tells whether the words of a text stand in an order in which people put them.

What follows what is known for function words one by one and for other words by their endings. An
answer whose neighbours fit no better than the same words drawn at random has been shuffled.
"""

import functools
import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import Path

import msgspec

from dlprep.grading.rubric.words import Prose

TABLE = Path(__file__).with_name("word_order.json")
_ENDINGS = re.compile(r".+?(ing|ed|ly|tion|ity|ous|al|ive|able|er|est|ies|s)$")
_SMOOTHING = 4.0
EDGE = "."
"""Stands for the beginning and the end of a sentence."""


class Table(msgspec.Struct, frozen=True):
    """`words` are the classes; `weights[a][b]` is 100 x log of how much more often b follows a."""

    words: list[str]
    weights: list[list[int]]


def kind_of(word: str, known: Iterable[str]) -> str:
    """The class of a word in lower case: itself where it is known, its ending, or `#`, `x`, `-`."""
    if word in known:
        return word
    if not word.isalpha():
        return "#"
    if len(word) == 1:
        return "x"
    found = _ENDINGS.match(word)
    return f"-{found[1]}" if found else "-"


def learned(sentences: Iterable[Sequence[str]], known: Sequence[str]) -> Table:
    """The table of a body of text: smoothed pointwise mutual information of neighbours, in nats."""
    pairs: Counter[tuple[str, str]] = Counter()
    left: Counter[str] = Counter()
    right: Counter[str] = Counter()
    own = frozenset(known)
    for sentence in sentences:
        kinds = [EDGE, *(kind_of(w, own) for w in sentence), EDGE]
        for a, b in pairwise(kinds):
            pairs[a, b] += 1
            left[a] += 1
            right[b] += 1
    total = sum(pairs.values())
    words = sorted(left.keys() | right.keys())

    def weight(a: str, b: str) -> int:
        by_chance = left[a] * right[b] / total
        return round(100 * math.log((pairs[a, b] + _SMOOTHING) / (by_chance + _SMOOTHING)))

    return Table(words, [[weight(a, b) for b in words] for a in words])


@functools.cache
def _table() -> tuple[dict[str, int], list[list[int]]]:
    table = msgspec.json.decode(TABLE.read_bytes(), type=Table)
    return {word: n for n, word in enumerate(table.words)}, table.weights


def plausibility(prose: Prose) -> tuple[float, int]:
    """How many standard deviations the order lies above a random one, and from how many pairs."""
    numbers, weights = _table()
    edge, other = numbers[EDGE], numbers["-"]
    sentences = [
        [numbers.get(kind_of(t.word, numbers), other) for t in sentence]
        for sentence in prose.sentences
    ]
    counts = Counter(c for s in sentences for c in s)
    n = counts.total()
    if n < 2:
        return 0.0, 0
    score = 0
    for s in sentences:
        score += weights[edge][s[0]] + weights[s[-1]][edge]
        score += sum(weights[a][b] for a, b in pairwise(s))
    opening = _moments((many, weights[edge][c]) for c, many in counts.items())
    closing = _moments((many, weights[c][edge]) for c, many in counts.items())
    within = _moments(
        (many * (others - (a == b)), weights[a][b])
        for a, many in counts.items()
        for b, others in counts.items()
    )
    ends, pairs = len(sentences), n - len(sentences)
    mean = ends * (opening[0] + closing[0]) + pairs * within[0]
    variance = ends * (opening[1] + closing[1]) + pairs * within[1]
    return (score - mean) / math.sqrt(max(variance, 1.0)), pairs + 2 * ends


def _moments(weighted: Iterable[tuple[int, int]]) -> tuple[float, float]:
    """Mean and variance of numbers, each of which counts so many times."""
    total = first = second = 0
    for many, value in weighted:
        total += many
        first += many * value
        second += many * value * value
    mean = first / total
    return mean, second / total - mean**2
