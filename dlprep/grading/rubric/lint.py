"""Checks a rubric against answers that a machine can make: the model's, negated, shuffled, listed."""

import random
from collections.abc import Iterator, Sequence

from dlprep.bank.kinds import TextQuestion
from dlprep.bank.yaml12 import DocPath
from dlprep.grading.rubric.marking import Marking, mark
from dlprep.grading.rubric.negation import negated
from dlprep.grading.rubric.patterns import PatternError, parse
from dlprep.grading.rubric.words import read

LEAST_PATTERNS = 3
"""With 1, 2, 3 and all patterns a point, the correlation with a teacher was .50, .55, .57, .57."""
PASS = 0.6
"""The score from which an answer counts as known."""
NEGATED_BELOW = 0.5


def faults(question: TextQuestion) -> Iterator[tuple[DocPath, str]]:
    """What is wrong with a rubric, each at its path within the question.

    That the model answer scores 1 is checked where every key is.
    """
    unreadable = list(_patterns(question))
    yield from unreadable
    for i, point in enumerate(question.points):
        if len(point.accept) < LEAST_PATTERNS:
            what = f"{_patterns_said(len(point.accept))}, expected three or more ways to say it"
            yield ("points", i, "accept"), what
    if not unreadable:
        yield from _answers(question)


def _patterns(question: TextQuestion) -> Iterator[tuple[DocPath, str]]:
    listed: list[tuple[DocPath, Sequence[str]]] = [(("roles",), question.roles)]
    for i, point in enumerate(question.points):
        listed.append((("points", i, "accept"), point.accept))
        listed.append((("points", i, "refute"), point.refute))
    for i, wrong in enumerate(question.misconceptions):
        listed.append((("misconceptions", i, "accept"), wrong.accept))
    for path, sources in listed:
        for j, source in enumerate(sources):
            try:
                pattern = parse(source)
            except PatternError as error:
                yield (*path, j), str(error)
                continue
            if path == ("roles",) and len(pattern.terms) > 1:
                yield (*path, j), f"role {source!r}: several words, expected one or `a|b|c_d`"


def _answers(question: TextQuestion) -> Iterator[tuple[DocPath, str]]:
    def marked(answer: str) -> Marking:
        return mark(question, question.prompt, answer)

    if score := marked(question.prompt).score:
        yield ("prompt",), f"the question, given as the answer, scores {score:.2f}, expected 0"
    denied = marked(negated(question.model_answer))
    if denied.score >= NEGATED_BELOW:
        kept = ", ".join(str(n) for n, p in enumerate(denied.points, start=1) if p.hit)
        yield (
            ("model_answer",),
            f"with each sentence negated it scores {denied.score:.2f} (found: points {kept}), "
            f"expected under {NEGATED_BELOW}: patterns that do not fit their own denial",
        )
    for name, answer in _heaps(question):
        if (score := marked(answer).score) >= PASS:
            yield ("points",), f"their words {name} score {score:.2f}, expected under {PASS}"


def _heaps(question: TextQuestion) -> Iterator[tuple[str, str]]:
    points = " ".join(point.point for point in question.points)
    words = [t.word for t in read(f"{points} {question.model_answer}").tokens()]
    random.Random(0).shuffle(words)
    yield "shuffled", " ".join(words)
    listed = (t.word for t in read(points).tokens() if not t.stop)
    yield "listed", ", ".join(listed)
    firsts = (
        " ".join(t.split("|")[0].replace("_", " ") for t in pattern.strip("> ").split())
        for point in question.points
        for pattern in point.accept
    )
    yield "listed as in the patterns", ", ".join(firsts)


def _patterns_said(count: int) -> str:
    return f"{count} pattern{'' if count == 1 else 's'}"
