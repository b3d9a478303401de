"""Forgives slips of spelling: the same first letter, one slip, two in words of eight letters."""

from collections.abc import Iterable

SHORTEST = 5
"""Letters: shorter words are too near to one another (`loss`, `less`)."""
_TWO_SLIPS_FROM = 8


class Speller:
    """Knows the words of one rubric; what is spelled as in its texts is no slip of another word."""

    def __init__(self, words: Iterable[str], right: Iterable[str]) -> None:
        self._words: dict[str, list[str]] = {}
        for word in sorted(set(words)):
            if len(word) >= SHORTEST and word.isalpha():
                self._words.setdefault(word[0], []).append(word)
        self._right = frozenset(right)
        self._seen: dict[str, str | None] = {}

    def meant(self, word: str) -> str | None:
        """The rubric's word that was probably meant, or None."""
        if len(word) < SHORTEST or word in self._right or not word.isalpha():
            return None
        if word not in self._seen:
            if len(self._seen) > 4096:  # a long run over many answers
                self._seen.clear()
            self._seen[word] = self._nearest(word)
        return self._seen[word]

    def _nearest(self, word: str) -> str | None:
        best, fewest = None, 3
        for known in self._words.get(word[0], ()):
            if abs(len(known) - len(word)) > 2:
                continue
            allowed = 2 if min(len(known), len(word)) >= _TWO_SLIPS_FROM else 1
            slips = distance(word, known)
            # another ending (variance, variants) is another word
            if slips == 2 and word[:-2] == known[:-2]:
                continue
            if slips <= allowed and slips < fewest:
                best, fewest = known, slips
        return best


def distance(one: str, other: str) -> int:
    """Slips between two words: a letter too many, missing, wrong, or two that changed places.

    Optimal string alignment; at least 3 is given as 3.

    >>> distance("overfiting", "overfitting"), distance("trian", "train")
    (1, 1)
    """
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, start=1):
        earlier, before, row = before, row, [i]
        for j, b in enumerate(other, start=1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, earlier[j - 2] + 1)
            row.append(cost)
        if min(row) > 2:
            return 3
    return min(row[-1], 3)
