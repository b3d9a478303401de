"""The drawn keys of `estimation`: strategies played out, loops over bytes and seconds, NumPy."""

from functools import cache
from itertools import product

import numpy as np

from tests.questions.test_keys import Check


@cache
def weighings_for_heavy(candidates: int) -> int:
    """The best split of the candidates, found by trying every one."""
    if candidates == 1:
        return 0
    return 1 + min(
        max(weighings_for_heavy(side), weighings_for_heavy(candidates - 2 * side or 1))
        for side in range(1, candidates // 2 + 1)
    )


def heavy_ball(balls: int) -> float:
    return weighings_for_heavy(balls)


def solvable(unknown: int, may_be_heavy: int, may_be_light: int, spare: bool, left: int) -> bool:
    """Whether an odd ball among these can be named with its sign in `left` weighings."""
    cases = 2 * unknown + may_be_heavy + may_be_light
    if cases <= 1:
        return True
    if cases > 3**left:
        return False
    if not unknown:
        # signed candidates and a normal ball: three groups of at most 3**(left - 1) always exist
        return True
    for on_left, on_right in product(range(unknown + 1), repeat=2):
        if on_left + on_right > unknown or on_left < on_right or not on_left:
            continue
        if on_left != on_right and not spare:
            continue
        aside = unknown - on_left - on_right
        tilted = solvable(0, on_left, on_right, True, left - 1)
        level = solvable(aside, 0, 0, True, left - 1)
        if tilted and level:
            return True
    return False


def odd_ball(weighings: int) -> float:
    """The largest number of balls that some first weighing leads to the end, by search."""
    return max(n for n in range(3, 3**weighings) if solvable(n, 0, 0, False, weighings))


def weights_on_both_pans(reach: int) -> float:
    """Add the next power of three until every load up to `reach` can be balanced."""
    loads, count = {0}, 0
    while not set(range(1, reach + 1)) <= loads:
        loads = {load + sign * 3**count for load in loads for sign in (-1, 0, 1)}
        count += 1
    return count


def bad_bottle(bottle: int, heavy: float) -> float:
    """Find the bottle whose pills explain the reading."""
    pills = np.arange(1, 11)
    weights = np.ones(10)
    weights[bottle - 1] = heavy
    reading = weights @ pills
    explained = [abs(pills.sum() + k * (heavy - 1) - reading) for k in pills]
    return float(pills[int(np.argmin(explained))])


def balanced_guess(low: float, ratio: float) -> float:
    """The guess on a fine grid whose worst factor is smallest."""
    guesses = np.geomspace(low, low * ratio, 100_001)
    worst = np.maximum(guesses / low, low * ratio / guesses)
    return float(guesses[np.argmin(worst)])


def spread_of_a_product(count: int, spread: float) -> float:
    """Simulate the factors as lognormal and measure the product's spread."""
    rng = np.random.default_rng(0)
    factors = rng.lognormal(0, np.log(spread), size=(200_000, count))
    return float(np.exp(np.log(factors.prod(axis=1)).std()))


def training_days(billions: float, tokens: float, gpus: int, tflops: float) -> float:
    """Forward and backward passes of each token, run down by the cluster day by day."""
    forward = 2 * billions * 1e9
    work = (forward + 2 * forward) * tokens * 1e9
    a_day = sum(gpus * tflops * 1e12 * 3600 for _ in range(24))
    days = 0.0
    while work > a_day:
        work -= a_day
        days += 1
    return days + work / a_day


def index_gigabytes(docs: int, chunks: int, dim: int) -> float:
    vector = np.zeros(dim, np.float32)
    return vector.nbytes * chunks * docs * 1e6 / 1e9


def megabytes_a_second(gpus: int, rate: int, size: int) -> float:
    return sum(np.full(rate, size * 1000).sum() for _ in range(gpus)) / 1e6


def labelling_dollars(items: int, votes: int, seconds: int, wage: int) -> float:
    """Pay each vote on a thousand images by the second."""
    return items * sum(wage / 3600 * seconds for _ in range(1000 * votes))


def peak_calls(users: int, calls: int, peak: float) -> float:
    """A day whose busiest second is `peak` times its average one."""
    seconds = 24 * 60 * 60
    average = np.full(users * 1000, calls).sum() * 1000 / seconds
    return float(average * peak)


CHECKS: dict[str, Check | tuple[Check, float]] = {
    "heavy-ball-among-n": heavy_ball,
    "odd-ball-heavy-or-light": odd_ball,
    "weights-on-both-pans": weights_on_both_pans,
    "one-bad-pill-bottle": bad_bottle,
    "guess-between-bounds": (balanced_guess, 1e-3),
    "error-of-a-product": (spread_of_a_product, 0.01),
    "training-days": training_days,
    "vector-index-memory": index_gigabytes,
    "input-bandwidth": megabytes_a_second,
    "labelling-budget": labelling_dollars,
    "peak-requests": peak_calls,
}
