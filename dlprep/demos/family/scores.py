"""Scores of two classes, the confusion matrix at a threshold, and everything read off it."""

from bisect import bisect_left
from collections.abc import Iterable
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import Self

import msgspec

SEED = 42
METRICS = ("precision", "recall", "specificity", "f1", "accuracy")
PREDICTED = ("precision", "recall", "accuracy")
THREE_FEATURES = ("mean texture", "mean smoothness", "mean symmetry")
PERCENTS = tuple(i / 100 for i in range(101))


class Words(msgspec.Struct, frozen=True):
    """What the two classes and the cases are called, so that sentences read as people speak."""

    positive: str = "positive"
    negative: str = "negative"
    case: str = "case"
    found: str = "positive"  # what a true positive is: "37 tumours are now missed"


class Scores(msgspec.Struct, frozen=True, eq=False):
    """Held-out scores in 0..1 of each class, ascending, and where they come from.

    Compared and hashed by identity: hashing a million scores at every turn of a knob takes 10 ms.
    """

    positives: tuple[float, ...]
    negatives: tuple[float, ...]
    words: Words
    about: str
    seed: int | None
    positive_weights: tuple[float, ...] | None = None
    """Sums of the weights of the first 0, 1, 2, ... positives; None where each counts as one."""
    negative_weights: tuple[float, ...] | None = None

    @classmethod
    def of(
        cls,
        positives: Iterable[tuple[float, float]],
        negatives: Iterable[tuple[float, float]],
        words: Words,
        about: str,
        seed: int | None,
        *,
        weighted: bool = False,
    ) -> Self:
        """From pairs of score and weight in any order."""
        up, down = sorted(positives), sorted(negatives)
        sums = [
            tuple(accumulate((heavy for _, heavy in side), initial=0.0)) if weighted else None
            for side in (up, down)
        ]
        return cls(tuple(s for s, _ in up), tuple(s for s, _ in down), words, about, seed, *sums)

    @property
    def weighted(self) -> bool:
        """Whether cases count differently."""
        return self.positive_weights is not None

    @property
    def total(self) -> float:
        """How many cases there are, or what they weigh."""
        return self.mass[0] + self.mass[1]

    @property
    def mass(self) -> tuple[float, float]:
        """Positives and negatives: how many, or what they weigh."""
        return self.below(float("inf"))

    def below(self, threshold: float) -> tuple[float, float]:
        """Positives and negatives with a score below the threshold."""
        up = bisect_left(self.positives, threshold)
        down = bisect_left(self.negatives, threshold)
        if self.positive_weights is None or self.negative_weights is None:
            return up, down
        return self.positive_weights[up], self.negative_weights[down]

    def counts(self, bins: int) -> tuple[tuple[float, ...], tuple[float, ...]]:
        """Positives and negatives in each of `bins` equal bins of 0..1; 1 is in the last."""
        edges = [self.below(i / bins) for i in range(bins)] + [self.mass]
        pairs = list(pairwise(edges))
        return tuple(b[0] - a[0] for a, b in pairs), tuple(b[1] - a[1] for a, b in pairs)


class Reading(msgspec.Struct, frozen=True):
    """The confusion matrix at one threshold; a ratio over nothing is None, never 0."""

    threshold: float
    tp: float
    fp: float
    fn: float
    tn: float
    precision: float | None
    recall: float | None
    specificity: float | None
    f1: float | None
    accuracy: float | None

    def metrics(self) -> dict[str, float | None]:
        """The five ratios by name."""
        return {name: getattr(self, name) for name in METRICS}


class Costs(msgspec.Struct, frozen=True):
    """What one missed positive and one false alarm cost, in any unit, both at least 0."""

    miss: float = 5.0
    alarm: float = 1.0

    def of(self, reading: Reading) -> float:
        """The cost of all errors of a reading."""
        return self.miss * reading.fn + self.alarm * reading.fp

    @property
    def theory(self) -> float | None:
        """The cheapest threshold if scores were true probabilities: alarm / (alarm + miss).

        Elkan, The Foundations of Cost-Sensitive Learning, IJCAI 2001, equation 2.
        """
        both = self.miss + self.alarm
        return self.alarm / both if both else None

    def in_the_field(self, sample: float, field: float) -> "Costs":
        """Costs that, counted on the sample, are those of as many cases in the field.

        `sample` and `field` are shares of positives, 0 < sample < 1. Within each class scores must be
        as in the sample; `theory` is then for scores that are true probabilities in the sample.
        """
        return Costs(self.miss * field / sample, self.alarm * (1 - field) / (1 - sample))


class Moved(msgspec.Struct, frozen=True):
    """The cases whose score lies between two thresholds: low <= score < high."""

    low: float
    high: float
    positives: float
    negatives: float

    @property
    def cases(self) -> float:
        """Both classes together."""
        return self.positives + self.negatives


class Result(msgspec.Struct, frozen=True):
    """Two readings of the same scores, who changed side between them, and what errors cost."""

    before: Reading
    after: Reading
    moved: Moved
    costs: Costs
    cheapest: Reading


def run(scores: Scores, before: float, after: float, costs: Costs | None = None) -> Result:
    """Compare two thresholds in 0..1."""
    costs = costs or Costs()
    return Result(
        reading(scores, before),
        reading(scores, after),
        moved(scores, before, after),
        costs,
        cheapest(scores, costs),
    )


def reading(scores: Scores, threshold: float) -> Reading:
    """The confusion matrix where a case is called positive when score >= threshold."""
    fn, tn = scores.below(threshold)
    positives, negatives = scores.mass
    tp, fp = positives - fn, negatives - tn
    return Reading(
        threshold,
        tp,
        fp,
        fn,
        tn,
        precision=_ratio(tp, tp + fp),
        recall=_ratio(tp, tp + fn),
        specificity=_ratio(tn, tn + fp),
        f1=_ratio(2 * tp, 2 * tp + fp + fn),
        accuracy=_ratio(tp + tn, tp + fp + fn + tn),
    )


def _ratio(part: float, whole: float) -> float | None:
    return part / whole if whole else None


@lru_cache(maxsize=8)  # the curves do not move when the threshold does
def curve(scores: Scores, thresholds: tuple[float, ...] = PERCENTS) -> tuple[Reading, ...]:
    """A reading at each threshold, by default at every whole percent."""
    return tuple(reading(scores, t) for t in thresholds)


@lru_cache(maxsize=16)
def cheapest(scores: Scores, costs: Costs) -> Reading:
    """The whole percent where the errors cost least; the lowest of equals."""
    return min(curve(scores), key=costs.of)


def moved(scores: Scores, one: float, other: float) -> Moved:
    """Who changes side between two thresholds, whichever is higher."""
    low, high = sorted((one, other))
    below, above = reading(scores, low), reading(scores, high)
    return Moved(low, high, above.fn - below.fn, above.tn - below.tn)


@lru_cache(maxsize=8)
def deepest_precision_fall(scores: Scores) -> tuple[Reading, Reading] | None:
    """The step of one percent, from 50% up where there is one, on which precision falls furthest.

    None where precision never falls as the threshold rises.
    """
    steps = [
        (b.precision - a.precision, a, b)
        for a, b in pairwise(curve(scores))
        if a.precision is not None and b.precision is not None and b.precision < a.precision
    ]
    upper = [step for step in steps if step[1].threshold >= 0.5]
    if not steps:
        return None
    _, a, b = min(upper or steps, key=lambda step: step[0])
    return a, b


@lru_cache(maxsize=8)
def roc_auc(scores: Scores) -> float:
    """The chance that a positive scores above a negative, ties counting half."""
    import numpy as np

    up, down = np.array(scores.positives), np.array(scores.negatives)
    sums = scores.negative_weights
    under = np.arange(len(down) + 1.0) if sums is None else np.array(sums)
    below = (
        under[np.searchsorted(down, up, "left")] + under[np.searchsorted(down, up, "right")]
    ) / 2
    heavy = (
        np.ones(len(up)) if scores.positive_weights is None else np.diff(scores.positive_weights)
    )
    return float((heavy * below).sum() / heavy.sum() / under[-1])


@lru_cache(maxsize=8)
def average_precision(scores: Scores) -> float:
    """The mean precision over the positives, as they are reached from the highest score down.

    Equal scores are reached together, as in scikit-learn's `average_precision_score`.
    """
    import numpy as np

    up, down = np.array(scores.positives), np.array(scores.negatives)
    cuts = np.unique(up)[::-1]
    sums = scores.positive_weights
    over = np.arange(len(up) + 1.0) if sums is None else np.array(sums)
    down_sums = scores.negative_weights
    wrong = np.arange(len(down) + 1.0) if down_sums is None else np.array(down_sums)
    hits = over[-1] - over[np.searchsorted(up, cuts, "left")]
    alarms = wrong[-1] - wrong[np.searchsorted(down, cuts, "left")]
    steps = np.diff(hits, prepend=0.0)
    safe = np.where(hits + alarms > 0, hits + alarms, 1.0)
    return float((steps * hits / safe).sum() / hits[-1])


def in_the_field(reading: Reading, prevalence: float) -> float | None:
    """Precision where positives are as frequent as `prevalence`, recall and specificity the same."""
    if reading.recall is None or reading.specificity is None:
        return None
    hits = reading.recall * prevalence
    alarms = (1 - reading.specificity) * (1 - prevalence)
    return hits / (hits + alarms) if hits + alarms else None


class Certainty(msgspec.Struct, frozen=True):
    """The middle 90% of the cheapest threshold over resamples, and how often it was just that one."""

    low: float
    high: float
    within: float  # share of resamples within 5 points of the cheapest


@lru_cache(maxsize=16)
def bootstrap(scores: Scores, costs: Costs, resamples: int = 200) -> Certainty:
    """How sure the cheapest threshold is: found anew in resamples of the same cases.

    Cases are drawn with replacement within each class; all resamples are worked out together from
    counts in bins of one percent, so that a million cases cost no more than a hundred.
    """
    import numpy as np

    rng = np.random.default_rng(0)
    drawn = []
    for side, counts in zip(scores.mass, scores.counts(100), strict=True):
        shares = np.array(counts) / side
        n = max(1, round(side))
        drawn.append(rng.multinomial(n, shares / shares.sum(), resamples) * (side / n))
    missed = np.cumsum(np.pad(drawn[0], ((0, 0), (1, 0))), axis=1)
    cleared = np.cumsum(np.pad(drawn[1], ((0, 0), (1, 0))), axis=1)
    alarms = cleared[:, -1:] - cleared
    best = (costs.miss * missed + costs.alarm * alarms).argmin(1) / 100
    low, high = np.quantile(best, (0.05, 0.95))
    here = cheapest(scores, costs).threshold
    return Certainty(float(low), float(high), float((abs(best - here) <= 0.05).mean()))


@lru_cache(maxsize=4)
def held_out_scores(features: int = 3, seed: int = SEED) -> Scores:
    """Scores of logistic regression on the half of the breast-cancer data that it never saw.

    Three features by default: with all 30 the classes hardly overlap, and the threshold hardly
    matters. scikit-learn codes malignant as 0; here malignant is the positive class.
    """
    # 1.8 s cold: everything that can be shown before the scores are there is shown first
    from sklearn.datasets import load_breast_cancer
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import train_test_split
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    data = load_breast_cancer()
    names = list(data.feature_names)
    columns = [names.index(n) for n in (THREE_FEATURES if features == 3 else names)]
    malignant = 1 - data.target
    seen, unseen, y_seen, y_unseen = train_test_split(
        data.data[:, columns], malignant, test_size=0.5, random_state=seed, stratify=malignant
    )
    model = make_pipeline(StandardScaler(), LogisticRegression()).fit(seen, y_seen)
    p = model.predict_proba(unseen)[:, 1]
    return Scores(
        tuple(sorted(p[y_unseen == 1].tolist())),
        tuple(sorted(p[y_unseen == 0].tolist())),
        Words("malignant", "benign", "patient", "tumour"),
        f"logistic regression on {len(columns)} features of the breast-cancer data",
        seed,
    )
