"""Says in words what was found of a rubric, what was missed, and what was wrong."""

from collections.abc import Sequence

from dlprep.bank.kinds import TextQuestion
from dlprep.grading.grade import CONTRADICTED, FOUND, PERHAPS, PointMark
from dlprep.grading.rubric.flags import SAID
from dlprep.grading.rubric.marking import Marking

_SIGN = {FOUND: "✓ found", PERHAPS: "? perhaps", CONTRADICTED: "✗ contradicted"}


def feedback(question: TextQuestion, marking: Marking) -> str:
    """Markdown: flags first, then the points by number, then misconceptions and why they are wrong."""
    parts = [SAID[flag] for flag in marking.flags]
    if marking.points:
        parts.append(points_told(marking.points))
    for n in marking.voiced:
        wrong = question.misconceptions[n]
        parts.append(f"**Not so:** {_sentence(wrong.claim)} {wrong.why.strip()}")
    return "\n\n".join(parts)


def points_told(points: Sequence[PointMark]) -> str:
    """A numbered line for each point: its mark, the point, and the words that showed it."""
    return "\n".join(f"{n}. {_point(p)}" for n, p in enumerate(points, start=1))


def _point(point: PointMark) -> str:
    sign = _SIGN.get(point.mark, "– missed")
    words = f" (you said: {_plain(point.evidence)})" if point.evidence else ""
    return f"**{sign}:** {point.point.strip()}{words}"


def _sentence(text: str) -> str:
    text = text.strip()
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _plain(words: str) -> str:
    """The learner's own words, which are not Markdown."""
    return "".join(f"\\{c}" if c in "*_`[]$\\<" else c for c in words)
