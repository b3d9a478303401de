"""The drawn keys of `metrics`: labels are written out and given to scikit-learn."""

import numpy as np
from scipy import optimize
from sklearn import metrics

from tests.questions.test_keys import Check


def labels(tp: int, fp: int, fn: int, tn: int) -> tuple[list[int], list[int]]:
    """True and predicted labels with these counts."""
    return [1] * tp + [0] * fp + [1] * fn + [0] * tn, [1] * (tp + fp) + [0] * (fn + tn)


def precision_from_counts(tp: int, fp: int, fn: int) -> float:
    return float(metrics.precision_score(*labels(tp, fp, fn, 900)))


def recall_from_flags(ill: int, miss: int, flagged: int) -> float:
    found = ill - miss
    people = labels(found, flagged - found, miss, 5000 - flagged - miss)
    return float(metrics.recall_score(*people))


def specificity_from_matrix(tn: int, fp: int, fn: int, tp: int) -> float:
    true, predicted = labels(tp, fp, fn, tn)
    assert metrics.confusion_matrix(true, predicted).tolist() == [[tn, fp], [fn, tp]]
    return float(metrics.recall_score(true, predicted, pos_label=0))


def f1_from_precision_recall(pp: float, rr: float) -> float:
    """Counts whose precision and recall are exactly these."""
    p, r = round(100 * pp), round(100 * rr)
    true, predicted = labels(p * r, r * (100 - p), p * (100 - r), 7)
    return float(metrics.f1_score(true, predicted))


def accuracy_under_imbalance(pos: int, share: float, fp: int) -> float:
    tp = round(pos * share)
    true, predicted = labels(tp, fp, pos - tp, 10_000 - pos - fp)
    never = metrics.accuracy_score(true, np.zeros(10_000, int))
    return float(100 * (never - metrics.accuracy_score(true, predicted)))


def auc_from_pairs(np_: int, nn: int, share: float, ties: int) -> float:
    """The mean over the positives of scikit-learn's AUC of each against all negatives."""
    pairs = np_ * nn
    wins = int(np.floor(share * np_ * nn))
    outcomes = [1.0] * wins + [0.5] * ties + [0.0] * (pairs - wins - ties)
    total = 0.0
    for start in range(0, pairs, nn):
        row = outcomes[start : start + nn]
        true = [1] + [0] * nn
        total += metrics.roc_auc_score(true, [0.5] + [1 - outcome for outcome in row])
    return float(total / np_)


def precision_from_roc_point(tpr: float, fpr: float, per: int) -> float:
    """Weigh four kinds of case by how often production meets them."""
    weights = [tpr, 1 - tpr, (per - 1) * fpr, (per - 1) * (1 - fpr)]
    return float(100 * metrics.precision_score([1, 1, 0, 0], [1, 0, 1, 0], sample_weight=weights))


def expected_calibration_error(
    na: int, nb: int, ca: float, cb: float, ga: float, gb: float
) -> float:
    """Walk over all cases and charge each the gap of its bin."""
    gaps = np.concatenate([np.full(na, ca - (ca + ga)), np.full(nb, cb - (cb - gb))])
    return float(np.abs(gaps).mean())


def macro_recall(ha: int, hb: int, hc: int) -> float:
    true = [0] * 900 + [1] * 80 + [2] * 20
    hits = [0] * ha + [1] * (900 - ha) + [1] * hb + [0] * (80 - hb) + [2] * hc + [0] * (20 - hc)
    return float(metrics.recall_score(true, hits, average="macro"))


def rmse_with_one_large_error(sm: int, big: int) -> float:
    truth = np.full(5, 30.0)
    return float(metrics.root_mean_squared_error(truth, truth + np.array([sm, -sm, sm, -sm, big])))


def r2_from_rmse(sd: int, ratio: float) -> float:
    """Targets with this deviation, predictions with this error."""
    rmse = round(sd * ratio, 1)
    truth = 300 + sd * np.array([1, -1, 1, -1.0])
    return float(metrics.r2_score(truth, truth + rmse * np.array([1, 1, -1, -1.0])))


def threshold_from_costs(cf: int, cm: int) -> float:
    """Where the two expected costs cross."""
    return float(optimize.brentq(lambda p: (1 - p) * cf - p * cm, 0, 1))


def f2_favours_recall(pp: float, rr: float) -> float:
    p, r = round(100 * pp), round(100 * rr)
    true, predicted = labels(p * r, r * (100 - p), p * (100 - r), 7)
    return float(metrics.fbeta_score(true, predicted, beta=2))


def one_confident_mistake(nn: int, kk: int) -> float:
    chances = [[0.1, 0.9]] * (nn - 1) + [[1 - 10.0**-kk, 10.0**-kk]]
    return float(metrics.log_loss([1] * nn, chances, labels=[0, 1]))


def adjusted_r2(nn: int, pp: int, rr: float) -> float:
    """Unbiased variances of residuals and target, of made-up rows with exactly this R2."""
    rng = np.random.default_rng(0)
    design = np.column_stack([np.ones(nn), rng.normal(size=(nn, pp))])
    raw = rng.normal(size=nn)
    fit = design @ np.linalg.lstsq(design, raw, rcond=None)[0]
    residuals = raw - fit
    spread = ((fit - fit.mean()) ** 2).sum()
    residuals *= np.sqrt(spread * (1 - rr) / rr / (residuals**2).sum())
    target = fit + residuals
    assert abs(metrics.r2_score(target, fit) - rr) < 1e-9
    return float(1 - residuals.var(ddof=pp + 1) / target.var(ddof=1))


CHECKS: dict[str, Check | tuple[Check, float]] = {
    "precision-from-counts": precision_from_counts,
    "recall-from-flags": recall_from_flags,
    "specificity-from-matrix": specificity_from_matrix,
    "f1-from-precision-recall": f1_from_precision_recall,
    "accuracy-under-imbalance": accuracy_under_imbalance,
    "auc-from-pairs": lambda np, nn, share, ties: auc_from_pairs(np, nn, share, ties),
    "precision-from-roc-point": precision_from_roc_point,
    "expected-calibration-error": expected_calibration_error,
    "macro-recall": macro_recall,
    "rmse-with-one-large-error": rmse_with_one_large_error,
    "r2-from-rmse": r2_from_rmse,
    "threshold-from-costs": threshold_from_costs,
    "f2-favours-recall": f2_favours_recall,
    "one-confident-mistake": one_confident_mistake,
    "adjusted-for-features": adjusted_r2,
}
