"""leakage: features chosen on all rows, then cross-validated: pure noise scores 90%."""

from functools import lru_cache
from typing import Any

from dlprep.demos.family.demo import Ask, Claim, Demo, Knobs, Source, Trial
from dlprep.demos.family.knobs import Value
from dlprep.demos.family.turnable import choice, integer
from dlprep.demos.family.views import Axis, Bar, Bars, Line, Mark, Plot, Result, Table

FOLDS, FRESH, BLOCK = 5, 200, 100
SIZES = (20, 50, 100, 200, 500, 1_000, 2_000, 5_000)


def compute(knobs: Knobs, seed: int) -> Result:
    """The same nearest-mean classifier, with its features chosen before or within the folds."""
    features, keep, rows = (int(knobs[n]) for n in ("features", "keep", "rows"))
    before, within, fresh = _scores(features, keep, rows, seed)
    shown = before if knobs["chosen"] == "before" else within
    curves = _curves(keep, rows, seed)
    numbers: dict[str, Any] = {
        "cv_accuracy": shown,
        "before_accuracy": before,
        "within_accuracy": within,
        "fresh_accuracy": fresh,
        "before_by_features": curves[0].y,
        "within_by_features": curves[1].y,
    }
    tone = "-" if before > 0.65 else "+"
    noise = f"{keep} noise features score" if keep > 1 else "the best noise feature scores"
    said = (
        f"Chosen before the folds, {noise} {{{tone}{before:.0%}{tone}}}; within "
        f"each fold, {within:.0%}."
        if knobs["chosen"] == "before"
        else f"Chosen anew within each fold, {noise} {within:.0%}.",
        f"On {FRESH} fresh rows the final model is right in {fresh:.0%}: there was nothing to learn.",
    )
    views = (
        Bars(
            "accuracy where labels are chance",
            (
                Bar("chosen before", before, "percent", 0, 0.5, "cross-validated"),
                Bar("chosen within", within, "percent", 0, 0.5, "cross-validated"),
                Bar("fresh rows", fresh, "percent", 0, 0.5, "the truth; notch: 50%"),
            ),
            high=1.0,
        ),
        Plot(
            "accuracy by number of features",
            curves,
            Axis("features", log=True, form="integer"),
            Axis("", 0.2, 1, form="percent0"),
            (Mark(features, shown, "now"),),
        ),
        Table(
            "which steps see the test labels",
            ("step", "before", "within"),
            (
                ("choosing features", "yes: leak", "no"),
                ("fitting class means", "no", "no"),
                ("scoring", "yes", "yes"),
            ),
            ("text", "text", "text"),
        ),
    )
    return Result(numbers, views, said)


@lru_cache(maxsize=64)
def _curves(keep: int, rows: int, seed: int) -> tuple[Line, ...]:
    by_size = [_scores(n, min(keep, n), rows, seed) for n in SIZES]
    return (
        Line("chosen before", SIZES, [s[0] for s in by_size]),
        Line("chosen within", SIZES, [s[1] for s in by_size]),
        Line("chance", (SIZES[0], SIZES[-1]), (0.5, 0.5), "quiet"),
    )


@lru_cache(maxsize=8)
def _block(number: int, seed: int) -> Any:
    import numpy as np

    rng = np.random.default_rng([seed, number])
    return rng.standard_normal((BLOCK, SIZES[-1]), dtype=np.float32)


@lru_cache(maxsize=4)
def _noise(rows: int, seed: int) -> Any:
    """Standard normal features, labels half and half that know nothing of them, fold numbers."""
    import numpy as np

    blocks = range(-(-rows // BLOCK))  # drawn apart, so that more rows cost only the new ones
    x = np.concatenate([_block(i, seed) for i in blocks])[:rows]
    y = np.random.default_rng([seed, rows]).permutation(rows) % 2
    fold = np.empty(rows, int)
    for label in (0, 1):  # both classes alike in every fold
        members = np.flatnonzero(y == label)
        fold[members] = np.arange(len(members)) % FOLDS
    return x, y, fold


@lru_cache(maxsize=16)
def _apart(rows: int, seed: int) -> tuple[Any, ...]:
    """How far apart the class means of each feature are, in its own standard deviations.

    On all rows, then on the training rows of each fold; (5,000,) each. Sums of each fold and class are
    added up, so that the features are read but twice.
    """
    import numpy as np

    x, y, fold = _noise(rows, seed)
    parts = np.arange(2 * FOLDS)[:, None] == 2 * fold + y  # a row for each fold and class
    sums = (parts.astype(x.dtype) @ x).reshape(FOLDS, 2, -1)
    sizes = parts.sum(1).reshape(FOLDS, 2, 1)
    squares = (parts[::2] | parts[1::2]).astype(x.dtype) @ x**2
    out = []
    for left_out in (None, *range(FOLDS)):
        used = np.arange(FOLDS) != left_out
        by_class, n = sums[used].sum(0), sizes[used].sum(0)
        variance = squares[used].sum(0) / n.sum() - (by_class.sum(0) / n.sum()) ** 2
        out.append(abs(np.diff(by_class / n, axis=0)[0]) / np.sqrt(np.maximum(variance, 1e-12)))
    return tuple(out)


def _best(apart: Any, features: int, keep: int) -> Any:
    """Which of the first features lie furthest apart."""
    import numpy as np

    return np.argpartition(-apart[:features], keep - 1)[:keep]


def _right(x: Any, y: Any, new_x: Any, new_y: Any) -> float:
    """Accuracy of the nearer class mean."""
    one, other = x[y == 1].mean(0), x[y == 0].mean(0)
    says = new_x @ (one - other) > (one**2 - other**2).sum() / 2
    return float((says == (new_y == 1)).mean())


@lru_cache(maxsize=1024)
def _scores(features: int, keep: int, rows: int, seed: int) -> tuple[float, float, float]:
    """Cross-validated accuracy with features chosen before and within, and that on fresh rows."""
    import numpy as np

    x, y, fold = _noise(rows, seed)
    keep = min(keep, features)
    apart = _apart(rows, seed)
    all_rows = _best(apart[0], features, keep)
    before: list[float] = []
    within: list[float] = []
    for i in range(FOLDS):
        seen, unseen = fold != i, fold == i
        its_own = _best(apart[1 + i], features, keep)
        for out, kept in ((before, all_rows), (within, its_own)):
            part = x[:, kept]
            out.append(_right(part[seen], y[seen], part[unseen], y[unseen]))
    rng = np.random.default_rng([seed, features, keep])
    fresh_x, fresh_y = rng.normal(size=(FRESH, keep)), np.arange(FRESH) % 2
    fresh = _right(x[:, all_rows], y, fresh_x, fresh_y)
    return float(np.mean(before)), float(np.mean(within)), fresh


def _bracket(name: str) -> Any:
    def say(trial: Trial) -> str:
        value = trial[name]
        return "about 50%" if value < 0.65 else "65-80%" if value < 0.8 else "over 80%"

    return say


_MANY: dict[str, Value] = {"features": 5_000, "keep": 20, "rows": 100}
_ABOUT = ("about 50%", "65-80%", "over 80%")

DEMO = Demo(
    slug="leakage",
    title="Features chosen before cross-validation",
    question="Why must feature selection happen inside cross-validation?",
    topic="validation",
    setting=(
        "{rows} rows of {features} random features, and labels drawn by lot. The {keep} "
        "that differ most between the classes are chosen {chosen} the folds, and a nearest-mean "
        "classifier is cross-validated in five."
    ),
    compute=compute,
    before={"chosen": "within"},
    knobs=(
        choice("chosen", "within before", "features chosen within each fold or before the folds",
               default="before", changes="cv_accuracy"),
        integer("features", 5_000, 20, 5_000, "how many noise features there are", stops=SIZES,
                changes="before_accuracy within_accuracy"),
        integer("keep", 20, 1, 20, "how many of them are kept", stops=(1, 2, 5, 10, 20),
                changes="before_accuracy"),
        integer("rows", 100, 40, 400, "rows", stops=(40, 100, 200, 400),
                changes="before_accuracy within_accuracy"),
    ),
    asks=(
        Ask("chosen before", "The labels are drawn by lot. Choose {keep} features on all rows, then "
            "cross-validate: what accuracy is reported?", _bracket("before_accuracy"),
            "The more features to choose from, the better the best of them agree with these very labels by "
            "chance, those of the test folds included.", choices=_ABOUT),
        Ask("fresh rows", "And on rows drawn afresh?", _bracket("fresh_accuracy"),
            "Chance agreement with old labels says nothing of new ones.", choices=_ABOUT),
    ),
    why=(
        "Out of thousands of noise columns the best twenty agree with these labels by luck, in the "
        "test rows as much as in the training rows, because the choice looked at both. Holding out "
        "rows afterwards comes too late: the features already carry their labels. Chosen anew within "
        "each fold, from training rows alone, the luck does not reach the test rows."
    ),
    say=(
        "Everything that learns from data is part of the model: selection, scaling, imputation, "
        "target encoding, oversampling. It goes into a pipeline that is fitted on the training part "
        "of each fold. Selecting with labels before the split is the worst case: with 5,000 noise "
        "features and 100 rows it invents about 90% accuracy."
    ),
    trap=(
        "\"I cross-validated, so the score is honest.\" Only what happens inside the folds is "
        "checked. Nor do honest folds give exactly 50% each time: with 100 rows they scatter by "
        "several points."
    ),
    claims=(
        Claim("Of 5,000 noise features the best 20, chosen on all rows, score over 80%.",
              lambda t: t["before_accuracy"] > 0.8, knobs=_MANY),
        Claim("Those 20 are right in 40 to 60% of fresh rows, in nearly every draw.",
              lambda t: 0.4 < t["fresh_accuracy"] < 0.6, (0.95, 1.0), _MANY),
        Claim("The best 20, chosen within the folds, score 35 to 65% in nearly every draw.",
              lambda t: 0.35 <= t["within_accuracy"] <= 0.65, (0.85, 1.0), _MANY),
        Claim("Already the best 20 of 100 score over 60% in nearly every draw.",
              lambda t: t["before_accuracy"] > 0.6, (0.9, 1.0), {**_MANY, "features": 100}),
        Claim("With 200 rows instead of 100 the invented accuracy is lower, in nearly every draw.",
              lambda t: t.at(rows=200)["before_accuracy"] < t["before_accuracy"], (0.9, 1.0), _MANY),
    ),
    sources=(
        Source("Ambroise and McLachlan 2002, Selection bias in gene extraction on the basis of "
               "microarray gene-expression data, PNAS 99(10)",
               "https://doi.org/10.1073/pnas.102102699"),
        Source("Hastie, Tibshirani and Friedman 2009, The Elements of Statistical Learning, "
               "section 7.10.2"),
    ),
    questions=("validation/selection-before-cross-validation", "data-prep/genes-chosen-before-cv",
               "data-prep/fitted-on-training-only"),
)  # fmt: skip
