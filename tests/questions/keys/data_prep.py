"""The drawn keys of `data-prep`, by NumPy, scikit-learn, exact enumeration and simulation."""

import itertools
from fractions import Fraction

import numpy as np
from sklearn.metrics import cohen_kappa_score
from sklearn.preprocessing import TargetEncoder
from sklearn.utils.class_weight import compute_class_weight

from tests.questions.test_keys import Check


def complete_rows_left(k: int, p: int) -> float:
    """Let the complete rows pass one column after another, as exact fractions."""
    left = Fraction(100)
    for _ in range(k):
        left -= left * p / 100
    return float(left)


def mean_imputation_spread(s: int, f: int) -> float:
    """Fill a real column of 10,000 values and measure it."""
    observed = 100 * (100 - f)
    values = np.random.default_rng(f).normal(size=observed)
    values = 50 + s * (values - values.mean()) / values.std()
    return float(np.concatenate([values, np.full(10_000 - observed, values.mean())]).std())


def iqr_fence(q1: int, iqr: int) -> float:
    """Quartiles by NumPy of a five-number sample."""
    low, high = np.percentile([q1 - 1, q1, q1 + iqr / 2, q1 + iqr, q1 + iqr + 1], [25, 75])
    return float(high + (high - low) * 3 / 2)


def undo_negative_sampling(keep: int, p: float) -> float:
    """Count a thousand sampled impressions and put the dropped negatives back."""
    clicks, others = Fraction(str(p)) * 1000, (1 - Fraction(str(p))) * 1000
    dropped = others * (100 - keep) / keep
    return float(100 * clicks / (clicks + others + dropped))


def balanced_class_weight(n: int, pos: int) -> float:
    """scikit-learn's own function."""
    labels = np.array([1] * pos + [0] * (n - pos))
    return float(compute_class_weight("balanced", classes=np.array([0, 1]), y=labels)[1])


def smoothed_target_mean(base: int, n: int, k: int, m: int) -> float:
    """scikit-learn's target encoder, on data whose overall rate is exactly `base`%."""
    total = 10_000
    labels = np.zeros(total)
    labels[:k] = 1  # the merchant's frauds, then those of all others
    labels[n : n + total * base // 100 - k] = 1
    merchants = np.array([["this"]] * n + [["other"]] * (total - n))
    encoder = TargetEncoder(smooth=float(m), target_type="continuous").fit(merchants, labels)
    return float(encoder.transform(np.array([["this"]]))[0, 0])


def hash_collisions(thousands: int, bits: int) -> float:
    """Hash for real, a few times, and count who is not alone."""
    rng = np.random.default_rng(thousands + bits)
    shares = []
    for _ in range(20):
        buckets = rng.integers(0, 2**bits, thousands * 1000)
        shares.append((np.bincount(buckets)[buckets] > 1).mean())
    return float(100 * np.mean(shares))


def hours_on_a_circle(a: int, b: int) -> float:
    """Two points and their distance."""
    one, other = (
        np.array([np.sin(2 * np.pi * h / 24), np.cos(2 * np.pi * h / 24)]) for h in (a, b)
    )
    return float(np.linalg.norm(one - other))


def kappa_of_two_annotators(both: int, first: int, second: int) -> float:
    """scikit-learn on the 200 pairs of labels."""
    neither = 200 - both - first - second
    one = [1] * (both + first) + [0] * (second + neither)
    other = [1] * both + [0] * first + [1] * second + [0] * neither
    return float(cohen_kappa_score(one, other))


def majority_of_annotators(p: float, k: int) -> float:
    """Go through all 2**k patterns of right and wrong."""
    total = 0.0
    for pattern in itertools.product([True, False], repeat=k):
        if sum(pattern) > k / 2:
            total += float(np.prod([p if right else 1 - p for right in pattern]))
    return 100 * total


CHECKS: dict[str, Check | tuple[Check, float]] = {
    "complete-rows-left": complete_rows_left,
    "mean-imputation-spread": mean_imputation_spread,
    "iqr-fence": iqr_fence,
    "undo-negative-sampling": undo_negative_sampling,
    "balanced-class-weight": balanced_class_weight,
    "smoothed-target-mean": smoothed_target_mean,
    "hash-collisions": (hash_collisions, 0.02),
    "hours-on-a-circle": hours_on_a_circle,
    "kappa-of-two-annotators": kappa_of_two_annotators,
    "majority-of-annotators": majority_of_annotators,
}
