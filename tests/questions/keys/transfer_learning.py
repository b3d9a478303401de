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


CHECKS: dict[str, Check] = {
    "head-parameters": head_of_a_fitted_network,
    "distillation-temperature": softened,
}
