"""The drawn keys of `classic-ml`: fitted, searched and counted, with NumPy, SciPy and scikit-learn."""

import itertools
from fractions import Fraction

import numpy as np
from scipy import optimize, stats
from sklearn.linear_model import LinearRegression
from sklearn.neighbors import KNeighborsClassifier

from tests.questions.test_keys import Check


def least_squares_prediction(sdx: int, sdy: int, rr: float, dx: int) -> float:
    """Fit a line to flats that have exactly the stated means, deviations and correlation."""
    rng = np.random.default_rng(1)
    raw = rng.normal(size=(50, 2))
    raw -= raw.mean(axis=0)
    one = raw[:, 0] / raw[:, 0].std()
    other = raw[:, 1] - one * (one @ raw[:, 1]) / (one @ one)
    other /= other.std()
    area = 80 + sdx * one
    price = 250 + sdy * (rr * one + np.sqrt(1 - rr**2) * other)
    return float(LinearRegression().fit(area[:, None], price).predict([[80 + dx]])[0])


def logistic_coefficient(pp: float, bb: float, kk: int) -> float:
    """Multiply the odds once for every complaint."""
    odds = pp / (1 - pp)
    for _ in range(kk):
        odds *= np.exp(bb)
    return float(odds / (1 + odds))


def svm_margin_width(wa: float, wb: float) -> float:
    """The shortest way between the two planes, by search."""
    found = optimize.minimize(
        lambda p: (p[0] - p[2]) ** 2 + (p[1] - p[3]) ** 2,
        np.array([1.0, 0.0, -1.0, 0.0]),
        constraints=[
            {"type": "eq", "fun": lambda p: wa * p[0] + wb * p[1] - 1},
            {"type": "eq", "fun": lambda p: wa * p[2] + wb * p[3] + 1},
        ],
        options={"ftol": 1e-14},
    )
    return float(np.sqrt(found.fun))


def knn_weighted_vote(da: float, db: float, dc: float) -> float:
    """scikit-learn's classifier, the query at 0 on a line."""
    model = KNeighborsClassifier(3, weights="distance").fit([[da], [-db], [dc]], [1, 0, 0])
    return float(model.predict_proba([[0.0]])[0, 1])


def naive_bayes_posterior(ps: float, wa: float, ha: float, wb: float, hb: float) -> float:
    """Write out the joint table of a thousand million messages and count."""
    count = {True: Fraction(0), False: Fraction(0)}
    for spam, invoice, urgent in itertools.product([True, False], repeat=3):
        share = Fraction(str(ps)) if spam else 1 - Fraction(str(ps))
        a, b = Fraction(str(wa if spam else ha)), Fraction(str(wb if spam else hb))
        share *= (a if invoice else 1 - a) * (b if urgent else 1 - b)
        if invoice and not urgent:
            count[spam] += share
    return float(count[True] / (count[True] + count[False]))


def map_with_beta_prior(nn: int, hh: int, al: int) -> float:
    """Search for the top of prior times likelihood."""

    def loss(p: float) -> float:
        return float(-stats.beta(al, al).logpdf(p) - stats.binom(nn, p).logpmf(hh))

    found = optimize.minimize_scalar(
        loss, bounds=(1e-6, 1 - 1e-6), method="bounded", options={"xatol": 1e-10}
    )
    return float(found.x)


def polynomial_kernel_value(xa: int, xb: int, za: int, zb: int) -> float:
    """Build the six-dimensional feature space that the kernel spares."""

    def mapped(a: int, b: int) -> np.ndarray:
        root = np.sqrt(2)
        return np.array([1, root * a, root * b, a * a, b * b, root * a * b])

    return float(mapped(xa, xb) @ mapped(za, zb))


def variance_inflation(rr: float) -> float:
    """Standard errors from the inverse of the design's cross product, correlated and not."""
    rng = np.random.default_rng(3)
    one, raw = rng.normal(size=(2, 100))
    one, raw = one - one.mean(), raw - raw.mean()
    raw -= one * (one @ raw) / (one @ one)
    one, raw = one / one.std(), raw / raw.std()

    def standard_error(other: np.ndarray) -> float:
        design = np.column_stack([np.ones(100), one, other])
        return float(np.sqrt(np.linalg.inv(design.T @ design)[1, 1]))

    return standard_error(rr * one + np.sqrt(1 - rr**2) * raw) / standard_error(raw)


def lda_threshold(sd: float, pz: float, mz: int, gap: int) -> float:
    """Where the two weighted densities meet, by search."""
    intact, defective = stats.norm(mz, sd), stats.norm(mz + gap, sd)

    def lead(x: float) -> float:
        return float((1 - pz) * defective.pdf(x) - pz * intact.pdf(x))

    return float(optimize.brentq(lead, mz, mz + gap))


def failures_and_survivors(nn: int, tt: int, kk: int, share: float) -> float:
    """The mean that makes what was observed most probable, by search."""
    lifetimes = np.full(kk, round(kk * tt * share) / kk)

    def loss(mean: float) -> float:
        law = stats.expon(scale=mean)
        return float(-law.logpdf(lifetimes).sum() - (nn - kk) * law.logsf(tt))

    found = optimize.minimize_scalar(
        loss, bounds=(1, 5000), method="bounded", options={"xatol": 1e-6}
    )
    return float(found.x)


CHECKS: dict[str, Check | tuple[Check, float]] = {
    "least-squares-prediction": least_squares_prediction,
    "logistic-coefficient": logistic_coefficient,
    "svm-margin-width": svm_margin_width,
    "knn-weighted-vote": knn_weighted_vote,
    "naive-bayes-posterior": naive_bayes_posterior,
    "map-with-beta-prior": (map_with_beta_prior, 1e-5),
    "polynomial-kernel-value": polynomial_kernel_value,
    "variance-inflation": variance_inflation,
    "lda-threshold": lda_threshold,
    "failures-and-survivors": (failures_and_survivors, 1e-5),
}
