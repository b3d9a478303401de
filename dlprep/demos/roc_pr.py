"""roc_pr: positives become rarer; the ROC curve stands still, the precision-recall curve falls."""

from functools import lru_cache
from typing import Any

from dlprep.demos.family.demo import Ask, Claim, Demo, Knobs, Source, Trial, moved
from dlprep.demos.family.forms import shown
from dlprep.demos.family.knobs import Knob
from dlprep.demos.family.sheet import named
from dlprep.demos.family.turnable import column, number, own_file
from dlprep.demos.family.views import Axis, Bar, Bars, Line, Mark, Plot, Result, Table, View

CASES, FLAGGED_AT = 100_000, 1.2
SHARES = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5)
Curve = dict[str, Any]


def compute(knobs: Knobs, seed: int) -> Result:
    """One scorer on a population with the share of positives asked for, or on the learner's data."""
    own = knobs["csv"] is not None
    if own:
        columns = (knobs["y_true"], knobs["y_score"], knobs["positive"])
        here, at = _own(str(knobs["csv"]), *columns), 0.5
    else:
        here, at = _drawn(knobs["prevalence"], knobs["separation"], seed), FLAGGED_AT
    numbers = {k: v for k, v in here.items() if k not in ("roc", "pr")}
    point = (numbers["false_positive_rate"], numbers["recall"])
    each = numbers["alarms_per_hit"]
    said = [
        f"{shown(numbers['base_rate'], 'percent')} positives: ROC area {numbers['roc_auc']:.3f}, "
        f"average precision {numbers['average_precision']:.3f} (guessing: "
        f"{numbers['base_rate']:.2g}).",
        f"Flagged from {at:g}, no positive case is found."
        if each is None
        else f"Flagged from {at:g}, recall is {numbers['recall']:.1%}, and {{-"
        f"{each:,.1f} alarms are raised for each hit-}}.",
    ]
    if own and numbers["roc_auc"] < 0.5:
        said.append(
            "A ROC area below 0.5 ranks the wrong way round: is --positive the right label?"
        )
    bars = Bars(
        "areas; rates at the threshold",
        (
            Bar("ROC area", numbers["roc_auc"], "fixed3"),
            Bar("average prec.", numbers["average_precision"], "fixed3", 1, note="area under PR"),
            Bar("recall", numbers["recall"], "fixed3", note="share of positives flagged"),
            Bar("false-pos. rate", numbers["false_positive_rate"], "fixed3", note="of negatives"),
            Bar("precision", numbers["precision"], "fixed3", 1, note="flagged and positive"),
        ),
        high=1.0,
    )
    views: tuple[View, ...] = (
        Plot("ROC: recall (up)", here["roc"], Axis("false-positive rate", 0, 1), Axis("", 0, 1),
             (Mark(*point, "fixed threshold"),)),
        Plot("precision (up) v recall", here["pr"], Axis("recall", 0, 1), Axis("", 0, 1),
             (Mark(numbers["recall"], numbers["precision"], "fixed threshold"),)),
        bars,
    )  # fmt: skip
    if not own:
        views = (*views, _table(knobs["prevalence"], knobs["separation"], seed))
    setting = f"Your scores in {named(str(knobs['csv']))}, flagged from {at:g} on." if own else ""
    return Result(numbers, views, tuple(said), own, setting)


def _table(share: float, separation: float, seed: int) -> Table:
    rows = []
    for other in (0.5, 0.1, 0.01, 0.001):
        r = _drawn(other, separation, seed)
        rows.append(
            (other, r["roc_auc"], r["average_precision"], r["precision"], r["alarms_per_hit"])
        )
    shares = [row[0] for row in rows]
    return Table(
        "the same scorer, rarer positives",
        ("positives", "ROC", "AP", "precision", "alarms per hit"),
        tuple(rows),
        ("percent", "fixed3", "fixed3", "fixed3", "number"),
        shares.index(share) if share in shares else None,
    )


@lru_cache(maxsize=64)
def _drawn(share: float, separation: float, seed: int) -> Curve:
    up, down = _noise(share, seed)
    return _curves(up + separation, down, FLAGGED_AT)


@lru_cache(maxsize=16)
def _noise(share: float, seed: int) -> tuple[Any, Any]:
    """Standard normal draws of both classes, sorted once for every separation."""
    import numpy as np

    rng = np.random.default_rng(seed)
    positives = max(1, round(CASES * share))
    return np.sort(rng.normal(size=positives)), np.sort(rng.normal(size=CASES - positives))


@lru_cache(maxsize=4)
def _own(path: str, y_true: str, y_score: str, positive: str | None) -> Curve:
    import numpy as np

    from dlprep.demos.family.scores_csv import read

    scores = read(path, y_true, y_score, positive)
    return _curves(np.sort(scores.positives), np.sort(scores.negatives), 0.5)


def _curves(up: Any, down: Any, flagged_at: float) -> Curve:
    """Areas, curves of at most 300 points, and the counts at one threshold, of sorted scores."""
    import numpy as np

    cuts = up[np.diff(up, prepend=-np.inf) > 0][::-1]
    hits = len(up) - np.searchsorted(up, cuts, "left")
    alarms = len(down) - np.searchsorted(down, cuts, "left")
    precision = hits / (hits + alarms)
    recall = hits / len(up)
    average = float((np.diff(recall, prepend=0.0) * precision).sum())
    under = (
        np.searchsorted(down, up, "left") + np.searchsorted(down, up, "right")
    ) / 2  # ties: half
    tp, fp = int((up >= flagged_at).sum()), int((down >= flagged_at).sum())
    keep = np.unique(np.linspace(0, len(cuts) - 1, 300).astype(int))
    base = len(up) / (len(up) + len(down))
    fpr = [0.0, *(alarms[keep] / len(down)).tolist(), 1.0]
    return {
        "roc_auc": float(under.mean() / len(down)),
        "average_precision": average,
        "base_rate": base,
        "recall": tp / len(up),
        "false_positive_rate": fp / len(down),
        "precision": tp / (tp + fp) if tp + fp else None,
        "alarms_per_hit": (tp + fp) / tp if tp else None,
        "roc": (
            Line("model", fpr, [0.0, *recall[keep].tolist(), 1.0], "ink"),
            Line("guessing", (0, 1), (0, 1), "quiet"),
        ),
        "pr": (
            Line("model", recall[keep].tolist(), precision[keep].tolist(), "ink"),
            Line("guessing", (0, 1), (base, base), "quiet"),
        ),
    }


def _rarer(name: str, trial: Trial) -> str | None:
    """How a number moved from one positive in two; three hundredths, and chance, count as staying."""
    before, after = trial.at(prevalence=0.5)[name], trial[name]
    few = CASES * min(trial.knobs["prevalence"], 1 - trial.knobs["prevalence"])
    chance = 3 * (before * (1 - before) / few) ** 0.5 if name == "roc_auc" else 0.0
    return "stays" if abs(after - before) < max(0.03, chance) else moved(before, after)


DEMO = Demo(
    slug="roc_pr",
    title="ROC and precision-recall when positives are rare",
    question="ROC or precision-recall curve when positives are rare, and why?",
    topic="metrics",
    setting=(
        "Scores of 100,000 cases: negatives are normal around 0, positives around {separation}. "
        "The scorer never changes, and cases from 1.2 on are flagged; the share of positives goes "
        "from 50% to {prevalence}."
    ),
    compute=compute,
    before={"prevalence": 0.5},
    knobs=(
        number("prevalence", 0.01, 0.0005, 0.9, "the share of positives", stops=SHARES,
               form="percent", changes="base_rate average_precision precision alarms_per_hit", without="csv"),
        number("separation", 1.8, 0, 5, "how far positives score above negatives", step=0.2,
               changes="roc_auc average_precision recall", without="csv"),
        own_file("your own model: labels and scores, - for stdin"),
        column("y_true", "label", "its column of labels"),
        column("y_score", "score", "its column of scores, 0..1"),
        Knob("positive", "label", None, help="its label that is positive", needs="csv", form="text"),
    ),
    asks=(
        Ask("ROC area", "The share of positives goes from 50% to {prevalence}. The area under the ROC curve?",
            lambda t: _rarer("roc_auc", t),
            "Both of its rates are taken within a class: how many there are of each cancels."),
        Ask("average precision", "The area under the precision-recall curve?",
            lambda t: _rarer("average_precision", t),
            "Precision mixes the classes: the same false-positive rate of far more negatives."),
    ),
    why=(
        "Recall and the false-positive rate are shares of one class each, so the ROC curve does not "
        "know how frequent positives are. Precision = TP / (TP + FP) does: with a thousand negatives "
        "for each positive, a false-positive rate of 10% is a hundred false alarms for each positive."
    ),
    say=(
        "When positives are rare and I act on the flags, I look at precision and recall: ROC area "
        "can stand at 0.90 while nine flags in ten are wrong. ROC is right for comparing rankers "
        "across populations with different shares. I report average precision beside its "
        "baseline, the share of positives."
    ),
    trap=(
        "\"An AUC of 0.90 means the alarms can be trusted.\" It is the chance that a positive "
        "outranks a negative, at any share. And an average precision of 0.2 is bad or splendid "
        "only beside the share of positives."
    ),
    claims=(
        Claim("From 50% to 1% positives the ROC area moves by less than 0.03.",
              lambda t: abs(t["roc_auc"] - t.at(prevalence=0.5)["roc_auc"]) < 0.03,
              knobs={"prevalence": 0.01}),
        Claim("At 1% positives, average precision is less than half of what it is at 50%.",
              lambda t: t["average_precision"] < t.at(prevalence=0.5)["average_precision"] / 2,
              knobs={"prevalence": 0.01, "separation": 1.8}),
        Claim("At 0.1%, more than 100 alarms are raised for each hit.",
              lambda t: t["alarms_per_hit"] > 100, knobs={"prevalence": 0.001, "separation": 1.8}),
    ),
    sources=(
        Source("Saito and Rehmsmeier 2015, The precision-recall plot is more informative than the "
               "ROC plot on imbalanced datasets, PLOS ONE",
               "https://doi.org/10.1371/journal.pone.0118432"),
        Source("Davis and Goadrich 2006, The relationship between precision-recall and ROC curves, ICML",
               "https://doi.org/10.1145/1143844.1143874"),
    ),
    questions=("metrics/pr-or-roc", "metrics/auc-meaning", "metrics/precision-from-roc-point"),
)  # fmt: skip
