"""What is odd about an answer as a whole: copied, a list of keywords, shuffled, long, pleading."""

import math
import re
from collections.abc import Iterable, Sequence

import msgspec

from dlprep.grading.rubric.word_order import plausibility
from dlprep.grading.rubric.words import BINDING, FUNCTION, Prose, Token, read

COPIED = "copied"
KEYWORDS = "keywords"
SHUFFLED = "shuffled"
LONG = "long"
PLEADING = "pleading"
SAID = {
    COPIED: "This repeats the question; what it asks for is still to be said.",
    KEYWORDS: "These are keywords. Say in sentences how they belong together; a list counts half "
    "at most.",
    SHUFFLED: "The words do not stand in the order of sentences, so no point counts as said.",
    LONG: "This is long: in over 200 words a machine finds points that were not made. Check them.",
    PLEADING: "What speaks to whoever marks was passed over. Check the marks.",
}
"""What each flag says to the learner."""

KEYWORDS_CAP = 0.5
_LIST_FROM, _LIST_SHARE = 8, 0.15
_LONG_FROM = 200
_COPIED_SENTENCE, _COPIED_ANSWER = 0.7, 0.8
_RUN = 3
# Of 232 pieces of the bank's model answers (two sentences, whole answers), shuffled ones lie below
# 0.34 and ordered ones above 0.24, but for one; short ones scatter more.
_ORDER = ((60, 0.3), (24, 0.25), (12, 0.15))
_LIST_ORDER = 0.1
"""Lists of phrases stand in a better order than single words; sentences in a better one still."""
_PLEA = re.compile(
    r"\b(?:grader|examiner|evaluator|assessor|rubric|(?:full|top|maximum|perfect) (?:marks?|scores?|"
    r"points|grades?)|(?:ignore|disregard|forget) (?:(?:all|any|the|your|these|of) )*(?:previous|"
    r"above|prior|earlier|other|rubric|instructions?)|system prompt|maintenance mode|language model"
    r"|(?:give|assign|award|output|return|set|report) (?:\w+ ){0,4}(?:scores?|marks?|points|grades?|"
    r"100 ?%|100 percent)|(?:deserves?|worth) (?:\w+ )?(?:marks?|scores?|points|100)|mark (?:every|"
    r"all|each|this|my)|hire (?:me|this candidate)|(?:this|my) answer (?:is|deserves|must|should))\b",
    re.IGNORECASE,
)


class Examined(msgspec.Struct, frozen=True):
    """The sentences that may show points, and the flags of the whole answer."""

    sentences: tuple[tuple[Token, ...], ...]
    flags: tuple[str, ...]


def examine(prose: Prose, prompt: Prose) -> Examined:
    """Leave out sentences that repeat the question or plead, and flag the answer.

    A sentence that repeats the question shows nothing, whoever wrote it; one that speaks to the
    grader is not about the subject. Both would match patterns by their words alone.
    """
    flags, kept = [], []
    runs = _runs(t.word for t in prompt.tokens())
    copied = total = 0
    for sentence in prose.sentences:
        total += len(sentence)
        if _PLEA.search(prose.text, sentence[0].start, sentence[-1].end):
            flags.append(PLEADING)
        elif len(sentence) > _RUN and _covered(sentence, runs) >= _COPIED_SENTENCE:
            copied += len(sentence)
        else:
            kept.append(sentence)
    if total and copied >= _COPIED_ANSWER * total:
        return Examined((), (COPIED,))
    tokens = list(prose.tokens())
    if len(tokens) >= _LIST_FROM:
        order = _order(prose)
        loose = _share(tokens, BINDING) < _LIST_SHARE and order < _LIST_ORDER
        if _share(tokens, FUNCTION) < _LIST_SHARE or loose:
            flags.append(KEYWORDS)
        elif order < 0:
            flags.append(SHUFFLED)
    if total > _LONG_FROM:
        flags.append(LONG)
    return Examined(tuple(kept), tuple(dict.fromkeys(flags)))


def _order(prose: Prose) -> float:
    """How far the order of the words lies above what sentences have at least; never low for a few."""
    deviations, pairs = plausibility(prose)
    limit = next((limit for least, limit in _ORDER if pairs >= least), None)
    return math.inf if limit is None else deviations / math.sqrt(pairs) - limit


def _share(tokens: Sequence[Token], words: frozenset[str]) -> float:
    return sum(t.word in words for t in tokens) / len(tokens)


def question_read(prompt: str) -> Prose:
    """A prompt without the marks of Markdown and mathematics."""
    return read(re.sub(r"[$*`\\{}\"“”]", " ", prompt))


def _runs(words: Iterable[str]) -> frozenset[tuple[str, ...]]:
    listed = list(words)
    return frozenset(tuple(listed[i : i + _RUN]) for i in range(len(listed) - _RUN + 1))


def _covered(sentence: Sequence[Token], runs: frozenset[tuple[str, ...]]) -> float:
    """The share of a sentence's words that stand in runs of three which the prompt has too."""
    words = [t.word for t in sentence]
    covered: set[int] = set()
    for i in range(len(words) - _RUN + 1):
        if tuple(words[i : i + _RUN]) in runs:
            covered.update(range(i, i + _RUN))
    return len(covered) / len(words)
