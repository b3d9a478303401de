"""The drawn keys of `mlops`, by stepping through time, NumPy, SciPy and exact fractions."""

import math
from fractions import Fraction

import numpy as np
from scipy.optimize import minimize_scalar
from scipy.special import expit, rel_entr
from sklearn.metrics import recall_score

from tests.questions.test_keys import Check


def psi_of_a_feature(now: int) -> float:
    """The two Kullback-Leibler divergences, there and back, by SciPy."""
    actual = np.array([now, 100 - now]) / 100
    trained = np.array([0.5, 0.5])
    return float(rel_entr(actual, trained).sum() + rel_entr(trained, actual).sum())


def spot_or_on_demand(hours: int, price: int, discount: int, redo: int) -> float:
    """Pay each spot hour, kept or repeated, in exact fractions."""
    paid = Fraction(price) - Fraction(price * discount, 100)
    kept = sum((paid for _ in range(hours)), Fraction(0))
    return float(kept + kept * redo / 100)


def replicas_for_load(rate: int, latency: int, workers: int, busy: int) -> float:
    """Add replicas until the work of a second fits into the time that may be busy."""
    work = rate * latency  # milliseconds of work that arrive in a second
    replicas = 1
    while replicas * workers * 1000 * Fraction(busy, 100) < work:
        replicas += 1
    return replicas


def shap_to_probability(base: float, income: float, age: float, others: float) -> float:
    """SciPy's sigmoid of the summed contributions."""
    return float(expit(math.fsum([base, income, age, others])))


def error_budget_of_an_incident(slo: float, rps: int, err: int, minutes: int) -> float:
    """Count requests: those that may fail in 30 days and those that did."""
    requests = rps * 60 * 60 * 24 * 30
    may_fail = requests - requests * Fraction(str(slo)) / 100
    failed = sum(Fraction(rps * 60 * err, 100) for _ in range(minutes))
    return float(100 * failed / may_fail)


def when_to_retrain(g: int, cost: int) -> float:
    """Minimise the average cost a day numerically."""

    def a_day(interval: float) -> float:
        days = np.linspace(0, interval, 2001)
        return float((cost + np.trapezoid(g * days, days)) / interval)

    return float(minimize_scalar(a_day, bounds=(1, 200), method="bounded").x)


def recall_gap(ta: int, tb: int, fa: int, fb: int) -> float:
    """Both groups' applicants written out, and their recalls by scikit-learn."""
    found = []
    for hits, qualified, alarms, others in ((ta, 100, fa, 100), (tb, 50, fb, 150)):
        truth = [1] * qualified + [0] * others
        said = [1] * hits + [0] * (qualified - hits) + [1] * alarms + [0] * (others - alarms)
        found.append(recall_score(truth, said))
    return float(100 * abs(found[0] - found[1]))


CHECKS: dict[str, Check | tuple[Check, float]] = {
    "psi-of-a-feature": psi_of_a_feature,
    "spot-or-on-demand": spot_or_on_demand,
    "replicas-for-load": replicas_for_load,
    "shap-to-probability": shap_to_probability,
    "error-budget-of-an-incident": error_budget_of_an_incident,
    "when-to-retrain": (when_to_retrain, 1e-4),
    "equal-opportunity-gap": recall_gap,
}
