"""What is known about one question in one learner's memory, and how likely it is still there."""

from datetime import date

import msgspec

LEECH_LAPSES, LEECH_AGAIN = 8, 4
"""Forgotten so often, a question should be rewritten or read up, not drilled; and so much oftener,
it is worth another word."""
DECAY = 0.1542
"""Weight 20 of FSRS-6 as py-fsrs ships it; held against py-fsrs by a test."""


class Card(msgspec.Struct, frozen=True):
    """The memory state of a question; everything but `question` is empty until the first review.

    `stability` is the number of days after which recall falls to 90 %, `difficulty` lies in
    1..10. Days are study days. There are no learning steps, so a card is either new or in review.
    `model` names the model that made this state (see `dlprep.scheduling.memory`).
    """

    question: str
    stability: float | None = None
    difficulty: float | None = None
    first_day: date | None = None
    last_day: date | None = None
    due_day: date | None = None
    reviews: int = 0
    lapses: int = 0
    model: str = ""


def leech_named(before: int, lapses: int) -> bool:
    """Whether going from so many lapses to so many is worth a word: at 8, then at each 4 more."""
    return before < lapses >= LEECH_LAPSES and (lapses - LEECH_LAPSES) % LEECH_AGAIN == 0


def new_card(question: str) -> Card:
    """The card of a question that was never answered."""
    return Card(question)


def retrievability(card: Card, study_day: date, decay: float = DECAY) -> float:
    """The probability, in 0..1, that the answer is recalled on a study day; 0 for a new card.

    FSRS-6: ``(1 + f t / S) ** -decay`` with `f` such that it is 0.9 at ``t = S``. Written out here
    because the day's queue needs it and py-fsrs costs 74 ms to import.
    """
    if card.stability is None or card.last_day is None:
        return 0.0
    days = max(0, (study_day - card.last_day).days)
    factor = 0.9 ** (-1 / decay) - 1
    return float((1 + factor * days / card.stability) ** -decay)
