"""Keys of llm-inference, worked out by counting, simulating, searching or with NumPy."""

from itertools import product

import numpy as np
from scipy.special import softmax


def kv_cache(layers: int, kv: int, ctx: int) -> float:
    one_token = np.zeros((2, layers, kv, 128), np.float16)  # bf16 is as wide
    return one_token.nbytes * ctx / 1e9


def requests_that_fit(nn: int, bits: int, kv: int, ctx: int) -> float:
    free = 80_000_000_000 * 9 // 10 - nn * 10**9 * bits // 8
    count = 0
    while free >= kv * 1000 * ctx:
        free -= kv * 1000 * ctx
        count += 1
    return count


def temperature(la: float, lb: float, lc: float, tt: float) -> float:
    return float(softmax(np.array([la, lb, lc]) / tt)[0])


def second_in_nucleus(pa: float, pb: float, pc: float, pd: float, tp: float) -> float:
    shares = np.array([pa, pb, pc, pd])
    kept = shares[: int(np.searchsorted(shares.cumsum(), tp)) + 1]
    return float(kept[1] / kept.sum())


def decoding_speed(nn: int, bits: int, bw: int) -> float:
    seconds_a_weight = bits / 8 / (bw * 1e9)
    return 1 / (seconds_a_weight * nn * 1e9)


def balanced_batch(peak: float, bw: float, bits: int) -> float:
    computing = 2 / (peak * 1e12)  # seconds for one weight and one request
    reading = bits / 8 / (bw * 1e12)
    low, high = 0.0, 1e5
    while high - low > 1e-7:
        middle = (low + high) / 2
        low, high = (middle, high) if middle * computing < reading else (low, middle)
    return low


def prefill(nn: int, ctx: int, gpus: int, mfu: int) -> float:
    one_token = (nn * 1e9 + nn * 1e9) / (989e12 * mfu / 100)  # multiplications and additions
    return one_token * ctx / gpus


def tokens_per_pass(kk: int, alpha: float) -> float:
    total = 0.0
    for outcome in product((True, False), repeat=kk):
        chance = float(np.prod([alpha if ok else 1 - alpha for ok in outcome]))
        accepted = outcome.index(False) if False in outcome else kk
        total += chance * (accepted + 1)
    return total


def bill(req: int, pre: int, own: int, out: int, pin: int, pout: int, hit: int) -> float:
    hits = req * 1000 * hit // 100
    misses = req * 1000 - hits
    dear = (misses * pre + (hits + misses) * own) * pin
    return (dear + hits * pre * pin / 10 + (hits + misses) * out * pout) / 1e6


def dequantised(mx: float, ww: float) -> float:
    levels = np.arange(-127, 128) * (mx / 127)
    return float(levels[np.argmin(abs(levels - ww))])


def four_bit_size(nn: int, gg: int) -> float:
    groups = nn * 10**9 / gg
    return (nn * 10**9 * 4 + groups * 16 + groups * 4) / 8 / 1e9


def servers(rate: int, ttft: float, out: int, tpot: int, slots: int) -> float:
    stay = ttft + out * tpot / 1000
    arrivals = np.arange(0, 40 * stay, 1 / rate)  # evenly spaced, each leaves after its stay
    moments = np.linspace(10 * stay, 30 * stay, 20001)
    inside = np.searchsorted(arrivals, moments, "right") - np.searchsorted(
        arrivals + stay, moments, "right"
    )
    count = 1
    while count * slots < inside.mean():
        count += 1
    return count


def majority(pct: int) -> float:
    right = 0.0
    for votes in product((0, 1), repeat=5):
        if sum(votes) >= 3:
            right += float(np.prod([pct / 100 if v else 1 - pct / 100 for v in votes]))
    return 100 * right


CHECKS = {
    "kv-cache-of-one-request": kv_cache,
    "requests-that-fit-beside-the-weights": requests_that_fit,
    "softmax-with-temperature": temperature,
    "top-p-renormalised": second_in_nucleus,
    "decoding-speed-limit": decoding_speed,
    "batch-where-compute-takes-over": balanced_batch,
    "prefill-time-of-a-long-prompt": prefill,
    "speculative-tokens-per-pass": tokens_per_pass,
    "monthly-bill-with-cached-prefix": bill,
    "int8-with-an-outlier": dequantised,
    "real-size-of-four-bit-weights": four_bit_size,
    "gpus-for-a-request-rate": servers,
    "majority-of-five-samples": majority,
}
