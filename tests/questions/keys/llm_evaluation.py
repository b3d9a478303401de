"""Evaluating language models: labels are listed, sets are drawn out, mixtures are solved."""

from fractions import Fraction
from itertools import combinations, product

import numpy as np
from scipy import optimize, stats
from sklearn.metrics import cohen_kappa_score

from tests.questions.test_keys import Check


def kappa(aa: int, bb: int, cc: int, dd: int) -> float:
    judge = [1] * (aa + bb) + [0] * (cc + dd)
    person = [1] * aa + [0] * bb + [1] * cc + [0] * dd
    return float(cohen_kappa_score(judge, person))


def pass_at_k(nn: int, cc: int, kk: int) -> float:
    sets = list(combinations([True] * cc + [False] * (nn - cc), kk))
    return sum(any(chosen) for chosen in sets) / len(sets)


def lower_end(nn: int, share: float) -> float:
    wins = np.zeros(nn)
    wins[: round(nn * share)] = 1
    error = wins.std() / np.sqrt(nn)
    return float(100 * stats.norm(wins.mean(), error).ppf(stats.norm.cdf(-1.96)))


def really_good(se: float, fp: float, rate: float) -> float:
    passed = round(rate * se + (1 - rate) * fp, 3)
    return float(100 * optimize.brentq(lambda g: g * se + (1 - g) * fp - passed, 0, 1))


def attempts_among_blocked(rate: int, tpr: int, fpr: int) -> float:
    blocked = {True: 0, False: 0}
    for attempt, percent in product([True] * rate + [False] * (1000 - rate), range(100)):
        blocked[attempt] += percent < (tpr if attempt else fpr)
    return 100 * blocked[True] / sum(blocked.values())


def mean_faithfulness(ca: int, sa: int, cb: int, sb: int, cd: int, sd: int) -> float:
    scores = [Fraction(sa, ca), Fraction(sb, cb), Fraction(sd, cd)]
    return float(np.mean([float(score) for score in scores]))


def calibration_error(na: int, nb: int, nc: int, xa: float, xb: float, xc: float) -> float:
    said = np.repeat([0.6, 0.7, 0.95], [na, nb, nc])
    right = np.repeat([xa, xb, xc], [na, nb, nc])
    gaps = [abs((said - right)[said == level].mean()) for level in said]
    return float(np.mean(gaps))


CHECKS: dict[str, Check | tuple[Check, float]] = {
    "kappa-of-a-judge": kappa,
    "pass-at-k-unbiased": pass_at_k,
    "win-rate-interval": lower_end,
    "true-rate-behind-a-judge": really_good,
    "alarms-of-a-rare-attack": attempts_among_blocked,
    "faithfulness-of-three-answers": mean_faithfulness,
    "confidence-and-accuracy-gap": calibration_error,
}
