"""The drawn keys of `trees`: trees are grown, samples drawn, losses searched."""

import numpy as np
from scipy import optimize
from sklearn.metrics import mutual_info_score
from sklearn.tree import DecisionTreeClassifier

from tests.questions.test_keys import Check


def gini_after_split(lp: int, ln: int, rp: int, rn: int) -> float:
    """Grow a tree of one split and add up its leaves."""
    rows = np.array([0] * (lp + ln) + [1] * (rp + rn))[:, None]
    labels = [1] * lp + [0] * ln + [1] * rp + [0] * rn
    tree = DecisionTreeClassifier(max_depth=1).fit(rows, labels).tree_
    leaves = tree.children_left == -1
    return float(np.average(tree.impurity[leaves], weights=tree.n_node_samples[leaves]))


def forest_correlation(vv: int, rho: float, bb: int) -> float:
    """A mean of variables, through their covariance matrix."""
    covariance = np.full((bb, bb), rho * vv)
    np.fill_diagonal(covariance, vv)
    weights = np.full(bb, 1 / bb)
    return float(weights @ covariance @ weights)


def out_of_bag_rows(nn: int) -> float:
    """Draw bootstrap samples and count the rows that are missing."""
    rng = np.random.default_rng(nn)
    missing = [nn - len(np.unique(rng.integers(0, nn, nn))) for _ in range(200)]
    return float(np.mean(missing))


def xgboost_leaf(nn: int, lam: int, eta: float, ss: int) -> float:
    """Search for the leaf value with the least penalised loss, then take the step."""
    residuals = np.linspace(0, 2 * ss / nn, nn)  # any rows with this sum

    def loss(value: float) -> float:
        return float(((residuals - value) ** 2).sum() / 2 + lam * value**2 / 2)

    return float(eta * optimize.minimize_scalar(loss).x)


def information_gain(na: int, nb: int, pa: int, pb: int) -> float:
    """The mutual information of split and label, counted from the rows."""
    side = [0] * na + [1] * nb
    label = [1] * pa + [0] * (na - pa) + [1] * pb + [0] * (nb - pb)
    return float(mutual_info_score(side, label) / np.log(2))


def adaboost_reweighting(nn: int, kk: int) -> float:
    """Take the vote that minimises the exponential loss, then reweight the rows by that loss."""
    margins = np.array([-1] * kk + [1] * (nn - kk))
    alpha = optimize.minimize_scalar(lambda a: float(np.exp(-a * margins).mean())).x
    weights = np.exp(-alpha * margins)
    return float(weights[0] / weights[-1])


CHECKS: dict[str, Check | tuple[Check, float]] = {
    "gini-after-split": gini_after_split,
    "forest-correlation": forest_correlation,
    "out-of-bag-rows": (out_of_bag_rows, 0.02),
    "xgboost-leaf": xgboost_leaf,
    "information-gain": information_gain,
    "adaboost-reweighting": (adaboost_reweighting, 1e-5),
}
