"""The drawn keys of `probability`: enumerations, linear systems and numerical integrals."""

from fractions import Fraction
from itertools import combinations, product

import numpy as np
from scipy import integrate, stats

from tests.questions.test_keys import Check


def rare_disease(per: int, sens: int, spec: int) -> float:
    """Bayes' rule over the two states of a person."""
    prior = np.array([per / 10_000, 1 - per / 10_000])
    likelihood = np.array([sens / 100, 1 - spec / 100])
    posterior = prior * likelihood / (prior @ likelihood)
    return float(100 * posterior[0])


def two_headed_coin(coins: int, tosses: int) -> float:
    """Update the belief toss by toss."""
    special, fair = Fraction(1, coins), Fraction(coins - 1, coins)
    for _ in range(tosses):
        fair /= 2
        special, fair = special / (special + fair), fair / (special + fair)
    return float(special)


def page_with_an_error(fail: float, calls: int) -> float:
    return float(100 * (1 - stats.binom.pmf(0, calls, fail / 100)))


def throws_until_all_sides(sides: int) -> float:
    """The absorption time of the chain of sides seen so far."""
    moves = np.zeros((sides, sides))
    for seen in range(sides):
        moves[seen, seen] = seen / sides
        if seen + 1 < sides:
            moves[seen, seen + 1] = 1 - seen / sides
    return float(np.linalg.solve(np.eye(sides) - moves, np.ones(sides))[0])


def birthday(thousands: int, items: int) -> float:
    """The exact product, which the key approximates."""
    return float(100 * (1 - np.prod(1 - np.arange(items) / (1000 * thousands))))


def no_wrong_label(rows: int, bad: int, checked: int) -> float:
    """Enumerate which of the wrong labels' places the sample hits."""
    samples = list(combinations(range(rows), min(bad, checked)))
    marked = set(range(max(bad, checked)))
    return sum(marked.isdisjoint(sample) for sample in samples) / len(samples)


def one_more_throw(sides: int) -> float:
    """The best threshold, found by trying all of them on all pairs of throws."""
    faces = range(1, sides + 1)
    pairs = list(product(faces, faces))
    return max(
        sum(first if first >= keep else second for first, second in pairs) / len(pairs)
        for keep in range(1, sides + 2)
    )


def slowest_worker(k: int, low: int, high: int) -> float:
    """Integrate the survival function of the maximum."""
    width = high - low
    mean, _ = integrate.quad(lambda x: 1 - (x / width) ** k, 0, width)
    return low + float(mean)


def walk_to_the_top(up: float, start: int, top: int) -> float:
    """Solve for the chances of all inner scores at once."""
    inner = top - 1
    moves = np.eye(inner) - np.diag([up] * (inner - 1), 1) - np.diag([1 - up] * (inner - 1), -1)
    at_the_top = np.zeros(inner)
    at_the_top[-1] = up
    return float(np.linalg.solve(moves, at_the_top)[start - 1])


def wait_at_a_random_time(short: int, long: int) -> float:
    """Average the time to the next model over a fine grid of one period."""
    period = short + long
    moments = np.arange(0.005, period, 0.01)
    waits = np.where(moments < short, short - moments, period - moments)
    return float(waits.mean())


def spread_of_the_mean(n: int, sd: float, rho: float) -> float:
    covariance = sd**2 * (np.full((n, n), rho) + (1 - rho) * np.eye(n))
    weights = np.full(n, 1 / n)
    return float(np.sqrt(weights @ covariance @ weights))


CHECKS: dict[str, Check | tuple[Check, float]] = {
    "rare-disease-test": rare_disease,
    "two-headed-coin": two_headed_coin,
    "at-least-one": page_with_an_error,
    "coupon-collector": throws_until_all_sides,
    "birthday-collision": (birthday, 0.01),
    "defects-in-a-sample": no_wrong_label,
    "one-more-throw": one_more_throw,
    "slowest-of-k-workers": slowest_worker,
    "random-walk-to-the-top": walk_to_the_top,
    "bus-at-a-random-time": wait_at_a_random_time,
    "mean-of-correlated-models": spread_of_the_mean,
}
