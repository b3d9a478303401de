"""Certainty-based marking: being sure pays when right and costs more when wrong."""

import re

LEVELS = {1: "guessed", 2: "fairly sure", 3: "sure"}
_RIGHT = {1: 1.0, 2: 2.0, 3: 3.0}
_WRONG = {1: 0.0, 2: -2.0, 3: -6.0}
_GIVEN = re.compile(r"\s*!\s*([123])\s*$")


def certainty_mark(score: float, confidence: int) -> float:
    """The mark of an answer, -6..3, for a score in 0..1 and a confidence of 1 to 3.

    +1, +2, +3 when right and 0, -2, -6 when wrong (Gardner-Medwin 2006, "Confidence-based
    marking"), so that naming one's true confidence pays best: level 2 from a chance of 2/3 on,
    level 3 from 4/5 on. A partly right answer lies on the straight line between.
    """
    return score * _RIGHT[confidence] + (1 - score) * _WRONG[confidence]


def split_confidence(line: str) -> tuple[str, int | None]:
    """An answer line such as `B !3` as the answer and the confidence, None where none is given."""
    given = _GIVEN.search(line)
    return (line[: given.start()], int(given[1])) if given else (line, None)
