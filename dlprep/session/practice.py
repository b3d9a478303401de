"""A practice session without a screen: what is due today, then new questions, from log and bank."""

import random
from collections.abc import Iterable, Mapping
from datetime import date

import msgspec

from dlprep.bank.kinds import AnyQuestion
from dlprep.bank.library import Library
from dlprep.config import Config
from dlprep.reviews.log import ReviewLog
from dlprep.scheduling.backlog import days_to_clear
from dlprep.scheduling.memory import decays
from dlprep.scheduling.queue import Counts, cram_queue, todays_queue
from dlprep.session.choosing import Picked, choose
from dlprep.session.kept_plan import Kept, active

MOST_AFTER_DEMOS = 5
"""How many questions wrong predictions may put before what is due."""


class Backlog(msgspec.Struct, frozen=True):
    """How many questions are due, how many of them today's limit still lets through, and in how
    many days no more will be due than a day's limit, today counted; None: not within 100 days.
    """

    due: int
    today: int
    days: int | None


def todays_questions(
    library: Library, log: ReviewLog, settings: Config, day: date, *, ahead: bool = False
) -> list[Picked]:
    """What the plan in force asks on a study day, else the schedule: see `_scheduled`."""
    if not ahead and (plan := active(day)) is not None:
        return _planned(library, log, settings, plan, day)
    return _scheduled(library, log, settings, day, ahead=ahead)


def _scheduled(
    library: Library, log: ReviewLog, settings: Config, day: date, *, ahead: bool
) -> list[Picked]:
    """The questions of a study day in the order in which to ask them; see `todays_queue`.

    A template is drawn from a seed of the day, so that coming back to a broken-off session brings
    the same numbers. A card whose question is no longer in the bank waits until it is back.
    """
    limits = Counts(settings.new_per_day, settings.due_per_day)
    done = log.counts_today(day)
    cards = log.cards() if ahead else log.due(day)
    questions = _found(library, (card.question for card in cards))
    fresh = _unseen(library, log, max(0, limits.new - done.new), day)
    seen_today = log.seen_on(day)
    everything = questions | fresh | _found(library, seen_today)
    queue = todays_queue(
        [card for card in cards if card.question in questions],
        fresh,
        day,
        limits=limits,
        done_today=done,
        groups=_concepts(everything),
        seen_today=seen_today,
        ahead=ahead,
        decays=decays(log.models()),
    )
    return _after_demos(library, log, queue, everything, day)


def _planned(
    library: Library, log: ReviewLog, settings: Config, plan: Kept, day: date
) -> list[Picked]:
    from dlprep.session.plan import todays_plan  # NumPy: 100 ms

    wanted = todays_plan(library, log, settings, plan, day)
    seen_today = log.seen_on(day)
    found = _found(library, wanted)
    concepts = _concepts(found | _found(library, seen_today))
    return _after_demos(library, log, _one_of_each(wanted, concepts, seen_today), found, day)


def _after_demos(
    library: Library,
    log: ReviewLog,
    queue: list[str],
    questions: Mapping[str, AnyQuestion],
    day: date,
) -> list[Picked]:
    """The queue behind what a demo showed to be misunderstood."""
    wrongly = _found(library, log.to_practise())
    first = list(wrongly)[:MOST_AFTER_DEMOS]
    order = [*first, *(i for i in queue if i not in first)]
    return _picked(order, {**questions, **wrongly}, day)


def _one_of_each(
    wanted: Iterable[str], concepts: Mapping[str, str], seen_today: Iterable[str]
) -> list[str]:
    """The questions without siblings of what came before, today."""
    shown = {concepts[i] for i in seen_today if i in concepts}
    kept = []
    for full_id in wanted:
        if full_id in concepts and concepts[full_id] not in shown:
            shown.add(concepts[full_id])
            kept.append(full_id)
    return kept


def crammed_questions(library: Library, log: ReviewLog, day: date) -> list[Picked]:
    """Every question answered before, what is most faded first; see `cram_queue`."""
    cards = log.cards()
    found = _found(library, (card.question for card in cards))
    queue = cram_queue(
        [card for card in cards if card.question in found],
        day,
        groups=_concepts(found),
        decays=decays(log.models()),
    )
    return _picked(queue, found, day)


def backlog(library: Library, log: ReviewLog, settings: Config, day: date) -> Backlog | None:
    """What is due beyond the limit of a study day; None when all of it fits into the day."""
    left = max(0, settings.due_per_day - log.counts_today(day).due)
    if log.due_count(day) <= left or not settings.due_per_day:
        return None
    cards = log.cards()
    found = _found(library, (card.question for card in cards))
    cards = [card for card in cards if card.question in found]
    due = sum(card.due_day is not None and card.due_day <= day for card in cards)
    if due <= left:
        return None
    by = log.in_force(settings.retention)
    days = days_to_clear(cards, day, settings.due_per_day, by, left_today=left)
    return Backlog(due, left, days)


def _concepts(questions: Mapping[str, AnyQuestion]) -> dict[str, str]:
    """The concept that each question tests; questions of one concept are siblings."""
    return {i: f"{i.split('/')[0]}: {q.concept.casefold()}" for i, q in questions.items()}


def _picked(queue: list[str], questions: Mapping[str, AnyQuestion], day: date) -> list[Picked]:
    rng = random.Random(f"practice:{day}")
    return [Picked(i, questions[i], rng.randrange(2**31)) for i in queue]


def _found(library: Library, ids: Iterable[str]) -> dict[str, AnyQuestion]:
    found = {full_id: library.find(full_id) for full_id in ids}
    return {full_id: question for full_id, question in found.items() if question is not None}


def _unseen(library: Library, log: ReviewLog, count: int, day: date) -> dict[str, AnyQuestion]:
    """Up to twice `count` questions never answered: some may be siblings and have to wait."""
    if not count:
        return {}
    seen = log.seen()
    chosen = choose(library, 2 * count + len(seen), day.toordinal())
    fresh = [picked for picked in chosen if picked.id not in seen]
    return {picked.id: picked.question for picked in fresh[: 2 * count]}
