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


def answered(
    w: "Floats", stability: "Floats", difficulty: "Floats", elapsed: "Floats", rating: int
) -> "tuple[Floats, Floats]":
    """Stability and difficulty after answers of one rating; a stability below 0 is that of a card
    never seen. `w` are the 21 weights; all arrays have one shape.
    """
    import numpy as np

    new = stability < 0
    s, d = np.where(new, 1.0, stability), np.where(new, 5.0, difficulty)
    r = forgetting(elapsed, s, w[20])
    g = np.full(s.shape, rating)
    grown = _forgotten(w, s, d, r) if rating == AGAIN else _recalled(w, s, d, r, g)
    grown = np.where(elapsed < 1, _same_day(w, s, g), grown)
    grown = np.where(new, w[rating - 1], grown)
    harder = np.where(new, _first_difficulty(w, rating), _next_difficulty(w, d, g))
    return np.maximum(grown, LOWEST_STABILITY), np.clip(harder, 1, 10)


def states(log: Histories, weights: "Floats") -> States:
    """The memory states that the weights, 21 and one for each signal, give each review.

    A signal of x with the weight b multiplies the stability after the review by ``exp(b x)``.
    """
    import numpy as np

    w = np.asarray(weights, np.float64)
    n = len(log.order)
    gain = _gain(log, w)
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

    The chain rule: every review's own derivatives at once, then from the last step back to the
    first. `slope` is 0 where a review does not count. What a limit (of stability or difficulty)
    holds in place passes nothing on.
    """
    import numpy as np

    w = np.asarray(weights, np.float64)
    total = np.zeros(len(w))
    if not len(slope):
        return total
    begins = int(log.starts[1])
    first, rest = slice(0, begins), slice(begins, None)
    before = np.concatenate([np.arange(b.start, b.stop) for _, b in log.steps] or [np.arange(0)])
    s, d = made.stability[before], made.difficulty[before]
    t, g, r = log.elapsed[rest], log.rating[rest], made.retrievability[rest]
    free_s = np.where(made.stability > LOWEST_STABILITY, 1.0, 0.0)
    free_d = np.where((made.difficulty > 1) & (made.difficulty < 10), 1.0, 0.0)
    scale = free_s[rest] * _gain(log, w)[rest]

    # derivatives of the next stability, one case a review: recalled, forgotten, or the same day
    later, again, hard, easy = t >= 1, g == AGAIN, g == HARD, g == EASY
    recalled = scale * (later & ~again)
    spaced = np.exp((1 - r) * w[10])
    base_rise = np.exp(w[8]) * s ** -w[9]
    rise = base_rise * np.where(hard, w[15], 1) * np.where(easy, w[16], 1)
    grown = recalled * s * rise * (11 - d) * (spaced - 1)
    steep = recalled * s * rise * (11 - d) * spaced
    log_s = np.log(s)

    lost, ceiling = _long_lapse(w, s, d, r), s / np.exp(w[17] * w[18])
    long = scale * (later & again & (lost <= ceiling)) * lost
    short = scale * (later & again & (lost > ceiling)) * ceiling
    power = (s + 1) ** w[13]

    change = np.exp(w[17] * (g - 3 + w[18])) * s ** -w[19]
    held = scale * (~later & ~again & (change < 1))
    moved = scale * (~later & (again | (change >= 1))) * s * change

    s_to_d = -recalled * s * rise * (spaced - 1) - long * w[12] / d
    s_to_r = -steep * w[10] - long * w[14]
    bend = 0.9 ** (-1 / w[20])
    base = 1 + (bend - 1) * t / s
    r_to_s = w[20] * (bend - 1) * t / s**2 * r / base
    s_to_s = (
        recalled + grown / s * (1 - w[9])
        + long * w[13] * power / ((s + 1) * (power - 1)) + short / s
        + held + moved / s * (1 - w[19])
        + s_to_r * r_to_s
    )  # fmt: skip
    d_to_d = free_d[rest] * (1 - w[7]) * (1 - w[6] * (3 - g) / 9)

    in_s, in_d = np.zeros(len(slope)), np.zeros(len(slope))  # the loss's derivatives in each state
    direct = slope[rest] * r_to_s
    for now, earlier in reversed(log.steps):
        here = slice(now.start - begins, now.stop - begins)
        in_s[earlier] += in_s[now] * s_to_s[here] + direct[here]
        in_d[earlier] += in_s[now] * s_to_d[here] + in_d[now] * d_to_d[here]

    out_s, out_d = in_s[rest], in_d[rest] * free_d[rest]
    out_r = slope[rest] + out_s * s_to_r
    step = (10 - d) / 9 * (3 - g)
    unscaled = recalled * s * base_rise * (11 - d) * (spaced - 1)
    own = {
        4: out_d * w[7],
        5: out_d * w[7] * -3 * np.exp(3 * w[5]),
        6: out_d * step * (1 - w[7]),
        7: out_d * (_first_difficulty(w, EASY) - d - w[6] * step),
        8: out_s * grown,
        9: -out_s * grown * log_s,
        10: out_s * steep * (1 - r),
        11: out_s * long / w[11],
        12: -out_s * long * np.log(d),
        13: out_s * long * power * np.log(s + 1) / (power - 1),
        14: out_s * long * (1 - r),
        15: out_s * unscaled * hard,
        16: out_s * unscaled * easy,
        17: out_s * (moved * (g - 3 + w[18]) - short * w[18]),
        18: out_s * (moved - short) * w[17],
        19: -out_s * moved * log_s,
        20: out_r * r * (-np.log(base) - bend * np.log(0.9) / w[20] * t / s / base),
    }
    for place, terms in own.items():
        total[place] = terms.sum()
    total[FSRS_WEIGHTS:] = np.sum((in_s * free_s * made.stability)[:, None] * log.signals, axis=0)
    g, out_s, out_d = log.rating[first], (in_s * free_s)[first], (in_d * free_d)[first]
    total[:4] = np.bincount(g - 1, out_s * _gain(log, w)[first], minlength=4)
    total[4] += out_d.sum()
    total[5] -= np.sum(out_d * (g - 1) * np.exp(w[5] * (g - 1)))
    return total


def _gain(log: Histories, w: "Floats") -> "Floats":
    import numpy as np

    return np.asarray(np.exp(np.sum(log.signals * w[FSRS_WEIGHTS:], axis=1)))


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
