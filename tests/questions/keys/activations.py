"""Keys of `activations`, by SciPy's functions, numerical slopes and float64 sums."""


def steepest_sigmoids(nn: int) -> float:
    import numpy as np
    from scipy.special import expit

    grid = np.linspace(-8, 8, 160_001)
    return float(np.gradient(expit(grid), grid).max() ** nn)


def ratio(low: float, gap: float, tt: float) -> float:
    import numpy as np
    from scipy.special import softmax

    tokens = softmax(np.array([low + gap, low, 1.0, -2.0]) / tt)
    return float(tokens[0] / tokens[1])


def floor(kk: int) -> float:
    import numpy as np
    from scipy.special import softmax

    return float(-np.log(softmax(np.eye(kk)[0])[0]))


def bce(zz: int) -> float:
    import numpy as np

    return float(np.logaddexp(0, zz))


def gelu(zz: float) -> float:
    from scipy.stats import norm

    return float(zz * norm.cdf(zz))


def slopes(pp: float) -> float:
    """Both losses as functions of the logit, their slopes by central differences."""
    import numpy as np
    from scipy.special import expit, logit

    z, h = logit(pp), 1e-5
    near = np.array([z + h, z - h])
    bce, mse = -np.log(expit(near)), 0.5 * (expit(near) - 1) ** 2
    return float((bce[0] - bce[1]) / (mse[0] - mse[1]))


def rectified(sigma: float) -> float:
    """The spread of the rectified quantiles of a normal distribution."""
    import numpy as np
    from scipy.stats import norm

    quantiles = norm.ppf((np.arange(200_000) + 0.5) / 200_000, scale=sigma)
    return float(np.maximum(quantiles, 0).var())


def kinks_of_a_composition(qq: int, ll: int) -> float:
    """Turns of the composed zigzag on a grid that holds every kink exactly."""
    import numpy as np

    steps = 2 * qq**ll
    x = np.arange(steps + 1)  # in units of 1 / steps
    for _ in range(ll):
        x = np.abs((qq * x + steps) % (2 * steps) - steps)
    rises = np.sign(np.diff(x))
    return float((rises[1:] != rises[:-1]).sum())


CHECKS = {
    "sigmoid-gradient-through-layers": (steepest_sigmoids, 1e-4),
    "temperature-ratio": ratio,
    "double-softmax-floor": floor,
    "stable-bce-from-logits": bce,
    "gelu-value": gelu,
    "sigmoid-with-mse-stuck": slopes,
    "variance-behind-a-relu": (rectified, 1e-3),
    "zigzag-by-depth-or-width": kinks_of_a_composition,
}
