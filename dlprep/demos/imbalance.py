"""imbalance: 99% accuracy for always saying no, and what balanced class weights really change."""

from functools import lru_cache
from typing import Any

from dlprep.demos.family.demo import Ask, Claim, Demo, Knobs, Source, Trial, moved
from dlprep.demos.family.knobs import Value
from dlprep.demos.family.turnable import choice, number
from dlprep.demos.family.views import Axis, Bar, Bars, Line, Mark, Matrix, Plot, Result, Table

TRAIN, TEST, COLUMNS = 6_000, 20_000, 5
SHARES = (0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5)
Outcome = dict[str, Any]


def compute(knobs: Knobs, seed: int) -> Result:
    """Logistic regression with and without class weights, on 20,000 test cases."""
    share = knobs["prevalence"]
    here = _model(share, knobs["class_weight"], seed)
    plain, balanced = (_model(share, name, seed) for name in ("none", "balanced"))
    moved_cut = _flagging(plain, balanced["flagged"])
    always_no = 1 - here["base"]
    numbers = {
        "always_no_accuracy": always_no,
        **{name: here[name] for name in _KEPT},
        "moved_threshold": moved_cut["threshold"],
        "moved_threshold_recall": moved_cut["recall"],
        "balanced_recall": balanced["recall"],
    }
    precision = "undefined" if here["precision"] is None else f"{here['precision']:.1%}"
    said = (
        f"Always no: {always_no:.1%} right. This model: {here['accuracy']:.1%}, recall "
        f"{here['recall']:.1%}, precision {precision}.",
        f"Plain at {moved_cut['threshold']:.3f} flags as many as balanced at 0.5 and finds "
        f"{moved_cut['recall']:.1%} against {balanced['recall']:.1%}.",
        f"Mean score {here['mean_p']:.1%} where {here['base']:.1%} are positive; average precision "
        f"{plain['ap']:.3f} plain, {balanced['ap']:.3f} balanced.",
    )
    views = (
        Bars(
            "this model at threshold 0.5",
            (
                Bar("accuracy", here["accuracy"], "percent", 1, always_no, "notch: always no"),
                Bar("recall", here["recall"], "percent", 1),
                Bar("precision", here["precision"], "percent", 1),
                Bar("average prec.", here["ap"], "percent", 1),
                Bar("mean score", here["mean_p"], "percent", 0, here["base"], "notch: truth"),
            ),
            high=1.0,
        ),
        Plot(
            "precision against recall",
            _curves(share, seed),
            Axis("recall", 0, 1, form="percent0"),
            Axis("", 0, 1, form="percent0"),
            tuple(
                Mark(o["recall"], o["precision"], f"{name} 0.5", base=o is not here)
                for name, o in (("plain", plain), ("balanced", balanced))
                if o["precision"] is not None
            ),
        ),
        Table(
            "by model and threshold",
            ("", "flags", "recall", "prec."),
            (
                ("always no", 0, 0.0, None),
                _row("plain 0.5", plain),
                _row("balanced 0.5", balanced),
                _row(f"plain {moved_cut['threshold']:.3f}", moved_cut),
            ),
            ("text", "integer", "percent", "percent"),
            2 if knobs["class_weight"] == "balanced" else 1,
        ),
        Matrix(
            "confusion matrix at 0.5",
            ("positive", "negative"),
            ("says yes", "says no"),
            ((here["tp"], here["fn"]), (here["fp"], here["tn"])),
            "integer",
            heat=False,
            names=(("TP", "FN"), ("FP", "TN")),
            notes=(("found", "missed"), ("false alarm", "cleared")),
            tones=(("good", "bad"), ("bad", "good")),
        ),
    )
    return Result(numbers, views, said)


_KEPT = ("accuracy", "recall", "precision", "flagged", "mean_p", "base", "roc_auc", "ap",
         "tp", "fp", "fn", "tn")  # fmt: skip


def _row(name: str, o: Outcome) -> tuple[str | float | None, ...]:
    return name, o["flagged"], o["recall"], o["precision"]


@lru_cache(maxsize=32)
def _cases(share: float, seed: int) -> Any:
    """Training and test cases; a third of the positives stand out in another column."""
    import numpy as np

    rng = np.random.default_rng(seed)
    out = []
    for rows in (TRAIN, TEST):
        y = np.arange(rows) < round(rows * share)
        x = rng.normal(size=(rows, COLUMNS))
        odd = rng.random(rows) < 1 / 3
        x[:, 0] += np.where(y & ~odd, 2.5, 0.0)
        x[:, 1] += np.where(y & odd, 2.5, 0.0)
        out += [x, y]
    return tuple(out)


@lru_cache(maxsize=64)
def _model(share: float, class_weight: str, seed: int) -> Outcome:
    import numpy as np

    from dlprep.demos.family.logistic import (
        average_precision,
        fit,
        logits,
        roc_area,
        sigmoid,
    )

    x, y, test_x, test_y = _cases(share, seed)
    positives = y.mean()
    weights = None
    if class_weight == "balanced":  # rows / (classes x rows of the class), as scikit-learn
        weights = np.where(y, 0.5 / positives, 0.5 / (1 - positives))
    p = sigmoid(logits(test_x, fit(x, y, weights)))
    up, down = p[test_y], p[~test_y]
    cuts = np.quantile(up, np.linspace(0, 1, 120))
    hits = (up[:, None] >= cuts).sum(0)
    alarms = len(down) - np.searchsorted(np.sort(down), cuts, "left")
    return {
        "p": p,
        "y": test_y,
        "mean_p": float(p.mean()),
        "base": float(test_y.mean()),
        "roc_auc": roc_area(up, down),
        "ap": average_precision(up, down),
        "curve": Line(
            "balanced" if class_weight == "balanced" else "plain",
            (hits / len(up)).tolist(),
            (hits / (hits + alarms)).tolist(),
        ),
        **_counted(p >= 0.5, test_y),
    }


@lru_cache(maxsize=64)
def _curves(share: float, seed: int) -> tuple[Line, Line]:
    return _model(share, "none", seed)["curve"], _model(share, "balanced", seed)["curve"]


def _counted(flagged: Any, y: Any) -> Outcome:
    tp, fp = int((flagged & y).sum()), int((flagged & ~y).sum())
    fn, tn = int(y.sum()) - tp, int((~y).sum()) - fp
    return {
        "tp": tp,
        "fp": fp,
        "fn": fn,
        "tn": tn,
        "flagged": tp + fp,
        "recall": tp / (tp + fn),
        "precision": tp / (tp + fp) if tp + fp else None,
        "accuracy": (tp + tn) / len(y),
    }


def _flagging(model: Outcome, count: int) -> Outcome:
    """The same model at the threshold that flags so many."""
    import numpy as np

    if not count:
        return {"threshold": 1.0, **_counted(model["p"] > 1, model["y"])}
    cut = float(np.partition(model["p"], -count)[-count])
    return {"threshold": cut, **_counted(model["p"] >= cut, model["y"])}


def _no_weights(name: str) -> Any:
    return lambda t: moved(t.at(class_weight="none")[name], t.at(class_weight="balanced")[name])


def _found(trial: Trial) -> str:
    gap = trial["moved_threshold_recall"] - trial["balanced_recall"]
    return "fewer" if gap < -0.03 else "more" if gap > 0.03 else "about as many"


_RARE: dict[str, Value] = {"prevalence": 0.01}
_BALANCED: dict[str, Value] = {"prevalence": 0.01, "class_weight": "balanced"}

DEMO = Demo(
    slug="imbalance",
    title="Rare positives, accuracy and class weights",
    question="Is 99% accuracy good, and does class_weight='balanced' make the model better?",
    topic="data-prep",
    setting=(
        "{prevalence} of the cases are positive. Logistic regression learns from 6,000 cases and is "
        "tested on 20,000; class weights: {class_weight}. A score of 0.5 or more is flagged."
    ),
    compute=compute,
    before={"class_weight": "none"},
    knobs=(
        choice("class_weight", "none balanced", "weights of the classes in the loss",
               default="balanced", changes="accuracy recall precision mean_p ap"),
        number("prevalence", 0.01, 0.005, 0.5, "the share of positives", stops=SHARES,
               form="percent", changes="always_no_accuracy accuracy recall ap base"),
    ),
    asks=(
        Ask("accuracy", "Balanced weights instead of none: the accuracy at 0.5?",
            _no_weights("accuracy"),
            "What is gained in recall is paid in false alarms: the rarer the positives, the more of them. "
            "(At 50% all weights are 1.)"),
        Ask("recall", "And the recall, the share of positives that are found?", _no_weights("recall"),
            "Each positive now counts as many negatives: scores rise, so more of them reach 0.5."),
        Ask("same flags", "Without weights, but with the threshold lowered until as many are flagged: "
            "how many positives are found?", _found,
            "Weights move all scores up much as a lower threshold would; they add no information.",
            choices=("fewer", "about as many", "more")),
    ),
    why=(
        "With one positive in a hundred, a score above 0.5 needs evidence of a hundred to one, so "
        "the plain model flags hardly anybody and its accuracy is that of always saying no. Balanced "
        "weights train it for a world where half are positive: nearly the same ranking, scores far "
        "too high, a threshold that was in effect moved. Moving the threshold itself does as much, "
        "and the scores stay probabilities."
    ),
    say=(
        "99% says nothing until I know the base rate: always saying no has 99% here. I look at "
        "precision and recall or average precision, keep the probabilities honest and choose the "
        "threshold by costs. Class weights or resampling I try when the model ignores the rare class "
        "while it learns, and I compare by average precision, not by recall at 0.5."
    ),
    trap=(
        "\"class_weight='balanced' improves the model.\" It multiplies recall at 0.5, and precision "
        "and the meaning of the scores pay for it: average precision mostly falls here, and a lower "
        "threshold finds as many."
    ),
    claims=(
        Claim("At 1% without weights, accuracy is within 0.3 points of always saying no.",
              lambda t: abs(t["accuracy"] - t["always_no_accuracy"]) < 0.003,
              knobs={**_RARE, "class_weight": "none"}),
        Claim("Balanced weights raise recall at 0.5 above 60%, and precision falls below 10%.",
              lambda t: t["recall"] > 0.6 and t["precision"] < 0.1, knobs=_BALANCED),
        Claim("Balanced weights make the mean score more than ten times the share of positives.",
              lambda t: t["mean_p"] > 10 * t["base"], knobs=_BALANCED),
        Claim("The plain model finds as many when it flags as many, within 10 points of recall.",
              lambda t: abs(t["moved_threshold_recall"] - t["balanced_recall"]) < 0.1, knobs=_RARE),
        Claim("Balanced weights lower the average precision in more than 9 of 10 draws.",
              lambda t: t["ap"] < t.at(class_weight="none")["ap"], (0.9, 1.0), _BALANCED),
        Claim("At 50% positives the weights are all 1 and change nothing.",
              lambda t: t["accuracy"] == t.at(class_weight="none")["accuracy"],
              knobs={"prevalence": 0.5, "class_weight": "balanced"}),
    ),
    sources=(
        Source("van den Goorbergh, van Smeden, Timmerman and Van Calster 2022, The harm of class "
               "imbalance corrections for risk prediction models, JAMIA 29(9)",
               "https://doi.org/10.1093/jamia/ocac093"),
        Source("He and Garcia 2009, Learning from Imbalanced Data, IEEE TKDE 21(9)",
               "https://doi.org/10.1109/TKDE.2008.239"),
    ),
    questions=("data-prep/weighted-probabilities", "data-prep/imbalance-plan",
               "metrics/accuracy-under-imbalance", "data-prep/balanced-class-weight"),
)  # fmt: skip
