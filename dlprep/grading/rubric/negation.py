"""Turns a text into its denial, clause by clause, to see whether a rubric notices."""

from collections.abc import Sequence
from itertools import groupby, pairwise

from dlprep.grading.rubric.words import Token, read

_AUXILIARIES = frozenset(
    "is are was were am can could will would should may might must do does did has have had".split()
)
_SUBJECTS = frozenset("i we you it they he she this that one".split())
_HARMLESS = frozenset("only just merely simply".split())  # `not only` denies nothing
_SHORTEST = 3


def negated(text: str) -> str:
    """Deny each clause: what it denied it now affirms, what it affirmed gets a `not` or `never`.

    `not` stands behind the first auxiliary, else `never` before the verb; what `and` adds to a
    clause is denied too.

    >>> negated("L1 gives zeros, and L2 does shrink the weights. It is not dense.")
    'L1 never gives zeros, and L2 does not shrink the weights. It is dense.'
    """
    prose = read(text)
    changes: list[tuple[int, int, str]] = []
    for sentence in prose.sentences:
        for _, clause in groupby(sentence, key=lambda t: t.clause):
            changes += _changes(list(clause), prose.text)
    parts, done = [], 0
    for start, end, word in changes:
        parts += [prose.text[done:start], word]
        done = end
    return "".join([*parts, prose.text[done:]])


def _changes(clause: Sequence[Token], text: str) -> list[tuple[int, int, str]]:
    """Which letters, from and to, become what; nothing where a clause is too short for a verb."""
    if len(clause) < _SHORTEST:
        return []
    denials = [t for t in clause if t.negator]
    if denials:
        return [(t.start, _space_after(t, text), _affirmed(t, text)) for t in denials]
    place = _verb(clause)
    added = [
        t
        for t, following in pairwise(clause)
        if t.word == "and" and t.start > place[0] and not following.glued
    ]
    return [(place[0], place[0], f" {place[1]}"), *((t.end, t.end, " never") for t in added)]


def _verb(clause: Sequence[Token]) -> tuple[int, str]:
    """Behind which letter to put which word."""
    for token, following in pairwise(clause):
        if token.word in _AUXILIARIES and following.word not in _HARMLESS:
            return token.end, "not"
        if token.word in _SUBJECTS and following.word not in _AUXILIARIES:
            return token.end, "never"
    for token, following in pairwise(clause):
        if not token.stop and not following.glued:
            return token.end, "never"
    return clause[-1].end, "never"


def _affirmed(token: Token, text: str) -> str:
    """What is left of a negator: the auxiliary of `can't`, nothing of `not`."""
    written = text[token.start : token.end].lower()
    if written == token.word:
        return ""
    return ("can" if written.startswith("can") else written.replace("n't", "")) + " "


def _space_after(token: Token, text: str) -> int:
    return token.end + text[token.end : token.end + 1].isspace()
