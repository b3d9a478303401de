"""threshold: what a decision threshold does to the confusion matrix and everything read off it."""

from typing import Any

import msgspec

from dlprep.demos.family.demo import Ask, Claim, Demo, Knobs, Source, Trial, moved
from dlprep.demos.family.knobs import Knob, Value
from dlprep.demos.family.scores import (
    Costs,
    Moved,
    Reading,
    Scores,
    average_precision,
    bootstrap,
    deepest_precision_fall,
    held_out_scores,
    in_the_field,
    roc_auc,
    run,
)
from dlprep.demos.family.scores_views import (
    against_view,
    costs_view,
    count,
    histogram_view,
    matrix_view,
    metrics_view,
    percent,
    precision_recall_view,
    roc_view,
)
from dlprep.demos.family.turnable import choice, column, number, own_file
from dlprep.demos.family.views import Result


def compute(knobs: Knobs, seed: int) -> Result:
    """Compare two thresholds of the built-in scores or of the learner's own."""
    scores = _scores(knobs, seed)
    sample = scores.mass[0] / scores.total
    field = knobs["prevalence"] or sample
    costs = Costs(knobs["miss_cost"], knobs["alarm_cost"])
    if field != sample:
        costs = costs.in_the_field(sample, field)
    found = run(scores, knobs["from"], knobs["threshold"], costs)
    before, after, sure = found.before, found.after, bootstrap(scores, costs)
    numbers: dict[str, Any] = {
        "from": msgspec.structs.asdict(before),
        "to": msgspec.structs.asdict(after),
        "moved": {
            "cases": found.moved.cases,
            "positives": found.moved.positives,
            "negatives": found.moved.negatives,
        },
        "cost": {
            "from": costs.of(before),
            "to": costs.of(after),
            "cheapest": costs.of(found.cheapest),
            "cheapest_threshold": found.cheapest.threshold,
            "cheapest_low": sure.low,
            "cheapest_high": sure.high,
            "theory_threshold": costs.theory,
        },
        "field": {
            "prevalence": field,
            "precision_from": in_the_field(before, field),
            "precision_to": in_the_field(after, field),
        },
        "roc_auc": roc_auc(scores),
        "average_precision": average_precision(scores),
    }
    said = [_who_moved(found.moved, scores, down=after.threshold < before.threshold)]
    here, there = after.precision, in_the_field(after, field)
    if field != sample and here is not None and there is not None:
        place = f"Where {percent(field)} are positive, precision at {percent(after.threshold)} is"
        same = f"{there:.1%}" == f"{here:.1%}"
        said.append(
            f"{place} {'still ' if same else ''}{there:.1%}{'' if same else f', not {here:.1%}'}."
        )
    where = "Cost there" if field != sample else "Cost"
    said.append(f"{where} {_cost(costs, before, after, found.cheapest, sure)}")
    said.append(_certain(scores, before, after))
    views = (
        matrix_view(scores, before, after),
        metrics_view(before, after),
        histogram_view(scores, before, after),
        against_view(scores, before, after),
        precision_recall_view(scores, before, after),
        costs_view(scores, costs, before, after),
        roc_view(scores, before, after),
    )
    own = knobs["csv"] is not None
    return Result(numbers, views, tuple(said), own, _setting(scores, knobs) if own else "")


def _setting(scores: Scores, knobs: Knobs) -> str:
    words, change = scores.words, (percent(knobs["from"]), percent(knobs["threshold"]))
    return (
        f"{_counted(scores.total, words.case)}, {count(scores.mass[0])} {words.positive}: "
        f"{scores.about}. The threshold goes from {change[0]} to {change[1]}."
    )


def _scores(knobs: Knobs, seed: int) -> Scores:
    if knobs["csv"] is None:
        return held_out_scores(int(knobs["features"]), seed)
    from dlprep.demos.family.scores_csv import read

    columns = (knobs["y_true"], knobs["y_score"], knobs["positive"], knobs["weight"])
    return read(str(knobs["csv"]), *columns)


def _counted(n: float, one: str) -> str:
    return f"{count(n)} {one}s" if n > 1 else f"{count(n) if n else 'no'} {one}"


def _who_moved(moved_cases: Moved, scores: Scores, *, down: bool) -> str:
    """Whose side changed, in colours of what it means for them, not of the sign."""
    words, m = scores.words, moved_cases
    if m.low == m.high:
        return f"Both thresholds are {percent(m.low)}: nobody moves."
    between = f"scored {percent(m.low)[:-1]}-{percent(m.high)}"
    if not m.cases:
        return f"No {words.case} {between}: nobody moves."
    found, alarms = _counted(m.positives, words.found), _counted(m.negatives, "false alarm")
    hits = f"{found} now {'found' if down else 'missed'}"
    errors = f"{alarms} {'added' if down else 'gone'}"
    good, bad = ("+", "-") if down else ("-", "+")
    hits = f"{{{good}{hits}{good}}}" if m.positives else hits
    errors = f"{{{bad}{errors}{bad}}}" if m.negatives else errors
    return f"{_counted(m.cases, words.case)} {between}: {hits}, {errors}."


def _certain(scores: Scores, before: Reading, after: Reading) -> str:
    """What must hold for any scores, and where precision breaks the rule of thumb in these."""
    if after.precision is None:
        return (
            f"At {percent(after.threshold)} nobody is called {scores.words.positive}: "
            "precision is 0 / 0, undefined, and not 0."
        )
    down = after.threshold < before.threshold
    certain = "Recall can only rise" if down else "Recall can only fall"
    usual = "precision usually falls" if down else "precision usually rises"
    fall = deepest_precision_fall(scores)
    if fall is None:
        return f"{certain}; {usual} and need not, though here it never turns."
    one, other = reversed(fall) if down else fall
    assert one.precision is not None and other.precision is not None
    digits = 1 if abs(one.precision - other.precision) > 0.001 else 2
    return (
        f"{certain}; {usual}, but {'rises' if down else 'falls'} from {one.precision:.{digits}%} at "
        f"{percent(one.threshold)} to {other.precision:.{digits}%} at {percent(other.threshold)}."
    )


def _cost(costs: Costs, before: Reading, after: Reading, best: Reading, sure: Any) -> str:
    theory = "" if costs.theory is None else f", theory {costs.theory:.0%}"
    return (
        f"{count(costs.of(before))} -> {count(costs.of(after))}; cheapest "
        f"{count(costs.of(best))} at {percent(best.threshold)} (resampled "
        f"{100 * sure.low:.0f}-{sure.high:.0%}{theory})."
    )


def _direction(name: str) -> Any:
    return lambda t: moved(t["from"][name], t["to"][name])


def _raised(trial: Trial, holds: Any) -> bool | None:
    """A claim about raising the threshold says nothing of lowering it."""
    if trial.knobs["threshold"] <= trial.knobs["from"]:
        return None
    return bool(holds(trial["from"], trial["to"]))


_JUMP: dict[str, Value] = {"from": 0.5, "threshold": 0.8, "features": "3"}
_COSTS: dict[str, Value] = {
    "miss_cost": 5.0,
    "alarm_cost": 1.0,
    "features": "3",
    "prevalence": 0.0,
}

DEMO = Demo(
    slug="threshold",
    title="A decision threshold and the confusion matrix",
    question="What happens to the confusion matrix when the threshold goes from 50% to 80%?",
    topic="metrics",
    setting=(
        "Logistic regression on three features of the breast-cancer data: 285 test patients, "
        "106 with a malignant tumour. The threshold goes from {from} to {threshold}."
    ),
    seed=42,
    needs=("sklearn",),
    compute=compute,
    knobs=(
        msgspec.structs.replace(
            number("threshold", 0.8, 0, 1, "the threshold to look at", step=0.01, form="percent",
                   changes="to moved cost"),
            alias="to",
        ),
        number("from", 0.5, 0, 1, "the threshold to compare with", step=0.01, form="percent",
               changes="from moved"),
        number("miss_cost", 5.0, 0, None, "what a missed positive costs", changes="cost",
               stops=(1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0)),
        number("alarm_cost", 1.0, 0, None, "what a false alarm costs", changes="cost",
               stops=(1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0)),
        number("prevalence", 0.0, 0, 1, "share of positives where it will be used; 0: as sampled",
               stops=(0.0, 0.001, 0.01, 0.05, 0.1, 0.2, 0.5), form="percent", changes="field cost",
               words={0.0: "as sampled"}),
        msgspec.structs.replace(
            choice("features", "3 30", "how many features the model sees", changes="to roc_auc"),
            without="csv",
        ),
        own_file("your own model: labels and scores, - for stdin"),
        column("y_true", "label", "its column of labels"),
        column("y_score", "score", "its column of scores, 0..1"),
        Knob("positive", "label", None, help="its label that is positive", needs="csv", form="text"),
        Knob("weight", "column", None, help="its column of weights", needs="csv", form="text"),
    ),
    asks=(
        Ask("precision", "The threshold goes from {from} to {threshold}: precision, the share of "
            "those called positive that are?", _direction("precision"),
            "Precision has TP above and below the line: it rises when false alarms leave faster "
            "than hits, which is usual and not certain.", own=True),
        Ask("recall", "Recall, the share of all positives that are found?", _direction("recall"),
            "All positives stand below the line, a fixed number, so recall follows TP.", own=True),
        Ask("accuracy", "Accuracy, the share of all cases judged rightly?", _direction("accuracy"),
            "It moves by hits lost against alarms avoided: who stands between the thresholds.", own=True),
    ),
    why=(
        "A case is called positive when its score reaches the threshold. A higher threshold can "
        "only take cases out of that column: TP and FP fall or stay, FN and TN rise or stay. "
        "Recall has all positives below the line, a fixed number, so it follows TP down; "
        "specificity follows TN up. Precision has TP above and below: it rises when false alarms "
        "leave faster than hits."
    ),
    say=(
        "Recall cannot rise and specificity cannot fall. Precision usually rises, but need not. "
        "Accuracy and F1 depend on who stands between the two thresholds. Nothing was retrained, "
        "so the ROC and PR curves are the same: we moved along them. Which point is best is a "
        "question of what a miss and a false alarm cost."
    ),
    trap=(
        "\"Precision always rises with the threshold.\" It can fall on a single step; and with no "
        "positive prediction it is 0/0, undefined, not 0. The cheapest threshold is alarm / (alarm "
        "+ miss) only for calibrated scores, and only where as many are positive as in the sample."
    ),
    claims=(
        Claim("Raised, recall never rises and specificity never falls: for any scores.",
              lambda t: _raised(t, lambda a, b: b["recall"] <= a["recall"]
                                and b["specificity"] >= a["specificity"])),
        Claim("From 50% to 80%, precision rose on nearly every split of these data, not by law.",
              lambda t: _raised(t, lambda a, b: (b["precision"] or 0) > a["precision"]), (0.9, 1.0),
              _JUMP),
        Claim("Over that jump F1 and accuracy fall on nearly every split: too many are missed.",
              lambda t: _raised(t, lambda a, b: b["f1"] < a["f1"] and b["accuracy"] < a["accuracy"]),
              (0.85, 1.0), _JUMP),
        Claim("A miss five times as dear as an alarm: the cheapest threshold is below 30% on nearly "
              "every split.",
              lambda t: t["cost"]["cheapest_threshold"] < 0.3, (0.9, 1.0),
              _COSTS),
        Claim("Where only 1% are positive, at the same costs, it is above 50%: few are there to miss.",
              lambda t: t["cost"]["cheapest_threshold"] > 0.5, (0.95, 1.0), {**_COSTS, "prevalence": 0.01}),
    ),
    sources=(
        Source("Elkan 2001, The Foundations of Cost-Sensitive Learning, IJCAI (equation 2)"),
        Source("scikit-learn: tuning the decision threshold",
               "https://scikit-learn.org/stable/modules/classification_threshold.html"),
    ),
    questions=("metrics/threshold-50-to-80", "metrics/precision-not-monotone", "metrics/threshold-from-costs"),
)  # fmt: skip
