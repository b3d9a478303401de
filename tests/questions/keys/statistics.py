"""The drawn keys of `statistics`: SciPy's tests and simulated experiments."""

import numpy as np
from scipy import optimize, stats

from tests.questions.test_keys import Check


def visitors_per_arm(base: int, lift: int) -> float:
    """The size at which the exact normal power is 80%, which the rule of thumb rounds up."""
    old, new = base / 100, base / 100 * (1 + lift / 100)

    def missing_power(arm: float) -> float:
        error = np.sqrt(2 * old * (1 - old) / arm)
        return float(stats.norm.sf(stats.norm.ppf(0.975) - (new - old) / error) - 0.8)

    return float(optimize.brentq(missing_power, 10, 1e7))


def half_width(acc: int, rows: int) -> float:
    """Half of SciPy's interval for the mean of rows with this many hits."""
    error = np.sqrt(acc / 100 * (1 - acc / 100) / rows)
    low, high = stats.norm.interval(0.95, loc=acc / 100, scale=error)
    return float(100 * (high - low) / 2)


def any_false_alarm(metrics: int) -> float:
    return float(stats.binom.sf(0, metrics, 0.05))


def z_of_two_rates(na: int, nb: int, ra: float, gain: float) -> float:
    """The root of the chi-square statistic of the table, without continuity correction."""
    a, b = round(na * ra), round(nb * (ra + gain))
    table = [[a, na - a], [b, nb - b]]
    return float(np.sqrt(stats.chi2_contingency(table, correction=False).statistic))


def users_with_cuped(thousands: int, rho: float) -> float:
    """The variance that is left when a simulated metric is regressed on its past."""
    rng = np.random.default_rng(0)
    before, noise = rng.normal(size=(2, 1_000_000))
    metric = rho * before + np.sqrt(1 - rho**2) * noise
    theta = np.cov(before, metric)[0, 1] / before.var()
    return float(thousands * (metric - theta * (before - before.mean())).var() / metric.var())


def rejections(a: int, b: int, c: int, d: int, u: int, v: int) -> float:
    p = np.array([a / 1000, b / 1000, c / 1000, d / 1000, u / 100, v / 100])
    assert (np.sort(p) == p).all()
    return float((stats.false_discovery_control(p, method="bh") <= 0.06 + 1e-12).sum())


def false_wins(good: int, power: int) -> float:
    """Bayes' rule, with exact counts of a large number of tests."""
    tests = 1_000_000
    works = np.arange(tests) < tests * good / 100
    quantile = np.concatenate(
        [(np.arange(n) + 0.5) / n for n in (works.sum(), tests - works.sum())]
    )
    wins = quantile < np.where(works, power / 100, 0.025)
    return float(100 * (wins & ~works).sum() / wins.sum())


def fee_effect(lb: int, up: int, cb: int, drift: int) -> float:
    """The interaction of a least-squares fit on the four cells."""
    orders = np.array([lb, lb + up, cb, cb + drift], float)
    lyon, after = np.array([1, 1, 0, 0]), np.array([0, 1, 0, 1])
    design = np.column_stack([np.ones(4), lyon, after, lyon * after])
    return float(np.linalg.lstsq(design, orders, rcond=None)[0][3])


def missed_ranker(nn: int, pp: float) -> float:
    """The chance of at most nn - 2 wins, by adding up every sequence of wins and losses."""
    chance = np.array([1.0])
    for _ in range(nn):
        chance = np.convolve(chance, [1 - pp, pp])
    return float(100 * chance[: nn - 1].sum())


def ranks_agree(code: int) -> float:
    lifts = [int(digit) ** 2 / 10 for digit in str(code)]
    return float(stats.spearmanr([0.61, 0.64, 0.66, 0.71, 0.80], lifts).statistic)


CHECKS: dict[str, Check | tuple[Check, float]] = {
    "sample-size-ab": (visitors_per_arm, 0.03),
    "interval-for-accuracy": (half_width, 1e-4),
    "many-metrics": any_false_alarm,
    "two-proportions-z": z_of_two_rates,
    "cuped-saves-users": (users_with_cuped, 0.01),
    "benjamini-hochberg-count": rejections,
    "false-among-significant": (false_wins, 1e-3),
    "difference-in-differences": fee_effect,
    "a-better-ranker-that-is-missed": missed_ranker,
    "offline-rank-online-rank": ranks_agree,
}
