"""Retrieval and agents: chunks are cut, lists are searched, tokens and coins are counted one by one."""

import math
from decimal import Decimal
from itertools import count

import numpy as np
from scipy import stats

from tests.questions.test_keys import Check


def chunks_by_cutting(nn: int, size: int, ov: int) -> float:
    start = 0
    for made in count(1):
        if start + size >= nn:
            return made
        start = start + size - ov
    raise AssertionError


def fused(aa: int, bb: int) -> float:
    lists = [{"it": aa}, {"it": bb}]
    score = 0.0
    for result in lists:
        if "it" in result:
            score += 1.0 / (60 + result["it"])
    return score


def bm25(df: int, tf: int, dl: int, avg: int) -> float:
    rarity = math.log(10001 / (df + 0.5))
    relative = dl / avg
    return rarity * 2.2 / (1 + (0.3 + 0.9 * relative) / tf)


def hnsw_gb(nn: int, dd: int, mm: int) -> float:
    vectors = np.zeros((1000, dd), dtype=np.float32)
    links = np.zeros((1000, 2 * mm), dtype=np.int32)
    return (vectors.nbytes + links.nbytes) * 1000 * nn / 1e9


def ivf_comparisons(nn: int, nl: int, pr: int) -> float:
    vectors = nn * 10**6
    lists = [vectors // nl + (i < vectors % nl) for i in range(nl)]
    return len(lists) + sum(lists) / nl * pr


def recall_at_ten(rr: int, ra: int, rb: int, rc: int, rd: int) -> float:
    relevant = {ra, rb, rc, rd} | {f"missed {i}" for i in range(rr - 4)}
    return len(relevant & set(range(1, 11))) / len(relevant)


def month(ss: int, kk: int, cs: int, oo: int, qq: int, pin: float, ratio: int) -> float:
    price = Decimal(str(pin))
    request = sum(cs for _ in range(kk)) + ss + 50
    day = 1000 * qq * (request * price + oo * price * ratio) / Decimal(10**6)
    return float(sum(day for _ in range(30)))


def all_steps(pp: float, nn: int) -> float:
    return float(stats.binom.pmf(nn, nn, pp))


def with_retries(pp: float, nn: int, rr: int) -> float:
    reached = 1.0
    for _ in range(nn):
        reached = sum(reached * (1 - pp) ** failed * pp for failed in range(rr + 1))
    return reached


def input_tokens(ss: int, aa: int, nn: int) -> float:
    sent, history = 0, 0
    for _ in range(nn):
        sent += ss + history
        history += aa
    return sent


CHECKS: dict[str, Check | tuple[Check, float]] = {
    "chunk-count-with-overlap": chunks_by_cutting,
    "reciprocal-rank-fusion": fused,
    "bm25-term-score": bm25,
    "hnsw-memory": hnsw_gb,
    "ivf-vectors-scanned": ivf_comparisons,
    "recall-at-ten": recall_at_ten,
    "monthly-token-cost": month,
    "steps-that-must-all-work": all_steps,
    "checked-steps-with-retries": with_retries,
    "tokens-of-a-growing-history": input_tokens,
}
