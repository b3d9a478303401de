"""Keys of `normalization`, by running the layers and scalers on arrays."""


def z_score(mu: int, sd: float, nu: int, se: int, xx: int) -> float:
    """scikit-learn's scaler on a training set with this mean and standard deviation."""
    import numpy as np
    from sklearn.preprocessing import StandardScaler

    scaler = StandardScaler().fit(np.array([[mu - sd], [mu + sd]]))
    return float(scaler.transform([[xx]])[0, 0])


def running_mean(run: int, xa: int, xb: int, xc: int, xd: int) -> float:
    """A tenth of the way from the old value towards the batch's mean."""
    import numpy as np

    return float(np.interp(0.1, [0, 1], [run, np.mean([xa, xb, xc, xd])]))


def means(bb: int, tt: int, dd: int) -> float:
    import numpy as np

    return float(np.broadcast_to(np.float32(1), (bb, tt, dd)).mean(axis=-1).size)


def rms(xa: int, xb: int, xc: int, xd: int) -> float:
    """The result has a mean square of 1 and the direction of the input."""
    from scipy.optimize import brentq

    values = (xa, xb, xc, xd)
    scale = brentq(lambda s: sum((s * v) ** 2 for v in values) - len(values), 0, 10, xtol=1e-14)
    return float(scale * xa)


def min_max(cap: int, factor: int) -> float:
    import numpy as np
    from sklearn.preprocessing import MinMaxScaler

    column = np.array([[0.0], [cap], [cap * factor + 500]])
    return float(MinMaxScaler().fit_transform(column)[1, 0])


def inference(gam: float, bet: float, mu: int, var: int, xx: int) -> float:
    import numpy as np
    from sklearn.preprocessing import StandardScaler

    spread = float(np.sqrt(var))
    scaler = StandardScaler().fit(np.array([[mu - spread], [mu + spread]]))
    return float(np.polyval([gam, bet], scaler.transform([[xx]])[0, 0]))


CHECKS = {
    "standardise-a-new-row": z_score,
    "batchnorm-running-mean": running_mean,
    "how-many-means": means,
    "rms-norm-by-hand": rms,
    "min-max-with-an-outlier": min_max,
    "batchnorm-at-inference": inference,
}
