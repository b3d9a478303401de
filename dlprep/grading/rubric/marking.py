"""Marks an answer point by point: found, perhaps, contradicted or missed, each with its words."""

import re
from collections.abc import Iterator, Sequence

import msgspec

from dlprep.bank.kinds import TextQuestion
from dlprep.grading.grade import CONTRADICTED, FOUND, MISSED, PERHAPS, PointMark, score_of
from dlprep.grading.rubric.compiled import Bound, Compiled, compiled
from dlprep.grading.rubric.flags import COPIED, KEYWORDS, KEYWORDS_CAP, SHUFFLED, examine
from dlprep.grading.rubric.matching import Match, Sentence, matches, places
from dlprep.grading.rubric.patterns import Pattern
from dlprep.grading.rubric.roles import assigned, mentions_in
from dlprep.grading.rubric.words import NEGATORS, Prose, Token, read, stem

_DENIAL = re.compile(
    r"\W*(?:(?:no|and|but|so)\W+)?(?:it(?:'s| is| isn't| is not) (?:just |simply |quite )?"
    r"(?:not (?:true|the case|correct|right|so)|untrue|false|wrong|a (?:myth|misconception))"
    r"|i (?:do not|don't) (?:think|believe|agree)|nobody (?:says|claims)"
    r"|it (?:isn't|is not) (?:true|the case|correct|right))(?: to say| to claim)?(?: that)?\b",
    re.IGNORECASE,
)
_OPPOSITE = frozenset(("non", "anti", "un"))
"""What makes `non-negative` another word than `negative`."""


class Marking(msgspec.Struct, frozen=True):
    """What was found in an answer; `score` lies in 0..1, `voiced` numbers the misconceptions."""

    points: tuple[PointMark, ...]
    voiced: tuple[int, ...]
    flags: tuple[str, ...]
    score: float


def mark(question: TextQuestion, prompt: str, answer: str) -> Marking:
    """Mark an answer against the rubric of its question.

    Raises
    ------
    PatternError
        A pattern of the rubric cannot be read.
    """
    rubric = compiled(question, prompt)
    prose = read(answer)
    examined = examine(prose, rubric.prompt, watch_pleas=rubric.watch_pleas)
    sentences = _indexed(prose, examined.sentences, rubric)
    points = tuple(
        _point(p.point, p.weight, ready.accept, ready.refute, sentences, prose)
        for p, ready in zip(question.points, rubric.points, strict=True)
    )
    voiced = tuple(
        n for n, m in enumerate(rubric.misconceptions) if _best(m.accept, sentences)[0] == FOUND
    )
    if SHUFFLED in examined.flags:
        points = tuple(
            msgspec.structs.replace(p, mark=PERHAPS, hit=False) if p.hit else p for p in points
        )
        voiced = ()
    score = score_of(points, [p.hit for p in points], len(voiced))
    if KEYWORDS in examined.flags:
        score = min(score, KEYWORDS_CAP)
    if COPIED in examined.flags:
        score = 0.0
    return Marking(points, voiced, examined.flags, score)


def _point(
    point: str,
    weight: float,
    accept: Sequence[Bound],
    refute: Sequence[Bound],
    sentences: Sequence[Sentence],
    prose: Prose,
) -> PointMark:
    verdict, match = _best(accept, sentences)
    refuted, against = _best(refute, sentences)
    if refuted == FOUND:
        verdict, match = CONTRADICTED, against
    words = ""
    if match is not None:
        tokens = match.sentence.tokens
        words = prose.quoted(tokens[match.first], tokens[match.last])
    return PointMark(point, weight, verdict == FOUND, verdict, words)


def _best(patterns: Sequence[Bound], sentences: Sequence[Sentence]) -> tuple[str, Match | None]:
    """The strongest verdict of any pattern: found, contradicted, perhaps, missed."""
    denied: Match | None = None
    near: Match | None = None
    for bound in patterns:
        for sentence in sentences:
            for match in matches(bound.pattern, sentence, bound.role):
                if match.affirmed:
                    return FOUND, match
                denied = denied or match
    if denied:
        return CONTRADICTED, denied
    for bound in patterns:
        near = near or next(_near(bound, sentences), None)
    return (PERHAPS, near) if near else (MISSED, None)


def _near(bound: Bound, sentences: Sequence[Sentence]) -> Iterator[Match]:
    """Where all terms but one of three or more stand together; negators alone tell nothing."""
    pattern = bound.pattern
    if len(pattern.terms) < 3 or pattern.stems & NEGATORS:
        return
    for left in range(len(pattern.terms)):
        terms = tuple(t for n, t in enumerate(pattern.terms) if n != left)
        fewer = Pattern(pattern.source, terms, pattern.ordered)
        for sentence in sentences:
            yield from (m for m in matches(fewer, sentence, bound.role) if m.affirmed)


def _indexed(
    prose: Prose, sentences: Sequence[tuple[Token, ...]], rubric: Compiled
) -> list[Sentence]:
    found = []
    carried = None
    for tokens in sentences:
        spots: dict[str, list[tuple[int, int]]] = {}
        for i, token in enumerate(tokens):
            if not (token.glued and tokens[i - 1].word in _OPPOSITE):
                for name in _names(token, rubric):
                    spots.setdefault(name, []).append((i, i))
            if token.glued:
                whole = stem(tokens[i - 1].word + token.word)
                spots.setdefault(whole, []).append((i - 1, i))
        mentions = mentions_in(
            [
                (phrase, places(phrase, tokens, spots), n)
                for n, role in enumerate(rubric.roles)
                for phrase in role
            ]
        )
        roles, carried = assigned(tokens, mentions, carried)
        denial = _DENIAL.match(prose.text, tokens[0].start, tokens[-1].end)
        if denial:
            tokens = tuple(
                msgspec.structs.replace(t, negator=False) if t.start < denial.end() else t
                for t in tokens
            )
        found.append(Sentence(tokens, spots, roles, denial is not None))
    return found


def _names(token: Token, rubric: Compiled) -> tuple[str, ...]:
    """The stems that a token stands for: its own, and that of the word it probably misspells."""
    if token.stem in rubric.stems:
        return (token.stem,)
    meant = rubric.speller.meant(token.word)
    return (token.stem, stem(meant)) if meant else (token.stem,)
