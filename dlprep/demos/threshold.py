"""threshold: what a decision threshold does to the confusion matrix and everything read off it."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

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

    @property
    def total(self) -> int:
        """How many cases there are."""
        return len(self.positives) + len(self.negatives)


class Reading(msgspec.Struct, frozen=True):
    """The confusion matrix at one threshold; a ratio over nothing is None, never 0."""

    threshold: float
    tp: int
    fp: int
    fn: int
    tn: int
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


class Moved(msgspec.Struct, frozen=True):
    """The cases whose score lies between two thresholds: low <= score < high."""

    low: float
    high: float
    positives: int
    negatives: int

    @property
    def cases(self) -> int:
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
    fn = bisect_left(scores.positives, threshold)
    tn = bisect_left(scores.negatives, threshold)
    tp, fp = len(scores.positives) - fn, len(scores.negatives) - tn
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


def _ratio(part: int, whole: int) -> float | None:
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


def histogram(ascending: Sequence[float], bins: int) -> tuple[int, ...]:
    """How many scores lie in each of `bins` equal bins of 0..1; a score of 1 is in the last."""
    edges = [bisect_left(ascending, i / bins) for i in range(bins)] + [len(ascending)]
    return tuple(b - a for a, b in pairwise(edges))


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
    below = sum(
        bisect_left(scores.negatives, p) + _count(scores.negatives, p) / 2 for p in scores.positives
    )
    return below / (len(scores.positives) * len(scores.negatives))


def _count(ascending: Sequence[float], value: float) -> int:
    return bisect_right(ascending, value) - bisect_left(ascending, value)


def held_out_scores(features: int = 3) -> Scores:
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
        data.data[:, columns], malignant, test_size=0.5, random_state=SEED, stratify=malignant
    )
    model = make_pipeline(StandardScaler(), LogisticRegression()).fit(seen, y_seen)
    p = model.predict_proba(unseen)[:, 1]
    return Scores(
        tuple(sorted(p[y_unseen == 1].tolist())),
        tuple(sorted(p[y_unseen == 0].tolist())),
        Words("malignant", "benign", "patient", "tumour"),
        f"logistic regression on {len(columns)} features of the breast-cancer data",
        SEED,
    )
