"""From a grade to the four ratings that the memory model knows."""

from dlprep.scheduling.memory import AGAIN, EASY, GOOD, HARD

PASSED_FROM = 0.6
GOOD_FROM = 0.9
SURE = 3
"""The highest confidence: 1 guessed, 2 fairly sure, 3 sure."""
QUICK = 0.5
"""Quick is at most this share of the usual time. Half, not less: reading the question takes its
time however well the answer is known, and the learner must have been sure as well."""


def rating(
    score: float,
    confidence: int | None = None,
    milliseconds: int | None = None,
    usual_milliseconds: float | None = None,
) -> int:
    """The rating, 1 (Again) to 4 (Easy), of an answer with a score in 0..1.

    Below 0.6 Again, below 0.9 Hard, else Good. Easy takes three things at once: a good answer, the
    highest confidence, and at most half the usual time; what is not known cannot make it Easy.
    `usual_milliseconds` is the learner's typical time for such a question (see `usual`).
    """
    if score < PASSED_FROM:
        return AGAIN
    if score < GOOD_FROM:
        return HARD
    if milliseconds is None or usual_milliseconds is None:
        return GOOD
    quick = milliseconds <= QUICK * usual_milliseconds
    return EASY if quick and confidence == SURE else GOOD


def usual(milliseconds: list[int]) -> float | None:
    """The median of earlier times, or None with fewer than five: too few to call anything quick."""
    import statistics  # 8 ms

    return statistics.median(milliseconds) if len(milliseconds) >= 5 else None
