"""Turns a text into its denial, to see whether a rubric notices."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from dlprep.grading.rubric.matching import REACH
from dlprep.grading.rubric.words import CLAUSE_WORDS, Token, read


def negated(text: str) -> str:
    """Deny every clause throughout, and affirm those that deny something.

    A `never` stands before the first content word of each clause and comes again where the reach of the one before ends, so that
    every word is denied exactly once. It is no English, but what people say when they have it the
    wrong way round has its negator just as near to the words that matter.

    >>> negated("L1 gives zeros, and L2 does shrink the weights. It is not dense.")
    'never L1 gives zeros, and never L2 does shrink the weights. It is dense.'
    """
    prose = read(text)
    parts, done = [], 0
    for sentence in prose.sentences:
        for _, clause in groupby(sentence, key=lambda t: t.clause):
            for start, end, word in _changes(list(clause), prose.text):
                parts += [prose.text[done:start], word]
                done = end
    return "".join([*parts, prose.text[done:]])


def _changes(clause: Sequence[Token], text: str) -> Iterator[tuple[int, int, str]]:
    """Which letters, from and to, become what."""
    denials = [t for t in clause if t.negator]
    if denials:
        for token in denials:
            end = token.end + text[token.end : token.end + 1].isspace()
            yield token.start, end, _affirmed(token, text)
        return
    since = REACH
    for token in clause:
        if since == REACH and not (token.glued or token.stop or token.word in CLAUSE_WORDS):
            yield token.start, token.start, "never "
            since = 0
        since += not token.stop and since < REACH


def _affirmed(token: Token, text: str) -> str:
    """What is left of a negator: the auxiliary of `can't`, nothing of `not`."""
    written = text[token.start : token.end].lower()
    if written == token.word:
        return ""
    return ("can" if written.startswith("can") else written.replace("n't", "")) + " "
