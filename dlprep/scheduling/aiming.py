"""Aims practice at a day: ways to rank questions, and the one that wins in simulation.

Plain scheduling asks what is due, then new questions. Aimed ranks ask what gains most expected
recall on the day, by the minute. No rank is best for every learner, so a few are rehearsed, plain
scheduling among them, and the best is kept: an aimed plan can tie with a plain one, not lose.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec

from dlprep.scheduling.memory import AGAIN, GOOD, Model
from dlprep.scheduling.rehearsal import Deck, Minds, Ranking, Rehearsed, after, recall, rehearse

if TYPE_CHECKING:
    from dlprep.scheduling.foretelling import Truths
    from dlprep.scheduling.fsrs6 import Floats

LEARNERS_TO_CHOOSE, LEARNERS_TO_TELL = 2, 8
"""How many simulated learners each way is tried on, and how many the figures are means of."""


class Way(msgspec.Struct, frozen=True):
    """How the questions of a day are ranked.

    `plain`: by the schedule. Else by the gain in recall on the day; for the last `reviews_only` days
    nothing new is begun; `patience` 1 prefers what gains less by waiting until halfway to the day.
    """

    plain: bool = False
    reviews_only: int = 0
    patience: float = 0.0


PLAIN = Way(plain=True)
WAYS = (PLAIN, Way(), Way(patience=1.0), Way(patience=2.0), Way(reviews_only=3, patience=2.0))


class Aimed(msgspec.Struct, frozen=True):
    """The way that won, what it leads to, and what plain scheduling with the same minutes does."""

    way: Way
    aimed: Rehearsed
    plain: Rehearsed


def aim(
    deck: Deck,
    days: int,
    minutes: float,
    by: Model,
    *,
    limits: tuple[int, int],
    seed: int,
    spent: float = 0.0,
    ways: Sequence[Way] = WAYS,
) -> Aimed:
    """Find the way to practise until a day that brings most weighted recall on it.

    `days` from today to the day itself, at least 1; `limits` are the new and due questions a day of
    plain scheduling. The figures come from learners other than those that the way was chosen on;
    should it lose there, plain scheduling is what is given.
    """

    def run(way: Way, learners: int, luck: int) -> Rehearsed:
        rank = ranking(way, by, limits)
        return rehearse(
            deck, days, minutes, rank, by.weights, by.retention,
            learners=learners, seed=luck, spent=spent,
        )  # fmt: skip

    tried = {way: expected(deck, run(way, LEARNERS_TO_CHOOSE, seed)) for way in ways}
    best = max(ways, key=lambda way: tried[way])
    plain = run(PLAIN, LEARNERS_TO_TELL, seed + 1)
    aimed = plain if best == PLAIN else run(best, LEARNERS_TO_TELL, seed + 1)
    if expected(deck, aimed) < expected(deck, plain):
        best, aimed = PLAIN, plain
    return Aimed(best, aimed, plain)


def expected(deck: Deck, rehearsed: Rehearsed) -> float:
    """The expected share of the interview's questions answered right, 0..1: a mean of recalls."""
    return float((rehearsed.recall @ deck.weight).mean())


def ranking(way: Way, by: Model, limits: tuple[int, int]) -> Ranking:
    """The ranks that a way gives; see `rehearsal.Ranking`."""
    import numpy as np

    w = np.asarray(by.weights[:21], np.float64)

    def plainly(deck: Deck, minds: Minds, day: int, last: int) -> "Floats":
        known = recall(deck, minds, day, w)
        new = minds.stability < 0
        due = ~new & (minds.due <= day)
        rank = np.where(due, 1 + known, 0.0)
        turn = 1 - np.arange(len(deck)) / (len(deck) + 1)
        rank = np.where(new, turn, rank)
        return _at_most(_at_most(rank, new, limits[0]), due, limits[1])

    def aimed(deck: Deck, minds: Minds, day: int, last: int) -> "Floats":
        now = _gain(deck, minds, day, last, w)
        rank = now
        if way.patience and (later := day + max(1, (last - day) // 2)) < last:
            rank = (
                now * (now / np.maximum(_gain(deck, minds, later, last, w), 1e-12)) ** way.patience
            )
        if last - day <= way.reviews_only:
            rank = np.where(minds.stability < 0, 0.0, rank)
        return np.where((minds.stability > 0) & (minds.last == day), 0.0, rank)

    return plainly if way.plain else aimed


def _gain(deck: Deck, minds: Minds, day: int, last: int, w: "Floats") -> "Floats":
    """The weighted recall on the last day that an answer on a day adds, a minute; not below 0."""
    import numpy as np

    from dlprep.scheduling.fsrs6 import forgetting

    right = recall(deck, minds, day, w)
    left = max(0, last - day)
    good, again = (
        forgetting(np.full(right.shape, float(left)), after(minds, day, rating, w)[0], w[20])
        for rating in (GOOD, AGAIN)
    )
    without = recall(deck, minds, last, w)
    gain = right * good + (1 - right) * again - without
    return np.maximum(gain, 0.0) * deck.weight / deck.minutes


def _at_most(rank: "Floats", those: "Truths", limit: int) -> "Floats":
    """Ranks of `those` beyond the first `limit` of each learner become 0."""
    import numpy as np

    ordered = np.sort(np.where(those, -rank, 0.0), axis=1)
    if limit >= rank.shape[1]:
        return rank
    threshold = -ordered[:, limit : limit + 1]
    return np.where(those & (rank <= threshold), 0.0, rank)
