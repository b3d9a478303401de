"""Keys of `overfitting`, by simulation, by loops over epochs and by fitting polynomials."""


def squared_error(bi: float, var: float, sd: float) -> float:
    """The mean square over the outcomes of independent two-point errors, which have these moments."""
    import itertools

    errors = [bi + a - b for a, b in itertools.product((var**0.5, -(var**0.5)), (sd, -sd))]
    return sum(error**2 for error in errors) / len(errors)


def mismatch(hu: int, ab: int, vv: int, mi: int) -> float:
    """The last fall of the list of error rates, read off as the question shows them."""
    import itertools

    rates = list(itertools.accumulate((hu, ab, vv, mi)))
    return float([late - early for early, late in itertools.pairwise(rates)][-1])


def degree(nn: int) -> float:
    """The first degree whose columns span any values at as many points."""
    import numpy as np

    points = np.cos(np.pi * (np.arange(nn) + 0.5) / nn)
    for n in range(nn + 2):
        columns = np.polynomial.chebyshev.chebvander(points, n)
        if np.linalg.matrix_rank(columns) == nn:
            return n
    raise AssertionError("no degree is enough")


def averaged(var: int, rho: float, mm: int) -> float:
    """The variance of the mean, from the whole covariance matrix of the trees."""
    import numpy as np

    covariance = var * (rho * np.ones((mm, mm)) + (1 - rho) * np.eye(mm))
    weights = np.full(mm, 1 / mm)
    return float(weights @ covariance @ weights)


def stops(aa: int, bb: int) -> float:
    best = float("inf")
    last, waited, epoch = 100.0, 0, 0
    low = aa + bb + 1
    while waited < 3:
        epoch += 1
        falls = epoch != aa + 1 and epoch <= low
        last = min(last, best) - 1 if falls else best + 1
        best, waited = (last, 0) if last < best else (best, waited + 1)
    return epoch


CHECKS = {
    "error-from-bias-and-variance": squared_error,
    "variance-or-mismatch": mismatch,
    "degree-through-all-points": degree,
    "variance-of-an-average": averaged,
    "patience-stops-too-early": stops,
}
