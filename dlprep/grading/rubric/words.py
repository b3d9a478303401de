"""Turns prose into sentences of tokens: stems, clauses, stop words, negators."""

import functools
import re
import unicodedata
from collections.abc import Iterator
from typing import Any

import msgspec

NEGATORS = frozenset(
    "not no never neither nor without none nothing nobody nowhere hardly barely scarcely".split()
)
STOP = frozenset(
    """a an the of to in on at by as for from with into onto upon via is are was were be been being am
    it its itself this that these those and or than then also too i me my we us our you your he him
    his she her they them their there here do does did doing done has have had having will would can
    could shall should may might must if when where which who whom whose what how why such very just
    so some any own s""".split()
)
"""Words that stand between others without taking room; a pattern may still name one."""

BINDING = STOP | frozenset(
    """but while whereas because since although though however unless until about over under between
    against during before after above below through across per only even still""".split()
)
"""What sentences are held together by, and lists of keywords do without."""

FUNCTION = BINDING | NEGATORS | frozenset(
    """both each every all more most less least much many few other another same out up down off again
    one""".split()
)  # fmt: skip
"""The words of the language rather than of the subject."""

_CONTRACTED = {
    "can't": "can", "cannot": "can", "won't": "will", "shan't": "shall", "ain't": "is",
    "cant": "can", "wont": "will", "dont": "do", "doesnt": "does", "didnt": "did", "isnt": "is",
    "arent": "are", "wasnt": "was", "werent": "were", "hasnt": "has", "havent": "have",
    "wouldnt": "would", "shouldnt": "should", "couldnt": "could", "mustnt": "must",
}  # fmt: skip
_TOKEN = re.compile(
    r"(?P<number>\d++(?:[.,]\d++)*+(?![^\W\d_]))|(?P<word>[^\W_]+(?:['’ʼ][^\W_]+)*)|(?P<percent>%)"
    r"|(?P<end>[.!?…]+(?=\s|$|[\"”)])|\n(?=\s*(?:\n|$|[-*•]\s|\d+[.)]\s|[A-Z])))|(?P<clause>[,:;()\[\]—]|(?<=\s)[-–](?=\s))"
)
_ABBREVIATION = re.compile(r"\b(?:e\.g|i\.e|etc|vs|cf|resp|approx|incl)\.", re.IGNORECASE)
_GLUE = frozenset("-‐‑–/._&+")
CLAUSE_WORDS = frozenset(
    "but while whereas so because since although though however otherwise yet".split()
)
_NEW_SUBJECT = frozenset("the it they we you i this these there then each its all every".split())
_SUBJECTS = frozenset("we i they he she".split())
"""Pronouns that are always subjects: a clause begins with them."""
_HARMLESS = {
    "not": frozenset("only just merely simply necessarily".split()),
    "no": frozenset("matter doubt".split()),
}


class Token(msgspec.Struct, frozen=True, gc=False):
    """One word: where it stands in the text, in which clause, and at which content word.

    `at` counts content words; a stop word has the place of the content word behind it. `glued`
    says that only a hyphen or the like parts it from the token before.
    """

    word: str
    stem: str
    start: int
    end: int
    clause: int
    at: int
    stop: bool
    negator: bool
    glued: bool


class Prose(msgspec.Struct, frozen=True):
    """A text, normalised (NFKC), and its sentences."""

    text: str
    sentences: tuple[tuple[Token, ...], ...]

    def tokens(self) -> Iterator[Token]:
        """Every token of every sentence."""
        for sentence in self.sentences:
            yield from sentence

    def quoted(self, first: Token, last: Token) -> str:
        """The words as they were written, from one token to another."""
        return " ".join(self.text[first.start : last.end].split())


def read(text: str) -> Prose:
    """The sentences of a text.

    >>> [t.stem for t in read("It doesn't generalise.").tokens()]
    ['it', 'doe', 'not', 'generalis']
    """
    text = unicodedata.normalize("NFKC", text)
    masked = _ABBREVIATION.sub(lambda m: " " * len(m[0]), text)
    sentences, gathered = [], _Sentence()
    for found in _TOKEN.finditer(masked):
        if found.lastgroup == "end":
            if gathered.tokens:
                sentences.append(tuple(gathered.tokens))
            gathered = _Sentence()
        elif found.lastgroup == "clause":
            gathered.begin_clause()
        else:
            glued = found.start() > 0 and masked[found.start() - 1] in _GLUE
            gathered.add(found[0], found.start(), found.end(), glued)
    if gathered.tokens:
        sentences.append(tuple(gathered.tokens))
    return Prose(text, tuple(sentences))


@functools.lru_cache(maxsize=1 << 15)
def stem(word: str) -> str:
    """The Snowball stem of a word in lower case; short words and numbers are their own."""
    if len(word) < 4 or not word.isalpha():
        return word
    return str(_stemmer().stemWord(word))


@functools.cache
def _stemmer() -> Any:
    from snowballstemmer import stemmer  # 20 ms: it brings all its languages

    return stemmer("english")


def plain(word: str) -> str:
    """Lower case, without what an apostrophe adds; `1,200` as `1200`."""
    word = re.split("['’ʼ]", word.lower(), maxsplit=1)[0] or word
    return word.replace(",", "") if word[:1].isdigit() else word


class _Sentence:
    """Gathers the tokens of one sentence."""

    def __init__(self) -> None:
        self.tokens: list[Token] = []
        self._clause = 0
        self._at = 0

    def begin_clause(self) -> None:
        self._clause += 1

    def add(self, raw: str, start: int, end: int, glued: bool) -> None:
        low = raw.lower().replace("’", "'").replace("ʼ", "'")
        if low in _CONTRACTED or low.endswith("n't"):
            self._append(_CONTRACTED.get(low) or low[:-3], start, end, glued)
            self._append("not", start, end, False)
        else:
            self._append("percent" if raw == "%" else plain(raw), start, end, glued)

    def _append(self, word: str, start: int, end: int, glued: bool) -> None:
        glued = glued and bool(self.tokens)
        before = self.tokens[-1] if self.tokens else None
        if word in CLAUSE_WORDS or self._new_subject(word):
            self._clause += 1
        if before and before.negator and word in _HARMLESS.get(before.word, ()):
            self.tokens[-1] = msgspec.structs.replace(before, negator=False)
        stop = word in STOP and not glued
        token = Token(
            word, stem(word), start, end, self._clause, self._at, stop, word in NEGATORS, glued
        )
        self.tokens.append(token)
        if not stop:
            self._at += 1

    def _new_subject(self, word: str) -> bool:
        if not self.tokens:
            return False
        before = self.tokens[-1]
        if word in _SUBJECTS:  # `if they are not separable we use a kernel`
            return not before.stop
        return before.word in ("and", "or") and word in _NEW_SUBJECT
