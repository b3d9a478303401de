"""A rubric made ready for matching: patterns read, roles bound, the spelling of its words known."""

import functools
import re
from collections.abc import Iterable

import msgspec

from dlprep.bank.kinds import TextQuestion
from dlprep.grading.rubric.flags import pleads, question_read
from dlprep.grading.rubric.patterns import Pattern, Phrase, parse
from dlprep.grading.rubric.roles import Role
from dlprep.grading.rubric.spelling import Speller
from dlprep.grading.rubric.words import Prose, read

_WORDS = re.compile(r"[^\W\d_]+")


class Bound(msgspec.Struct, frozen=True):
    """A pattern, and the role that its words must be said of (None: of any)."""

    pattern: Pattern
    role: Role


class CompiledPoint(msgspec.Struct, frozen=True):
    """A point's or a misconception's patterns."""

    accept: tuple[Bound, ...]
    refute: tuple[Bound, ...] = ()


class Compiled(msgspec.Struct, frozen=True):
    """Everything that marking needs to know about a question, but its answer."""

    points: tuple[CompiledPoint, ...]
    misconceptions: tuple[CompiledPoint, ...]
    roles: tuple[tuple[Phrase, ...], ...]
    speller: Speller
    stems: frozenset[str]
    prompt: Prose
    watch_pleas: bool
    """Off where the question itself is about graders and rubrics."""


def compiled(question: TextQuestion, prompt: str) -> Compiled:
    """The rubric of a question, made ready once; `prompt` is as it was asked.

    Raises
    ------
    PatternError
        A pattern or a role cannot be read.
    """
    points = tuple((p.point, tuple(p.accept), tuple(p.refute)) for p in question.points)
    wrong = tuple((m.claim, tuple(m.accept), ()) for m in question.misconceptions)
    return _compiled(points, wrong, tuple(question.roles), question.model_answer, prompt)


_Said = tuple[str, tuple[str, ...], tuple[str, ...]]


@functools.lru_cache(maxsize=256)
def _compiled(
    points: tuple[_Said, ...],
    wrong: tuple[_Said, ...],
    roles: tuple[str, ...],
    model_answer: str,
    prompt: str,
) -> Compiled:
    parsed = tuple(parse(role).terms[0] for role in roles)
    ready = [_point(said, parsed) for said in points]
    ready_wrong = [_point(said, parsed) for said in wrong]
    sources = [p for _, accept, refute in (*points, *wrong) for p in (*accept, *refute)]
    known = {w for source in (*sources, *roles) for w in _words(source)}
    right = {w for text in (prompt, model_answer, *(s for s, _, _ in points)) for w in _words(text)}
    bound = [b for p in (*ready, *ready_wrong) for b in (*p.accept, *p.refute)]
    stems = {s for b in bound for s in b.pattern.stems}
    stems |= {s for role in parsed for phrase in role for s in phrase}
    return Compiled(
        tuple(ready),
        tuple(ready_wrong),
        parsed,
        Speller(known, known | right),
        frozenset(stems),
        question_read(prompt),
        not pleads(f"{prompt}\n{model_answer}"),
    )


def _point(said: _Said, roles: tuple[tuple[Phrase, ...], ...]) -> CompiledPoint:
    text, accept, refute = said
    whole = _roles_in_text(text, roles)
    return CompiledPoint(
        tuple(_bind(source, roles, whole) for source in accept),
        tuple(_bind(source, roles, set()) for source in refute),
    )


def _bind(source: str, roles: tuple[tuple[Phrase, ...], ...], whole: set[int]) -> Bound:
    """A pattern is bound to the one role it names, or else to the one role of its point."""
    pattern = parse(source)
    named = {
        n
        for n, role in enumerate(roles)
        for term in pattern.terms
        if any(phrase in role for phrase in term)
    }
    one = named or whole
    return Bound(pattern, next(iter(one)) if len(one) == 1 else None)


def _roles_in_text(text: str, roles: tuple[tuple[Phrase, ...], ...]) -> set[int]:
    found: set[int] = set()
    for sentence in read(text).sentences:
        stems = [t.stem for t in sentence]
        for n, role in enumerate(roles):
            if any(
                tuple(stems[i : i + len(phrase)]) == phrase
                for phrase in role
                for i in range(len(stems))
            ):
                found.add(n)
    return found


def _words(text: str) -> Iterable[str]:
    return _WORDS.findall(text.lower())
