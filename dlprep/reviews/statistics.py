"""Where a learner stands: answers, accuracy by topic, and the streak of study days."""

from collections.abc import Iterable
from datetime import date, timedelta

import msgspec


class TopicTally(msgspec.Struct, frozen=True):
    """The answers of one topic; `accuracy` is the mean score in 0..1."""

    topic: str
    answers: int
    accuracy: float


class Statistics(msgspec.Struct, frozen=True):
    """Everything answered; `accuracy` is the mean score in 0..1, None before the first answer.

    `streak` counts study days in a row up to today, or up to yesterday when today is still open.
    """

    answers: int
    accuracy: float | None
    streak: int
    topics: tuple[TopicTally, ...]


def streak(days: Iterable[date], today: date) -> int:
    """How many study days in a row, newest first in `days`, end today or yesterday."""
    length = 0
    expected = today
    for day in days:
        if day > expected:  # the clock was set back, or another device is ahead
            continue
        if length == 0 and day == today - timedelta(days=1):
            expected = day
        if day != expected:
            break
        length += 1
        expected = day - timedelta(days=1)
    return length


def statistics(
    tallies: Iterable[tuple[str, int, int]], days: Iterable[date], today: date
) -> Statistics:
    """From rows of (topic, answers, sum of scores in millionths), and the study days, newest first."""
    rows = list(tallies)
    answers = sum(row[1] for row in rows)
    total = sum(row[2] for row in rows) / 1_000_000
    return Statistics(
        answers,
        total / answers if answers else None,
        streak(days, today),
        tuple(TopicTally(topic, n, score / 1_000_000 / n) for topic, n, score in rows),
    )
