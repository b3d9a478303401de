"""What a learner expects of a number before seeing it, and whether it came so."""

from collections.abc import Mapping, Sequence
from typing import Literal

import msgspec

Direction = Literal["rises", "falls", "stays"]

_WORDS: dict[Direction, tuple[str, ...]] = {
    "rises": ("rises", "rise", "r", "up", "u", "higher", "increases", "↑", "▲", "+"),
    "falls": ("falls", "fall", "f", "down", "d", "lower", "decreases", "drops", "↓", "▼", "-"),
    "stays": ("stays", "stay", "s", "same", "stays the same", "unchanged", "→", "="),
}


class Prediction(msgspec.Struct, frozen=True):
    """One judged expectation; `truth` is None where the number is undefined, and nobody is right."""

    about: str
    said: Direction
    truth: Direction | None
    right: bool


def read(text: str) -> Direction | None:
    """The direction that a line means, or None: an empty or unreadable line predicts nothing."""
    word = text.strip().lower()
    return next((direction for direction, words in _WORDS.items() if word in words), None)


def direction(before: float | None, after: float | None) -> Direction | None:
    """How a number moved; None when either side is undefined."""
    if before is None or after is None:
        return None
    return "rises" if after > before else "falls" if after < before else "stays"


def judge(
    said: Mapping[str, Direction],
    before: Mapping[str, float | None],
    after: Mapping[str, float | None],
) -> Sequence[Prediction]:
    """Each expectation beside what happened, in the order it was said."""
    judged = []
    for about, expected in said.items():
        truth = direction(before[about], after[about])
        judged.append(Prediction(about, expected, truth, expected == truth))
    return tuple(judged)
