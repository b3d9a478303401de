"""Keys of `nlp`, by counting in texts that are built from the numbers, by libraries and loops."""

import math
from collections import Counter


def tfidf(docs: int, having: int, count: int) -> float:
    import numpy as np
    from sklearn.feature_extraction.text import TfidfTransformer

    counts = np.ones((docs, 2))
    counts[having:, 0] = 0
    counts[0, 0] = count
    weights = TfidfTransformer(norm=None, smooth_idf=False).fit_transform(counts).toarray()
    return float(weights[0, 0]) - count  # scikit-learn adds one to the logarithm


def add_one(seen: int, context: int, vocab: int) -> float:
    followers = [1] * seen + [2 + n % (vocab - 2) for n in range(context - seen)]  # 1 is "coffee"
    counts = Counter(followers + list(range(1, vocab + 1)))
    return 100 * counts[1] / sum(counts.values())


def perplexity(pa: float, pb: float, pc: float) -> float:
    from scipy.stats import gmean

    return 1 / float(gmean([pa, pb, pc]))


def clipped_precision(length: int, the: int, ref: int, others: int) -> float:
    words = [f"word{n}" for n in range(length - the)]
    output = Counter(["the"] * the + words)
    reference = Counter(["the"] * ref + words[:others] + ["and"] * 4)
    return sum((output & reference).values()) / sum(output.values())


def bleu(pa: float, pb: float, pc: float, pd: float, out: int) -> float:
    import numpy as np

    return float(np.exp(min(0.0, 1 - 1000 / out) + np.mean(np.log([pa, pb, pc, pd]))))


def rouge(cand: int, refn: int, match: int) -> float:
    shared = [f"both{n}" for n in range(match)]
    summary = Counter(shared + [f"mine{n}" for n in range(cand - match)])
    reference = Counter(shared + [f"theirs{n}" for n in range(refn - match)])
    hits = sum((summary & reference).values())
    precision, recall = hits / sum(summary.values()), hits / sum(reference.values())
    return 1 / ((1 / precision + 1 / recall) / 2)


def edit_distance(one: list[str], other: list[str]) -> int:
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        above, row[0] = row[0], i
        for j, b in enumerate(other, 1):
            above, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, above + (a != b))
    return row[-1]


def word_error_rate(words: int, subs: int, dels: int, ins: int) -> float:
    """The edits lie apart from each other, so that the best alignment is the one that made them."""
    reference = [f"word{n}" for n in range(words)]
    heard: list[str] = []
    kinds = ["sub"] * subs + ["del"] * dels + ["ins"] * ins
    gap = words // len(kinds)
    for n, word in enumerate(reference):
        kind = kinds[n // gap] if n % gap == 0 and n // gap < len(kinds) else "keep"
        if kind != "del":
            heard.append(f"other{n}" if kind == "sub" else word)
        if kind == "ins":
            heard.append(f"more{n}")
    return 100 * edit_distance(reference, heard) / words


def lstm_parameters(dim: int, hid: int) -> float:
    import numpy as np

    shapes = [(4 * hid, dim), (4 * hid, hid), (4 * hid,), (4 * hid,)]
    return sum(np.empty(shape, dtype=np.int8).size for shape in shapes)


def cell_left(bias: float, steps: int) -> float:
    cell = 100.0
    for _ in range(steps):
        cell *= 0.5 * (1 + math.tanh(bias / 2))
    return cell


def negatives(rare: int, times: int) -> float:
    import numpy as np

    counts = np.array([rare * times, rare, 7, 30_000], dtype=float)
    shares = counts**0.75 / (counts**0.75).sum()
    return float(shares[0] / shares[1])


CHECKS = {
    "tfidf-weight": tfidf,
    "add-one-bigram": add_one,
    "perplexity-of-three-tokens": perplexity,
    "bleu-clipping": clipped_precision,
    "bleu-brevity": bleu,
    "rouge-one-f1": rouge,
    "word-error-rate": word_error_rate,
    "lstm-parameters": lstm_parameters,
    "forget-gate-memory": cell_left,
    "negative-sampling-power": negatives,
}
