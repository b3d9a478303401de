"""Which questions a study day brings, and in which order."""

import random
import zlib
from collections.abc import Collection, Iterable, Mapping
from datetime import date

import msgspec

from dlprep.scheduling.card import DECAY, Card, retrievability


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
    decays: Mapping[str, float] | None = None,
) -> list[str]:
    """The ids of the questions for a study day, in the order in which to ask them.

    1. What is due, highest retrievability first: what is most likely still known and closest to
       being forgotten. In the backlog after a break, these reviews save the most memories; what
       is forgotten already loses nothing by waiting. At most `limits.due` less what was done
       today; the rest stays due for tomorrow.
    2. New questions, up to `limits.new` less what was done today, in the order given, or shuffled
       by `seed`.
    3. With `ahead`, what is not due yet and was not seen today, lowest retrievability first and
       without a limit: the learner asked for more.

    `decays` tells how the forgetting curve of a card's model bends, where not as shipped.
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

    wanted = taken.pick(_ids(most_known(due, study_day, decays)), limits.due - done_today.due)
    fresh = list(new_candidates)
    if seed is not None:
        fresh.sort()  # the same seed, the same order, whatever order the bank came in
        random.Random(f"queue:{seed}").shuffle(fresh)
    wanted += taken.pick(fresh, limits.new - done_today.new)
    if ahead:
        faded = most_known(later, study_day, decays)[::-1]
        wanted += taken.pick(_ids(faded), len(later))
    return wanted


def cram_queue(
    cards: Iterable[Card],
    study_day: date,
    *,
    groups: Mapping[str, str] | None = None,
    decays: Mapping[str, float] | None = None,
) -> list[str]:
    """Every question answered before, due or not, lowest retrievability first, without limits.

    For the last days before a date. Questions of one group are kept from following each other,
    as far as there are others to come between.
    """
    groups = groups or {}
    wanted: list[str] = []
    waiting: list[str] = []  # siblings of the one just before
    for question in _ids(most_known(cards, study_day, decays)[::-1]):
        (wanted if _apart(wanted, question, groups) else waiting).append(question)
        while waiting and _apart(wanted, waiting[0], groups):
            wanted.append(waiting.pop(0))
    for question in waiting:  # the last ones: look for a gap further up
        wanted.insert(_gap(wanted, question, groups), question)
    return wanted


def most_known(
    cards: Iterable[Card], study_day: date, decays: Mapping[str, float] | None = None
) -> list[Card]:
    """Cards by retrievability, highest first; like ones in an order of the day, not by topic."""
    decays = decays or {}

    def key(card: Card) -> tuple[float, int, str]:
        recall = retrievability(card, study_day, decays.get(card.model, DECAY))
        return -recall, zlib.crc32(f"{study_day}{card.question}".encode()), card.question

    return sorted(cards, key=key)


def _ids(cards: Iterable[Card]) -> list[str]:
    return [card.question for card in cards]


def _apart(wanted: list[str], question: str, groups: Mapping[str, str]) -> bool:
    group = groups.get(question)
    return not wanted or group is None or groups.get(wanted[-1]) != group


def _gap(wanted: list[str], question: str, groups: Mapping[str, str]) -> int:
    """The last place at which a question has no sibling beside it, else the end."""
    for at in range(len(wanted), -1, -1):
        beside = wanted[max(0, at - 1) : at + 1]
        if all(groups.get(other) != groups.get(question) for other in beside):
            return at
    return len(wanted)


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
