"""What a machine can say of a bank as a whole: lengths of options, readability, near-duplicates."""

import re
import statistics
from collections.abc import Sequence

import msgspec

from dlprep.bank.kinds import AnyQuestion, Choice, Multi

TOO_ALIKE = 0.55
"""TF-IDF cosine of concept and prompt from which two questions are nearly one."""

_APART = re.compile(r"```.*?```|`[^`\n]*`|\$[^$]+\$|^\|.*\|$", re.DOTALL | re.MULTILINE)
_SENTENCE = re.compile(r"(?<=[.!?:])\s+|\n\s*\n|\n\s*[-*]\s")
_WORD = re.compile(r"[A-Za-z][A-Za-z'-]*")
_VOWELS = re.compile(r"[aeiouy]+")


class Overall(msgspec.Struct, frozen=True):
    """A bank in numbers.

    `longest` of `choices` questions have the correct option as the single longest, where chance
    would give `by_chance` (0..1). `reading_ease` is the median Flesch score of the prompts,
    `sentence_words` the median length of their sentences. `unnamed` counts wrong options without a
    misconception, `alike` holds pairs of ids with their similarity, the most alike first.
    """

    choices: int
    longest: int
    by_chance: float
    reading_ease: float
    sentence_words: float
    unnamed: int
    wrong_options: int
    alike: tuple[tuple[float, str, str], ...]


def overall(questions: Sequence[tuple[str, AnyQuestion]]) -> Overall:
    """Look at all questions, each with its full id."""
    choices = [q for _, q in questions if isinstance(q, Choice)]
    wrong = [
        o for _, q in questions if isinstance(q, Choice | Multi) for o in q.options if not o.correct
    ]
    prompts = [_sentences(q.prompt) for _, q in questions]
    return Overall(
        len(choices),
        sum(_longest_is_right(q) for q in choices),
        statistics.fmean(1 / len(q.options) for q in choices) if choices else 0.0,
        statistics.median(map(reading_ease, filter(None, prompts))) if any(prompts) else 0.0,
        statistics.median([len(s) for p in prompts for s in p] or [0]),
        sum(o.misconception is None for o in wrong),
        len(wrong),
        tuple(_alike(questions)),
    )


def _longest_is_right(question: Choice) -> bool:
    lengths = [len(o.text) for o in question.options]
    longest = max(lengths)
    return lengths.count(longest) == 1 and question.options[lengths.index(longest)].correct


def _sentences(prompt: str) -> list[list[str]]:
    """The words of each sentence, without code, formulas and tables."""
    words = (_WORD.findall(s) for s in _SENTENCE.split(_APART.sub(" x ", prompt)))
    return [w for w in words if w]


def reading_ease(sentences: Sequence[Sequence[str]]) -> float:
    """Flesch's reading ease: 100 is very easy, 30 very hard; syllables are counted by vowel groups.

    Flesch (1948): A new readability yardstick, Journal of Applied Psychology 32.
    """
    words = [w for s in sentences for w in s]
    syllables = sum(
        max(1, len(_VOWELS.findall(w.lower())) - w.lower().endswith("e")) for w in words
    )
    return 206.835 - 1.015 * len(words) / len(sentences) - 84.6 * syllables / len(words)


def _alike(questions: Sequence[tuple[str, AnyQuestion]]) -> list[tuple[float, str, str]]:
    if len(questions) < 2:
        return []
    from sklearn.feature_extraction.text import TfidfVectorizer  # 1 s: only for writers

    texts = [f"{q.concept} {q.prompt}" for _, q in questions]
    try:
        rows = TfidfVectorizer(
            sublinear_tf=True, stop_words="english", ngram_range=(1, 2)
        ).fit_transform(texts)
    except ValueError:  # no words at all
        return []
    pairs = (rows @ rows.T).tocoo()
    found = [
        (round(float(likeness), 3), questions[a][0], questions[b][0])
        for a, b, likeness in zip(pairs.row, pairs.col, pairs.data, strict=True)
        if a < b and likeness >= TOO_ALIKE
    ]
    return sorted(found, reverse=True)
