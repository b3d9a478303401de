"""cv_variance: how far one split, cross-validation and repeated cross-validation scatter."""

from functools import lru_cache
from typing import Any

from dlprep.demos.family.demo import Ask, Claim, Demo, Knobs, Source, Trial
from dlprep.demos.family.knobs import Value
from dlprep.demos.family.turnable import choice, integer
from dlprep.demos.family.views import Axis, Bar, Bars, Group, Histogram, Line, Plot, Result, Table

SEEDS, BINS, LOW = 200, 60, 0.7
WAYS = ("one-split", "5-fold", "5x5-fold")


def compute(knobs: Knobs, seed: int) -> Result:
    """Nearest class mean on the wine data, scored in three ways under 200 random seeds each."""
    import numpy as np

    rows, folds = int(knobs["rows"]), int(knobs["folds"])
    scores = _scores(rows, folds, seed)
    spread = {way: float(s.std()) for way, s in scores.items()}
    here = scores[knobs["way"]]
    one = scores["one-split"]
    numbers = {
        "mean": float(here.mean()),
        "sd": spread[knobs["way"]],
        "lowest": float(here.min()),
        "highest": float(here.max()),
        "one_split_range": float(np.ptp(one)),
        "one_split_sd": spread["one-split"],
        "cv_sd": spread["5-fold"],
        "repeated_sd": spread["5x5-fold"],
        "luck": float(one.max() - one.mean()),
        "sampling_sd": _between_samples(rows, folds, seed),
    }
    said = (
        f"Over 200 seeds {_NAMES[knobs['way']].format(folds)} gives {here.min():.1%} to "
        f"{here.max():.1%} (sd {spread[knobs['way']]:.1%}) for the same model on the same rows.",
        f"Reporting the best of 200 single splits flatters by {{-{numbers['luck']:.1%}-}}. With new "
        f"rows, cross-validation itself scatters by {numbers['sampling_sd']:.1%}.",
    )
    views = (
        Histogram(
            "accuracy under 200 seeds",
            tuple(
                Group(_NAMES[w].format(folds), _binned(scores[w])) for w in _PAIR[knobs["way"]]
            ),
            LOW,
            1.0,
            "percent0",
        ),
        Bars(
            "standard deviation of the score",
            (
                *(
                    Bar(_NAMES[w].format(folds), spread[w], "percent", -1, note="over reshuffles")
                    for w in WAYS
                ),
                Bar("new rows", numbers["sampling_sd"], "percent", -1, note="repeated CV, new data"),
            ),
        ),
        Table(
            "200 seeds each",
            ("", "sd", "lowest", "highest"),
            tuple(
                (_NAMES[w].format(folds), spread[w], float(s.min()), float(s.max()))
                for w, s in scores.items()
            ),
            ("text", "percent", "percent", "percent"),
            WAYS.index(knobs["way"]),
        ),
        Plot(
            "accuracy (up) seed by seed, sorted",
            tuple(
                Line(_NAMES[w].format(folds), range(1, SEEDS + 1), np.sort(s).tolist())
                for w, s in scores.items()
            ),
            Axis("seed", 1, SEEDS, form="integer"),
            Axis("", LOW, 1, form="percent0"),
        ),
    )  # fmt: skip
    return Result(numbers, views, said)


_NAMES = {"one-split": "one split", "5-fold": "{}-fold", "5x5-fold": "5x{}-fold"}
_PAIR = {
    "one-split": ("one-split", "5x5-fold"),
    "5-fold": ("one-split", "5-fold"),
    "5x5-fold": ("one-split", "5x5-fold"),
}


def _binned(scores: Any) -> tuple[int, ...]:
    import numpy as np

    return tuple(np.histogram(np.clip(scores, LOW, 1.0), BINS, (LOW, 1.0))[0].tolist())


@lru_cache(maxsize=1)
def _wine() -> Any:
    """Four standardised measurements of the 178 wines, so that the classes overlap somewhat."""
    from dlprep.demos.family.data import wine

    x, y = wine()
    x = x[:, [0, 1, 2, 9]]
    return (x - x.mean(0)) / x.std(0), y


def _right(x: Any, y: Any, held_out: Any) -> Any:
    """Which held-out rows the nearest class mean of the others gets right.

    `x` is (rows, columns); `held_out` (splits, rows) of booleans; the answer is that shape too,
    and means something only where held out.
    """
    import numpy as np

    one_hot = np.eye(3)[y]
    seen = ~held_out
    counts = seen @ one_hot  # splits, classes
    sums = np.einsum("sn,nk,nd->skd", seen.astype(float), one_hot, x, optimize=True)
    means = sums / np.maximum(counts, 1)[..., None]
    nearness = x @ means.swapaxes(1, 2) - 0.5 * (means**2).sum(-1)[:, None, :]
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


def _cross_validated(x: Any, y: Any, fold: Any, folds: int) -> Any:
    """Accuracy over all rows, each judged by the model that did not see it; (repeats,)."""
    total = 0.0
    for i in range(folds):
        out = fold == i
        total = total + (_right(x, y, out) & out).sum(1)
    return total / len(y)


@lru_cache(maxsize=64)
def _scores(rows: int, folds: int, seed: int) -> dict[str, Any]:
    """200 accuracies for each way of scoring."""
    import numpy as np

    x, y = _wine()
    rng = np.random.default_rng(seed)
    some = np.sort(rng.permutation(len(y))[:rows])
    x, y = x[some], y[some]
    held_out = _fold_numbers(y, 5, SEEDS, rng) == 0
    one = (_right(x, y, held_out) & held_out).sum(1) / held_out.sum(1)
    many = _cross_validated(x, y, _fold_numbers(y, folds, SEEDS, rng), folds)
    repeated = many[rng.random((SEEDS, SEEDS)).argsort(1)[:, :5]].mean(1)
    return {"one-split": one, "5-fold": many, "5x5-fold": repeated}


@lru_cache(maxsize=64)
def _between_samples(rows: int, folds: int, seed: int) -> float:
    """How far cross-validation scatters over new samples: wines drawn from normal classes."""
    import numpy as np

    x, y = _wine()
    rng = np.random.default_rng([seed, rows])
    labels = np.sort(rng.permutation(len(y))[:rows])
    labels = y[labels]
    shape = [(x[y == c].mean(0), np.linalg.cholesky(np.cov(x[y == c].T))) for c in range(3)]
    centre = np.array([shape[c][0] for c in labels])
    root = np.array([shape[c][1] for c in labels])
    scores = []
    for _ in range(30):
        new = centre + np.einsum("nij,nj->ni", root, rng.normal(size=(rows, x.shape[1])))
        scores.append(
            _cross_validated(new, labels, _fold_numbers(labels, folds, 5, rng), folds).mean()
        )
    return float(np.std(scores, ddof=1))


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
        "stay; only the random seed of the split changes, 200 times. Looked at: {way}."
    ),
    compute=compute,
    before={"way": "one-split"},
    knobs=(
        choice("way", "one-split 5-fold 5x5-fold", "one 80/20 split, cross-validation, or its mean "
               "over five shuffles", default="5x5-fold", changes="sd lowest highest"),
        integer("folds", 5, 2, 20, "folds of the cross-validation", stops=(2, 3, 5, 10, 20),
                changes="cv_sd repeated_sd"),
        integer("rows", 178, 40, 178, "how many of the wines are used", stops=(40, 60, 100, 178),
                changes="one_split_sd cv_sd sampling_sd"),
    ),
    asks=(
        Ask("range", "Only the seed of an 80/20 split changes, 200 times. From the lowest to the "
            "highest accuracy it is ...", _range,
            "A fifth of 178 rows is 36 test cases: each is worth nearly 3 points.",
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
        "over four times as large."
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
