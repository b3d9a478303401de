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
_COPIED_SENTENCE, _COPIED_ANSWER = 0.8, 0.8
_RUN = 3
# Of 232 pieces of the bank's model answers (two sentences, whole answers), shuffled ones lie below
# 0.34 and ordered ones above 0.24, but for one; short ones scatter more.
_ORDER = ((60, 0.3), (24, 0.25), (12, 0.15))
_LIST_ORDER = 0.35
"""Lists of phrases stand in a better order than single words; sentences in a better one still."""
_PLEA = re.compile(
    r"\b(?:grader|examiner|rubric|(?:dear|note to|attention|hello),? (?:the )?(?:evaluator|assessor|"
    r"marker|judge|model|assistant)|(?:full|top|maximum|perfect) (?:marks?|scores?|points|grades?)"
    r"|(?:ignore|disregard|forget) (?:\w+ ){0,3}(?:instructions?|guidelines|criteria)|system prompt"
    r"|maintenance mode|you are (?:now )?an? (?:ai|language model|assistant)|as an ai"
    r"|(?:give|assign|award|grant) (?:this|me|my|it) (?:\w+ ){0,3}(?:scores?|marks?|points|grades?)"
    r"|(?:give|assign|award|output|return) (?:an? |the )?(?:scores?|marks?|grades?) (?:of )?"
    r"(?:1|one|100|full|max\w*)|deserves? (?:\w+ )?(?:marks?|scores?|points|100)"
    r"|mark (?:every|all|each) (?:points?|answers?)|hire (?:me|this candidate)"
    r"|(?:this|my) answer (?:is|deserves|must|should))\b",
    re.IGNORECASE,
)


class Examined(msgspec.Struct, frozen=True):
    """The sentences that may show points, and the flags of the whole answer."""

    sentences: tuple[tuple[Token, ...], ...]
    flags: tuple[str, ...]


def pleads(text: str) -> bool:
    """Whether a text speaks to whoever marks it."""
    return _PLEA.search(text) is not None


def examine(prose: Prose, prompt: Prose, *, watch_pleas: bool = True) -> Examined:
    """Leave out sentences that repeat the question or plead, and flag the answer.

    A sentence that repeats the question shows nothing, whoever wrote it; one that speaks to the
    grader is not about the subject. Both would match patterns by their words alone.
    """
    flags, kept = [], []
    runs = _runs(t.word for t in prompt.tokens())
    copied = total = 0
    for sentence in prose.sentences:
        total += len(sentence)
        if watch_pleas and _PLEA.search(prose.text, sentence[0].start, sentence[-1].end):
            flags.append(PLEADING)
        elif len(sentence) > _RUN and _covered(sentence, runs) >= _COPIED_SENTENCE:
            copied += len(sentence)
        else:
            kept.append(sentence)
    if total and copied >= _COPIED_ANSWER * total:
        return Examined((), (COPIED,))
    tokens = list(prose.tokens())
    if len(tokens) >= _LIST_FROM:
        deviations, pairs = plausibility(prose)
        order = deviations / math.sqrt(pairs)
        loose = _share(tokens, BINDING) < _LIST_SHARE and order < _LIST_ORDER
        if _share(tokens, FUNCTION) < _LIST_SHARE or loose:
            flags.append(KEYWORDS)
        elif order < next((least for many, least in _ORDER if pairs >= many), -math.inf):
            flags.append(SHUFFLED)
    if total > _LONG_FROM:
        flags.append(LONG)
    return Examined(tuple(kept), tuple(dict.fromkeys(flags)))


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
