"""The words of a question and of what is typed into a search, so that `kmeans` meets `k-means`."""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from dlprep.bank.kinds import (
    AnyQuestion,
    Choice,
    Estimate,
    Multi,
    Order,
    PythonQuestion,
    SqlQuestion,
    TextQuestion,
)

MAX_LENGTH = 60
_CHAIN = re.compile(r"\w+(?:[-‐‑–/'’.]\w+)+")
_WORD = re.compile(r"\w+(?:[-‐‑–/'’.]\w+)*")
_PART = re.compile(r"[^\W_]+")
_INDEX = re.compile(r"(?<=[^\W_])[_^]\{?(?=\w)")
_BRITISH = re.compile(r"(?<=al|ar|el|im|rd)is(?=(?:e[drs]?|er?s|ing|ations?)\b)")
_COMMAND = re.compile(r"\\(ell\b|[A-Za-z]+)")


def plain(text: str) -> str:
    """Lower case, with different spellings of a thing made one: `L²`, `\\ell_2`, `normalise`."""
    text = unicodedata.normalize("NFKC", text).casefold()
    text = _COMMAND.sub(lambda m: "l" if m.group(1) == "ell" else f" {m.group(1)} ", text)
    return _BRITISH.sub("iz", _INDEX.sub("", text))


def parts(text: str) -> list[str]:
    """The letters and digits that stand together: `k-means` has two parts."""
    return _PART.findall(plain(text))


def words(text: str) -> list[str]:
    """The words as typed, each once: `k-means` stays one, what is no letter or digit is dropped.

    So is what is longer than any word.
    """
    found = ("-".join(_PART.findall(w)) for w in _WORD.findall(plain(text)))
    return list(dict.fromkeys(w for w in found if 0 < len(w) <= MAX_LENGTH))


def indexed(texts: Iterable[str]) -> str:
    """Text for the index: plain, and every hyphenated word once more in one piece."""
    text = plain("\n".join(texts))
    chains = dict.fromkeys("".join(_PART.findall(c)) for c in _CHAIN.findall(text))
    return " ".join([text, *chains])


def fields(question: AnyQuestion) -> tuple[str, str, str, str]:
    """A question's text for the index: concept, prompt, options, and the rest."""
    rest = [question.explanation, *question.tags]
    return (
        indexed([question.concept]),
        indexed([question.prompt]),
        indexed(_options(question)),
        indexed(rest),
    )


def _options(question: AnyQuestion) -> Iterator[str]:
    if isinstance(question, Choice | Multi):
        for option in question.options:
            yield option.text
            yield option.why
    elif isinstance(question, Order):
        yield from question.items
    elif isinstance(question, Estimate):
        yield from (factor.what for factor in question.factors)
    elif isinstance(question, TextQuestion):
        yield question.model_answer
        yield from (point.point for point in question.points)
        yield from (wrong.claim for wrong in question.misconceptions)
    elif isinstance(question, PythonQuestion | SqlQuestion):
        yield question.solution
        yield from (wrong.why for wrong in question.wrong)
