"""Where a learner stands, put together from the log and the bank: first answers, and who they show."""

from dlprep.bank.library import Library
from dlprep.reviews.log import ReviewLog
from dlprep.scheduling.ability import LABELS, Ability, First, ability

NEWEST, AT_ONCE = 400, 150
"""So many first answers say enough of an ability, and the newest say most of today's; fewer are
taken where the first question waits for it (400 take 16 ms)."""
AMONG = 4000
"""Rows of the log among which they are looked for."""


def first_answers(library: Library, log: ReviewLog, newest: int = NEWEST) -> list[First]:
    """The newest first answers to questions that are still in the bank, newest first."""
    rows = log.first_answers(AMONG, newest)
    labels = library.labels([question for _, question, _ in rows])
    return [
        First(learner, question, *labels[question], score)
        for learner, question, score in rows
        if question in labels and labels[question][1] in LABELS
    ]


def able(library: Library, log: ReviewLog, newest: int = NEWEST) -> Ability:
    """The learner's ability by `first_answers`."""
    return ability(first_answers(library, log, newest), log.learner)
