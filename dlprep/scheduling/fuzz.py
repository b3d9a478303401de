"""Spreads due dates, so that questions learnt together do not come back together for ever."""

import hashlib
import math
from typing import NamedTuple


class Band(NamedTuple):
    """Intervals from `start` to `end` days add `factor` days of fuzz per day."""

    start: float
    end: float
    factor: float


BANDS = (Band(2.5, 7.0, 0.15), Band(7.0, 20.0, 0.1), Band(20.0, math.inf, 0.05))


def bounds(interval: int) -> tuple[int, int]:
    """The shortest and longest interval in days that fuzz may make of one (at least 1 day).

    Anki's ranges: nothing below 2.5 days; from there a day, and a share of the interval that
    shrinks as it grows. Source: `rslib/src/scheduler/states/fuzz.rs` in Anki.
    """
    if interval < BANDS[0].start:
        return max(1, interval), max(1, interval)
    delta = 1 + sum(b.factor * max(min(interval, b.end) - b.start, 0.0) for b in BANDS)
    return max(2, _rounded(interval - delta)), _rounded(interval + delta)


def fuzzed(interval: int, question: str, reviews: int) -> int:
    """The interval in days, moved within `bounds` by a draw from the question and its review count.

    The same question and count always give the same draw: a card that is replayed from the log
    falls due on the day it was due before.
    """
    low, high = bounds(interval)
    digest = hashlib.sha256(f"{question}\n{reviews}".encode()).digest()
    draw = int.from_bytes(digest[:8]) / 2**64
    return low + int(draw * (high - low + 1))


def _rounded(days: float) -> int:
    return math.floor(days + 0.5)  # halves go up, as in Anki; round() would send them to even
