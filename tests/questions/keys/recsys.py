"""The drawn keys of `recsys`: scikit-learn's metrics, lists walked through, arrays counted."""

import numpy as np
from sklearn.metrics import ndcg_score, precision_score

from tests.questions.test_keys import Check


def ndcg_at_three(ra: int, rb: int, rc: int) -> float:
    """scikit-learn's function, the items scored in the order shown."""
    return float(ndcg_score([[ra, rb, rc]], [[3, 2, 1]], k=3))


def mean_reciprocal_rank(qa: int, qb: int, qc: int, qd: int) -> float:
    """Walk down five result pages until the first hit."""
    total = 0.0
    for first in (qa, qb, qc, qd, None):
        for rank, hit in enumerate((place == first for place in range(1, 11)), start=1):
            if hit:
                total += 1 / rank
                break
    return total / 5


def factorisation_size(uu: int, ii: int, kk: int) -> float:
    """The sizes of the arrays such a model holds."""
    rows = (uu * 1000, ii * 1000)
    arrays = [np.broadcast_to(np.float32(0), (n, kk)) for n in rows]
    arrays += [np.broadcast_to(np.float32(0), (n,)) for n in rows]
    return sum(array.size for array in arrays) + 1


def damped_mean_of_a_new_film(nn: int, rr: float, mm: float, cc: int) -> float:
    """Write out the ratings, the imaginary ones among them."""
    return float(np.mean([rr] * nn + [mm] * cc))


def average_precision_at_ten(ra: int, rb: int, rc: int) -> float:
    """Walk down the list with scikit-learn's precision."""
    shown = [int(rank in (ra, rb, rc)) for rank in range(1, 11)]
    at_hits = [precision_score(shown[:n], [1] * n) for n in range(1, 11) if shown[n - 1]]
    return float(sum([*at_hits, 0.0]) / len([*at_hits, 0.0]))  # the fourth was missed


CHECKS: dict[str, Check | tuple[Check, float]] = {
    "ndcg-at-three": ndcg_at_three,
    "mean-reciprocal-rank": mean_reciprocal_rank,
    "factorisation-size": factorisation_size,
    "damped-mean-of-a-new-film": damped_mean_of_a_new_film,
    "average-precision-at-ten": average_precision_at_ten,
}
