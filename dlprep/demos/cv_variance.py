"""cv_variance: how far one split, cross-validation and repeated cross-validation scatter."""

from functools import lru_cache
from typing import Any

from dlprep.demos.family.demo import Ask, Claim, Demo, Knobs, Source, Trial
from dlprep.demos.family.knobs import Value
from dlprep.demos.family.turnable import choice, integer
from dlprep.demos.family.views import Axis, Bar, Bars, Line, Mark, Plot, Result, Table

SEEDS, CLASSES = 200, 3
WAYS = ("one-split", "cv", "repeated-cv")


def compute(knobs: Knobs, seed: int) -> Result:
    """Nearest class mean on the wine data, scored in three ways under 200 random seeds each."""
    import numpy as np

    rows, folds, way = int(knobs["rows"]), int(knobs["folds"]), knobs["way"]
    scores = _scores(rows, folds, seed)
    names = dict(zip(WAYS, ("one split", f"{folds}-fold", f"5 x {folds}-fold"), strict=True))
    spread = {w: float(s.std()) for w, s in scores.items()}
    here, one = scores[way], scores["one-split"]
    numbers = {
        "mean": float(here.mean()),
        "sd": spread[way],
        "lowest": float(here.min()),
        "highest": float(here.max()),
        "one_split_range": float(np.ptp(one)),
        "one_split_sd": spread["one-split"],
        "cv_sd": spread["cv"],
        "repeated_sd": spread["repeated-cv"],
        "luck": float(one.max() - one.mean()),
        "sampling_sd": _between_samples(rows, folds, seed),
    }
    said = (
        f"{names[way].capitalize()}, {SEEDS} seeds: {here.min():.1%} to {here.max():.1%} (sd "
        f"{100 * spread[way]:.1f} points), same model, same rows.",
        f"The best of {SEEDS} single splits flatters by {{-{100 * numbers['luck']:.1f} points-}}; over "
        f"new rows repeated cross-validation has an sd of {100 * numbers['sampling_sd']:.1f}.",
    )
    views = (
        Plot(
            f"accuracy of {SEEDS} seeds",
            tuple(Line(names[w], range(1, SEEDS + 1), np.sort(scores[w]).tolist()) for w in WAYS),
            Axis("seed, sorted", 1, SEEDS, form="integer"),
            Axis("", 0.6 if rows == 178 else 0.2, 1, form="percent0"),
            tuple(
                Mark(y=numbers[end], label="now: lowest, highest") for end in ("lowest", "highest")
            ),
        ),
        Bars(
            "standard deviation of the score",
            (
                *(Bar(names[w], spread[w], "percent", -1, note="over seeds") for w in WAYS),
                Bar("new rows", numbers["sampling_sd"], "percent", -1, note="repeated, new wines"),
            ),
        ),
        Table(
            "what one seed can report",
            ("", "lowest", "mean", "highest"),
            tuple(
                (names[w], float(s.min()), float(s.mean()), float(s.max()))
                for w, s in scores.items()
            ),
            ("text", "percent", "percent", "percent"),
            WAYS.index(way),
        ),
    )
    return Result(numbers, views, said)


@lru_cache(maxsize=1)
def _wine() -> Any:
    """Four standardised measurements of the 178 wines, so that the classes overlap somewhat."""
    from dlprep.demos.family.data import wine

    x, y = wine()
    x = x[:, [0, 1, 2, 9]]
    return (x - x.mean(0)) / x.std(0), y


def _right(x: Any, y: Any, fold: Any, folds: int) -> Any:
    """Which rows the nearest class mean of the other folds gets right, (splits, rows).

    `x` is (rows, columns), or (splits, rows, columns); `fold` has the numbers (splits, rows).
    """
    import numpy as np

    splits, columns = len(fold), x.shape[-1]
    split = np.arange(splits)[:, None]
    cell = ((split * folds + fold) * CLASSES + y).ravel()
    shape = (splits, folds, CLASSES)
    x = np.broadcast_to(x, (*fold.shape, columns))
    counts = np.bincount(cell, minlength=splits * folds * CLASSES).reshape(shape)
    sums = np.stack(
        [np.bincount(cell, x[..., j].ravel(), counts.size).reshape(shape) for j in range(columns)],
        axis=-1,
    )
    counts, sums = (a.sum(1, keepdims=True) - a for a in (counts, sums))  # of the other folds
    means = sums / np.maximum(counts, 1)[..., None]
    offset = 0.5 * (means**2).sum(-1)
    nearness = np.einsum("snd,snkd->snk", x, means[split, fold]) - offset[split, fold]
    return nearness.argmax(-1) == y


def _fold_numbers(y: Any, folds: int, repeats: int, rng: Any) -> Any:
    """Stratified fold numbers, (repeats, rows)."""
    import numpy as np

    out = np.empty((repeats, len(y)), int)
    at = 0
    for label in np.unique(y):
        members = np.flatnonzero(y == label)
        order = rng.random((repeats, len(members))).argsort(1)
        out[:, members] = (order + at) % folds  # the next class goes on where this one stopped
        at += len(members)
    return out


@lru_cache(maxsize=64)
def _scores(rows: int, folds: int, seed: int) -> dict[str, Any]:
    """200 accuracies for each way of scoring."""
    import numpy as np

    x, y = _wine()
    rng = np.random.default_rng(seed)
    some = np.sort(rng.permutation(len(y))[:rows])
    x, y = x[some], y[some]
    fifths = _fold_numbers(y, 5, SEEDS, rng)
    held_out = fifths == 0
    one = (_right(x, y, fifths, 5) & held_out).sum(1) / held_out.sum(1)
    many = _right(x, y, _fold_numbers(y, folds, SEEDS, rng), folds).mean(1)
    repeated = many[rng.random((SEEDS, SEEDS)).argsort(1)[:, :5]].mean(1)
    return {"one-split": one, "cv": many, "repeated-cv": repeated}


@lru_cache(maxsize=64)
def _between_samples(rows: int, folds: int, seed: int) -> float:
    """How far cross-validation scatters over new samples: wines drawn from normal classes."""
    import numpy as np

    x, y = _wine()
    rng = np.random.default_rng([seed, rows])
    labels = np.sort(rng.permutation(len(y))[:rows])
    labels = y[labels]
    shape = [(x[y == c].mean(0), np.linalg.cholesky(np.cov(x[y == c].T))) for c in range(CLASSES)]
    centre = np.array([shape[c][0] for c in labels])
    root = np.array([shape[c][1] for c in labels])
    drawn, fold = [], []
    for _ in range(30):
        drawn.append(rng.normal(size=(rows, x.shape[1])))
        fold.append(_fold_numbers(labels, folds, 5, rng))
    new = centre + np.einsum("nij,snj->sni", root, np.array(drawn))
    right = _right(np.repeat(new, 5, axis=0), labels, np.concatenate(fold), folds)
    return float(right.reshape(30, -1).mean(1).std(ddof=1))


def _range(trial: Trial) -> str:
    width = trial["one_split_range"]
    return "under 5 points" if width < 0.05 else "5-12 points" if width < 0.12 else "over 12 points"


_ALL: dict[str, Value] = {"rows": 178, "folds": 5}

DEMO = Demo(
    slug="cv_variance",
    title="One split, cross-validation, and how far they scatter",
    question="Why is one train/test split not enough on small data?",
    topic="validation",
    setting=(
        "{rows} wines, four measurements, three cultivars, the nearest class mean. Model and rows "
        "stay; only the random seed of the split changes, 200 times. Looked at: {way}. New rows are "
        "drawn from a normal distribution for each cultivar."
    ),
    compute=compute,
    knobs=(
        choice("way", "one-split cv repeated-cv", "one 80/20 split, cross-validation, or its mean "
               "over five shuffles", changes="sd lowest highest"),
        integer("folds", 5, 2, 20, "folds of the cross-validation", stops=(2, 3, 5, 10, 20),
                changes="cv_sd repeated_sd"),
        integer("rows", 178, 40, 178, "how many of the wines are used", stops=(40, 60, 100, 178),
                changes="one_split_sd cv_sd sampling_sd"),
    ),
    asks=(
        Ask("range", "Only the seed of an 80/20 split changes, 200 times. From the lowest to the "
            "highest accuracy it is:", _range,
            "A fifth of the rows is a small test: of 178 rows 36, each worth nearly 3 points.",
            choices=("under 5 points", "5-12 points", "over 12 points")),
        Ask("new rows", "Repeated cross-validation hardly scatters over seeds. And over new samples of as "
            "many wines?",
            lambda t: "about as little" if t["sampling_sd"] < 1.5 * t["repeated_sd"]
            else "clearly more",
            "Shuffling the same rows again cannot tell how other rows would have been.",
            choices=("about as little", "clearly more")),
    ),
    why=(
        "One split judges the model on a fifth of the rows, and which fifth is luck. Cross-validation "
        "judges it on every row once, so that only the effect of the shuffling on the fits is left; "
        "the mean of several shuffles takes most of that away too. What none of them can take away "
        "is that these rows are a sample."
    ),
    say=(
        "With few rows I use stratified 5- or 10-fold cross-validation, repeated if I compare close "
        "models, and give the same folds to each. I never pick the seed. I quote an interval that "
        "comes from the number of rows, not from the spread over seeds, and keep a test set for the "
        "last word."
    ),
    trap=(
        "\"Repeated cross-validation has an sd of a third of a point, so my accuracy is known to a "
        "third of a point.\" That is the scatter over reshuffles of the same rows; over new samples it is "
        "4 to 9 times as large."
    ),
    claims=(
        Claim("Over 200 seeds the accuracy of one split spans more than 15 points.",
              lambda t: t["one_split_range"] > 0.15, knobs=_ALL),
        Claim("The best of 200 splits is more than 8 points above their mean.",
              lambda t: t["luck"] > 0.08, knobs=_ALL),
        Claim("5-fold cross-validation scatters over seeds less than a quarter as far as one split.",
              lambda t: t["cv_sd"] < t["one_split_sd"] / 4, knobs=_ALL),
        Claim("Over new rows repeated cross-validation scatters more than four times as far as over "
              "seeds.", lambda t: t["sampling_sd"] > 4 * t["repeated_sd"], knobs=_ALL),
    ),
    sources=(
        Source("Bengio and Grandvalet 2004, No unbiased estimator of the variance of k-fold "
               "cross-validation, JMLR 5", "http://jmlr.org/papers/v5/grandvalet04a.html"),
    ),
    questions=("validation/error-bar-of-cross-validation", "validation/test-set-margin"),
)  # fmt: skip
