"""Right answers that go another way than the reference: they pass too, or the tests ask too much."""

import pytest

from dlprep.bank.library import load
from dlprep.bank.templates import draw
from dlprep.grading.marker import grade_any

OTHERS = {
    "rag-agents/write-rank-fusion": """
from collections import defaultdict


def fuse(rankings, k=60):
    s = defaultdict(float)
    for r in rankings:
        for i, d in enumerate(r):
            s[d] += 1 / (k + i + 1)
    return [d for d, _ in sorted(s.items(), key=lambda t: (-round(t[1], 12), t[0]))]
""",
    "tools/write-reservoir-sample": """
def reservoir(stream, k, rng):
    out = []
    for i, x in enumerate(stream, 1):
        if len(out) < k:
            out.append(x)
        elif rng.random() < k / i:
            out[rng.randrange(k)] = x
    return out
""",
    "statistics/write-bootstrap-interval": """
def bootstrap_interval(values, statistic, level, resamples, rng):
    n = len(values)
    r = []
    for _ in range(resamples):
        r.append(statistic([values[rng.randrange(n)] for _ in range(n)]))
    r.sort()
    a = int((1 - level) / 2 * resamples)
    return r[a], r[-1 - a]
""",
    "validation/write-stratified-split": """
def stratified_split(labels, share, rng):
    test = []
    for c in sorted(set(labels)):
        idx = [i for i, l in enumerate(labels) if l == c]
        rng.shuffle(idx)
        test += idx[: round(len(idx) * share)]
    t = set(test)
    return [i for i in range(len(labels)) if i not in t], sorted(test)
""",
    "activations/write-stable-softmax": """
import numpy as np


def softmax(x):
    z = x - np.max(x, axis=-1, keepdims=True)
    return np.exp(z - np.log(np.exp(z).sum(-1, keepdims=True)))
""",
    "metrics/write-auc-by-ranks": """
from bisect import bisect_left, bisect_right


def auc(labels, scores):
    neg = sorted(s for s, y in zip(scores, labels) if y == 0)
    pos = [s for s, y in zip(scores, labels) if y == 1]
    if not neg or not pos:
        return None
    return (
        sum((bisect_left(neg, p) + bisect_right(neg, p)) / 2 for p in pos)
        / len(neg)
        / len(pos)
    )
""",
    "transformers/write-attention": """
import numpy as np


def attention(q, k, v, mask=None):
    s = (q @ k.T) / np.sqrt(q.shape[1])
    out = np.zeros((len(q), v.shape[1]))
    for i in range(len(q)):
        m = np.ones(len(k), bool) if mask is None else mask[i]
        if m.any():
            e = np.exp(s[i][m] - s[i][m].max())
            out[i] = (e / e.sum()) @ v[m]
    return out
""",
    "llm-evaluation/write-pass-at-k": """
from math import comb


def pass_at_k(n, c, k):
    return 1 - comb(n - c, k) / comb(n, k)
""",
    "llm-inference/write-top-p": """
def top_p(probabilities, p):
    o = sorted(enumerate(probabilities), key=lambda t: -t[1])
    s = 0
    keep = {}
    for i, x in o:
        if s >= p - 1e-9:
            break
        keep[i] = x
        s += x
    return [keep.get(i, 0) / s for i in range(len(probabilities))]
""",
    "optimization/write-gradient-check": """
import numpy as np


def gradient_error(f, grad, x, h=1e-5):
    a = np.array(grad(x), float).ravel()
    n = []
    for i in range(x.size):
        d = np.zeros(x.size)
        d[i] = h
        d = d.reshape(x.shape)
        n.append((f(x + d) - f(x - d)) / (2 * h))
    n = np.array(n)
    return np.max(
        np.abs(a - n) / np.maximum.reduce([abs(a), abs(n), np.full(a.shape, 1e-8)])
    )
""",
    "unsupervised/write-kmeans-step": """
import numpy as np


def kmeans_step(points, centres):
    lab = []
    for p in points:
        lab.append(int(np.argmin([np.linalg.norm(p - c) for c in centres])))
    new = []
    for j, c in enumerate(centres):
        m = [p for p, l in zip(points, lab) if l == j]
        new.append(np.mean(m, axis=0) if m else c)
    return np.array(lab), np.array(new, float)
""",
    "tools/write-lru-cache": """
class LRU:
    def __init__(self, size):
        self.n = size
        self.d = {}

    def get(self, k):
        if k not in self.d:
            return None
        v = self.d.pop(k)
        self.d[k] = v
        return v

    def put(self, k, v):
        self.d.pop(k, None)
        self.d[k] = v
        if len(self.d) > self.n:
            self.d.pop(next(iter(self.d)))
""",
    "tools/write-moving-median": """
import statistics


def moving_median(values, width):
    return [
        statistics.median(values[i : i + width]) for i in range(len(values) - width + 1)
    ]
""",
    "tools/sql-longest-streak": """
with d as (select distinct user, julianday(day) j from logins),
m as (select user,j, case when j-lag(j) over (partition by user order by j)=1 then 0 else 1 end s from d),
g as (select user, sum(s) over (partition by user order by j) g from m)
select user, max(c) from (select user,g,count(*) c from g group by user,g) group by user
""",
    "tools/sql-median-per-group": """
select city, avg(price) from (
  select city, price, row_number() over (partition by city order by price, rowid) r,
         row_number() over (partition by city order by price desc, rowid desc) q
  from flats where price is not null)
where abs(r - q) <= 1 group by city
""",
    "tools/sql-sessions": """
with e as (select user, at, lag(at) over (partition by user order by at) p from events)
, s as (select user, at, sum(case when p is null or at-p>1800 then 1 else 0 end) over (partition by user order by at rows unbounded preceding) n from e)
select user, min(at), max(at), count(*) from s group by user, n
""",
    "tools/sql-rolling-average": """
select s.day, (select sum(amount) from sales t where julianday(s.day)-julianday(t.day) between 0 and 6)/7.0 from sales s
""",
    "tools/sql-ordered-funnel": """
select count(*), count(c), count(p) from (
select user, v, c, (select min(at) from events e where e.user=x.user and step='pay' and at>c) p from (
select user, v, (select min(at) from events e where e.user=y.user and step='cart' and at>v) c from (
select user, min(at) v from events where step='view' group by user) y) x)
""",
    "tools/sql-variant-conversion": """
select a.variant, count(distinct a.user), count(distinct o.user)*1.0/count(distinct a.user) from assigned a left join orders o on o.user=a.user and o.at>=a.at group by a.variant
""",
    "tools/sql-precision-recall": """
select t, sum(label*(score>=t))*1.0/nullif(sum(score>=t),0), sum(label*(score>=t))*1.0/nullif(sum(label),0) from thresholds, predictions group by t
""",
}


@pytest.mark.parametrize("full_id", OTHERS)
def test_another_way_passes(full_id: str) -> None:
    result = grade_any(draw(full_id, load().question(full_id), 0), OTHERS[full_id])
    assert result.score == 1, result.unreadable or result.feedback
