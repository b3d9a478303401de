"""What learners' corrections teach a rubric: the words in which a point was made, unseen by it."""

from collections import Counter
from collections.abc import Iterable, Sequence

import msgspec

from dlprep.bank.kinds import AnyQuestion, Point, TextQuestion
from dlprep.grading.rubric.patterns import PatternError, parse
from dlprep.grading.rubric.words import Token, read
from dlprep.reviews.review import Review

TERMS = 4
"""Words of a candidate pattern at most: longer ones fit nothing but the answer they are from."""


class Phrasing(msgspec.Struct, frozen=True):
    """A candidate for a point's `accept` (`said`) or, where it was found wrongly, its `refute`.

    `pattern` is in the order of the answer, to be loosened by hand; `words` are as written;
    `answers` counts those that led to the same pattern.
    """

    question: str
    point: str
    said: bool
    machine: str
    pattern: str
    words: str
    answers: int


def phrasings(
    reviews: Iterable[Review], questions: dict[str, AnyQuestion | None]
) -> list[Phrasing]:
    """Candidates from corrected reviews, the commonest first within a point.

    A correction of a point that the rubric no longer has is left out.
    """
    found: dict[tuple[str, str, bool, str], list[str]] = {}
    marks: Counter[tuple[tuple[str, str, bool, str], str]] = Counter()
    for review in reviews:
        question = questions.get(review.question)
        if not isinstance(question, TextQuestion):
            continue
        points = {point.point: point for point in question.points}
        for correction in review.corrections or ():
            if correction.point not in points:
                continue
            point = points[correction.point]
            others = [p for p in question.points if p is not point] if correction.said else []
            pattern, words = _nearest(point, others, review.answer)
            key = (review.question, correction.point, correction.said, pattern)
            found.setdefault(key, []).append(words)
            marks[key, correction.machine] += 1
    listed = [
        Phrasing(*key[:3], _commonest(marks, key), key[3], words[0], len(words))
        for key, words in found.items()
    ]
    return sorted(listed, key=lambda p: (p.question, p.point, not p.said, -p.answers, p.pattern))


def _commonest(
    marks: Counter[tuple[tuple[str, str, bool, str], str]], key: tuple[str, str, bool, str]
) -> str:
    return max((n, machine) for (k, machine), n in marks.items() if k == key)[1]


def _nearest(point: Point, others: Sequence[Point], answer: str) -> tuple[str, str]:
    """The clause of an answer that probably makes a point: as a pattern, and as written.

    It shares more words with the point than with `others`, which it would make otherwise. Words of
    the point come first where a clause has more than a pattern takes.
    """
    known = _stems(point)
    foreign = frozenset[str]().union(*map(_stems, others))
    prose = read(answer)
    clauses: dict[tuple[int, int], list[Token]] = {}
    for n, sentence in enumerate(prose.sentences):
        for token in sentence:
            clauses.setdefault((n, token.clause), []).append(token)
    if not clauses:
        return "", ""
    best = max(clauses.values(), key=lambda clause: _shared(clause, known, foreign))
    content = [t for t in best if not t.stop]
    ranked = sorted(content, key=lambda t: (t.stem not in known, not t.negator, t.start))
    kept = sorted(dict.fromkeys(ranked[:TERMS]), key=lambda t: t.start)
    return " ".join(dict.fromkeys(t.word for t in kept)), prose.quoted(best[0], best[-1])


def _shared(
    clause: Sequence[Token], known: frozenset[str], foreign: frozenset[str]
) -> tuple[int, int]:
    stems = {t.stem for t in clause if not t.stop}
    return len(stems & known) - len(stems & foreign), len(stems)


def _stems(point: Point) -> frozenset[str]:
    stems = {t.stem for t in read(point.point).tokens() if not t.stop}
    for source in point.accept:
        try:
            stems |= parse(source).stems
        except PatternError:  # the learner's own file; `bank check` tells
            continue
    return frozenset(stems)
