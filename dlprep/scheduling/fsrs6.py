"""FSRS-6 over many reviews at once: memory states, and the gradient that a fit needs, in NumPy.

py-fsrs schedules one answer at a time and is what practice uses; a log of thousands goes through
here. A test holds the two against each other. Formulas: "The Algorithm" in the wiki of
open-spaced-repetition/fsrs4anki, version 6, with py-fsrs's limits.
"""

from typing import TYPE_CHECKING

import msgspec

from dlprep.scheduling.memory import (
    AGAIN,
    EASY,
    FSRS_WEIGHTS,
    HARD,
    LONGEST_INTERVAL,
    LOWEST_STABILITY,
)

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Integers = NDArray[np.int64]


class Histories(msgspec.Struct, frozen=True):
    """Reviews laid out for work in steps: every card's first review, then every second, and so on.

    Cards stand in the same order in each step, those with the most reviews first, so that the
    cards that are still there are always the leading ones. `order` gives each place's row in the
    log; `starts` the place at which each step begins, and the end. `elapsed` is in study days
    (0 at a card's first review), `rating` lies in 1..4. `signals` holds, a column each, what else
    is known about an answer (see `signals.py`); no columns for a plain flashcard.
    """

    order: "Integers"
    starts: "Integers"
    elapsed: "Floats"
    rating: "Integers"
    signals: "Floats"

    @property
    def steps(self) -> list[tuple[slice, slice]]:
        """For each step after the first, the places of its reviews and of those before them."""
        bounds = self.starts.tolist()
        return [
            (slice(now, end), slice(before, before + end - now))
            for before, now, end in zip(bounds, bounds[1:], bounds[2:], strict=False)
        ]


class States(msgspec.Struct, frozen=True):
    """Per place: recall before the review (NaN at the first), stability and difficulty after it."""

    retrievability: "Floats"
    stability: "Floats"
    difficulty: "Floats"


def histories(
    card: "Integers", day: "Integers", rating: "Integers", signals: "Floats | None" = None
) -> Histories:
    """Lay out a log: the card, the study day and the rating (1..4) of each row, oldest first.

    `signals` has a row for each review and a column for each of the weights after the 21st. Days that go backwards within a card count as no time passed, as in `memory.review`.
    """
    import numpy as np

    _, card, sizes = np.unique(card, return_inverse=True, return_counts=True)
    by_card = np.argsort(card, kind="stable")
    first = np.repeat(np.cumsum(sizes) - sizes, sizes)
    number = np.empty(len(card), np.int64)
    number[by_card] = np.arange(len(card)) - first
    rank = np.empty(len(sizes), np.int64)
    rank[np.argsort(-sizes, kind="stable")] = np.arange(len(sizes))
    order = np.lexsort((rank[card], number))
    starts = np.concatenate(([0], np.cumsum(np.bincount(number, minlength=1))))
    known = np.zeros((len(card), 0)) if signals is None else signals[order]
    made = Histories(order, starts, np.zeros(len(card)), rating[order].astype(np.int64), known)
    latest = day[order].astype(np.float64)
    for now, before in made.steps:
        np.maximum(latest[now], latest[before], out=latest[now])
        made.elapsed[now] = latest[now] - latest[before]
    return made


def forgetting(elapsed: "Floats", stability: "Floats", decay: float) -> "Floats":
    """The probability of recall in 0..1 after `elapsed` days: 0.9 after `stability` days."""
    factor = 0.9 ** (-1 / decay) - 1
    recall: Floats = (1 + factor * elapsed / stability) ** -decay
    return recall


def planned(stability: "Floats", retention: float, decay: float) -> "Integers":
    """`memory.planned` for many: whole days until recall falls to the retention, before fuzz."""
    import numpy as np

    days = stability / (0.9 ** (-1 / decay) - 1) * (retention ** (-1 / decay) - 1)
    whole: Integers = np.maximum(1, np.rint(np.minimum(days, LONGEST_INTERVAL))).astype(np.int64)
    return whole


def states(log: Histories, weights: "Floats") -> States:
    """The memory states that the weights, 21 and one for each signal, give each review.

    A signal of x with the weight b multiplies the stability after the review by ``exp(b x)``.
    """
    import numpy as np

    w = np.asarray(weights, np.float64)
    n = len(log.order)
    gain = np.exp(log.signals @ w[FSRS_WEIGHTS:])
    recall, stability, difficulty = np.full(n, np.nan), np.empty(n), np.empty(n)
    first = slice(0, int(log.starts[1])) if n else slice(0, 0)
    stability[first] = np.maximum(w[log.rating[first] - 1] * gain[first], LOWEST_STABILITY)
    difficulty[first] = np.clip(_first_difficulty(w, log.rating[first]), 1, 10)
    for now, before in log.steps:
        s, d = stability[before], difficulty[before]
        t, g = log.elapsed[now], log.rating[now]
        r = recall[now] = forgetting(t, s, w[20])
        grown = np.where(g == AGAIN, _forgotten(w, s, d, r), _recalled(w, s, d, r, g))
        grown = np.where(t < 1, _same_day(w, s, g), grown) * gain[now]
        stability[now] = np.maximum(grown, LOWEST_STABILITY)
        difficulty[now] = np.clip(_next_difficulty(w, d, g), 1, 10)
    return States(recall, stability, difficulty)


def gradient(log: Histories, weights: "Floats", made: States, slope: "Floats") -> "Floats":
    """The gradient, over all the weights, of a loss whose derivative in each recall is `slope`.

    The chain rule from the last step back to the first; `slope` is 0 where a review does not
    count. What a limit (of stability or difficulty) holds in place passes nothing on.
    """
    import numpy as np

    w = np.asarray(weights, np.float64)
    total = np.zeros(len(w))
    gain = np.exp(log.signals @ w[FSRS_WEIGHTS:])
    in_s, in_d = np.zeros(len(slope)), np.zeros(len(slope))  # the loss's derivatives in each state
    for now, before in reversed(log.steps):
        s, d = made.stability[before], made.difficulty[before]
        t, g, r = log.elapsed[now], log.rating[now], made.retrievability[now]
        out_s = np.where(made.stability[now] > LOWEST_STABILITY, in_s[now], 0.0)
        out_d = np.where((made.difficulty[now] > 1) & (made.difficulty[now] < 10), in_d[now], 0.0)
        total[FSRS_WEIGHTS:] += (out_s * made.stability[now]) @ log.signals[now]
        out_s *= gain[now]
        later, again = t >= 1, g == AGAIN
        to_s, to_d, to_r = np.zeros(len(s)), np.zeros(len(s)), slope[now].copy()

        # recalled on a later day
        out = np.where(later & ~again, out_s, 0.0)
        hard, easy = g == HARD, g == EASY
        spaced = np.exp((1 - r) * w[10]) - 1
        rise = np.exp(w[8]) * s ** -w[9] * np.where(hard, w[15], 1) * np.where(easy, w[16], 1)
        growth = rise * (11 - d) * spaced
        to_s += out * (1 + growth * (1 - w[9]))
        to_d -= out * s * rise * spaced
        to_r -= out * s * rise * (11 - d) * (spaced + 1) * w[10]
        total[8] += np.sum(out * s * growth)
        total[9] -= np.sum(out * s * growth * np.log(s))
        total[10] += np.sum(out * s * rise * (11 - d) * (spaced + 1) * (1 - r))
        unscaled = np.exp(w[8]) * s ** -w[9] * (11 - d) * spaced
        total[15] += np.sum((out * s * unscaled)[hard])
        total[16] += np.sum((out * s * unscaled)[easy])

        # forgotten: the smaller of two formulas
        out = np.where(later & again, out_s, 0.0)
        lost = _long_lapse(w, s, d, r)
        ceiling = s / np.exp(w[17] * w[18])
        long = np.where(lost <= ceiling, out, 0.0)
        short = out - long
        grown = (s + 1) ** w[13]
        to_s += long * lost * w[13] * grown / ((s + 1) * (grown - 1))
        to_d -= long * lost * w[12] / d
        to_r -= long * lost * w[14]
        total[11] += np.sum(long * lost) / w[11]
        total[12] -= np.sum(long * lost * np.log(d))
        total[13] += np.sum(long * lost * grown * np.log(s + 1) / (grown - 1))
        total[14] += np.sum(long * lost * (1 - r))
        to_s += short * ceiling / s
        total[17] -= np.sum(short * ceiling) * w[18]
        total[18] -= np.sum(short * ceiling) * w[17]

        # again on the same day
        out = np.where(later, 0.0, out_s)
        change = np.exp(w[17] * (g - 3 + w[18])) * s ** -w[19]
        held = (g > AGAIN) & (change < 1)
        moved = np.where(held, 0.0, out * s * change)
        to_s += np.where(held, out, out * change * (1 - w[19]))
        total[17] += np.sum(moved * (g - 3 + w[18]))
        total[18] += np.sum(moved) * w[17]
        total[19] -= np.sum(moved * np.log(s))

        # difficulty
        step = (10 - d) / 9 * (3 - g)
        to_d += out_d * (1 - w[7]) * (1 - w[6] * (3 - g) / 9)
        total[4] += np.sum(out_d) * w[7]
        total[5] -= np.sum(out_d) * w[7] * 3 * np.exp(3 * w[5])
        total[6] += np.sum(out_d * step) * (1 - w[7])
        total[7] += np.sum(out_d * (_first_difficulty(w, EASY) - d - w[6] * step))

        # recall before the review
        factor = 0.9 ** (-1 / w[20]) - 1
        base = 1 + factor * t / s
        to_s += to_r * w[20] * factor * t / s**2 * r / base
        bend = 0.9 ** (-1 / w[20]) * np.log(0.9) / w[20] ** 2
        total[20] += np.sum(to_r * r * (-np.log(base) - w[20] * bend * t / s / base))

        in_s[before] += to_s
        in_d[before] += to_d
    if len(slope):
        first = slice(0, int(log.starts[1]))
        g = log.rating[first]
        out_s = np.where(made.stability[first] > LOWEST_STABILITY, in_s[first], 0.0)
        total[:4] += np.bincount(g - 1, out_s * gain[first], minlength=4)
        total[FSRS_WEIGHTS:] += (out_s * made.stability[first]) @ log.signals[first]
        d = made.difficulty[first]
        out_d = np.where((d > 1) & (d < 10), in_d[first], 0.0)
        total[4] += np.sum(out_d)
        total[5] -= np.sum(out_d * (g - 1) * np.exp(w[5] * (g - 1)))
    return total


def _first_difficulty(w: "Floats", rating: "Integers | int") -> "Floats":
    import numpy as np

    return np.asarray(w[4] - np.exp(w[5] * (np.asarray(rating) - 1)) + 1)


def _next_difficulty(w: "Floats", d: "Floats", rating: "Integers") -> "Floats":
    moved = d + (10 - d) / 9 * w[6] * (3 - rating)
    reverted: Floats = w[7] * _first_difficulty(w, EASY) + (1 - w[7]) * moved
    return reverted


def _recalled(w: "Floats", s: "Floats", d: "Floats", r: "Floats", rating: "Integers") -> "Floats":
    import numpy as np

    bonus = np.where(rating == HARD, w[15], 1) * np.where(rating == EASY, w[16], 1)
    growth = np.exp(w[8]) * (11 - d) * s ** -w[9] * (np.exp((1 - r) * w[10]) - 1) * bonus
    return np.asarray(s * (1 + growth))


def _long_lapse(w: "Floats", s: "Floats", d: "Floats", r: "Floats") -> "Floats":
    import numpy as np

    return np.asarray(w[11] * d ** -w[12] * ((s + 1) ** w[13] - 1) * np.exp((1 - r) * w[14]))


def _forgotten(w: "Floats", s: "Floats", d: "Floats", r: "Floats") -> "Floats":
    import numpy as np

    return np.asarray(np.minimum(_long_lapse(w, s, d, r), s / np.exp(w[17] * w[18])))


def _same_day(w: "Floats", s: "Floats", rating: "Integers") -> "Floats":
    import numpy as np

    change = np.exp(w[17] * (rating - 3 + w[18])) * s ** -w[19]
    return np.asarray(s * np.where(rating > AGAIN, np.maximum(change, 1), change))
