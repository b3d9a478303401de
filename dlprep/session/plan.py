"""The plan to an interview: worked out from log, bank and a wish, and what it asks today."""

import statistics
from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

import msgspec

from dlprep.bank.asked import weights
from dlprep.bank.library import Library
from dlprep.config import Config
from dlprep.errors import NothingToDoError, UsageError
from dlprep.reviews.log import ReviewLog
from dlprep.scheduling.aiming import Aimed, aim, ranking
from dlprep.scheduling.card import retrievability
from dlprep.scheduling.memory import decays
from dlprep.session.interview.roles import ROLES
from dlprep.session.kept_plan import Kept, Wish
from dlprep.session.standing import able
from dlprep.spelling import did_you_mean

if TYPE_CHECKING:
    from dlprep.scheduling.ability import Ability
    from dlprep.scheduling.rehearsal import Deck

FURTHEST = 180
"""Days: what is simulated further ahead than half a year says nothing."""
MINUTES = {
    "choice": 0.8, "multi": 1.0, "numeric": 1.5, "order": 1.0, "estimate": 4.0, "text": 2.5,
    "python": 8.0, "sql": 6.0,
}  # fmt: skip
"""What an answer of each kind takes, its explanation read, until the learner's own times are known."""
READING = 0.3
"""Minutes for the explanation, which the log's times leave out."""
TIMES_OF, OWN_FROM = 300, 5
LONGEST_ANSWER = 30
"""Minutes: longer, the learner had gone for a walk."""


class Laid(msgspec.Struct, frozen=True):
    """A plan from today on: ids and topics stand in the order of the deck's entries."""

    wish: Wish
    today: date
    weights: dict[str, float]
    ids: tuple[str, ...]
    labels: dict[str, tuple[str, str]]
    deck: "Deck"
    aimed: Aimed

    @property
    def days(self) -> int:
        """How many days of practice there are, today one of them."""
        return (self.wish.by - self.today).days

    @property
    def topics(self) -> list[str]:
        """The topic of each question."""
        return [full_id.split("/")[0] for full_id in self.ids]


def checked(wish: Wish, library: Library, today: date) -> Wish:
    """The wish with topics by their slugs.

    Raises
    ------
    UsageError
        The day is not to come or too far, the minutes make no sense, a topic or role is unknown.
    """
    if wish.by <= today:
        when = "today" if wish.by == today else "past"
        raise UsageError(f"--by {wish.by} is {when}; give a day to come")
    if (wish.by - today).days > FURTHEST:
        last = today + timedelta(days=FURTHEST)
        raise UsageError(f"--by {wish.by} is too far to foretell; give a day up to {last}")
    if not 1 <= wish.minutes <= 720:
        raise UsageError(f"--minutes-per-day goes from 1 to 720, not {wish.minutes:g}")
    if wish.role is not None and wish.role not in ROLES:
        guess = did_you_mean(wish.role, ROLES)
        raise UsageError(f"no role {wish.role!r}{guess}; there is {', '.join(ROLES)}")
    slugs = tuple(dict.fromkeys(library.topic(name).slug for name in wish.topics))
    return msgspec.structs.replace(wish, topics=slugs)


def laid(library: Library, log: ReviewLog, settings: Config, wish: Wish, today: date) -> Laid:
    """Work out the plan for a wish that was checked.

    Raises
    ------
    NothingToDoError
        There are no questions in the topics.
    """
    shares = _shares(library, wish)
    ids = _in_turn({topic: list(library.ids(topic)) for topic in shares})
    if not ids:
        raise NothingToDoError(
            "these topics have no questions; `dlprep topics` shows what there is"
        )
    labels = library.labels(ids)
    deck = _deck(library, log, shares, ids, labels, today)
    by = log.in_force(settings.retention)
    limits = (settings.new_per_day, settings.due_per_day)
    days = (wish.by - today).days
    spent = _spent(library, log, today)
    aimed = aim(
        deck, days, wish.minutes, by, limits=limits, seed=today.toordinal(), spent=min(spent, wish.minutes)
    )  # fmt: skip
    return Laid(wish, today, shares, tuple(ids), labels, deck, aimed)


def todays_plan(
    library: Library, log: ReviewLog, settings: Config, kept: Kept, today: date
) -> list[str]:
    """The ids that the plan in force asks today, in order, within the minutes that are left.

    Ranked anew from how things stand: answers that went otherwise than simulated are taken in.
    """
    from dlprep.scheduling.rehearsal import Minds, taken

    shares = _shares(library, kept.wish)
    ids = _in_turn({topic: list(library.ids(topic)) for topic in shares})
    left = kept.wish.minutes - _spent(library, log, today)
    days = (kept.wish.by - today).days
    if not ids or left <= 0 or days < 1:
        return []
    deck = _deck(library, log, shares, ids, library.labels(ids), today)
    rank = ranking(
        kept.way, log.in_force(settings.retention), (settings.new_per_day, settings.due_per_day)
    )(deck, Minds.of(deck, 1), 0, days)
    done = log.seen_on(today)
    for at, full_id in enumerate(ids):
        if full_id in done:
            rank[0, at] = 0
    chosen = taken(rank, deck.minutes, left)[0]
    order = sorted((at for at in range(len(ids)) if chosen[at]), key=lambda at: -rank[0, at])
    return [ids[at] for at in order]


def _shares(library: Library, wish: Wish) -> dict[str, float]:
    known = {t.slug for t in library.topics() if t.questions}
    topics = [t for t in wish.topics if t in known]  # a topic of a folder that was taken away
    if wish.topics and not topics:
        return {}
    return weights(library, topics, ROLES[wish.role].topics if wish.role else None)


def _in_turn(by_topic: dict[str, list[str]]) -> list[str]:
    """All ids, topics taking turns: the order in which plain scheduling meets new questions."""
    longest = max(map(len, by_topic.values()), default=0)
    return [ids[n] for n in range(longest) for ids in by_topic.values() if n < len(ids)]


def _deck(
    library: Library,
    log: ReviewLog,
    shares: dict[str, float],
    ids: Sequence[str],
    labels: dict[str, tuple[str, str]],
    today: date,
) -> "Deck":
    import numpy as np

    from dlprep.scheduling.rehearsal import NEVER, Deck

    ability: Ability = able(library, log)
    cards = {card.question: card for card in log.cards()}
    topics = [full_id.split("/")[0] for full_id in ids]
    size = {topic: topics.count(topic) for topic in shares}
    minutes = _minutes(library, log)
    rows = []
    for full_id, topic in zip(ids, topics, strict=True):
        kind, difficulty = labels[full_id]
        card = cards.get(full_id)
        state = (NEVER, NEVER, 0, 0)
        if (
            card is not None
            and card.stability
            and card.difficulty
            and card.last_day
            and card.due_day
        ):
            age = max(0, (today - card.last_day).days)
            state = (card.stability, card.difficulty, age, (card.due_day - today).days)
        chance = ability.chance(topic, kind, difficulty)
        rows.append((shares[topic] / size[topic], minutes[kind], chance, *state))
    return Deck(*np.asarray(rows, np.float64).T)


def _minutes(library: Library, log: ReviewLog) -> dict[str, float]:
    """What an answer of each kind takes: the learner's median where there are five or more."""
    recent = [review for review in log.recent(TIMES_OF) if review.milliseconds]
    labels = library.labels([review.question for review in recent])
    found: dict[str, list[float]] = {}
    for review in recent:
        if review.question in labels:
            took = min(review.milliseconds / 60_000, LONGEST_ANSWER)
            found.setdefault(labels[review.question][0], []).append(took)
    own = {k: statistics.median(v) + READING for k, v in found.items() if len(v) >= OWN_FROM}
    return {**MINUTES, **own}


def _spent(library: Library, log: ReviewLog, today: date) -> float:
    """The minutes that today's answers took, about."""
    done = log.seen_on(today)
    minutes = _minutes(library, log) if done else {}
    return sum(minutes[kind] for kind, _ in library.labels(list(done)).values())


def recall_on(log: ReviewLog, day: date) -> dict[str, float]:
    """The retrievability of every question answered, on a day, if nothing is answered until then."""
    bends = decays(log.models())
    return {
        card.question: retrievability(card, day, bends[card.model])
        if card.model in bends
        else retrievability(card, day)
        for card in log.cards()
    }
