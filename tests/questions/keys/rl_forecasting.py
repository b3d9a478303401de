"""Forecasting and reinforcement learning: filters, enumerations, tables and searches on a grid."""

import itertools

import numpy as np
from scipy import optimize, signal
from sklearn.metrics import mean_absolute_error

from tests.questions.test_keys import Check


def filtered(aa: float, l0: int, y1: int, y2: int) -> float:
    start = np.array([(1 - aa) * l0])
    levels, _ = signal.lfilter([aa], [1, aa - 1], [y1, y2], zi=start)
    return float(levels[-1])


def scaled_error(**given: int) -> float:
    first = np.array([given[f"a{n}"] for n in range(1, 5)])
    second = first + np.array([1, -1, 1, 1]) * [given[f"d{n}"] for n in range(1, 5)]
    missed = np.array([given[f"e{n}"] for n in range(1, 5)])
    naive = mean_absolute_error(second, first)
    return float(mean_absolute_error(missed, np.zeros(4)) / naive)


def shocks_on_the_way(ph: float, ss: int, hh: int) -> float:
    left = signal.lfilter([1], [1, -ph], np.eye(hh)[0])
    return float(1.96 * ss * np.linalg.norm(left))


def best_bake(lo: int, width: int, cost: float, price: float) -> float:
    demand = lo + width * (np.arange(20000) + 0.5) / 20000

    def loss(loaves: float) -> float:
        return float(cost * loaves - price * np.minimum(demand, loaves).mean())

    found = optimize.minimize_scalar(loss, bounds=(lo, lo + width), method="bounded")
    return float(found.x)


def from_the_goal_backwards(nn: int, gg: float, goal: int) -> float:
    value = float(goal)
    for _ in range(nn - 1):
        value = -1 + gg * value
    return value


def clicks_lost(best: float, second: float, third: float, ee: float) -> float:
    rates = np.array([best, second, third])
    shown = np.eye(3)[0] * (1 - ee) + np.full(3, ee / 3)
    return float(10000 * best - 10000 * shown @ rates)


def table_update(q0: int, rr: int, best: int, taken: int, low: int, al: float, gg: float) -> float:
    table = {("s", "a"): float(q0)}
    table |= {("next", a): float(q) for a, q in zip("lrw", (low, best, taken), strict=True)}
    greedy = max("lrw", key=lambda a: table["next", a])
    error = rr + gg * table["next", greedy] - table["s", "a"]
    table["s", "a"] += al * error
    return table["s", "a"]


def every_pattern_of_noise(kk: int, dd: int, gg: float, vv: int) -> float:
    seen = [max(values) for values in itertools.product((vv - dd, vv + dd), repeat=kk)]
    return float(gg * (np.mean(seen) - vv))


def surrogate(ra: float, aa: int, rb: float, ab: int, ee: float) -> float:
    ratio, advantage = np.array([ra, rb]), np.array([aa, ab])
    clipped = np.clip(ratio, 1 - ee, 1 + ee) * advantage
    return float(np.minimum(ratio * advantage, clipped).mean())


CHECKS: dict[str, Check | tuple[Check, float]] = {
    "smoothed-level": filtered,
    "beaten-by-last-year": scaled_error,
    "ar-interval-at-horizon": shocks_on_the_way,
    "how-many-loaves": (best_bake, 1e-3),
    "return-of-a-short-path": from_the_goal_backwards,
    "price-of-exploring": clicks_lost,
    "q-learning-step": table_update,
    "maximum-of-noisy-values": every_pattern_of_noise,
    "clipped-surrogate": surrogate,
}
