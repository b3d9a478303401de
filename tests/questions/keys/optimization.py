"""Keys of `optimization`, by running the optimisers, schedules and networks in NumPy."""

import math


def first_loss(kk: int) -> float:
    from sklearn.metrics import log_loss

    return float(log_loss(range(kk), [[1 / kk] * kk] * kk, labels=list(range(kk))))


def stable_rate(aa: int, bb: int) -> float:
    """The largest rate at which many steps do not grow the start, by bisection."""
    low, high = 0.0, 10.0
    for _ in range(60):
        rate = (low + high) / 2
        u = v = 1.0
        for _ in range(200):
            u, v = u - rate * aa * u, v - rate * bb * v
        low, high = (rate, high) if all(abs(w) <= 1 for w in (u, v)) else (low, rate)
    return low


def adam(gradients: list[float], rate: float, b1: float = 0.9, b2: float = 0.999) -> list[float]:
    """The size of every step of Adam with a negligible epsilon."""
    m = v = 0.0
    moves = []
    for t, g in enumerate(gradients, start=1):
        m += (1 - b1) * (g - m)
        v += (1 - b2) * (g * g - v)
        moves.append(abs(rate * (m / (1 - b1**t)) / (math.sqrt(v / (1 - b2**t)) + 1e-12)))
    return moves


def momentum(gg: float, rate: float, beta: float) -> float:
    w = v = 0.0
    for _ in range(3000):
        before = w
        v = beta * v + gg
        w -= rate * v
    return before - w


def a_random_hit(pct: int, nn: int) -> float:
    """The chance that the first hit comes at trial 1, 2, ... up to the last."""
    return sum(pct / 100 * (1 - pct / 100) ** trial for trial in range(nn))


def clipped(mult: int, kind: int, lim: int) -> float:
    import numpy as np

    vector = mult * np.array([(3, -4), (5, -12), (8, -15)][kind], dtype=float)
    return float((vector / np.linalg.norm(vector) * lim)[0])


def steps_in_an_epoch(gpus: int, micro: int, acc: int, rows: int) -> float:
    steps, rest = 0, rows
    while True:
        for _ in range(acc):
            for _ in range(gpus):
                rest -= micro
        if rest < 0:
            return steps
        steps += 1


def adamw(rate: float, decay: float, ww: float, gg: float) -> float:
    w = ww * (1 - rate * decay)
    w -= math.copysign(adam([gg], rate)[0], gg)
    return abs(w - ww)


def schedule(peak: float, steps: int, part: float) -> float:
    """Step by step, with the recursion between neighbours instead of the closed form."""
    warm, low, rate = steps // 10, peak / 10, peak
    length = steps - warm
    for t in range(round(part * length)):
        now, then = math.cos(t * math.pi / length), math.cos((t + 1) * math.pi / length)
        rate = low + (rate - low) * (1 + then) / (1 + now)
    return rate


def he(side: int, cin: int, cout: int) -> float:
    """From the squared signal behind a ReLU by integration and the inputs of one output by count."""
    import numpy as np
    from scipy.integrate import quad
    from scipy.stats import norm

    passed = quad(lambda z: max(z, 0) ** 2 * norm.pdf(z), -12, 12, points=[0])[0]
    kernels = np.broadcast_to(np.int8(1), (cout, cin, side, side))
    return float((kernels[0].sum() * passed) ** -0.5)


def backprop(xx: float, wa: float, wb: float, yy: float) -> float:
    def loss(w: float) -> float:
        return 0.5 * (wb * max(0.0, w * xx) - yy) ** 2

    return (loss(wa + 1e-4) - loss(wa - 1e-4)) / 2e-4


def huber(delta: float, pred: int, gap: int) -> float:
    from scipy.special import huber

    return float(huber(delta, max(pred + gap, 1) - pred))


def focal(many: int, few: int, easy: float, hard: float, gam: int) -> float:
    import numpy as np

    p = np.array([easy] * many + [hard] * few)
    losses = (1 - p) ** gam * -np.log(p)
    return float(losses[:many].sum() / losses.sum())


def overflow(gg: float) -> float:
    import numpy as np

    scale = 256
    with np.errstate(over="ignore"):
        while np.isfinite(np.float16(scale * gg)):
            scale *= 2
    return scale


def newton(ga: int, gb: int, ha: int, hb: int, hc: int) -> float:
    import numpy as np

    return float(np.linalg.solve([[ha, hb], [hb, hc]], [-ga, -gb])[0])


def full_jacobian(nn: int, mm: int, cf: float, cr: float) -> float:
    """The passes that fill an array by columns, then by rows, each with its price."""
    import numpy as np

    by_columns, by_rows = np.zeros((mm, nn)), np.zeros((mm, nn))
    forward = reverse = 0.0
    for direction in np.eye(nn):
        by_columns[:, direction > 0] += 1
        forward += cf
    for output in np.eye(mm):
        by_rows[output > 0] += 1
        reverse += cr
    assert by_columns.min() == by_columns.max() == by_rows.min() == by_rows.max() == 1
    return min(forward, reverse)


CHECKS = {
    "first-loss-of-a-classifier": first_loss,
    "largest-stable-learning-rate": (stable_rate, 1e-4),
    "first-step-of-adam": (lambda rate, gg: adam([gg], rate)[0], 1e-5),
    "momentum-effective-step": momentum,
    "random-search-hit": a_random_hit,
    "clip-by-global-norm": clipped,
    "steps-in-an-epoch": steps_in_an_epoch,
    "weight-without-gradient-in-adam": lambda bm, bv, rate, gg: adam([gg, 0], rate, bm, bv)[1],
    "first-step-of-adamw": adamw,
    "warm-up-then-cosine": schedule,
    "he-standard-deviation": he,
    "backprop-by-hand": backprop,
    "huber-on-an-outlier": huber,
    "focal-loss-share-of-easy-rows": focal,
    "first-overflow-of-the-loss-scale": overflow,
    "newton-step-in-two-weights": newton,
    "forward-or-reverse": full_jacobian,
}
