"""Which questions a study day brings, and in which order."""

import random
from collections.abc import Collection, Iterable, Mapping
from datetime import date

import msgspec

from dlprep.scheduling.card import Card, overdueness


class Counts(msgspec.Struct, frozen=True):
    """So many new and so many due questions: the limits of a study day, or what was done on it."""

    new: int
    due: int


NOTHING = Counts(0, 0)


def todays_queue(
    cards: Iterable[Card],
    new_candidates: Iterable[str],
    study_day: date,
    *,
    limits: Counts,
    done_today: Counts = NOTHING,
    groups: Mapping[str, str] | None = None,
    seen_today: Collection[str] = (),
    seed: int | None = None,
    ahead: bool = False,
) -> list[str]:
    """The ids of the questions for a study day, in the order in which to ask them.

    1. What is due, lowest retrievability first: in the backlog after a break, a stable memory
       loses little by waiting, a young one goes for good. At most `limits.due` less what was done
       today; the rest stays due for tomorrow.
    2. New questions, up to `limits.new` less what was done today, in the order given, or shuffled
       by `seed`.
    3. With `ahead`, what is not due yet and was not seen today, lowest retrievability first and
       without a limit: the learner asked for more.

    `groups` maps a question to the concept that it varies. Of a group only one member is asked a
    day, and none when another member was seen today (`seen_today`); the others keep their turn.
    """
    groups = groups or {}
    taken = _Siblings(groups, seen_today)
    seen = frozenset(seen_today)
    due: list[Card] = []
    later: list[Card] = []
    for card in cards:
        if card.due_day is not None and card.due_day <= study_day:
            due.append(card)
        elif card.question not in seen:
            later.append(card)

    wanted = taken.pick(_most_faded(due, study_day), limits.due - done_today.due)
    fresh = list(new_candidates)
    if seed is not None:
        fresh.sort()  # the same seed, the same order, whatever order the bank came in
        random.Random(f"queue:{seed}").shuffle(fresh)
    wanted += taken.pick(fresh, limits.new - done_today.new)
    if ahead:
        wanted += taken.pick(_most_faded(later, study_day), len(later))
    return wanted


def _most_faded(cards: Iterable[Card], study_day: date) -> list[str]:
    ranked = sorted(cards, key=lambda card: (-overdueness(card, study_day), card.question))
    return [card.question for card in ranked]


class _Siblings:
    """Lets one question of a group pass a day."""

    def __init__(self, groups: Mapping[str, str], seen_today: Collection[str]) -> None:
        self._groups = groups
        self._shown = {groups[q]: q for q in seen_today if q in groups}

    def pick(self, questions: Iterable[str], limit: int) -> list[str]:
        """The first `limit` questions whose siblings were not shown; their groups count as shown."""
        picked: list[str] = []
        for question in questions:
            if len(picked) >= limit:
                break
            group = self._groups.get(question)
            if group is None or self._shown.setdefault(group, question) == question:
                picked.append(question)
        return picked
