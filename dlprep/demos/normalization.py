"""normalization: which models change when the columns are brought to one scale, and by how much."""

from functools import lru_cache
from typing import Any

from dlprep.demos.family.data import wine
from dlprep.demos.family.demo import Ask, Claim, Demo, Knobs, Source, Trial, moved
from dlprep.demos.family.forms import shown
from dlprep.demos.family.knobs import Value
from dlprep.demos.family.turnable import choice, integer, number
from dlprep.demos.family.views import Axis, Bar, Bars, Line, Mark, Plot, Result, Table, View

FOLDS, PROLINE, MOST, ENOUGH, NOTHING = 5, 12, 25, 0.01, 1.5 / 178
NAMES = (
    "alcohol", "malic acid", "ash", "alkalinity", "magnesium", "phenols", "flavanoids",
    "other phenols", "proanthocyanins", "colour", "hue", "OD280/315", "proline",
)  # fmt: skip


def compute(knobs: Knobs, seed: int) -> Result:
    """Three classifiers in five-fold cross-validation, and gradient descent on all rows."""
    scaler, unit, k = knobs["scaler"], knobs["unit"], int(knobs["k"])
    now, raw = (_accuracies(s, unit, k, seed) for s in (scaler, "none"))
    condition, steps = _descent(scaler, unit)
    shares = _shares(scaler, unit)
    numbers = {
        "knn": now["kNN"],
        "svm": now["SVM"],
        "tree": now["tree"],
        "condition": condition,
        "steps": steps,
        "proline_share": shares[PROLINE],
    }
    said: tuple[str, ...]
    if scaler == "none":
        said = (
            f"Unscaled, kNN names {now['kNN']:.1%} rightly, the SVM {now['SVM']:.1%}, the tree "
            f"{now['tree']:.1%}.",
            f"Proline makes up {shown(shares[PROLINE], 'percent')} of the squared distances; gradient descent "
            f"needs {steps:,} steps.",
        )
    else:
        said = (
            f"Scaled (unscaled): kNN {_toned(now, raw, 'kNN')}, SVM "
            f"{_toned(now, raw, 'SVM')}, tree {_toned(now, raw, 'tree')}.",
            f"Gradient descent needs {{+{steps:,} steps+}} instead of {_descent('none', unit)[1]:,}.",
            f"Proline makes up {shown(shares[PROLINE], 'percent')} of the squared distances, unscaled "
            f"{shown(_shares('none', unit)[PROLINE], 'percent')}.",
        )
    return Result(numbers, _views(scaler, unit, k, seed, now, raw), said)


def _views(
    scaler: str, unit: float, k: int, seed: int, now: dict[str, float], raw: dict[str, float]
) -> tuple[View, ...]:
    shares, unscaled = _shares(scaler, unit), _shares("none", unit)
    order = sorted(range(len(shares)), key=lambda c: -unscaled[c])
    shown_as = [("unscaled", "none"), ("scaled", scaler)][: 1 if scaler == "none" else 2]
    counts = tuple(range(1, MOST + 1))
    views: tuple[View, ...] = (
        Bars("accuracy", tuple(Bar(m, now[m], "percent", 1, raw[m]) for m in now), high=1.0),
        Plot("loss left, gradient descent",
             tuple(Line(name, *_loss(kind, unit)) for name, kind in shown_as),
             Axis("steps", 1, 1e7, log=True), Axis("", 0.001, 1, log=True, form="percent"),
             (Mark(y=ENOUGH, label="goal", base=True),)),
        Bars("share of the squared distance",
             (*(Bar(NAMES[c], shares[c], "percent") for c in order[:4]),
              Bar("nine others", sum(shares[c] for c in order[4:]), "percent")), high=1.0),
        Table("each way of scaling",
              ("scaler", "kNN", "condition", "GD steps"),
              tuple((s, _neighbours_right(s, unit, seed)[k - 1], *_descent(s, unit))
                    for s in ("none", "standard", "minmax", "robust")),
              ("", "percent", "integer", "integer"),
              ("none", "standard", "minmax", "robust").index(scaler)),
        Plot("accuracy of kNN, by neighbours",
             tuple(Line(name, counts, _neighbours_right(kind, unit, seed)) for name, kind in shown_as),
             Axis("neighbours", 1, MOST, form="integer"), Axis("", 0.5, 1, form="percent0"),
             (Mark(k, now["kNN"], "now"),)),
    )  # fmt: skip
    # the table would answer what is asked before the reveal
    return views if scaler != "none" else tuple(v for v in views if not isinstance(v, Table))


def _toned(now: dict[str, float], raw: dict[str, float], model: str) -> str:
    change = now[model] - raw[model]
    sign = "" if abs(change) < NOTHING else "+" if change > 0 else "-"
    scaled = f"{now[model]:.1%}"
    return f"{'{' + sign + scaled + sign + '}' if sign else scaled} ({raw[model]:.1%})"


def _wine(unit: float) -> Any:
    x, y = wine()
    x = x.copy()
    x[:, PROLINE] *= unit
    return x, y


def _scale(seen: Any, x: Any, scaler: str) -> Any:
    """The rows of `x`, scaled by what was seen in training."""
    import numpy as np

    if scaler == "standard":
        return (x - seen.mean(0)) / seen.std(0)
    if scaler == "minmax":
        return (x - seen.min(0)) / (seen.max(0) - seen.min(0))
    if scaler == "robust":
        low, middle, high = np.percentile(seen, (25, 50, 75), axis=0)
        return (x - middle) / (high - low)
    return x


@lru_cache(maxsize=32)
def _fold_of(seed: int) -> Any:
    """The fold 0..4 of every wine: each cultivar shuffled and dealt out in turn."""
    import numpy as np

    rng, y = np.random.default_rng(seed), wine()[1]
    folds = np.empty(len(y), int)
    for cultivar in range(3):
        rows = rng.permutation(np.flatnonzero(y == cultivar))
        folds[rows] = np.arange(len(rows)) % FOLDS
    return folds


@lru_cache(maxsize=64)
def _folds(scaler: str, unit: float, seed: int) -> tuple[list[tuple[Any, Any, Any]], list[Any]]:
    """Scaled training rows, their cultivars and scaled test rows of each fold; the tests' cultivars."""
    x, y = _wine(unit)
    of = _fold_of(seed)
    tasks, truth = [], []
    for fold in range(FOLDS):
        train, test = of != fold, of == fold
        seen = _scale(x[train], x[train], scaler)
        tasks.append((seen, y[train], _scale(x[train], x[test], scaler)))
        truth.append(y[test])
    return tasks, truth


@lru_cache(maxsize=256)
def _accuracy(model: str, scaler: str, unit: float, seed: int) -> float:
    """The share of wines named rightly by a model (SVM or tree) that has not seen them."""
    import numpy as np
    from sklearn.svm import SVC
    from sklearn.tree import DecisionTreeClassifier

    tasks, truth = _folds(scaler, unit, seed)
    named = []
    for seen, y, unseen in tasks:
        fresh = SVC() if model == "SVM" else DecisionTreeClassifier(random_state=0)
        named.append(fresh.fit(seen, y).predict(unseen))
    return float(np.mean(np.concatenate(named) == np.concatenate(truth)))


@lru_cache(maxsize=256)
def _by_neighbours(scaler: str, unit: float, seed: int) -> list[float]:
    """The share of wines named rightly by the votes of 1, 2, ... 25 nearest neighbours."""
    import numpy as np

    tasks, truth = _folds(scaler, unit, seed)
    near = np.concatenate(
        [
            y[((unseen[:, None] - seen) ** 2).sum(-1).argsort(1, kind="stable")[:, :MOST]]
            for seen, y, unseen in tasks
        ]
    )
    votes = np.eye(3)[near].cumsum(1)
    right = votes.argmax(2) == np.concatenate(truth)[:, None]
    return [float(share) for share in right.mean(0)]


def _accuracies(scaler: str, unit: float, k: int, seed: int) -> dict[str, float]:
    return {
        "kNN": _neighbours_right(scaler, unit, seed)[k - 1],
        "SVM": _accuracy("SVM", scaler, _told(scaler, unit), seed),
        "tree": _accuracy("tree", scaler, _told(scaler, unit), seed),
    }


def _neighbours_right(scaler: str, unit: float, seed: int) -> list[float]:
    return _by_neighbours(scaler, _told(scaler, unit), seed)


def _told(scaler: str, unit: float) -> float:
    """The unit, where the models can tell it: a scaled column is the same in any."""
    return unit if scaler == "none" else 1.0


@lru_cache(maxsize=64)
def _modes(scaler: str, unit: float) -> Any:
    """Curvatures of the squared loss, falling, and what of the loss lies along each."""
    import numpy as np

    x, y = _wine(unit)
    a = _scale(x, x, scaler)
    left, singular, _ = np.linalg.svd(a - a.mean(0), full_matrices=False)
    target = (y == 0) - (y == 0).mean()
    part = (left.T @ target) ** 2
    return singular**2 / len(x), part / part.sum()


def _left(scaler: str, unit: float, steps: float) -> float:
    """The share of the loss still to lose after so many steps of 1 / the largest curvature."""
    curvature, part = _modes(scaler, unit)
    return float((part * (1 - curvature / curvature[0]) ** (2 * steps)).sum())


@lru_cache(maxsize=64)
def _descent(scaler: str, unit: float) -> tuple[float, int]:
    """The condition number, and the steps until 1% of the loss is left to lose."""
    curvature, _ = _modes(scaler, unit)
    low, high = 0, 1
    while _left(scaler, unit, high) > ENOUGH:
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if _left(scaler, unit, middle) > ENOUGH else (low, middle)
    return float(curvature[0] / curvature[-1]), high


def _loss(scaler: str, unit: float) -> tuple[list[float], list[float | None]]:
    steps = [10 ** (i / 10) for i in range(71)]
    losses = [_left(scaler, unit, s) for s in steps]
    return steps, [loss if loss > 0.0005 else None for loss in losses]


def _shares(scaler: str, unit: float) -> list[float]:
    x, _ = _wine(unit)
    variances = _scale(x, x, scaler).var(0)
    return [float(v) for v in variances / variances.sum()]


def _fewer(trial: Trial) -> str:
    times = trial.at(scaler="none")["steps"] / trial["steps"]
    return "under 10x" if times < 10 else "10x-1,000x" if times <= 1000 else "over 1,000x"


def _tree(trial: Trial) -> str:
    change = trial["tree"] - trial.at(scaler="none")["tree"]
    return "stays" if abs(change) < NOTHING else "rises" if change > 0 else "falls"


_AT: dict[str, Value] = {"scaler": "standard", "unit": 1.0, "k": 5}

DEMO = Demo(
    slug="normalization",
    title="Scaling the columns",
    question="Which models need scaled features, and why?",
    topic="normalization",
    setting=(
        "178 wines, 13 measurements, 3 cultivars, five-fold cross-validation; the scaler ({scaler}) "
        "is fitted on the training folds. kNN with {k} neighbours, an RBF SVM, a tree. Gradient "
        "descent: least squares for one cultivar against the rest."
    ),
    compute=compute,
    before={"scaler": "none"},
    needs=("sklearn",),
    knobs=(
        choice("scaler", "standard minmax robust none", "how columns are scaled",
               changes="knn condition steps proline_share"),
        number("unit", 1.0, 0.001, 1000, "proline is multiplied by this: another unit",
               stops=(0.001, 0.01, 0.1, 1.0, 10.0, 100.0, 1000.0), changes="knn steps",
               at={"scaler": "none"}),
        integer("k", 5, 1, 25, "neighbours that vote", step=2, changes="knn",
                at={"scaler": "none"}),
    ),
    asks=(
        Ask("kNN", "Columns are scaled ({scaler}). Accuracy of the {k} nearest neighbours?",
            lambda t: moved(t.at(scaler="none")["knn"], t["knn"]),
            "Unscaled, proline (278 to 1,680 in the data's unit) makes up nearly the whole distance: one "
            "column of 13 votes."),
        Ask("tree", "Accuracy of the decision tree (a difference of one wine in 178 counts as none)?",
            _tree,
            "A split asks whether one column lies above a value; scaling keeps the order in a column."),
        Ask("steps", "Gradient descent to 99% of the possible fall in loss: how many times fewer "
            "steps with scaling?", _fewer,
            "The step is limited by the steepest direction; the flat ones then hardly move.",
            choices=("under 10x", "10x-1,000x", "over 1,000x")),
    ),
    why=(
        "Distances and RBF kernels add squared differences over the columns, so a column counts by "
        "its variance, which depends on its unit. Gradient descent must keep its step below 2 / the "
        "largest curvature; at half of that, what is left along the flattest direction shrinks a step by "
        "a factor of only 1 - smallest/largest, so the steps grow with the condition number. A tree only "
        "compares values within one column."
    ),
    say=(
        "Distances, kernels, penalties and gradient descent need comparable scales; trees and forests "
        "do not. I standardise by default, use robust scaling with outliers, and fit the scaler on "
        "the training data only, inside the cross-validation."
    ),
    trap=(
        "\"Scaling always raises accuracy.\" The tree's stays, but for rounding and ties. Least "
        "squares without a penalty ends at the same predictions too: there scaling only saves steps. And "
        "a z-score does not make a column normally distributed."
    ),
    claims=(
        Claim("Standardising raises 5-NN's accuracy by more than 20 points.",
              lambda t: t["knn"] > t.at(scaler="none")["knn"] + 0.2, knobs=_AT),
        Claim("It raises the RBF SVM's by more than 20 points.",
              lambda t: t["svm"] > t.at(scaler="none")["svm"] + 0.2, knobs=_AT),
        Claim("The tree's accuracy moves by at most one wine in 178, in nearly every draw.",
              lambda t: abs(t["tree"] - t.at(scaler="none")["tree"]) < 1.5 / 178, (0.95, 1.0), _AT),
        Claim("Gradient descent needs over 1,000 times fewer steps.",
              lambda t: t.at(scaler="none")["steps"] > 1000 * t["steps"], knobs=_AT),
        Claim("Once standardised, proline in another unit changes nothing.",
              lambda t: t.at(unit=0.001)["knn"] == t["knn"], knobs=_AT),
    ),
    sources=(
        Source("scikit-learn: Importance of Feature Scaling",
               "https://scikit-learn.org/stable/auto_examples/preprocessing/plot_scaling_importance.html"),
    ),
    questions=("normalization/which-models-need-scaling", "normalization/why-normalise-inputs",
               "unsupervised/kmeans-unscaled"),
)  # fmt: skip
