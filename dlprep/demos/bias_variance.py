"""bias_variance: the error taken apart, over hundreds of training sets from one known truth."""

from functools import lru_cache
from typing import Any

from dlprep.demos.family.demo import Ask, Claim, Demo, Knobs, Source, Trial, moved
from dlprep.demos.family.turnable import choice, integer, number
from dlprep.demos.family.views import Axis, Bar, Bars, Line, Mark, Plot, Result

SETS, ASKED = 300, 60
DEGREES = tuple(range(13))
NEIGHBOURS = (1, 2, 3, 5, 7, 9, 13, 17, 21, 25)
SIZES = {"polynomial": DEGREES, "knn": NEIGHBOURS}


def compute(knobs: Knobs, seed: int) -> Result:
    """Fit the model to 300 training sets and compare its predictions with the truth at 60 places."""
    model, n, noise = knobs["model"], int(knobs["n"]), knobs["noise"]
    setting = int(knobs["degree"] if model == "polynomial" else knobs["k"])
    found = _parts(model, setting, n, noise, seed)
    sizes = SIZES[model]
    parts = [_parts(model, size, n, noise, seed) for size in sizes]
    best = min(range(len(sizes)), key=lambda i: parts[i]["sum"])
    numbers = {**found, "best_at": sizes[best]}
    larger = "bias" if found["bias2"] > found["variance"] else "variance"
    name = f"Degree {setting}" if model == "polynomial" else f"k = {setting}"
    said = (
        f"{name}: squared bias {found['bias2']:.4f} + variance {found['variance']:.4f} + noise "
        f"{found['noise']:.4f} = {found['sum']:.4f}.",
        f"Measured: {found['measured']:.4f}. {{-{larger.capitalize()} is the larger reducible part-}}; "
        f"best is {'degree' if model == 'polynomial' else 'k ='} {sizes[best]}.",
    )
    places, truth, fits = _fits(model, setting, n, noise, seed)
    drawn = (
        Line("truth", places, truth, "b"),
        Line("mean fit", places, fits.mean(0).tolist(), "now"),
        *(Line("three fits", places, fits[i].tolist(), "quiet") for i in range(3)),
    )
    views = (
        Plot("parts of the error", _lines(model, n, noise, seed),
             Axis("degree" if model == "polynomial" else "k", form="integer"),
             Axis("", 0.001, 2, log=True), (Mark(x=setting, label="now"),)),
        Plot("fits to 300 training sets", drawn, Axis("x", 0, 1), Axis("", -1.8, 1.8)),
        Bars("expected squared error",
             (Bar("squared bias", found["bias2"], "fixed4", -1),
              Bar("variance", found["variance"], "fixed4", -1),
              Bar("noise", found["noise"], "fixed4"),
              Bar("measured", found["measured"], "fixed4", -1))),
    )  # fmt: skip
    return Result(numbers, views, said)


@lru_cache(maxsize=16)
def _lines(model: str, n: int, noise: float, seed: int) -> tuple[Line, ...]:
    parts = [_parts(model, size, n, noise, seed) for size in SIZES[model]]
    return tuple(
        Line(label, SIZES[model], [p[key] for p in parts])
        for label, key in (("sq. bias", "bias2"), ("variance", "variance"), ("sum", "sum"))
    )


@lru_cache(maxsize=1024)
def _parts(model: str, setting: int, n: int, noise: float, seed: int) -> dict[str, float]:
    import numpy as np

    _, truth, fits = _fits(model, setting, n, noise, seed)
    fresh = truth + np.random.default_rng(seed + 1).normal(0, noise, fits.shape)
    bias2, variance = float(((fits.mean(0) - truth) ** 2).mean()), float(fits.var(0).mean())
    smoother = _smoother(model, setting, n)
    return {
        "bias2": bias2,
        "variance": variance,
        "noise": noise**2,
        "sum": bias2 + variance + noise**2,
        "measured": float(((fits - fresh) ** 2).mean()),
        "variance_in_theory": float(noise**2 * (smoother**2).sum(1).mean()),
    }


def _fits(model: str, setting: int, n: int, noise: float, seed: int) -> tuple[Any, Any, Any]:
    """Places (60,), the truth there, and the predictions of each of 300 fits (300, 60)."""
    import numpy as np

    places = (np.arange(ASKED) + 0.5) / ASKED
    return places, _truth(places), _targets(n, noise, seed) @ _smoother(model, setting, n).T


@lru_cache(maxsize=32)
def _targets(n: int, noise: float, seed: int) -> Any:
    """What the rows of each of 300 training sets are, (300, n)."""
    import numpy as np

    at = (np.arange(n) + 0.5) / n
    return _truth(at) + np.random.default_rng(seed).normal(0, noise, (SETS, n))


@lru_cache(maxsize=256)
def _smoother(model: str, setting: int, n: int) -> Any:
    """The matrix (60, n) that turns training targets into predictions: both models are linear in y."""
    import numpy as np

    places, at = (np.arange(ASKED) + 0.5) / ASKED, (np.arange(n) + 0.5) / n
    if model == "polynomial":
        basis = np.polynomial.chebyshev.chebvander
        return basis(2 * places - 1, setting) @ np.linalg.pinv(basis(2 * at - 1, setting))
    order = np.argsort(np.abs(places[:, None] - at), axis=1, kind="stable")[:, :setting]
    weights = np.zeros((ASKED, n))
    np.put_along_axis(weights, order, 1 / setting, axis=1)
    return weights


def _truth(x: Any) -> Any:
    import numpy as np

    return np.sin(2 * np.pi * x)


def _helped_by_data(trial: Trial) -> str:
    """Which part of a straight line's error halves, or more, with four times the rows."""
    few, many = (trial.at(model="polynomial", degree=1, n=n) for n in (25, 100))
    fell = [part for part in ("bias2", "variance") if many[part] < 0.5 * few[part]]
    return {("variance",): "the variance", ("bias2",): "the bias", (): "neither"}.get(
        tuple(fell), "both"
    )


POLYNOMIAL: dict[str, str | float | int | None] = {"model": "polynomial", "n": 25, "noise": 0.3}
KNN: dict[str, str | float | int | None] = {"model": "knn", "n": 25, "noise": 0.3}

DEMO = Demo(
    slug="bias_variance",
    title="The error taken apart",
    question="What are bias and variance, and how do you measure them?",
    topic="overfitting",
    setting="One period of a sine, {n} rows with noise of standard deviation {noise}; 300 such training "
    "sets, a {model} model fitted to each (degree {degree}; k = {k}).",
    compute=compute,
    knobs=(
        choice("model", "polynomial knn", "what is fitted", changes="bias2 variance"),
        integer("degree", 3, 0, 12, "degree of the polynomial", changes="bias2 variance",
                at={"model": "polynomial"}),
        integer("k", 3, 1, 25, "how many neighbours", stops=NEIGHBOURS, changes="bias2 variance",
                at={"model": "knn"}),
        integer("n", 25, 25, 200, "rows in a training set", stops=(25, 50, 100, 200),
                changes="variance"),
        number("noise", 0.3, 0.05, 1.0, "standard deviation of the noise",
               stops=(0.05, 0.1, 0.2, 0.3, 0.5, 1.0), changes="variance noise"),
    ),
    asks=(
        Ask("more data", "A straight line, 25 rows, then 100. Which part of its error does that at "
            "least halve?", _helped_by_data,
            "The mean of many lines is still a line: its distance from the sine is no matter of rows.",
            choices=("the bias", "the variance", "both", "neither")),
        Ask("degree 4", "From degree 3 to degree 4: the squared bias ...",
            lambda t: (
                "stays" if abs(t.at(**POLYNOMIAL, degree=3)["bias2"]
                               - t.at(**POLYNOMIAL, degree=4)["bias2"]) < 0.002
                else moved(t.at(**POLYNOMIAL, degree=3)["bias2"],
                           t.at(**POLYNOMIAL, degree=4)["bias2"])
            ),
            "One period of a sine is odd about its middle: an even term cannot help, and still costs "
            "variance."),
        Ask("k", "In nearest neighbours, from k = 3 to k = 13: the variance ...",
            lambda t: moved(t.at(**KNN, k=3)["variance"], t.at(**KNN, k=13)["variance"]),
            "A mean of 13 targets varies less than one of 3: a larger k is the simpler model."),
    ),
    why="Train on many sets of the same size. How far the mean prediction is from the truth is bias; "
    "how far single predictions scatter about their mean is variance; noise stays. For squared error "
    "the three add up. A polynomial of p coefficients has a variance of about p / n times that of the "
    "noise (more where it runs beyond the outermost rows, at high degrees), k nearest neighbours one of "
    "1 / k.",
    say="Expected squared error = squared bias + variance + noise. Bias: too simple, training error is "
    "high too; variance: fits the sample, wide gap to validation. More data and averaging cut variance; "
    "richer models or features cut bias. With one data set I see only the gap, not the parts.",
    trap='"A more complex model always has less bias." Degree 4 has the bias of degree 3 and more '
    'variance. And "more data cures any error": a straight line stays as wrong.',
    claims=(
        Claim("Squared bias, variance and noise add up to the measured error, within 5%.",
              lambda t: abs(t["sum"] / t["measured"] - 1) < 0.05),
        Claim("The variance of degree 3 is within a tenth of sigma squared times p / n, in nearly all draws.",
              lambda t: abs(t["variance"] / (0.09 * 4 / 25) - 1) < 0.1,
              (0.9, 1.0), {**POLYNOMIAL, "degree": 3}),
        Claim("Degree 4 does not lower the squared bias of degree 3 by 0.002, and has more variance.",
              lambda t: t.at(degree=4)["bias2"] > t["bias2"] - 0.002
              and t.at(degree=4)["variance"] > t["variance"],
              knobs={**POLYNOMIAL, "degree": 3}),
        Claim("k = 25 of 25 is the mean of all: squared bias above 0.45, variance below 0.01.",
              lambda t: t["bias2"] > 0.45 and t["variance"] < 0.01, knobs={**KNN, "k": 25}),
        Claim("Four times the rows leave a straight line's squared bias within 10% and cut its variance "
              "by more than half.",
              lambda t: abs(t.at(n=100)["bias2"] / t["bias2"] - 1) < 0.1
              and t.at(n=100)["variance"] < t["variance"] / 2,
              knobs={**POLYNOMIAL, "degree": 1}),
    ),
    sources=(Source("Geman, Bienenstock and Doursat (1992): Neural networks and the bias/variance "
                    "dilemma, Neural Computation 4", "https://doi.org/10.1162/neco.1992.4.1.1"),),
    questions=("overfitting/error-from-bias-and-variance", "overfitting/knn-k-and-variance"),
)  # fmt: skip
