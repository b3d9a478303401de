"""What grading gives: a score, a verdict, and the words that teach."""

import msgspec

SCHEMA = "dlprep.grade/1"
CORRECT_FROM = 0.9


class PointMark(msgspec.Struct, frozen=True, omit_defaults=True):
    """One point of a rubric: whether it was found, the words that showed it, and what denied it."""

    point: str
    weight: float
    hit: bool
    evidence: str = ""
    contradicted: bool = False


class Grade(msgspec.Struct, frozen=True):
    """The outcome of grading one answer; `score` lies in 0..1.

    `expected`, given as the answer to the same variant, scores 1. `feedback` is Markdown.
    `unreadable` says why the answer could not be read, if it could not.
    """

    question: str
    kind: str
    score: float
    expected: str
    feedback: str
    points: tuple[PointMark, ...] = ()
    unreadable: str = ""

    @property
    def verdict(self) -> str:
        """`correct`, `partial` or `wrong`."""
        return verdict(self.score)


def verdict(score: float) -> str:
    """`correct` from 0.9 on, `wrong` at 0, `partial` between."""
    return "correct" if score >= CORRECT_FROM else "partial" if score > 0 else "wrong"
