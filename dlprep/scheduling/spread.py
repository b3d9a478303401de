"""Evens out the days to come: of the days that fuzz allows, one with little due is likelier."""

import hashlib
from collections.abc import Callable, Mapping
from datetime import date

import msgspec

from dlprep.scheduling.card import Card
from dlprep.scheduling.fuzz import bounds, fuzzed
from dlprep.scheduling.memory import Model, planned

Load = Callable[[int, int], Mapping[int, int]]

LONGEST_SPREAD = 90
"""Days. A quarter ahead nobody knows what will be due, and counting it would cost time."""


def spread(interval: int, load: Mapping[int, int], question: str, reviews: int) -> int:
    """An interval in days within `fuzz.bounds`, drawn so that days with less due are likelier.

    `load` tells how many questions are due so many days from now; a day not in it is free. A day
    counts with ``1 / (1 + load)²``, so no day is ruled out: an interval that always fled the
    crowd would drift to one end. The idea is that of Anki's load balancer. The same question,
    review count and load give the same draw.
    """
    low, high = bounds(interval)
    if low == high or interval > LONGEST_SPREAD:
        return fuzzed(interval, question, reviews)
    days = range(low, high + 1)
    weights = [(1 + load.get(day, 0)) ** -2 for day in days]
    digest = hashlib.sha256(f"spread\n{question}\n{reviews}".encode()).digest()
    left = int.from_bytes(digest[:8]) / 2**64 * sum(weights)
    for day, weight in zip(days, weights, strict=True):
        left -= weight
        if left < 0:
            return day
    return high


def settled(card: Card, by: Model, load_between: Load) -> tuple[Card, int]:
    """A card just reviewed, on the day that `spread` gives it, and the days until then.

    `load_between` tells, for a range of day ordinals, how many other questions are due on each.
    """
    assert card.stability is not None and card.last_day is not None
    interval, today = planned(card.stability, by), card.last_day.toordinal()
    low, high = bounds(interval)
    load: dict[int, int] = {}
    if low < high and interval <= LONGEST_SPREAD:
        load = {day - today: n for day, n in load_between(today + low, today + high).items()}
    days = spread(interval, load, card.question, card.reviews)
    due = date.fromordinal(min(today + days, date.max.toordinal()))
    return msgspec.structs.replace(card, due_day=due), days
