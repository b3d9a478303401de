"""Keys of `maths`, by NumPy's decompositions, numerical derivatives, SciPy and scikit-learn."""


def operations(batch: int, inputs: int, outputs: int) -> float:
    """The multiplications and additions of one result, over all results."""
    import numpy as np

    results = np.broadcast_to(np.int8(0), (batch, outputs)).size
    return float(results * sum(2 for _ in range(inputs)))


def logistic_slope(xval: int, label: int, prob: float) -> float:
    import numpy as np
    from scipy.special import expit, logit

    w = logit(prob) / xval
    near = expit(xval * np.array([w + 1e-5, w - 1e-5]))
    up, down = -(label * np.log(near) + (1 - label) * np.log(1 - near))
    return float((up - down) / 2e-5)


def entropy_of(pos: int, neg: int) -> float:
    from scipy.stats import entropy

    return float(entropy([pos, neg], base=2))


def first_component(corr: float) -> float:
    import numpy as np

    values = np.linalg.eigvalsh([[1, corr], [corr, 1]])
    return float(values.max() / values.sum())


def rank(inputs: int, outputs: int, rows: int) -> float:
    """The rank of a sum of outer products of unit vectors, one of them a row, by matching."""
    import numpy as np
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import structural_rank

    row = np.arange(rows)
    places = (row % outputs, row % inputs)
    return float(structural_rank(csr_array((np.ones(rows), places), shape=(outputs, inputs))))


def without_direction(ua: int, ub: int, xa: int, xb: int) -> float:
    """The residual of a regression of the vector on the direction."""
    import numpy as np

    u, a = np.array([[ua], [ub]], dtype=float), np.array([xa, xb], dtype=float)
    return float((a - u @ np.linalg.lstsq(u, a, rcond=None)[0])[0])


def stretch(wa: int, wb: int, wc: int, wd: int) -> float:
    import numpy as np

    return float(np.linalg.svd(np.array([[wa, wb], [wc, wd]]), compute_uv=False)[0])


def perturbation(side: int, eps: float) -> float:
    import numpy as np

    return float(np.linalg.norm(np.full((side, side, 3), eps)))


def softmax_cross(pa: float, pb: float) -> float:
    import numpy as np
    from scipy.special import softmax

    logits = np.log([pa, pb, 1 - pa - pb])
    nudge = np.array([0, 1e-5, 0])
    return float((softmax(logits + nudge) - softmax(logits - nudge))[0] / 2e-5)


def kl(pp: float, qq: float) -> float:
    from scipy.stats import entropy

    return float(entropy([pp, 1 - pp], [qq, 1 - qq]))


def information(ta: int, tb: int, tc: int, td: int) -> float:
    import numpy as np
    from sklearn.metrics import mutual_info_score

    flag = [1] * (ta + tb) + [0] * (tc + td)
    label = [1] * ta + [0] * tb + [1] * tc + [0] * td
    return float(mutual_info_score(flag, label) / np.log(2))


CHECKS = {
    "matmul-flops": operations,
    "chain-rule-sigmoid": logistic_slope,
    "entropy-of-a-split": entropy_of,
    "eigenvalues-of-covariance": first_component,
    "rank-of-a-weight-gradient": rank,
    "remove-a-direction": without_direction,
    "largest-stretch-of-a-matrix": stretch,
    "perturbation-in-three-norms": perturbation,
    "softmax-cross-derivative": softmax_cross,
    "kl-of-two-click-rates": kl,
    "mutual-information-of-a-flag": information,
}
