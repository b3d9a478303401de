"""Keys of llm-training, worked out by running, counting, searching or with NumPy."""

from collections import Counter
from itertools import pairwise

import numpy as np
from scipy.optimize import brentq
from scipy.special import expit


def tokens_after_two_merges(wa: int, wb: int, wc: int, wd: int) -> float:
    corpus = {tuple("low"): wa, tuple("lower"): wb, tuple("newest"): wc, tuple("widest"): wd}
    for _ in range(2):
        pairs: Counter[tuple[str, str]] = Counter()
        for word, count in corpus.items():
            for pair in pairwise(word):
                pairs[pair] += count
        best = max(pairs, key=lambda pair: pairs[pair])
        corpus = {_merged(word, best): count for word, count in corpus.items()}
    return sum(len(word) * count for word, count in corpus.items())


def _merged(word: tuple[str, ...], pair: tuple[str, str]) -> tuple[str, ...]:
    out: list[str] = []
    for symbol in word:
        if out and (out[-1], symbol) == pair:
            out[-1] += symbol
        else:
            out.append(symbol)
    return tuple(out)


def bits_per_byte(la: float, lb: float, ta: float, tb: float) -> float:
    text = 1e6  # bytes; the probability of the whole text, in bits, spread over them
    return max(np.log2(np.e) * loss * (text / size) / text for loss, size in ((la, ta), (lb, tb)))


def embedding_share(dd: int, body: int, vv: int) -> float:
    shapes = [(vv * 1000, dd), (dd, vv * 1000)]
    inside = sum(int(np.prod(shape)) for shape in shapes)
    return 100 * inside / (inside + body * 10**6)


def training_days(nn: float, dt: float, gpus: int, peak: float, mfu: int) -> float:
    seconds_a_token = (2 + 4) * nn * 1e9 / (peak * 1e12 * mfu / 100)  # forward, backward; one GPU
    return seconds_a_token * (dt * 1e12 / gpus) / (24 * 60 * 60)


def chinchilla(cc: int, ee: int) -> float:
    budget = cc * 10.0**ee
    return brentq(lambda n: 6 * n * 1e9 * 20 * n * 1e9 / budget - 1, 1e-3, 1e5, xtol=1e-12)


def adam_memory(nn: float) -> float:
    kinds = [np.float16, np.float16, np.float32, np.float32, np.float32]  # bf16 is as wide as fp16
    return sum(np.dtype(kind).itemsize for kind in kinds) * nn


def zero_memory(nn: float, stage: int, ranks: int) -> float:
    bytes_each = {"optimiser": 12.0, "gradients": 2.0, "weights": 2.0}
    for name in list(bytes_each)[:stage]:
        bytes_each[name] /= ranks
    return nn * sum(bytes_each.values())


def global_batch(gpus: int, tp: int, pp: int, mb: int, seq: int, acc: int) -> float:
    replicas = np.arange(gpus).reshape(-1, pp, tp).shape[0]
    return sum(mb * seq for _ in range(replicas) for _ in range(acc)) / 1e6


def bubble(pp: int, mm: int) -> float:
    done = np.zeros((pp, mm))  # when a stage finishes a micro-batch, each taking one slot
    for stage in range(pp):
        for batch in range(mm):
            ready = done[stage - 1, batch] if stage else 0
            free = done[stage, batch - 1] if batch else 0
            done[stage, batch] = max(ready, free) + 1
    return 100 * (1 - mm / done[-1, -1])


def lora(rr: int, layers: int, dd: int, dv: int) -> float:
    count = 0
    for outputs in (dd, dv):
        count += np.zeros((rr, dd), np.int8).size + np.zeros((outputs, rr), np.int8).size
    return layers * count / 1e6


def preference(rx: float, ry: float) -> float:
    return float(np.exp(rx) / (np.exp(rx) + np.exp(ry)))


def dpo(pc: float, rc: float, pr: float, rr: float, beta: float) -> float:
    chosen, rejected = beta * (pc - rc), beta * (pr - rr)
    return float(-np.log(expit(chosen - rejected)))


def grpo(gg: int, kk: int) -> float:
    rewards = np.array([1.0] * kk + [0.0] * (gg - kk))
    return float(((rewards - rewards.mean()) / rewards.std())[0])


CHECKS = {
    "bpe-tokens-after-two-merges": tokens_after_two_merges,
    "bits-per-byte": bits_per_byte,
    "embedding-share-of-a-small-model": embedding_share,
    "training-days-from-flops": training_days,
    "chinchilla-model-size": chinchilla,
    "adam-mixed-precision-memory": adam_memory,
    "zero-stage-memory": zero_memory,
    "global-batch-in-tokens": global_batch,
    "pipeline-bubble-share": bubble,
    "lora-parameter-count": lora,
    "reward-margin-to-probability": preference,
    "dpo-loss-of-a-pair": dpo,
    "grpo-advantage-of-correct-answer": grpo,
}
