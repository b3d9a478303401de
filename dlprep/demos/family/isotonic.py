"""Isotonic regression in NumPy, for demos whose first picture cannot wait for scikit-learn."""

from typing import Any


def isotonic(x: Any, y: Any) -> tuple[Any, Any]:
    """Knots of the rising step function nearest to `y` in least squares, by pooling violators.

    Barlow et al. 1972; two knots a step, so that `interp` between steps is what scikit-learn's
    `IsotonicRegression` gives.
    """
    import numpy as np

    order = np.argsort(x, kind="stable")
    blocks: list[list[float]] = []  # mean, rows, first x, last x
    for value, label in zip(x[order].tolist(), np.asarray(y, float)[order].tolist(), strict=True):
        blocks.append([label, 1.0, value, value])
        while len(blocks) > 1 and blocks[-2][0] >= blocks[-1][0]:
            mean, n, _, last = blocks.pop()
            before = blocks[-1]
            before[0] = (before[0] * before[1] + mean * n) / (before[1] + n)
            before[1] += n
            before[3] = last
    knots = [end for block in blocks for end in block[2:]]
    return np.array(knots), np.repeat([block[0] for block in blocks], 2)
