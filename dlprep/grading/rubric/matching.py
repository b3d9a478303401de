"""Finds the patterns of a rubric in the sentences of an answer: affirmed, denied, or nearly."""

from collections.abc import Iterator, Sequence

import msgspec

from dlprep.grading.rubric.patterns import Pattern, Phrase
from dlprep.grading.rubric.roles import Role
from dlprep.grading.rubric.words import Token

REACH = 4
"""Content words over which a negator denies what follows it in its clause."""
_MOST = 64
"""Ways to fit a pattern into one sentence that are looked at: an answer may repeat a word forever."""

Span = tuple[int, int]
"""First and last token."""


class Sentence(msgspec.Struct, frozen=True):
    """A sentence, the places of the rubric's words in it, and the role of each word."""

    tokens: tuple[Token, ...]
    spots: dict[str, list[Span]]
    roles: Sequence[Role]
    denied: bool
    """Whether it begins with words such as `it is not true that`."""


class Match(msgspec.Struct, frozen=True):
    """Where the terms of a pattern stand in a sentence, and whether it affirms them."""

    sentence: Sentence
    first: int
    last: int
    affirmed: bool


def places(phrase: Phrase, tokens: Sequence[Token], spots: dict[str, list[Span]]) -> list[Span]:
    """Where the words of a phrase stand next to each other; stop words may stand between."""
    found = list(spots.get(phrase[0], ()))
    for word in phrase[1:]:
        following = spots.get(word, ())
        found = [
            (first, end)
            for first, last in found
            for start, end in following
            if start in _next(tokens, last)
        ]
    return found


def matches(pattern: Pattern, sentence: Sentence, role: Role) -> Iterator[Match]:
    """Every way to fit a pattern into a sentence, within its window and said of its role."""
    options = []
    for term in pattern.terms:
        spans = [s for phrase in term for s in places(phrase, sentence.tokens, sentence.spots)]
        if role is not None:
            spans = [s for s in spans if all(_fits(sentence.roles[i], role) for i in s)]
        if not spans:
            return
        options.append(sorted(set(spans)))
    for chosen in _fitted(pattern, options, sentence.tokens):
        if not all(_governs(sentence.tokens, span[0], chosen) for span in chosen):
            continue
        first, last = min(s[0] for s in chosen), max(s[1] for s in chosen)
        yield Match(sentence, first, last, _affirmed(sentence, chosen))


def _governs(tokens: Sequence[Token], at: int, chosen: Sequence[Span]) -> bool:
    """Whether a negator that a pattern asks for goes with another of its terms: `never negative`."""
    token = tokens[at]
    return (
        not token.negator
        or len(chosen) == 1
        or any(
            tokens[first].clause == token.clause and 0 < abs(tokens[first].at - token.at) <= REACH
            for first, _ in chosen
        )
    )


def _fitted(
    pattern: Pattern, options: Sequence[Sequence[Span]], tokens: Sequence[Token]
) -> Iterator[tuple[Span, ...]]:
    window, found, steps = pattern.window, 0, 0
    stack: list[tuple[Span, ...]] = [()]
    while stack and found < _MOST and steps < 50 * _MOST:
        steps += 1
        chosen = stack.pop()
        if len(chosen) == len(options):
            found += 1
            yield chosen
            continue
        for span in reversed(options[len(chosen)]):
            if pattern.ordered and chosen and span[0] <= chosen[-1][1]:
                continue
            if any(span[0] <= other[1] and other[0] <= span[1] for other in chosen):
                continue
            begin = min([span[0], *(s[0] for s in chosen)])
            end = max([span[1], *(s[1] for s in chosen)])
            if tokens[end].at - tokens[begin].at < window:
                stack.append((*chosen, span))


def _affirmed(sentence: Sentence, chosen: Sequence[Span]) -> bool:
    used = {i for first, last in chosen for i in range(first, last + 1)}
    return not any(
        _denials(sentence.tokens, first, used) % 2 != sentence.denied for first, _ in chosen
    )


def _denials(tokens: Sequence[Token], at: int, used: set[int]) -> int:
    """How many negators act on a token: `not without` is two, `no A and no B` is one for B."""
    count, joined = 0, False
    for i in range(at - 1, -1, -1):
        token = tokens[i]
        if token.clause != tokens[at].clause or tokens[at].at - token.at > REACH:
            break
        if token.word in ("and", "or"):
            joined = True
        elif token.negator and i not in used:
            if count and joined:
                break
            count, joined = count + 1, False
            if token.word in ("nor", "neither"):
                break
    return count


def _fits(found: Role, wanted: Role) -> bool:
    return found is None or found == wanted


def _next(tokens: Sequence[Token], last: int) -> tuple[int, ...]:
    """The places that count as next to a token: the one behind, and past stop words."""
    if last + 1 >= len(tokens) or not tokens[last + 1].stop:
        return (last + 1,)
    end = last + 1
    while end < len(tokens) and tokens[end].stop:
        end += 1
    return tuple(range(last + 1, end + 1))
