"""Reads the patterns of a rubric, such as `train|training >high|low early_stopping`."""

import re
import unicodedata

import msgspec

from dlprep.grading.rubric.words import STOP, plain, stem

Phrase = tuple[str, ...]
"""Stems that stand next to each other."""


class PatternError(ValueError):
    """A pattern that cannot be read; the message quotes it and says what was expected."""


class Pattern(msgspec.Struct, frozen=True):
    """A pattern's terms, each a choice of phrases, and whether they come in this order."""

    source: str
    terms: tuple[tuple[Phrase, ...], ...]
    ordered: bool

    @property
    def window(self) -> int:
        """Within how many content words all terms must lie: 2 x terms + 2."""
        return 2 * len(self.terms) + 2

    @property
    def stems(self) -> frozenset[str]:
        """Every stem that occurs in it."""
        return frozenset(s for term in self.terms for phrase in term for s in phrase)


def parse(source: str) -> Pattern:
    """Read a pattern.

    Terms are separated by spaces; `a|b` are alternatives, `x_y` is a phrase of adjacent words, a
    leading `>` asks for the terms in this order.

    Raises
    ------
    PatternError
        An empty term or alternative, a `>` that does not lead, a term without a letter or digit,
        or a pattern of nothing but stop words, which any sentence would fit.

    >>> parse("> l1|lasso exactly_zero").terms
    ((('l1',), ('lasso',)), (('exact', 'zero'),))
    """
    text = unicodedata.normalize("NFKC", source).strip()
    ordered = text.startswith(">")
    body = text[1:].strip() if ordered else text
    if ">" in body:
        raise PatternError(f"pattern {source!r}: `>` not in front, expected it to lead the pattern")
    words = body.split()
    if not words:
        raise PatternError(f"pattern {source!r}: no terms, expected words separated by spaces")
    terms = tuple(_term(term, source) for term in words)
    if all(s in STOP for term in terms for phrase in term for s in phrase):
        raise PatternError(f"pattern {source!r}: stop words alone, expected a word that tells")
    return Pattern(source, terms, ordered)


def _term(term: str, source: str) -> tuple[Phrase, ...]:
    phrases: dict[Phrase, None] = {}
    for alternative in term.split("|"):
        if not alternative:
            raise PatternError(f"pattern {source!r}: an empty alternative in {term!r}")
        parts = alternative.split("_")
        if not all(re.search(r"[^\W_]|%", part) for part in parts):
            raise PatternError(f"pattern {source!r}: no word in {alternative!r}")
        found = [w for part in parts for w in _words(part)]
        phrases[tuple(stem(w) for w in found)] = None
        if len(found) > 1 and "_" not in alternative:  # `cross-entropy` is also `crossentropy`
            phrases[(stem("".join(found)),)] = None
    return tuple(phrases)


def _words(part: str) -> list[str]:
    found = re.findall(r"\d++(?:[.,]\d++)*+(?![^\W\d_])|[^\W_]+(?:['’ʼ][^\W_]+)*|%", part)
    return ["percent" if w == "%" else plain(w) for w in found]
