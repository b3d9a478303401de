"""A practice session without a screen: what is due today, then new questions, from log and bank."""

import random
from collections.abc import Iterable
from datetime import date

from dlprep.bank.kinds import AnyQuestion
from dlprep.bank.library import Library
from dlprep.config import Config
from dlprep.reviews.log import ReviewLog
from dlprep.scheduling.queue import Counts, todays_queue
from dlprep.session.choosing import Picked, choose


def todays_questions(
    library: Library, log: ReviewLog, settings: Config, day: date, *, ahead: bool = False
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
        groups={i: f"{i.split('/')[0]}: {q.concept.casefold()}" for i, q in everything.items()},
        seen_today=seen_today,
        ahead=ahead,
    )
    rng = random.Random(f"practice:{day}")
    return [Picked(i, everything[i], rng.randrange(2**31)) for i in queue]


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
