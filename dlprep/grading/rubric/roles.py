"""Finds out of whom each word of a sentence is said, where a rubric names roles (L1, L2)."""

from collections.abc import Mapping, Sequence
from itertools import groupby

from dlprep.grading.rubric.patterns import Phrase
from dlprep.grading.rubric.words import Token

Role = int | None
"""The number of a role, or None for words that may be said of any."""

_PREPOSITIONS = frozenset("by with in from for under via of using on at to through".split())
_COMPARED = frozenset("unlike than versus vs not instead rather without".split())
_OPEN = frozenset("former latter first second other others both either".split())
"""Words that name a role without its name: what is said there may be said of any."""


def assigned(
    tokens: Sequence[Token],
    mentions: Mapping[int, tuple[int, int]],
    carried: Role,
) -> tuple[list[Role], Role]:
    """The role of each token of a sentence, and the role that the next sentence carries on.

    `mentions` maps the first token of each mention to its last one and its role. Words belong to
    the mention before them in their clause (`L1 gives zeros`), or to the one behind where the
    clause begins without one and introduces it by a preposition (`zeros come with L1`). A clause
    without a mention goes on with the role before.
    """
    roles: list[Role] = [None] * len(tokens)
    current = None if mentions else carried  # what leads up to a name is not said of another
    for _, group in groupby(range(len(tokens)), key=lambda i: tokens[i].clause):
        places = list(group)
        named = [i for i in places if i in mentions and not _compared(tokens, i)]
        if not named:
            is_open = any(tokens[i].word in _OPEN for i in places)
            for i in places:
                roles[i] = None if is_open else current
        else:
            current = _fill(tokens, mentions, places, named, roles)
        for i in places:
            if i in mentions:
                last, role = mentions[i]
                roles[i : last + 1] = [role] * (last + 1 - i)
    said = {role for _, role in mentions.values()}
    if said:
        current = said.pop() if len(said) == 1 else None
    return roles, current


def _fill(
    tokens: Sequence[Token],
    mentions: Mapping[int, tuple[int, int]],
    places: Sequence[int],
    named: Sequence[int],
    roles: list[Role],
) -> Role:
    """Give the words of a clause to its mentions; the role that they end with."""
    first = named[0]
    opening = [i for i in places if i < first and not tokens[i].stop]
    behind = bool(opening) and first > 0 and tokens[first - 1].word in _PREPOSITIONS
    role: Role = mentions[first][1]
    for i in places:
        if behind:
            following = next((m for m in named if m >= i), None)
            role = mentions[following][1] if following is not None else role
        elif i in named:
            role = None if _joined(tokens, mentions, i, named) else mentions[i][1]
        roles[i] = role
    return role


def _joined(
    tokens: Sequence[Token],
    mentions: Mapping[int, tuple[int, int]],
    at: int,
    named: Sequence[int],
) -> bool:
    """Whether a mention shares its words with the one before: `L1 and L2 shrink the weights`."""
    before = [m for m in named if m < at]
    if not before or mentions[before[-1]][1] == mentions[at][1]:
        return False
    between = tokens[mentions[before[-1]][0] + 1 : at]
    return all(t.stop for t in between)


def _compared(tokens: Sequence[Token], at: int) -> bool:
    """Whether a mention only serves to compare: `unlike L2`, `rather than in L2`."""
    before = at - 1
    while before > 0 and tokens[before].stop and tokens[before].word not in _COMPARED:
        before -= 1
    return (
        before >= 0
        and tokens[before].clause == tokens[at].clause
        and tokens[before].word in _COMPARED
    )


def mentions_in(
    spots: Sequence[tuple[Phrase, list[tuple[int, int]], int]],
) -> dict[int, tuple[int, int]]:
    """Mentions by their first token; the longer of two that begin alike."""
    found: dict[int, tuple[int, int]] = {}
    for _, places, role in spots:
        for first, last in places:
            if first not in found or last > found[first][0]:
                found[first] = (last, role)
    return found
