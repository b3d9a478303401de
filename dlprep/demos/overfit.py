"""overfit: training error always falls with the degree; validation error does not."""

from functools import lru_cache
from typing import Any

from dlprep.demos.family.demo import Ask, Claim, Demo, Knobs, Source, Trial, moved
from dlprep.demos.family.sheet import Sheet, named
from dlprep.demos.family.turnable import column, integer, number, own_file
from dlprep.demos.family.views import Axis, Bar, Bars, Line, Mark, Plot, Result
from dlprep.errors import UnreadableError

TOP, HELD_OUT = 15, 200


def compute(knobs: Knobs, seed: int) -> Result:
    """Fit polynomials of every degree to the same points, or read the learner's own curves."""
    if knobs["csv"] is not None:
        return _own(str(knobs["csv"]), knobs["train"], knobs["validation"])
    degree, ridge = int(knobs["degree"]), knobs["ridge"]
    key = (ridge, int(knobs["points"]), knobs["noise"], seed)
    train, held_out = _errors(*key)
    best = min(range(TOP + 1), key=lambda d: held_out[d])
    numbers = {
        "train_rmse": train[degree],
        "validation_rmse": held_out[degree],
        "best_degree": best,
        "best_validation_rmse": held_out[best],
        "train_by_degree": list(train),
        "validation_by_degree": list(held_out),
        "largest_weight": _largest_weight(degree, *key),
    }
    # underfitting is no good news either, so not the gap but the noise is the measure
    tone = "-" if held_out[degree] > 1.5 * knobs["noise"] else "+"
    said = (
        f"Degree {degree}: error {train[degree]:.3f} on the training points, {{{tone}"
        f"{held_out[degree]:.3f} on held-out ones{tone}}}.",
        f"Held-out error is lowest at degree {best} ({held_out[best]:.3f}); the noise alone is "
        f"{knobs['noise']:g}.",
    )
    ends = min(0.4 * knobs["noise"], *train), max(3.0, *held_out)
    views = (
        Plot("RMSE against the degree", _error_lines(*key),
             Axis("degree", 0, TOP, form="integer"), Axis("RMSE", *ends, log=True),
             (Mark(x=degree, label=f"degree {degree}"),)),
        _fit_view(degree, key),
        Bars("RMSE at this degree", (
            Bar("training", train[degree], "fixed3", -1),
            Bar("held out", held_out[degree], "fixed3", -1),
            Bar("noise alone", knobs["noise"], "fixed3"),
        )),
    )  # fmt: skip
    return Result(numbers, views, said)


@lru_cache(maxsize=64)
def _data(points: int, noise: float, seed: int) -> Any:
    import numpy as np

    rng = np.random.default_rng(seed)
    x = (np.arange(points) + rng.uniform(0, 1, points)) / points
    y = np.sin(2 * np.pi * x) + rng.normal(0, noise, points)
    held_x = rng.uniform(x.min(), x.max(), HELD_OUT)
    held_y = np.sin(2 * np.pi * held_x) + rng.normal(0, noise, HELD_OUT)
    return x, y, held_x, held_y


def _basis(x: Any, degree: int) -> Any:
    from numpy.polynomial.chebyshev import chebvander

    return chebvander(2 * x - 1, degree)


@lru_cache(maxsize=512)
def _weights(degree: int, ridge: float, points: int, noise: float, seed: int) -> Any:
    import numpy as np

    x, y, _, _ = _data(points, noise, seed)
    a = _basis(x, degree)
    shrink = np.sqrt(ridge) * np.eye(degree + 1)
    shrink[0, 0] = 0.0  # the constant is not a matter of size
    return np.linalg.lstsq(np.vstack([a, shrink]), np.r_[y, np.zeros(degree + 1)], rcond=None)[0]


@lru_cache(maxsize=64)
def _errors(
    ridge: float, points: int, noise: float, seed: int
) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Root mean squared errors on the training and the held-out points, by degree."""
    import numpy as np

    x, y, held_x, held_y = _data(points, noise, seed)
    seen, unseen = [], []
    for degree in range(TOP + 1):
        w = _weights(degree, ridge, points, noise, seed)
        seen.append(float(np.sqrt(np.mean((_basis(x, degree) @ w - y) ** 2))))
        unseen.append(float(np.sqrt(np.mean((_basis(held_x, degree) @ w - held_y) ** 2))))
    return tuple(seen), tuple(unseen)


@lru_cache(maxsize=64)
def _error_lines(*key: Any) -> tuple[Line, ...]:
    """The same lines whatever the degree: a pinned state of no other curves is not drawn again."""
    train, held_out = _errors(*key)
    degrees = range(TOP + 1)
    return Line("training", degrees, train), Line("held out", degrees, held_out)


def _largest_weight(degree: int, *key: Any) -> float:
    return float(abs(_weights(degree, *key)).max())


def _fit_view(degree: int, key: tuple[Any, ...]) -> Plot:
    import numpy as np

    x, y, _, _ = _data(*key[1:])
    grid = np.linspace(x.min(), x.max(), 120)
    fitted = _basis(grid, degree) @ _weights(degree, *key)
    truth = Line("truth", grid.tolist(), np.sin(2 * np.pi * grid).tolist(), "quiet")
    curve = Line(f"degree {degree}", grid.tolist(), np.clip(fitted, -3, 3).tolist(), "now")
    dots = Line("training points", x.tolist(), y.tolist(), joined=False)
    return Plot("the fit", (dots, curve, truth), Axis("x", 0, 1), Axis("", -2, 2))


def verdict(train: tuple[float, ...], held_out: tuple[float, ...]) -> tuple[str, str]:
    """What two curves of losses say, and the rule that led to it; losses, so lower is better."""
    n = len(held_out)
    best = min(range(n), key=lambda i: held_out[i])
    since = n - 1 - best
    rise = held_out[-1] / held_out[best] - 1 if held_out[best] > 0 else 0.0
    turned = since >= max(2, n // 10) and rise > 0.02
    if turned and train[-1] < train[best]:
        return (
            f"overfitting since row {best + 1}",
            f"validation has risen {rise:.0%} above its lowest, {since} rows ago, while training "
            "went on falling: stop there, or regularise",
        )
    if turned:
        return (
            f"worse since row {best + 1}, and not by overfitting",
            f"validation has risen {rise:.0%} above its lowest, {since} rows ago, and training has "
            "not fallen either: look at the learning rate first",
        )
    tail = min(n, max(3, n // 5))
    dropped = 1 - held_out[-1] / held_out[-tail] if held_out[-tail] > 0 else 0.0
    if since < max(2, n // 10) and dropped > 0.02:
        return (
            "still learning",
            f"validation fell another {dropped:.0%} over the last {tail} rows: train longer",
        )
    gap = held_out[-1] / train[-1] - 1 if train[-1] > 0 else float("inf")
    where = f"within {gap:.0%} of" if gap >= 0 else "below"
    if gap > 0.2:
        return (
            "a gap, and no further gain",
            f"validation no longer falls and is {gap:.0%} above training: more data or regularisation",
        )
    return (
        "underfitting, or as good as these data allow",
        f"validation no longer falls and is {where} training: a larger model or better features "
        "would tell which",
    )


@lru_cache(maxsize=4)
def _curves(path: str, train: str, validation: str) -> tuple[tuple[float, ...], tuple[float, ...]]:
    sheet = Sheet(path, "one row an epoch")
    a, b = sheet.column(train, "--train"), sheet.column(validation, "--validation")
    rows = [
        (sheet.number(line, cells[a], train, 0), sheet.number(line, cells[b], validation, 0))
        for line, cells in sheet.rows()
    ]
    if len(rows) < 3:
        raise UnreadableError(
            f"{sheet.name}: {len(rows)} rows say nothing of a curve; give at least 3"
        )
    return tuple(r[0] for r in rows), tuple(r[1] for r in rows)


def _own(path: str, train_name: str, validation_name: str) -> Result:
    train, held_out = _curves(path, train_name, validation_name)
    what, rule = verdict(train, held_out)
    best = min(range(len(held_out)), key=lambda i: held_out[i])
    numbers = {"rows": len(train), "best_row": best + 1, "best_validation": held_out[best],
               "last_validation": held_out[-1], "last_training": train[-1], "verdict": what, "rule": rule}  # fmt: skip
    rows = range(1, len(train) + 1)
    plot = Plot("loss by row", (Line("training", rows, train), Line("validation", rows, held_out)),
                Axis("row", form="integer"), Axis("loss"), (Mark(best + 1, held_out[best], "lowest"),))  # fmt: skip
    bars = Bars("loss", (
        Bar("validation, lowest", held_out[best], "fixed3", note=f"row {best + 1}"),
        Bar("validation, last", held_out[-1], "fixed3", note=f"row {len(train)}"),
        Bar("training, last", train[-1], "fixed3", note=f"row {len(train)}"),
    ))  # fmt: skip
    sentence = f"{what[0].upper()}{what[1:]}: {rule}."
    setting = f"Your curves in {named(path)}, {len(train)} rows."
    gap = [b - a for a, b in zip(train, held_out, strict=True)]
    apart = Plot("validation above training", (Line("gap", rows, gap),), Axis("row", form="integer"),
                 Axis("loss"), (Mark(y=0.0, label="no gap", base=True),))  # fmt: skip
    return Result(numbers, (plot, apart, bars), (sentence,), True, setting)


def _bracket(trial: Trial) -> str:
    best = trial["best_degree"]
    return "0-2" if best < 3 else "3-7" if best < 8 else "8-15"


_TWENTY = {"ridge": 0.0, "points": 20, "noise": 0.25}

DEMO = Demo(
    slug="overfit",
    title="Overfitting, seen on two curves",
    question="How do you see overfitting?",
    topic="overfitting",
    setting=(
        "{points} points of a sine wave with noise {noise}; polynomials of degree 0 to 15 with ridge "
        "{ridge}, here {degree}. Errors on those points and on 200 held-out ones."
    ),
    compute=compute,
    seed=3,
    before={"degree": 3},
    knobs=(
        integer("degree", TOP, 0, TOP, "degree of the polynomial",
                changes="train_rmse validation_rmse largest_weight", without="csv"),
        number("ridge", 0.0, 0, 100, "weight decay", stops=(0.0, 1e-6, 1e-4, 1e-3, 0.01, 0.1, 1, 10),
               changes="train_rmse validation_rmse largest_weight", without="csv"),
        integer("points", 20, 17, 500, "training points", stops=(17, 20, 30, 50, 100, 200, 500),
                changes="validation_rmse", without="csv"),
        number("noise", 0.25, 0.01, 1, "standard deviation of the noise", step=0.05,
               changes="train_rmse validation_rmse", without="csv"),
        own_file("your own losses, one row an epoch; - for stdin"),
        column("train", "train", "its column of training losses"),
        column("validation", "validation", "its column of validation losses"),
    ),
    asks=(
        Ask("training error", "The degree goes from 3 to {degree}. The error on the training points?",
            lambda t: moved(t.at(degree=3)["train_rmse"], t["train_rmse"]),
            "Each polynomial contains the smaller ones: without ridge more freedom cannot do worse on "
            "its own points, less cannot do better."),
        Ask("best degree", "Which degree has the lowest error on held-out points?", _bracket,
            "A degree of 3 to 5 already follows a sine wave over one period; with few points more of it "
            "mostly learns noise by heart.",
            choices=("0-2", "3-7", "8-15")),
    ),
    why=(
        "More freedom always fits the training points better, because every smaller model is "
        "contained in the larger one. Beyond what the signal needs, the freedom is spent on the "
        "noise of just these points, and held-out points pay for it: the curve swings between them."
    ),
    say=(
        "Two curves: training error goes on falling while validation error turns and rises. The gap "
        "and the turn are the sign, not a low training error as such. Then: more data, a smaller "
        "model, weight decay, early stopping; and I choose on validation, report on a test set."
    ),
    trap=(
        "\"A high degree overfits.\" It is freedom for the data at hand: with ridge 0.1 degree 15 is "
        "about a fifth above degree 5 in held-out error, with 500 points it is about level."
    ),
    claims=(
        Claim("Without ridge, training error never rises with the degree.",
              lambda t: all(b <= a + 1e-9 for a, b in zip(t["train_by_degree"], t["train_by_degree"][1:],
                                                         strict=False)), knobs={"ridge": 0.0}),
        Claim("With 20 points held-out error is lowest at a degree from 3 to 7 in about 9 of 10 draws.",
              lambda t: 3 <= t["best_degree"] <= 7, (0.8, 1.0), _TWENTY),
        Claim("At degree 15 held-out error is above the lowest in every draw.",
              lambda t: t["validation_by_degree"][15] > t["best_validation_rmse"], knobs=_TWENTY),
        Claim("It is more than twice the lowest in about 7 of 10 draws.",
              lambda t: t["validation_by_degree"][15] > 2 * t["best_validation_rmse"], (0.5, 0.9), _TWENTY),
        Claim("With ridge 0.1, degree 15 is less than a half above the lowest error without it in "
              "about 19 of 20 draws.",
              lambda t: t.at(ridge=0.1)["validation_rmse"] < 1.5 * t["best_validation_rmse"], (0.9, 1.0),
              {**_TWENTY, "degree": TOP}),
    ),
    sources=(Source("Bishop 2006, Pattern Recognition and Machine Learning, section 1.1"),),
    questions=("overfitting/training-error-by-degree", "overfitting/degree-through-all-points", "overfitting/gap-remedies"),
)  # fmt: skip
