"""What grading gives: a score, a verdict, and the words that teach."""

from collections.abc import Sequence

import msgspec

SCHEMA = "dlprep.grade/1"
CORRECT_FROM = 0.9
PENALTY = 0.25
"""What a voiced misconception costs, of 1."""


FOUND, PERHAPS, CONTRADICTED, MISSED = "found", "perhaps", "contradicted", "missed"


class PointMark(msgspec.Struct, frozen=True):
    """One point of a rubric: its mark, and the words of the answer that led to it.

    `mark` is `found`, `perhaps`, `contradicted` or `missed`; only `found` is a hit.
    """

    point: str
    weight: float
    hit: bool
    mark: str = MISSED
    evidence: str = ""


class Grade(msgspec.Struct, frozen=True):
    """The outcome of grading one answer; `score` lies in 0..1.

    `expected`, given as the answer to the same variant, scores 1. `feedback` is Markdown.
    `unreadable` says why the answer could not be read, if it could not. For text, `misconceptions`
    are the wrong claims that were voiced, and `flags` what is odd about the answer as a whole.
    """

    question: str
    kind: str
    score: float
    expected: str
    feedback: str
    points: tuple[PointMark, ...] = ()
    unreadable: str = ""
    misconceptions: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()

    @property
    def verdict(self) -> str:
        """`correct`, `partial` or `wrong`."""
        return verdict(self.score)


def verdict(score: float) -> str:
    """`correct` from 0.9 on, `wrong` at 0, `partial` between."""
    return "correct" if score >= CORRECT_FROM else "partial" if score > 0 else "wrong"


def score_of(points: Sequence[PointMark], said: Sequence[bool], voiced: int) -> float:
    """The share of the points' weight that was said, less a quarter for each misconception."""
    total = sum(p.weight for p in points)
    share = sum(p.weight for p, yes in zip(points, said, strict=True) if yes) / total
    return max(0.0, share - PENALTY * voiced)
