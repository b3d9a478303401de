"""Computer vision: kernels slid over arrays, dependencies traced, pixels painted and counted."""

import numpy as np
from sklearn.metrics import f1_score

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


def weights_in_arrays(kk: int, ci: int, co: int) -> float:
    dense = np.empty((co, ci, kk, kk))
    depthwise, mixing = np.empty((ci, 1, kk, kk)), np.empty((co, ci, 1, 1))
    return dense.size / (depthwise.size + mixing.size)


def area_under_the_envelope(gt: int, pb: int, pc: int) -> float:
    hits = np.cumsum([rank in (1, pb, pc) for rank in range(1, 6)])
    precision, recall = hits / np.arange(1, 6), hits / gt
    levels = (np.arange(1000 * gt) + 0.5) / (1000 * gt)
    return float(np.mean([precision[recall >= r].max(initial=0) for r in levels]))


def anchors_placed(ss: int, aa: int) -> float:
    return float(sum(aa * np.zeros((ss, ss))[::s, ::s].size for s in (8, 16, 32)))


def focal_summed(nn: int, mm: int, pe: float, ph: float) -> float:
    true_class = np.repeat([pe, ph], [nn, mm])
    losses = np.square(1 - true_class) * -np.log(true_class)
    return float(losses[:nn].sum() / losses.sum())


def masks_as_labels(area: int, pred: int, share: int) -> float:
    pixels = np.arange(65536)
    found = min(area, pred) * share // 100
    tumour = pixels < area
    mask = (pixels >= area - found) & (pixels < area - found + pred)
    return float(f1_score(tumour, mask))


def pairs_of_tokens(pp: int, sa: int, sb: int) -> float:
    def pairs(side: int) -> int:
        tokens = np.empty(np.zeros((side, side))[::pp, ::pp].size + 1)
        return np.broadcast(tokens[:, None], tokens[None, :]).size

    return pairs(sb) / pairs(sa)


def stamped(nn: int, kk: int, ss: int, pd: int) -> float:
    """Stamp a kernel for every input value and cut the padding off both ends."""
    touched = {place * ss + offset for place in range(nn) for offset in range(kk)}
    return float(len(sorted(touched)[pd : len(touched) - pd]))


CHECKS: dict[str, Check] = {
    "conv-output-size": slid,
    "conv-parameters": filters_and_biases,
    "receptive-field": pixels_that_reach,
    "iou-of-boxes": painted,
    "depthwise-separable-saving": weights_in_arrays,
    "average-precision-from-a-list": area_under_the_envelope,
    "anchors-of-a-pyramid": anchors_placed,
    "easy-background-and-focal-loss": focal_summed,
    "dice-of-a-mask": masks_as_labels,
    "resolution-of-a-vit": pairs_of_tokens,
    "transposed-convolution-output": stamped,
}
