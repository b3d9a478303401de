"""Computer vision: kernels slid over arrays, dependencies traced, pixels painted and counted."""

import numpy as np

from tests.questions.test_keys import Check


def slid(nn: int, kk: int, st: int, pd: int) -> float:
    padded = np.pad(np.ones((nn, nn)), pd)
    return float(np.lib.stride_tricks.sliding_window_view(padded, (kk, kk))[::st, ::st].shape[0])


def filters_and_biases(ci: int, co: int, kk: int, nn: int) -> float:
    filters = [np.zeros((ci, kk, kk)) for _ in range(co)]
    return float(sum(f.size for f in filters) + len(filters))


def pixels_that_reach(ka: int, st: int, kb: int) -> float:
    """How many inputs move one output of layer 3, by marking what each output was made of."""
    seen: list[set[int]] = [{n} for n in range(80)]
    for kernel, stride in ((ka, st), (2, 2), (kb, 1)):
        starts = range(0, len(seen) - kernel + 1, stride)
        seen = [set().union(*seen[s : s + kernel]) for s in starts]
    return float(len(seen[0]))


def painted(gw: int, gh: int, dx: int, dy: int) -> float:
    canvas = np.zeros((gh + dy, gw + dx), dtype=int)
    canvas[:gh, :gw] += 1
    canvas[dy:, dx:] += 1
    return float((canvas == 2).sum() / (canvas > 0).sum())


CHECKS: dict[str, Check] = {
    "conv-output-size": slid,
    "conv-parameters": filters_and_biases,
    "receptive-field": pixels_that_reach,
    "iou-of-boxes": painted,
}
