"""Transfer learning: arrays counted, networks built in scikit-learn, softmax from SciPy."""

import numpy as np
from scipy import special
from sklearn.neural_network import MLPClassifier

from tests.questions.test_keys import Check


def head_of_a_fitted_network(dd: int, hh: int, cc: int) -> float:
    features = np.random.default_rng(0).normal(size=(cc, dd))
    head = MLPClassifier((hh,), max_iter=1, batch_size=1).partial_fit(
        features, np.arange(cc), classes=np.arange(cc)
    )
    return float(sum(a.size for a in (*head.coefs_, *head.intercepts_)))


def softened(za: float, zb: float, zc: float, tt: int) -> float:
    return float(special.softmax(np.array([za, zb, zc]) / tt)[1])


def soft_loss(ta: float, sa: float, tt: int) -> float:
    teacher = special.softmax(np.array([ta, 0]) / tt)
    student = special.softmax(np.array([sa, 0]) / tt)
    return float(tt * tt * special.rel_entr(teacher, student).sum())


def down_from_the_head(nn: int, rate: float, dd: float, bb: int) -> float:
    for _ in range(nn, bb - 1, -1):
        rate *= dd
    return rate


def info_nce(tau: float, sp: float, sn: float, kk: int) -> float:
    logits = np.array([sp] + [sn] * kk) / tau
    return float(-special.log_softmax(logits)[0])


CHECKS: dict[str, Check] = {
    "head-parameters": head_of_a_fitted_network,
    "distillation-temperature": softened,
    "distillation-loss-with-temperature": soft_loss,
    "rate-of-a-lower-layer": down_from_the_head,
    "contrastive-loss-of-one-anchor": info_nce,
}
