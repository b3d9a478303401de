"""pca: how many components hold most of the variance, and whether variance is what matters."""

from functools import lru_cache
from typing import Any

from dlprep.demos.family.demo import Ask, Claim, Demo, Knobs, Source, Trial
from dlprep.demos.family.knobs import Value
from dlprep.demos.family.turnable import choice, integer
from dlprep.demos.family.views import Axis, Bar, Bars, Line, Mark, Plot, Result, Table

STOPS = (1, 2, 5, 10, 20, 40, 64)
SHARES = (0.5, 0.8, 0.9, 0.95, 0.99)


def compute(knobs: Knobs, seed: int) -> Result:
    """Components fitted on half the rows; the nearest neighbour judged on the other half."""
    data, scaled = knobs["data"], knobs["scaled"]
    total, _, _, cumulative, _ = _fitted(data, scaled, seed)
    k = min(int(knobs["components"]), total)
    steps = sorted({min(s, total) for s in STOPS})
    accuracies = [_accuracy(data, scaled, s, seed) for s in steps]
    needed = {share: 1 + sum(c < share for c in cumulative) for share in SHARES}
    numbers = {
        "components": k,
        "kept": cumulative[k - 1],
        "first_share": cumulative[0],
        "needed_90": needed[0.9],
        "needed": [needed[s] for s in SHARES],
        "accuracy": _accuracy(data, scaled, k, seed),
        "accuracy_all": accuracies[-1],
        "reconstruction_rmse": _rmse(data, scaled, k, seed),
    }
    said = (
        f"{k} of {total} components {'keeps' if k == 1 else 'keep'} {numbers['kept']:.1%} of the variance; 90% takes "
        f"{numbers['needed_90']}.",
        f"One nearest neighbour is right in {numbers['accuracy']:.1%} with {'it' if k == 1 else 'them'} and in "
        f"{numbers['accuracy_all']:.1%} with all {total}.",
        _scaling(data, seed),
    )
    unit = Axis("", 0, 1, form="percent0")
    views = (
        Plot(
            "variance kept and 1-NN accuracy",
            (
                Line("variance kept", range(1, total + 1), cumulative),
                Line("accuracy", steps, accuracies),
            ),
            Axis("components", log=True, form="integer"),
            unit,
            (Mark(x=float(k), label=f"{k} kept"), Mark(y=0.9, label="90%", base=True)),
        ),
        _scatter(data, scaled, seed),
        Bars(
            "what is kept",
            (
                Bar("variance kept", numbers["kept"], "percent", 1),
                Bar("accuracy", numbers["accuracy"], "percent", 1, numbers["accuracy_all"],
                    "notch: with all"),
                Bar("first alone", numbers["first_share"], "percent", note="variance"),
            ),
            high=1.0,
        ),
        Table(
            "components for a share",
            ("of variance", "components"),
            tuple((s, needed[s]) for s in SHARES),
            ("percent0", "integer"),
            2,
        ),
    )  # fmt: skip
    return Result(numbers, views, said)


@lru_cache(maxsize=64)
def _halves(data: str, scaled: str, seed: int) -> Any:
    """Rows to learn from and rows to judge, centred (and scaled) by the first."""
    import numpy as np

    from dlprep.demos.family import data as sets

    x, y = sets.digits() if data == "digits" else sets.wine()
    order = np.random.default_rng(seed).permutation(len(y))
    x, y, half = x[order], y[order], len(y) // 2
    mean, sd = x[:half].mean(0), x[:half].std(0)
    x = x - mean
    if scaled == "yes":
        x = x / np.where(sd > 0, sd, 1.0)  # some pixels are always blank
    return x[:half], y[:half], x[half:], y[half:]


@lru_cache(maxsize=64)
def _fitted(data: str, scaled: str, seed: int) -> Any:
    """How many components, both halves along them, cumulative shares of variance, directions."""
    import numpy as np

    seen, _, unseen, _ = _halves(data, scaled, seed)
    spread, directions = np.linalg.eigh(seen.T @ seen)
    spread, directions = np.maximum(spread[::-1], 0), directions[:, ::-1]
    cumulative = np.minimum(np.cumsum(spread / spread.sum()), 1.0)
    return seen.shape[1], seen @ directions, unseen @ directions, cumulative.tolist(), directions


@lru_cache(maxsize=1024)
def _accuracy(data: str, scaled: str, k: int, seed: int) -> float:
    """Of the single nearest neighbour, by the first k components."""
    import numpy as np

    _, y, _, held_y = _halves(data, scaled, seed)
    _, seen, unseen, _, _ = _fitted(data, scaled, seed)
    a, b = seen[:, :k], unseen[:, :k]
    ones = np.ones((len(b), 1))  # |a|^2 - 2 b.a as one product
    nearest = (np.hstack([b, ones]) @ np.vstack([-2 * a.T, (a**2).sum(1)])).argmin(1)
    return float((y[nearest] == held_y).mean())


def _scaling(data: str, seed: int) -> str:
    raw, divided = (_fitted(data, s, seed)[3][0] for s in ("no", "yes"))
    return f"The first component alone keeps {raw:.1%} unscaled and {divided:.1%} scaled."


def _rmse(data: str, scaled: str, k: int, seed: int) -> float:
    """What is lost of the held-out half: the components beyond k."""
    _, _, unseen, _, _ = _fitted(data, scaled, seed)
    return float(((unseen[:, k:] ** 2).sum() / unseen.size) ** 0.5)


def _scatter(data: str, scaled: str, seed: int) -> Plot:
    _, y, _, _ = _halves(data, scaled, seed)
    _, seen, _, _, _ = _fitted(data, scaled, seed)
    names = {0: "0", 1: "1", 4: "4", 6: "6"} if data == "digits" else {0: "A", 1: "B", 2: "C"}
    return Plot(
        "first two components" + (", 4 digits" if data == "digits" else ", cultivars"),
        tuple(
            Line(name, seen[y == c, 0].tolist(), seen[y == c, 1].tolist(), joined=False)
            for c, name in names.items()
        ),
        Axis("first component"),
        Axis("second"),
    )


def _bracket(trial: Trial) -> str:
    n = trial["needed_90"]
    return "under 10" if n < 10 else "10-30" if n <= 30 else "over 30"


def _worse(trial: Trial) -> str:
    loss = trial["accuracy_all"] - trial["accuracy"]
    return "under 5 points" if loss < 0.05 else "5-15 points" if loss < 0.15 else "more"


_DIGITS: dict[str, Value] = {"data": "digits", "scaled": "no"}
_WINE: dict[str, Value] = {"data": "wine", "scaled": "no"}

DEMO = Demo(
    slug="pca",
    title="How many principal components?",
    question="How do you choose the number of components, and must data be scaled first?",
    topic="unsupervised",
    setting=(
        "Data: {data} (1,797 digits of 64 pixels, or 178 wines of 13 measurements), columns scaled "
        "first: {scaled}. PCA on half of the rows, {components} components kept; the other half judges."
    ),
    compute=compute,
    knobs=(
        integer("components", 10, 1, 64, "how many are kept", stops=STOPS,
                changes="kept accuracy reconstruction_rmse"),
        choice("data", "digits wine", "64 pixels or 13 measurements", changes="needed_90 kept"),
        choice("scaled", "no yes", "divide each column by its standard deviation first",
               changes="kept needed_90"),
    ),
    asks=(
        Ask("90%", "How many components keep 90% of the variance?", _bracket,
            "Columns that move together, as neighbouring pixels do, share directions, and one in large "
            "numbers outweighs all others: the variance lies in fewer directions than columns.", choices=("under 10", "10-30", "over 30")),
        Ask("accuracy", "With only {components} components, how much accuracy does the nearest "
            "neighbour lose against all columns?", _worse,
            "What tells digits apart lies mostly in directions of large variance: one or two of them mix "
            "the digits up, ten keep nearly all, and beyond twenty little is gained.",
            choices=("under 5 points", "5-15 points", "more")),
    ),
    why=(
        "PCA turns the axes so that the first holds the most variance, the next the most of what is "
        "left. Variance has units: a column in large numbers owns the first component whatever it "
        "means. And variance is not information about the label: PCA never sees the label."
    ),
    say=(
        "I standardise unless the columns share a unit, as pixels do, fit PCA on the training part "
        "only, and choose the number by what comes after: by cross-validating the model on top, or by "
        "90 to 95% of the variance when there is none."
    ),
    trap=(
        "\"Keep 95% of the variance and you keep what matters.\" On the raw wines one component keeps "
        "99.8%, because proline is measured in hundreds, and the nearest neighbour is right in about "
        "66% with it. Two components of the scaled wines keep 56%, and it is right in about 94%."
    ),
    claims=(
        Claim("Of 64 pixels' components, 20 to 22 keep 90% of the variance.",
              lambda t: 20 <= t["needed_90"] <= 22, knobs=_DIGITS),
        Claim("With ten, the nearest neighbour loses less than 4 points of accuracy.",
              lambda t: t["accuracy_all"] - t["accuracy"] < 0.04, (0.95, 1.0),
              {**_DIGITS, "components": 10}),
        Claim("On raw wines the first component holds over 99% of the variance; scaled, under 45%.",
              lambda t: t["first_share"] > 0.99 and t.at(scaled="yes")["first_share"] < 0.45,
              knobs=_WINE),
        Claim("Two components of scaled wines beat all 13 raw columns in accuracy.",
              lambda t: t.at(scaled="yes", components=2)["accuracy"] > t["accuracy_all"],
              (0.95, 1.0), _WINE),
    ),
    sources=(
        Source("Jolliffe and Cadima 2016, Principal component analysis: a review and recent "
               "developments, Phil. Trans. R. Soc. A 374", "https://doi.org/10.1098/rsta.2015.0202"),
    ),
    questions=("unsupervised/pca-one-component", "unsupervised/pca-explained",
               "unsupervised/pca-from-singular-values"),
)  # fmt: skip
