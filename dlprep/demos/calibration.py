"""calibration: whether 0.9 means nine in ten, what recalibration mends and what it cannot."""

from functools import lru_cache
from typing import Any

from dlprep.demos.family.demo import Ask, Claim, Demo, Knobs, Source, Trial, moved
from dlprep.demos.family.isotonic import isotonic
from dlprep.demos.family.knobs import Knob, Value
from dlprep.demos.family.sheet import named
from dlprep.demos.family.turnable import choice, column, integer, own_file
from dlprep.demos.family.views import (
    Axis,
    Bar,
    Bars,
    Group,
    Histogram,
    Line,
    Plot,
    Result,
    Table,
    View,
    Words,
)

TRAIN, TEST, BINS = 2_000, 5_000, 10
OLD = tuple(i / 200 for i in range(1, 200))
METHODS = ("none", "sigmoid", "isotonic")
Read = dict[str, Any]


def compute(knobs: Knobs, seed: int) -> Result:
    """Naive Bayes on features that repeat each other, recalibrated on rows of its own."""
    if knobs["csv"] is not None:
        return _own(knobs)
    copies, rows = int(knobs["copies"]), int(knobs["rows"])
    all_read = {m: _read_off(m, copies, rows, seed) for m in METHODS}
    here = all_read[knobs["method"]]
    numbers = _numbers(here)
    said = (_sums(knobs["method"], here, all_read["none"]), _sure(here))
    table = Table(
        "three maps of the scores",
        ("map", "ECE", "log loss", "AUC"),
        tuple((m, r["ece"], r["log_loss"], r["roc_auc"]) for m, r in all_read.items()),
        ("text", "fixed3", "fixed3", "fixed4"),
        METHODS.index(knobs["method"]),
    )
    views = (_diagram(here), table, _map(all_read, knobs["method"]), _spread(here))
    return Result(numbers, views, said)


def _sums(method: str, here: Read, raw: Read) -> str:
    names = (("ECE", "ece", ".3f"), ("log loss", "log_loss", ".3f"), ("AUC", "roc_auc", ".4f"))
    if method == "none":
        return (
            f"Naive Bayes: {', '.join(f'{name} {here[key]:{form}}' for name, key, form in names)}."
        )
    changes = (f"{name} {raw[key]:{form}} to {here[key]:{form}}" for name, key, form in names)
    return f"{method.capitalize()}: {', '.join(changes)}."


def _sure(here: Read) -> str:
    says, are = here["sure_says"], here["sure_are"]
    if says is None:
        return "No case is scored above 0.9."
    tone = "-" if abs(says - are) > 0.03 else "+"
    return (
        f"Scored above 0.9: {here['sure_rows']:,} cases, {says:.1%} expected to be positive, "
        f"{{{tone}{are:.1%} are{tone}}}."
    )


def _own(knobs: Knobs) -> Result:
    """The learner's scores as they are, and a verdict with the rule that led to it."""
    columns = (knobs["y_true"], knobs["y_score"], knobs["positive"], knobs["weight"])
    here = _own_read(str(knobs["csv"]), *columns)
    what, rule = verdict(here["ece"], here["ece_by_chance"], here["slope"], here["mean_gap"])
    numbers = {**_numbers(here), "verdict": what, "rule": rule}
    said = (
        f"{what}: {rule}.",
        f"ECE {here['ece']:.3f} over {BINS} bins (perfect scores would stay below "
        f"{here['ece_by_chance']:.3f} in 95 of 100 samples like this), Brier {here['brier']:.3f}, "
        f"log loss {here['log_loss']:.3f}, ROC area {here['roc_auc']:.4f}.",
    )
    views: tuple[View, ...] = (
        _diagram(here), _bars(here), _spread(here), Words("verdict", said[:1]))  # fmt: skip
    return Result(numbers, views, said, True, f"Your scores in {named(str(knobs['csv']))}.")


def verdict(ece: float, by_chance: float, slope: float, mean_gap: float) -> tuple[str, str]:
    """What the calibration of scores says, and the rule that led to it.

    `by_chance` is the ECE that perfect scores exceed in one sample of twenty; `slope` that of the
    labels on the scores' log-odds; `mean_gap` the mean score less the share of positives.
    """
    if ece <= by_chance:
        return (
            "no sign of miscalibration",
            f"the ECE of {ece:.3f} is within what chance gives perfect scores ({by_chance:.3f})",
        )
    beyond = f"ECE {ece:.3f} is beyond chance ({by_chance:.3f})"
    if slope < 0.9:
        return (
            "overconfident",
            f"{beyond} and the slope of the labels on the log-odds is {slope:.2f}, below 0.9: the "
            "scores are too extreme; fit a sigmoid or a temperature on held-out rows",
        )
    if slope > 1.1:
        return (
            "underconfident",
            f"{beyond} and the slope of the labels on the log-odds is {slope:.2f}, above 1.1: the "
            "scores are too timid; fit a sigmoid or a temperature on held-out rows",
        )
    if abs(mean_gap) > ece / 2:
        side = "high" if mean_gap > 0 else "low"
        return (
            f"too {side} throughout",
            f"{beyond} and the mean score is {abs(mean_gap):.3f} too {side}: the share of positives "
            "may have changed since training; shift the log-odds",
        )
    return (
        "miscalibrated in places",
        f"{beyond}, but slope ({slope:.2f}) and mean fit: see which bins are off; isotonic "
        "regression if there are a thousand rows or more",
    )


def _numbers(read: Read) -> dict[str, Any]:
    return {k: v for k, v in read.items() if k not in ("counts", "map")}


@lru_cache(maxsize=16)
def _cases(copies: int, seed: int) -> Any:
    """Log-odds of naive Bayes for rows to recalibrate on and to test on, with their labels."""
    import numpy as np

    rng = np.random.default_rng(seed)
    n = TRAIN + 2_000 + TEST
    y = rng.random(n) < 0.5
    two = rng.normal(size=(n, 2)) + np.where(y, 0.9, -0.9)[:, None] * (1.0, 0.7)
    mix = rng.normal(size=(2, copies)) / 2
    x = np.column_stack([two, two @ mix + rng.normal(0, 0.3, (n, copies))])
    seen, labels = x[:TRAIN], y[:TRAIN]
    means = [seen[labels == c].mean(0) for c in (False, True)]
    spreads = [seen[labels == c].var(0) + 1e-9 for c in (False, True)]
    terms = [
        -0.5 * (np.log(v) + (x - m) ** 2 / v).sum(1) for m, v in zip(means, spreads, strict=True)
    ]
    prior = labels.mean()
    odds = terms[1] - terms[0] + np.log(prior / (1 - prior))
    return odds[TRAIN:-TEST], y[TRAIN:-TEST], odds[-TEST:], y[-TEST:]


@lru_cache(maxsize=64)
def _read_off(method: str, copies: int, rows: int, seed: int) -> Read:
    import numpy as np

    from dlprep.demos.family.logistic import fit, logits, roc_area, sigmoid

    odds, y, test_odds, test_y = _cases(copies, seed)
    odds, y = odds[:rows], y[:rows]
    old = np.array(OLD)
    every = np.r_[test_odds, np.log(old / (1 - old))]
    if method == "none":
        new = every
    elif method == "sigmoid":  # Platt's map, without his smoothed targets
        new = logits(every[:, None], fit(odds[:, None], y, ridge=1e-3))
    else:
        new = np.interp(every, *isotonic(odds, y))
    p = new if method == "isotonic" else sigmoid(new)
    tested = len(test_odds)
    return {
        **_measure(p[:tested], test_y, np.ones(tested)),
        # ranked by log-odds: beyond 37 their sigmoid is rounded to 1, which would make ties
        "roc_auc": roc_area(new[:tested][test_y], new[:tested][~test_y]),
        "map": p[tested:].tolist(),
    }


@lru_cache(maxsize=4)
def _own_read(
    path: str, y_true: str, y_score: str, positive: str | None, weight: str | None
) -> Read:
    import numpy as np

    from dlprep.demos.family.scores_csv import read

    s = read(path, y_true, y_score, positive, weight)
    p = np.r_[np.array(s.positives), np.array(s.negatives)]
    y = np.arange(len(p)) < len(s.positives)
    heavy = np.ones(len(p))
    if s.positive_weights is not None and s.negative_weights is not None:
        heavy = np.r_[np.diff(s.positive_weights), np.diff(s.negative_weights)]
    return _measure(p, y, heavy)


def _measure(p: Any, y: Any, heavy: Any) -> Read:
    """Reliability in ten equal bins, and the usual sums, of scores `p` and labels `y`."""
    import numpy as np

    from dlprep.demos.family.logistic import fit

    at = np.minimum((p * BINS).astype(int), BINS - 1)
    mass, says, are = (np.bincount(at, heavy * v, BINS) for v in (np.ones(len(p)), p, y))
    noise = np.sqrt(np.bincount(at, heavy**2 * p * (1 - p), BINS))
    total = heavy.sum()
    draws = np.abs(np.random.default_rng(0).normal(size=(400, BINS))) @ noise / total
    clipped = np.clip(p, 1e-6, 1 - 1e-6)
    slope, _ = fit(np.log(clipped / (1 - clipped))[:, None], y, heavy, ridge=1e-3)
    sure = p > 0.9
    sure_mass = float(heavy[sure].sum())
    full = mass > 0
    tiny = np.finfo(float).eps  # as in scikit-learn: a certain mistake costs 36, not infinity
    chance = np.clip(np.where(y, p, 1 - p), tiny, 1 - tiny)
    return {
        "ece": float(abs(says - are).sum() / total),
        "ece_by_chance": float(np.quantile(draws, 0.95)),
        "brier": float((heavy * (p - y) ** 2).sum() / total),
        "log_loss": float(-(heavy * np.log(chance)).sum() / total),
        "roc_auc": _area(p, y, heavy),
        "accuracy": float((heavy * ((p >= 0.5) == y)).sum() / total),
        "slope": float(slope),
        "mean_gap": float((says - are).sum() / total),
        "sure_rows": int(sure.sum()),
        "sure_says": float((heavy * p)[sure].sum() / sure_mass) if sure_mass else None,
        "sure_are": float((heavy * y)[sure].sum() / sure_mass) if sure_mass else None,
        "distinct": len(np.unique(p)),
        "mean_scores": (says[full] / mass[full]).tolist(),
        "shares": (are[full] / mass[full]).tolist(),
        "counts": tuple(np.histogram(p, 100, (0, 1))[0].tolist()),
    }


def _area(p: Any, y: Any, heavy: Any) -> float:
    """ROC area of weighted cases; of negatives with the same score, half lie below."""
    import numpy as np

    _, at = np.unique(p, return_inverse=True)
    up, down = np.bincount(at, heavy * y), np.bincount(at, heavy * ~y)
    below = np.cumsum(down) - down / 2
    return float((up * below).sum() / (up.sum() * down.sum()))


def _diagram(read: Read) -> Plot:
    unit = Axis("score", 0, 1, form="percent0")
    return Plot(
        "share positive, by score",
        (
            Line("this model", read["mean_scores"], read["shares"], "now"),
            Line("perfect", (0, 1), (0, 1), "quiet"),
        ),
        unit,
        Axis("", 0, 1, form="percent0"),
    )


def _map(reads: dict[str, Read], method: str) -> Plot:
    maps = ("sigmoid", "isotonic") if method == "none" else (method,)
    lines = [Line(m, OLD, reads[m]["map"], "now" if m == method else "") for m in maps]
    unit = Axis("old score", 0, 1, form="percent0")
    unchanged = Line("unchanged", (0, 1), (0, 1), "quiet")
    return Plot("old score to new", (*lines, unchanged), unit, Axis("", 0, 1, form="percent0"))


def _spread(read: Read) -> Histogram:
    return Histogram("scores of the cases", (Group("cases", read["counts"]),), 0.0, 1.0, "percent0")


def _bars(read: Read) -> Bars:
    return Bars(
        "errors and ranking",
        (
            Bar("ECE", read["ece"], "fixed3", -1, read["ece_by_chance"], "notch: chance"),
            Bar("Brier", read["brier"], "fixed3", -1),
            Bar("log loss", read["log_loss"], "fixed3", -1),
            Bar("accuracy", read["accuracy"], "fixed3", 1),
            Bar("ROC area", read["roc_auc"], "fixed4", 1),
        ),
        high=1.0,
    )


def _against(name: str) -> Any:
    return lambda t: moved(t.at(method="none")[name], t[name])


def _nine_in_ten(trial: Trial) -> str | None:
    share = trial.at(method="none")["sure_are"]
    if share is None:
        return None
    return "under 80%" if share < 0.8 else "80-95%" if share < 0.95 else "over 95%"


_TEN: dict[str, Value] = {"copies": 10, "rows": 1_000}

DEMO = Demo(
    slug="calibration",
    title="Does a score of 0.9 mean nine in ten?",
    question="What is calibration, and what can recalibration change?",
    topic="metrics",
    setting=(
        "Naive Bayes on two informative features and {copies} noisy mixtures of them, tested on "
        "5,000 cases. Its scores are recalibrated ({method}) on {rows} rows of their own."
    ),
    compute=compute,
    before={"method": "none"},
    knobs=(
        choice("method", "none sigmoid isotonic", "the map from old scores to new",
               default="sigmoid", changes="ece brier log_loss", without="csv"),
        integer("copies", 10, 0, 20, "features that repeat the two informative ones",
                stops=(0, 2, 5, 10, 20), changes="ece roc_auc"),
        integer("rows", 1_000, 30, 2_000, "rows to recalibrate on",
                stops=(30, 100, 300, 1_000, 2_000), changes="ece log_loss"),
        own_file("your own model: labels and scores, - for stdin"),
        column("y_true", "label", "its column of labels"),
        column("y_score", "score", "its column of scores, 0..1"),
        Knob("positive", "label", None, help="its label that is positive", needs="csv", form="text"),
        Knob("weight", "column", None, help="its column of weights", needs="csv", form="text"),
    ),
    asks=(
        Ask("above 0.9", "Of the cases that naive Bayes scores above 0.9, how many are positive?",
            _nine_in_ten,
            "Each feature that repeats others counts as fresh evidence, so scores run to 0 and 1.",
            choices=("under 80%", "80-95%", "over 95%")),
        Ask("log loss", "Its scores go through a recalibration fitted on other rows. The log loss?",
            _against("log_loss"),
            "Confident mistakes cost most in log loss, and they get milder (not where isotonic steps "
            "fitted on few rows say 0 or 1)."),
        Ask("ROC area", "And the area under the ROC curve?",
            _against("roc_auc"),
            "A rising map keeps the order of the cases, and the area depends on nothing else; flat "
            "steps of isotonic regression make ties."),
    ),
    why=(
        "A score is calibrated when, of all cases that get it, that share is positive. Naive Bayes "
        "multiplies the evidence of features as if they were independent; ten noisy mixtures "
        "of two features count the same evidence again and again, so the log-odds are several times "
        "too large while their order is hardly worse. A sigmoid learns two numbers that shrink them "
        "back; isotonic regression learns a rising staircase and needs more rows: its end steps say 0 "
        "and 1, and one mistake there costs a log loss of 36, even clipped."
    ),
    say=(
        "Calibrated means that of the cases scored 0.9 nine in ten are positive; I look at a "
        "reliability diagram and log loss or Brier. I recalibrate on held-out rows, with a sigmoid "
        "or temperature when they are few; isotonic needs a thousand or more, and pays off where "
        "the curve is no sigmoid. The ranking, "
        "and so the AUC, stays: calibration is about decisions by cost and about probabilities that "
        "are shown or multiplied."
    ),
    trap=(
        "\"Recalibration makes the model better.\" It cannot tell one more pair apart: a sigmoid "
        "leaves the AUC to the last digit. And a small ECE proves little: always saying the base "
        "rate has one near 0."
    ),
    claims=(
        Claim("Cases that naive Bayes scores above 0.9, on average above 0.98, are positive in fewer "
              "than 93 of 100.", lambda t: t["sure_says"] > 0.98 and t["sure_are"] < 0.93,
              knobs={"method": "none", "copies": 10}),
        Claim("A sigmoid fitted on 1,000 rows cuts the ECE to less than a third.",
              lambda t: t["ece"] < t.at(method="none")["ece"] / 3, (0.95, 1.0),
              {**_TEN, "method": "sigmoid"}),
        Claim("The ROC area of the sigmoid's scores is the same to the last digit.",
              lambda t: t["roc_auc"] == t.at(method="none")["roc_auc"],
              knobs={**_TEN, "method": "sigmoid"}),
        Claim("Isotonic regression makes ties: the ROC area falls, by less than 0.01.",
              lambda t: 0 < t.at(method="none")["roc_auc"] - t["roc_auc"] < 0.01, (0.95, 1.0),
              {**_TEN, "method": "isotonic"}),
        Claim("On 100 rows, and still on 2,000, isotonic regression has a higher log loss than the sigmoid.",
              lambda t: all(t.at(rows=n)["log_loss"] > t.at(rows=n, method="sigmoid")["log_loss"]
                            for n in (100, 2_000)),
              (0.95, 1.0), {"copies": 10, "method": "isotonic"}),
        Claim("Without the repeated features the slope on the log-odds is within 0.15 of 1.",
              lambda t: abs(t["slope"] - 1) < 0.15, knobs={"copies": 0, "method": "none"}),
    ),
    sources=(
        Source("Niculescu-Mizil and Caruana 2005, Predicting good probabilities with supervised "
               "learning, ICML", "https://doi.org/10.1145/1102351.1102430"),
        Source("scikit-learn: probability calibration",
               "https://scikit-learn.org/stable/modules/calibration.html"),
    ),
    questions=("metrics/expected-calibration-error", "metrics/calibrated-but-useless",
               "metrics/temperature-scaling-keeps", "classic-ml/naive-bayes-overconfident",
               "classic-ml/scores-into-probabilities"),
)  # fmt: skip
