"""The drawn keys of `unsupervised`, by scikit-learn, SciPy and data made to measure."""

import warnings

import numpy as np
from scipy.cluster.hierarchy import fcluster, linkage
from sklearn.cluster import KMeans
from sklearn.decomposition import PCA
from sklearn.exceptions import ConvergenceWarning
from sklearn.mixture import GaussianMixture

from tests.questions.test_keys import Check


def kmeans_one_step(pa: int, pb: int, pc: int, pd: int, pe: int, ca: int, cb: int) -> float:
    """One iteration of scikit-learn's k-means from the given start."""
    points = np.array([pa, pb, pc, pd, pe], float)[:, None]
    start = np.array([[ca], [cb]], float)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        model = KMeans(2, init=start, n_init=1, max_iter=1, algorithm="lloyd").fit(points)
    return float(model.cluster_centers_[0, 0])


def pca_from_singular_values(sa: int, sb: int, sc: int, sd: int) -> float:
    """PCA of a centred matrix built to have these singular values."""
    rng = np.random.default_rng(2)
    left = rng.normal(size=(40, 4))
    left, _ = np.linalg.qr(left - left.mean(axis=0))
    right, _ = np.linalg.qr(rng.normal(size=(4, 4)))
    data = left @ np.diag([sa, sb, sc, sd]) @ right
    return float(100 * PCA(2).fit(data).explained_variance_ratio_.sum())


def complete_linkage(bb: float, cc: float, dd: float, gap: float) -> float:
    """The merge that C (number 2) takes part in, from SciPy."""
    points = np.array([0, bb, cc, dd, round(dd + gap, 1)])[:, None]
    merges = linkage(points, "complete")
    assert [set(pair) for pair in merges[:2, :2]] == [{3, 4}, {0, 1}]  # as the prompt says
    return float(next(height for one, other, height, _ in merges if 2 in (one, other)))


def cut_the_dendrogram(ga: int, gb: int, gc: int, gd: int, ge: int, gf: int, hh: float) -> float:
    """SciPy's tree, cut by SciPy."""
    points = np.cumsum([0, ga, gb, gc, gd, ge, gf])[:, None]
    return float(fcluster(linkage(points, "single"), hh, "distance").max())


def gmm_responsibility(wa: float, ma: int, sa: int, mb: int, sb: int, xx: int) -> float:
    """scikit-learn's mixture, its parameters set by hand."""
    model = GaussianMixture(2, covariance_type="diag")
    model.weights_ = np.array([wa, 1 - wa])
    model.means_ = np.array([[ma], [mb]], float)
    model.covariances_ = np.array([[sa], [sb]], float) ** 2
    model.precisions_cholesky_ = 1 / np.sqrt(model.covariances_)
    return float(model.predict_proba([[float(xx)]])[0, 1])


def mahalanobis_distance(rr: float, aa: float, bb: float) -> float:
    """Whiten the plane and measure the plain distance there."""
    whitened = np.linalg.solve(np.linalg.cholesky([[1, rr], [rr, 1]]), [aa, bb])
    return float(np.linalg.norm(whitened))


CHECKS: dict[str, Check | tuple[Check, float]] = {
    "kmeans-one-step": kmeans_one_step,
    "pca-from-singular-values": pca_from_singular_values,
    "complete-linkage": complete_linkage,
    "cut-the-dendrogram": cut_the_dendrogram,
    "gmm-responsibility": gmm_responsibility,
    "mahalanobis-distance": mahalanobis_distance,
}
