"""How long a backlog takes to work off, when no more than the daily limit is answered."""

import random
from collections.abc import Iterable
from datetime import date, timedelta

from dlprep.scheduling.card import Card, retrievability
from dlprep.scheduling.memory import AGAIN, GOOD, Model, Step, review
from dlprep.scheduling.queue import most_known

FURTHEST = 100
"""Days: nobody plans a backlog further, and simulating them takes time."""


def days_to_clear(
    cards: Iterable[Card], study_day: date, a_day: int, by: Model, *, left_today: int | None = None
) -> int | None:
    """The study days, from this one on, until no more is due than one day's limit; 0: none behind.

    None when that takes more than `FURTHEST` days. `left_today` is what the limit still allows
    today. Simulates the queue: what is answered comes back, recalled or forgotten with the chance
    that the model gives it, drawn from the day's seed; what falls due meanwhile joins; new
    questions are left out.
    """
    waiting: list[Card] = []
    to_come: dict[date, list[Card]] = {}
    for card in cards:
        if card.due_day is not None:
            to_come.setdefault(max(card.due_day, study_day), []).append(card)
    rng = random.Random(f"backlog:{study_day}")
    for ahead in range(FURTHEST + 1):
        day = study_day + timedelta(days=ahead)
        waiting += to_come.pop(day, [])
        limit = a_day if ahead or left_today is None else left_today
        if len(waiting) <= limit:
            return ahead
        waiting = most_known(waiting, day)
        for card in waiting[: max(0, limit)]:
            known = rng.random() < retrievability(card, day, by.decay)
            after = review(card, Step(day, GOOD if known else AGAIN, by.name), by)
            assert after.due_day is not None
            to_come.setdefault(after.due_day, []).append(after)
        waiting = waiting[max(0, limit) :]
    return None
