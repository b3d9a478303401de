"""Days of practice, simulated with the memory model: what is asked each day, and what stays.

A question is an entry of each array, a row of each table one learner whose answers are drawn anew.
Recall follows FSRS-6; a question never asked is answered with the chance that the ability model gives
it. A right answer counts as Good, a wrong one as Again.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from dlprep.scheduling import fsrs6
from dlprep.scheduling.memory import AGAIN, GOOD

if TYPE_CHECKING:
    from dlprep.scheduling.foretelling import Truths
    from dlprep.scheduling.fsrs6 import Floats, Integers

NEVER = -1.0


class Deck(msgspec.Struct, frozen=True):
    """The questions of a plan, an entry each, as they stand on day 0.

    `weight`: their share of the interview (they add up to 1); `minutes`: what one answer takes;
    `chance`: that of a right answer at first sight, 0..1. `stability` (days), `difficulty` (1..10),
    `age` (days since the last answer) and `due` (days from now) are those of the card, `NEVER` (-1)
    in `stability` where there is none.
    """

    weight: "Floats"
    minutes: "Floats"
    chance: "Floats"
    stability: "Floats"
    difficulty: "Floats"
    age: "Floats"
    due: "Floats"

    def __len__(self) -> int:
        return len(self.weight)


class Minds(msgspec.Struct):
    """Learners a row, questions a column: stability (`NEVER`: unseen), difficulty, day of the last
    answer, day due.
    """

    stability: "Floats"
    difficulty: "Floats"
    last: "Floats"
    due: "Floats"

    @classmethod
    def of(cls, deck: Deck, learners: int) -> "Minds":
        """So many learners who all stand where the deck does."""
        import numpy as np

        columns = (deck.stability, deck.difficulty, -deck.age, deck.due)
        return cls(*(np.tile(column, (learners, 1)) for column in columns))


class Rehearsed(msgspec.Struct, frozen=True):
    """A table a learner: `recall` of each question on the last day, 0..1; `asked`: how often each
    was asked by then; `new` and `known`: questions a day; `minutes` a day; `first` the day of each
    question's first answer (`NEVER` where there was none).
    """

    recall: "Floats"
    asked: "Integers"
    new: "Floats"
    known: "Floats"
    minutes: "Floats"
    first: "Floats"


Ranking = Callable[[Deck, Minds, int, int], "Floats"]
"""From the deck, the minds, a day and the last day: a rank for each learner and question. The
highest is asked first, nothing with a rank of 0 or less."""


def recall(deck: Deck, minds: Minds, day: int, weights: "Floats") -> "Floats":
    """The chance that each learner answers each question right on a day."""
    import numpy as np

    seen = minds.stability > 0
    stability = np.where(seen, minds.stability, 1.0)
    known = fsrs6.forgetting(np.maximum(day - minds.last, 0), stability, weights[20])
    return np.where(seen, known, deck.chance)


def after(
    minds: Minds, day: int, rating: int, weights: "Floats", only: Any = slice(None)
) -> "tuple[Floats, Floats]":
    """Stability and difficulty that each answer of a rating on a day would lead to."""
    import numpy as np

    s, d, last = minds.stability[only], minds.difficulty[only], minds.last[only]
    return fsrs6.answered(weights, s, d, np.maximum(day - last, 0), rating)


def rehearse(
    deck: Deck,
    days: int,
    minutes: float,
    ranking: Ranking,
    weights: Sequence[float],
    retention: float,
    *,
    learners: int,
    seed: int,
    spent: float = 0.0,
) -> Rehearsed:
    """Practise on days 0 to `days` - 1, never beyond `minutes` a day (today less what was `spent`).

    Recall is taken on day `days`, the interview. The same arguments give the same result.
    """
    import numpy as np

    w = np.asarray(weights[:21], np.float64)
    rng = np.random.default_rng(seed)
    minds = Minds.of(deck, learners)
    shape = (learners, len(deck))
    asked, first = np.zeros(shape, np.int64), np.full(shape, NEVER)
    new, known, used = (np.zeros((learners, days)) for _ in range(3))
    for day in range(days):
        draws = rng.random(shape)  # one a question and day, whatever is asked: policies share luck
        chosen = taken(ranking(deck, minds, day, days), deck.minutes, minutes - spent * (day == 0))
        fresh = chosen & (minds.stability < 0)
        new[:, day], known[:, day] = fresh.sum(1), (chosen & ~fresh).sum(1)
        used[:, day] = (chosen * deck.minutes).sum(1)
        first[fresh] = day
        asked += chosen
        right = draws < recall(deck, minds, day, w)
        for rating, rows in ((GOOD, chosen & right), (AGAIN, chosen & ~right)):
            at = np.nonzero(rows)
            s, d = after(minds, day, rating, w, at)
            minds.stability[at], minds.difficulty[at], minds.last[at] = s, d, day
            minds.due[at] = day + fsrs6.planned(s, retention, w[20])
    return Rehearsed(recall(deck, minds, days, w), asked, new, known, used, first)


def taken(rank: "Floats", minutes: "Floats", budget: float) -> "Truths":
    """Which questions each learner is asked: the highest ranks, as long as the minutes last."""
    import numpy as np

    order = np.argsort(-rank, axis=1, kind="stable")
    sorted_rank = np.take_along_axis(rank, order, 1)
    fits = (np.cumsum(minutes[order] * (sorted_rank > 0), axis=1) <= budget) & (sorted_rank > 0)
    chosen = np.zeros(rank.shape, bool)
    np.put_along_axis(chosen, order, fits, 1)
    return chosen
