"""learning_curve: which model gains from more rows, and what the learner's own curves say."""

from functools import lru_cache
from typing import Any

from dlprep.demos.family.demo import Ask, Claim, Demo, Knobs, Source, Trial
from dlprep.demos.family.knobs import Knob, Value
from dlprep.demos.family.sheet import Sheet, named
from dlprep.demos.family.turnable import choice, column, integer, own_file
from dlprep.demos.family.views import Axis, Line, Mark, Plot, Result, View, Words
from dlprep.errors import UnreadableError

SIZES, HELD_OUT = (50, 100, 200, 400, 800), 600
MODELS = ("centroid", "bayes", "kernel")
Curve = tuple[tuple[int, float, float], ...]
"""Rows, training error and validation error, by rising number of rows."""


def compute(knobs: Knobs, seed: int) -> Result:
    """Three models on growing parts of the digits, or the learner's own scores."""
    if knobs["csv"] is not None:
        return _own(knobs)
    model, rows = knobs["model"], int(knobs["rows"])
    here = _curve(model, seed)
    now, last = _point(model, rows, seed), here[-1]
    what, rule = verdict((*(point for point in here if point[0] < rows), now), form=".1%")
    numbers = {
        "train_error": now[1],
        "validation_error": now[2],
        "gap": now[2] - now[1],
        "final_error": last[2],
        "verdict": what,
        "rule": rule,
        "train_errors": [point[1] for point in here],
        "validation_errors": [point[2] for point in here],
    }
    said = (
        f"{rows:,} rows: {now[1]:.1%} training error, {now[2]:.1%} held out. So far: {what}.",
        f"What came with {last[0]:,} rows: {last[2]:.1%} held-out error.",
    )
    views = (
        _plot("error against rows", here, Axis("", 0, 0.25, form="percent0"), float(rows)),
        Plot(
            "held-out error of the three",
            _three(seed),
            Axis("rows", log=True, form="integer"),
            Axis("", 0.005, 0.5, log=True, form="percent"),
            (Mark(float(rows), now[2], "so far"),),
        ),
        Words("what the curve says so far", (f"{what}: {rule}.",)),
    )
    return Result(numbers, views, said)


@lru_cache(maxsize=64)
def _three(seed: int) -> tuple[Line, ...]:
    return tuple(Line(m, SIZES, [point[2] for point in _curve(m, seed)]) for m in MODELS)


def verdict(curve: Curve, spread: float = 0.0, form: str = ".3g") -> tuple[str, str]:
    """What errors by number of rows say about more rows, and the rule that led to it.

    The last validation error is compared with that at half as many rows (read off between two
    points on a log scale); `spread` is the standard error of their difference, where it is known.
    `form` is how errors are written.
    """
    if curve[-1][0] < 2 * curve[0][0]:
        return "too short a curve", "it must begin at half as many rows as it ends at, or fewer"
    rows, train, error = curve[-1]
    if error == 0:
        return "more rows will not help", "no held-out error is left to lose"
    half = _at(curve, rows / 2)
    gain = half - error
    share = gain / half if half > 0 else 0.0
    gap = error - train
    wide = gap > 0.5 * error
    change = f"took {share:.0%} off" if gain >= 0 else f"added {-share:.0%} to"
    step = f"the last doubling {change} the held-out error"
    if abs(gain) < 2 * spread:
        return (
            "too noisy to tell",
            f"{step}, less than two standard errors ({2 * spread:{form}}): repeat with more splits",
        )
    if share >= 0.1 and wide:
        return (
            "more rows will help",
            f"{step} (10% or more), most of it gap to training ({gap:{form}} of {error:{form}})",
        )
    if share >= 0.1:
        return (
            "more rows still help, but a richer model may help more",
            f"{step}, but training error is already {train:{form}} of {error:{form}}",
        )
    if wide:
        return (
            "a gap that more rows hardly close",
            f"{step} (under 10%), while {gap:{form}} of {error:{form}} is gap to training: regularise, "
            "clean the labels, or look for a difference between the two sets",
        )
    return (
        "more rows will not help",
        f"{step} (under 10%), and training error is nearly as high ({train:{form}} of {error:{form}}): "
        "the model is too simple, or this is as good as the features allow",
    )


def _at(curve: Curve, rows: float) -> float:
    """Validation error between two points, straight on a log scale of rows."""
    import numpy as np

    return float(
        np.interp(np.log(rows), np.log([point[0] for point in curve]), [p[2] for p in curve])
    )


def _plot(title: str, curve: Curve, up: Axis, now: float | None = None) -> Plot:
    sizes = [point[0] for point in curve]
    return Plot(
        title,
        (
            Line("training", sizes, [point[1] for point in curve]),
            Line("held out", sizes, [point[2] for point in curve]),
        ),
        Axis("rows", log=True, form="integer"),
        up,
        () if now is None else (Mark(x=now, label="so far"),),
    )


@lru_cache(maxsize=8)
def _split(seed: int) -> Any:
    """Digits in 0..1, shuffled: 800 to learn from and 600 held out."""
    import numpy as np

    from dlprep.demos.family.data import digits

    x, y = digits()
    order = np.random.default_rng(seed).permutation(len(y))
    x, y = x[order] / 16, y[order]
    n = SIZES[-1]
    return x[:n], y[:n], x[-HELD_OUT:], y[-HELD_OUT:]


@lru_cache(maxsize=512)
def _point(model: str, n: int, seed: int) -> tuple[int, float, float]:
    """Training and held-out error on the first rows of one shuffle."""
    x, y, held_x, held_y = _split(seed)
    fitted = _FIT[model](x[:n], y[:n])
    train, held = (
        float((fitted(a).argmax(1) != b).mean()) for a, b in ((x[:n], y[:n]), (held_x, held_y))
    )
    return n, train, held


def _curve(model: str, seed: int) -> Curve:
    return tuple(_point(model, n, seed) for n in SIZES)


def _bayes(x: Any, y: Any) -> Any:
    """Gaussian naive Bayes; variances no smaller than 1% of the largest."""
    import numpy as np

    one_hot = np.eye(10)[y]
    sizes = np.maximum(one_hot.sum(0), 1)[:, None]
    mean = one_hot.T @ x / sizes
    var = np.maximum(one_hot.T @ x**2 / sizes - mean**2, 0) + 0.01 * x.var(0).max()
    prior = np.log(sizes[:, 0] / len(y)) - 0.5 * np.log(var).sum(1)
    return lambda a: (
        a @ (mean / var).T - 0.5 * (a**2 @ (1 / var).T) - 0.5 * (mean**2 / var).sum(1) + prior
    )


def _centroid(x: Any, y: Any) -> Any:
    """The nearest class mean."""
    import numpy as np

    one_hot = np.eye(10)[y]
    mean = one_hot.T @ x / np.maximum(one_hot.sum(0), 1)[:, None]
    return lambda a: a @ mean.T - 0.5 * (mean**2).sum(1)


def _kernel(x: Any, y: Any) -> Any:
    """Ridge regression with a Gaussian kernel, onto one column a digit."""
    import numpy as np

    def gram(a: Any) -> Any:
        return np.exp(-0.25 * ((a**2).sum(1)[:, None] - 2 * a @ x.T + (x**2).sum(1)))

    w = np.linalg.solve(gram(x) + 0.01 * np.eye(len(x)), np.eye(10)[y])
    return lambda a: gram(a) @ w


_FIT: dict[str, Any] = {"centroid": _centroid, "bayes": _bayes, "kernel": _kernel}


@lru_cache(maxsize=4)
def _read(path: str, size: str, train: str, validation: str, better: str) -> tuple[Curve, float]:
    """The learner's points, averaged where a number of rows is repeated, and the noise of a step."""
    import numpy as np

    if len({size, train, validation}) < 3:
        raise UnreadableError("--size, --train and --validation must name three columns")
    sheet = Sheet(path, "one row for each number of training rows")
    at = (
        sheet.column(size, "--size"),
        sheet.column(train, "--train"),
        sheet.column(validation, "--validation"),
    )
    top = 1.0 if better == "higher" else float("inf")
    found: dict[int, list[tuple[float, float]]] = {}
    for line, cells in sheet.rows():
        n = int(sheet.number(line, cells[at[0]], size, 1, whole=True))
        low, high = (
            sheet.number(line, cells[i], name, 0, top)
            for i, name in ((at[1], train), (at[2], validation))
        )
        found.setdefault(n, []).append((1 - low, 1 - high) if better == "higher" else (low, high))
    if len(found) < 3:
        raise UnreadableError(
            f"{sheet.name}: {len(found)} numbers of rows say nothing of a curve; give at least 3"
        )
    curve = tuple((n, *map(float, np.mean(found[n], axis=0))) for n in sorted(found))
    errors = [
        float(np.std([v for _, v in r], ddof=1)) / len(r) ** 0.5
        for r in found.values()
        if len(r) > 1
    ]
    return curve, 2**0.5 * float(np.mean(errors)) if errors else 0.0  # type: ignore[return-value]


def _own(knobs: Knobs) -> Result:
    names = (knobs["size"], knobs["train"], knobs["validation"], knobs["better"] or "higher")
    curve, spread = _read(str(knobs["csv"]), *names)
    what, rule = verdict(curve, spread, ".1%" if names[3] == "higher" else ".3g")
    rows, train, error = curve[-1]
    numbers = {"rows": rows, "points": len(curve), "train_error": train, "validation_error": error,
               "gap": error - train, "error_at_half": None if 2 * curve[0][0] > rows else _at(curve, rows / 2), "standard_error": spread,
               "verdict": what, "rule": rule}  # fmt: skip
    kind = ", each error 1 - score" if names[3] == "higher" else ""
    said = (  # without the verdict: it is asked for
        f"With {rows:,} rows: {train:.3g} training error, {error:.3g} held out; with "
        f"{curve[0][0]:,}: {curve[0][1]:.3g} and {curve[0][2]:.3g}.",
    )
    views: tuple[View, ...] = (
        _plot("your error curves", curve, Axis("", 0)),
        Words("what they say", (f"{what}: {rule}.",)),
    )
    return Result(
        numbers,
        views,
        said,
        True,
        f"Your curves in {named(str(knobs['csv']))}: {len(curve)} sizes{kind}.",
    )


_ANSWERS = {
    "more rows will help": "yes",
    "more rows still help, but a richer model may help more": "richer model more",
    "a gap that more rows hardly close": "a gap stays",
    "more rows will not help": "no",
    "too noisy to tell": "cannot tell",
    "too short a curve": "cannot tell",
}


def _fell(trial: Trial) -> float:
    """The share of its held-out error that a model lost from 200 to 800 rows."""
    errors = trial["validation_errors"]
    return float(1 - errors[-1] / errors[SIZES.index(200)])


def _gain(trial: Trial) -> str:
    share = _fell(trial)
    return "under 25%" if share < 0.25 else "25-50%" if share < 0.5 else "over 50%"


def _rank(trial: Trial) -> str:
    here = trial["final_error"]
    others = [trial.at(model=m)["final_error"] for m in MODELS if m != trial.knobs["model"]]
    return ("lowest", "second", "highest")[sum(e < here for e in others)]


_KERNEL: dict[str, Value] = {"model": "kernel", "rows": 200}
_CENTROID: dict[str, Value] = {"model": "centroid", "rows": 200}

DEMO = Demo(
    slug="learning_curve",
    title="Will more data help?",
    question="How do you tell whether more data will help?",
    topic="overfitting",
    seed=5,
    setting=(
        "Handwritten digits of 8 x 8 pixels; the model ({model}) has so far learnt from {rows} rows, "
        "and is judged on 600 others."
    ),
    compute=compute,
    before={"model": "centroid"},
    knobs=(
        choice("model", "centroid bayes kernel", "nearest class mean, naive Bayes or kernel ridge",
               default="kernel", changes="train_error validation_error final_error", without="csv"),
        integer("rows", 200, 50, 800, "rows learnt from so far", stops=SIZES,
                changes="validation_error", without="csv"),
        own_file("your own scores by number of training rows, - for stdin"),
        column("size", "rows", "its column of how many rows were learnt from"),
        column("train", "train", "its column of training scores"),
        column("validation", "validation", "its column of validation scores"),
        Knob("better", "label", "higher", choices=("higher", "lower"), needs="csv", form="text",
             help="higher for scores of at most 1 (accuracy), lower for errors and losses"),
    ),
    asks=(
        Ask("place", "Which place does this model take among the three in held-out "
            "error, once each has 800 rows?", _rank,
            "Training error does not rank models, and none at all is no sign of overfitting by itself: "
            "only held-out error tells.",
            choices=("lowest", "second", "highest")),
        Ask("the curves", "By the last doubling of rows so far and the gap between the two errors: "
            "will more rows help?", lambda t: _ANSWERS[t["verdict"]],
            "Yes where held-out error still falls by a tenth a doubling and is mostly gap to "
            "training; no where it is flat and training error is nearly as high.",
            choices=("yes", "richer model more", "a gap stays", "no", "cannot tell"), own=True),
        Ask("four times the rows", "From 200 to 800 rows, how much of its held-out error goes?",
            _gain, "A curve that fell steeply over the last doubling, with a gap to close, goes on.",
            choices=("under 25%", "25-50%", "over 50%")),
    ),
    why=(
        "Two curves against the number of rows. Where training and held-out error have met, the "
        "error left is bias: the model cannot bend to what the rows say, and more of them repeat it. "
        "Where training error is low and held-out error is still falling, the gap is variance, and "
        "rows close it."
    ),
    say=(
        "I train on growing parts of the data and plot both errors. Held-out error that fell by a "
        "tenth or more with the last doubling and a wide gap to training: get more data. Both flat "
        "and close together: a richer model or better features. Flat with a wide gap: regularise, or "
        "look at the labels and at how the two sets differ. I repeat it on several splits, since one "
        "curve is noisy."
    ),
    trap=(
        "\"No training error means overfitting.\" Kernel ridge makes none at any size here, and its "
        "held-out error is the lowest. And \"the gap is wide, so more data\": only if the curve still "
        "falls."
    ),
    claims=(
        Claim("Kernel ridge makes no training error at any size, and fewest held-out errors of the three.",
              lambda t: max(t["train_errors"]) == 0 and _rank(t) == "lowest", knobs=_KERNEL),
        Claim("From 200 to 800 rows kernel ridge loses more than half of its held-out error, in nearly "
              "every draw.",
              lambda t: _fell(t) > 0.5, (0.85, 1.0), _KERNEL),
        Claim("From 200 to 800 rows the class mean loses less than a third of it, in nearly every draw.",
              lambda t: _fell(t) < 1 / 3, (0.9, 1.0), _CENTROID),
        Claim("The class mean's training error rises from 50 to 800 rows, in nearly every draw.",
              lambda t: t["train_errors"][-1] > t["train_errors"][0], (0.85, 1.0), _CENTROID),
        Claim("At 200 rows the rule says of kernel ridge that more rows will help, in nearly every draw.",
              lambda t: t["verdict"] == "more rows will help", (0.85, 1.0), _KERNEL),
        Claim("At 200 rows it does not say so of the class mean, in about 9 of 10 draws.",
              lambda t: t["verdict"] != "more rows will help", (0.8, 1.0), _CENTROID),
    ),
    sources=(
        Source("Perlich, Provost and Simonoff 2003, Tree induction vs. logistic regression: a "
               "learning-curve analysis, JMLR 4",
               "http://jmlr.org/papers/v4/perlich03a.html"),
    ),
    questions=("overfitting/learning-curve-flat", "overfitting/train-low-validation-low"),
)  # fmt: skip
