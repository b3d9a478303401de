"""The drawn keys of `system-design`, by counting, stepping through time and simulation."""

import math
from fractions import Fraction

import numpy as np

from tests.questions.test_keys import Check


def peak_requests(users: int, sessions: int, calls: int, peak: float) -> float:
    """Spread a day's calls over its seconds, one user's at a time."""
    per_user = sum(calls for _ in range(sessions))
    average = Fraction(users * 10**6 * per_user, 24 * 60 * 60)
    return float(average * Fraction(peak))


def vector_index_memory(n: int, dim: int, m: int) -> float:
    """The size of real NumPy arrays for one vector and its links."""
    one = np.zeros(dim, dtype=np.float32).nbytes + np.zeros((2, m), dtype=np.int32).nbytes
    return one * n * 10**6 / 10**9


def candidates_in_budget(
    budget: int, retrieval: int, features: int, network: int, workers: int, batch: int, ms: int
) -> float:
    """Let every worker take batches until the page is due."""
    scored = 0
    for _ in range(workers):
        clock = retrieval + features + network
        while clock + ms <= budget:
            clock += ms
            scored += batch
    return scored


def slow_shard(n: int, p: float) -> float:
    """Add the chances of exactly 1, 2, ... n slow shards."""
    slow = p / 100
    return 100 * sum(math.comb(n, k) * slow**k * (1 - slow) ** (n - k) for k in range(1, n + 1))


def reviewers_needed(posts: int, flag: float, sec: int, hours: int) -> float:
    """Employ one more until a week's work is done."""
    week = 7 * posts * 10**6 * Fraction(str(flag)) / 100 * sec
    one = 5 * hours * 3600
    employed = 0
    while employed * one < week:
        employed += 1
    return employed


def review_threshold(amount: int, cost: int, found: int) -> float:
    """Halve the interval in which the two expected costs cross."""
    low, high = 0.0, 1.0
    for _ in range(60):
        p = (low + high) / 2
        approve = p * amount
        review = cost + p * (100 - found) / 100 * amount
        low, high = (p, high) if review > approve else (low, p)
    return 100 * high


def cost_of_a_chatbot(
    conv: int, turns: int, tin: int, tout: int, hit: int, pin: float, ratio: int
) -> float:
    """Bill each call's tokens one kind after another, in exact fractions of a dollar."""
    price = Fraction(str(pin)) / 10**6
    cached = Fraction(tin * hit, 100)
    call = (tin - cached) * price + cached * price / 10 + tout * price * ratio
    return float(sum(call for _ in range(turns)) * conv * 1000)


def feature_bandwidth(qps: int, user: int, item: int, cand: int) -> float:
    """The bytes of the arrays that one request reads."""
    request = np.zeros(user, np.float32).nbytes + np.zeros((cand, item), np.float32).nbytes
    return qps * request / 10**9


def gpus_for_tokens(rps: int, out: int, tps: int, util: int) -> float:
    """Add GPUs until none is loaded beyond the plan."""
    gpus = 1
    while rps * out * 100 > gpus * tps * util:
        gpus += 1
    return gpus


CHECKS: dict[str, Check | tuple[Check, float]] = {
    "peak-requests": peak_requests,
    "vector-index-memory": vector_index_memory,
    "candidates-in-budget": candidates_in_budget,
    "slow-shard": slow_shard,
    "reviewers-needed": reviewers_needed,
    "review-threshold": review_threshold,
    "cost-of-a-chatbot": cost_of_a_chatbot,
    "feature-bandwidth": feature_bandwidth,
    "gpus-for-tokens": gpus_for_tokens,
}
