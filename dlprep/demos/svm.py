"""svm: what gamma and C do to the boundary, the scores and the number of support vectors."""

from functools import lru_cache
from typing import Any

from dlprep.demos.family.demo import Ask, Claim, Demo, Knobs, Source, moved
from dlprep.demos.family.knobs import Value
from dlprep.demos.family.turnable import choice, number
from dlprep.demos.family.views import Axis, Bar, Bars, Line, Mark, Plot, Result, Table

TRAIN, TEST = 200, 1000
GAMMAS = (0.1, 1.0, 10.0, 100.0, 1000.0)
PENALTIES = (0.01, 0.1, 1.0, 10.0, 100.0, 1000.0)
WIDE, TALL = 60, 16
LEFT, RIGHT, LOW, HIGH = -2.0, 3.0, -1.5, 2.0


def compute(knobs: Knobs, seed: int) -> Result:
    """One machine at the knobs, and the same penalty at every gamma."""
    kernel, penalty, gamma, noise = (knobs[n] for n in ("kernel", "C", "gamma", "noise"))
    train, test, vectors = _scores(kernel, penalty, gamma, noise, seed)
    numbers = {
        "train": train,
        "test": test,
        "support_vectors": vectors,
        "gap": train - test,
        "reach": 1 / gamma**0.5 if kernel == "rbf" else None,
    }
    reach = f" The kernel falls to 1/e at distance {gamma**-0.5:.3g}." if kernel == "rbf" else ""
    tone = "-" if train - test > 0.05 else "+"
    said = (
        f"{train:.1%} of the training points right, {{{tone}{test:.1%} of the new ones{tone}}}; "
        f"{vectors} of {TRAIN} points are support vectors.{reach}",
    )
    (x, y), _ = _moons(noise, seed)
    points = tuple(
        Line(f"class {c}", x[y == c, 0].tolist(), x[y == c, 1].tolist(), joined=False)
        for c in (0, 1)
    )
    views: list[Any] = [
        Plot("training points and class areas", points, Axis("", LEFT, RIGHT), Axis("", LOW, HIGH),
             regions=_regions(kernel, penalty, gamma, noise, seed)),
        Bars("accuracy, support vectors", (
            Bar("training", train, "percent"),
            Bar("new points", test, "percent", 1),
            Bar("support vectors", vectors / TRAIN, "percent", note="of the points"),
        ), high=1.0),
    ]  # fmt: skip
    if kernel == "rbf":
        sweep = [_scores(kernel, penalty, g, noise, seed) for g in GAMMAS]
        views += [
            Plot("accuracy by gamma",
                 (Line("training", GAMMAS, [s[0] for s in sweep]),
                  Line("new points", GAMMAS, [s[1] for s in sweep])),
                 Axis("gamma", log=True), Axis("", 0.5, 1, form="percent0"),
                 (Mark(x=gamma, label="now"),)),
            Table("by gamma", ("gamma", "training", "new points", "support vectors"),
                  tuple((g, *s) for g, s in zip(GAMMAS, sweep, strict=True)),
                  ("number", "percent", "percent", "integer"),
                  GAMMAS.index(gamma) if gamma in GAMMAS else None),
        ]  # fmt: skip
    return Result(numbers, tuple(views), said)


@lru_cache(maxsize=64)
def _moons(noise: float, seed: int) -> Any:
    from sklearn.datasets import make_moons

    return (
        make_moons(TRAIN, noise=noise, random_state=seed),
        make_moons(TEST, noise=noise, random_state=seed + 1),
    )


@lru_cache(maxsize=64)
def _fitted(kernel: str, penalty: float, gamma: float, noise: float, seed: int) -> Any:
    """Of the RBF kernel fitted to its values, which a turn of C does not move."""
    from sklearn.svm import SVC

    (x, y), _ = _moons(noise, seed)
    if kernel == "linear":
        return SVC(kernel="linear", C=penalty).fit(x, y)
    return SVC(kernel="precomputed", C=penalty).fit(_kernel("seen", gamma, noise, seed), y)


@lru_cache(maxsize=6)
def _squared(points: str, noise: float, seed: int) -> Any:
    """Squared distances of training points, new points or the plane's cells to the training ones."""
    (x, _), _ = _moons(noise, seed)
    places = _places(points, noise, seed)
    squared = (places**2).sum(1)[:, None] + (x**2).sum(1) - 2 * places @ x.T
    return squared.clip(0)


@lru_cache(maxsize=16)
def _kernel(points: str, gamma: float, noise: float, seed: int) -> Any:
    import numpy as np

    return np.exp(-gamma * _squared(points, noise, seed))


def _places(points: str, noise: float, seed: int) -> Any:
    (x, _), (new, _) = _moons(noise, seed)
    return {"seen": x, "new": new}[points] if points != "cells" else _cells()


@lru_cache(maxsize=1)
def _cells() -> Any:
    """The middles of the plane's cells, rows from the top."""
    import numpy as np

    across = LEFT + (np.arange(WIDE) + 0.5) * (RIGHT - LEFT) / WIDE
    down = HIGH - (np.arange(TALL) + 0.5) * (HIGH - LOW) / TALL
    return np.stack(np.meshgrid(across, down), -1).reshape(-1, 2)


def _classes(
    points: str, kernel: str, penalty: float, gamma: float, noise: float, seed: int
) -> Any:
    """The class of each point: the sign of the weighted sum over the support vectors."""
    import numpy as np

    machine = _fitted(kernel, penalty, gamma, noise, seed)
    if kernel == "linear":
        return machine.predict(_places(points, noise, seed))
    weights = np.zeros(TRAIN)
    weights[machine.support_] = machine.dual_coef_[0]
    sums = _kernel(points, gamma, noise, seed) @ weights + machine.intercept_[0]
    return (sums > 0).astype(int)


@lru_cache(maxsize=1024)
def _scores(
    kernel: str, penalty: float, gamma: float, noise: float, seed: int
) -> tuple[float, float, int]:
    """Accuracy on the training points and on new ones, and how many support vectors."""
    (_, y), (_, new_y) = _moons(noise, seed)
    knobs = (kernel, penalty, gamma, noise, seed)
    seen, unseen = (_classes("seen", *knobs) == y).mean(), (_classes("new", *knobs) == new_y).mean()
    return float(seen), float(unseen), int(_fitted(*knobs).n_support_.sum())


@lru_cache(maxsize=64)
def _regions(kernel: str, penalty: float, gamma: float, noise: float, seed: int) -> tuple[str, ...]:
    """The class of each cell of the plane, rows from the top."""
    owner = _classes("cells", kernel, penalty, gamma, noise, seed).reshape(TALL, WIDE)
    return tuple("".join(map(str, row)) for row in owner)


_AT: dict[str, Value] = {"kernel": "rbf", "C": 1.0, "gamma": 100.0, "noise": 0.3}

DEMO = Demo(
    slug="svm",
    title="An SVM's gamma and C",
    question="What do C and gamma do in a support vector machine?",
    topic="classic-ml",
    setting=(
        "200 points of two noisy half-moons (noise {noise}), 1,000 new ones to judge. A support "
        "vector machine, {kernel} kernel, C = {C}, gamma = {gamma}."
    ),
    compute=compute,
    needs=("sklearn",),
    before={"gamma": 1.0},
    knobs=(
        number("gamma", 100.0, 0.001, 10_000, "how fast a point's influence falls with distance",
               stops=GAMMAS, changes="train test support_vectors reach"),
        number("C", 1.0, 0.001, 10_000, "what violations of the margin cost", stops=PENALTIES,
               changes="support_vectors", at={"gamma": 1.0}),
        choice("kernel", "rbf linear", "the similarity of two points",
               changes="train test support_vectors"),
        number("noise", 0.3, 0.05, 0.6, "standard deviation around the moons", step=0.05,
               changes="test"),
    ),
    asks=(
        Ask("training", "Gamma goes from 1 to {gamma}. Accuracy on the training points?",
            lambda t: moved(t.at(gamma=1.0)["train"], t["train"]),
            "Each training point rules its own small neighbourhood, and is right there."),
        Ask("new points", "Accuracy on the new points?",
            lambda t: moved(t.at(gamma=1.0)["test"], t["test"]),
            "The boundary wraps around single points: noise learnt by heart."),
        Ask("support vectors", "How many of the 200 training points become support vectors?",
            lambda t: ("under 50" if t["support_vectors"] < 50
                       else "50-150" if t["support_vectors"] <= 150 else "over 150"),
            "With a short reach no point can stand in for its neighbours, so nearly all are needed.",
            choices=("under 50", "50-150", "over 150")),
    ),
    why=(
        "The score of a new point is a weighted sum of its kernel values with the support vectors. "
        "The RBF kernel exp(-gamma d^2) falls to 1/e at distance 1/sqrt(gamma): a small gamma gives "
        "a smooth, nearly straight boundary, a large one an island around each point. C is the price "
        "of a point inside the margin or on the wrong side: low C, a wide soft margin with many "
        "support vectors; high C, a narrow one with few."
    ),
    say=(
        "Gamma is the inverse reach of a training point, C the price of margin violations, so a small "
        "C regularises more. Too large a gamma overfits. I scale the features, since gamma is in their "
        "units, and choose both together on a log grid by cross-validation."
    ),
    trap=(
        "\"More support vectors make the model safer.\" At gamma 100 nearly all points are support "
        "vectors, and it does worse on new ones. And \"a larger C always overfits\": at gamma 1, C = "
        "100 is about as good as C = 1."
    ),
    claims=(
        Claim("From gamma 1 to 100 training accuracy rises and accuracy on new points falls.",
              lambda t: t["train"] > t.at(gamma=1.0)["train"] and t["test"] < t.at(gamma=1.0)["test"],
              knobs=_AT),
        Claim("At gamma 100 over three quarters of the points are support vectors.",
              lambda t: t["support_vectors"] > 0.75 * TRAIN, knobs=_AT),
        Claim("Gamma 0.1 is too smooth: below gamma 1 on training and on new points.",
              lambda t: t["train"] < t.at(gamma=1.0)["train"] and t["test"] < t.at(gamma=1.0)["test"],
              knobs={**_AT, "gamma": 0.1}),
        Claim("At C = 0.01 every point is a support vector; at C = 100 fewer than half.",
              lambda t: t["support_vectors"] == TRAIN
              and t.at(C=100.0)["support_vectors"] < TRAIN / 2,
              knobs={**_AT, "gamma": 1.0, "C": 0.01}),
        Claim("At gamma 1, C = 100 and C = 1 differ by less than 3 points on new points.",
              lambda t: abs(t["test"] - t.at(C=1.0)["test"]) < 0.03,
              knobs={**_AT, "gamma": 1.0, "C": 100.0}),
        Claim("A straight line (linear kernel) does worse on new points than RBF at gamma 1.",
              lambda t: t["test"] < t.at(kernel="rbf")["test"],
              knobs={**_AT, "kernel": "linear", "gamma": 1.0}),
    ),
    sources=(
        Source("scikit-learn: RBF SVM parameters",
               "https://scikit-learn.org/stable/auto_examples/svm/plot_rbf_parameters.html"),
    ),
    questions=("classic-ml/svm-gamma", "classic-ml/svm-explained"),
)  # fmt: skip
