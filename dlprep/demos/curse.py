"""curse: in many dimensions the nearest neighbour is hardly nearer than the farthest."""

from functools import lru_cache

from dlprep.demos.family.demo import Ask, Claim, Demo, Knobs, Source, Trial
from dlprep.demos.family.forms import number
from dlprep.demos.family.knobs import Value
from dlprep.demos.family.turnable import choice, integer
from dlprep.demos.family.views import Axis, Bar, Bars, Group, Histogram, Line, Mark, Plot, Result

POINTS, QUERIES, BINS = 300, 40, 100
DIMENSIONS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000)
NOISE = (0, 5, 10, 20, 50, 100, 200, 500, 1_000)


def compute(knobs: Knobs, seed: int) -> Result:
    """Distances among uniform points, and nearest neighbours on wines with noise columns."""
    d, lying, noise = int(knobs["dimensions"]), knobs["lying"], int(knobs["noise"])
    ratio, spread, histogram = _distances(d, lying, seed)
    ratios = [_distances(n, lying, seed)[0] for n in DIMENSIONS]
    accuracies = [_accuracy(n, seed) for n in NOISE]
    numbers = {
        "far_to_near": ratio,
        "relative_spread": spread,
        "edge_for_a_tenth": 0.1 ** (1 / d),
        "accuracy": _accuracy(noise, seed),
        "accuracy_clean": accuracies[0],
        "far_to_near_by_dimensions": ratios,
        "accuracy_by_noise": accuracies,
    }
    said = (
        f"Farthest of {POINTS} points in {d:,} dimension{'s' if d > 1 else ''}: "
        f"{number(ratio)} times as far as the nearest.",
        f"With {noise:,} columns of noise, 5 nearest neighbours name the cultivar of "
        f"{numbers['accuracy']:.1%} of wines; without, {accuracies[0]:.1%}.",
        f"A cube that holds a tenth of the space has edges of {numbers['edge_for_a_tenth']:.3f}.",
    )
    groups = [Group("d = 2", _to_peak(_distances(2, "everywhere", seed)[2]))]
    if d != 2:
        groups.append(Group(f"d = {d:,}", _to_peak(histogram)))
    views = (
        Plot(
            "farthest / nearest distance",
            (Line("ratio", DIMENSIONS, ratios), Line("all alike", (1, 1000), (1, 1), "quiet")),
            Axis("dimensions", log=True, form="integer"),
            Axis("", 1, 2000, log=True),
            (Mark(d, ratio, "now"),),
        ),
        Plot(
            "5-NN accuracy by noise columns",
            (Line("accuracy", [n + 1 for n in NOISE], accuracies),),
            Axis("1 + columns", log=True, form="integer"),
            Axis("", 0.3, 1, form="percent0"),
            (Mark(noise + 1, numbers["accuracy"], "now"),),
        ),
        Bars(
            "what 'near' means",
            (
                Bar("edge of a tenth of the cube", numbers["edge_for_a_tenth"], "fixed3"),
                Bar("spread of distances / mean", spread, "fixed3"),
            ),
            high=1.0,
        ),
        Histogram("distances / mean, peaks alike", tuple(groups), 0.0, 2.0, "fixed1"),
    )
    return Result(numbers, views, said)


def _to_peak(counts: tuple[int, ...]) -> tuple[int, ...]:
    """Thousandths of the highest: beside a peak of 5,000 one of 200 would be a flat line."""
    top = max(counts)
    return tuple(round(1000 * c / top) for c in counts)


@lru_cache(maxsize=1024)
def _distances(d: int, lying: str, seed: int) -> tuple[float, float, tuple[int, ...]]:
    """Median ratio of farthest to nearest, spread over mean, and distances in units of the mean."""
    import numpy as np

    rng = np.random.default_rng([seed, d])
    x = rng.random((POINTS + QUERIES, d if lying == "everywhere" else min(d, 2)))
    if lying == "on-a-plane" and d > 2:  # an orthonormal pair of directions keeps distances
        x = x @ np.linalg.qr(rng.normal(size=(d, 2)))[0].T
    points, asked = x[:POINTS], x[POINTS:]
    squared = (asked**2).sum(1)[:, None] - 2 * asked @ points.T + (points**2).sum(1)
    far = np.sqrt(np.maximum(squared, 1e-18))
    ratio = float(np.median(far.max(1) / far.min(1)))
    unit = far / far.mean(1, keepdims=True)
    counts = np.histogram(np.clip(unit, 0, 2), BINS, (0, 2))[0]
    return ratio, float(unit.std(1).mean()), tuple(counts.tolist())


@lru_cache(maxsize=1024)
def _accuracy(noise: int, seed: int) -> float:
    """Of five nearest neighbours on half the wines, with columns of standard normal noise."""
    import numpy as np

    from dlprep.demos.family.data import wine

    x, y = wine()
    rng = np.random.default_rng([seed, noise])
    x = np.column_stack([(x - x.mean(0)) / x.std(0), rng.normal(size=(len(y), noise))])
    order = np.random.default_rng(seed).permutation(len(y))
    half = len(y) // 2
    seen, unseen = order[:half], order[half:]
    squared = (x[seen] ** 2).sum(1) - 2 * x[unseen] @ x[seen].T
    near = y[seen][squared.argpartition(4, axis=1)[:, :5]]
    votes = (near[..., None] == np.arange(3)).sum(1)
    return float((votes.argmax(1) == y[unseen]).mean())


def _how_far(trial: Trial) -> str:
    ratio = trial["far_to_near"]
    return "under 1.5 times" if ratio < 1.5 else "1.5-10 times" if ratio < 10 else "over 10 times"


def _how_good(trial: Trial) -> str:
    value = trial["accuracy"]
    return "over 90%" if value > 0.9 else "70-90%" if value > 0.7 else "under 70%"


_FAR = ("under 1.5 times", "1.5-10 times", "over 10 times")
_UNIFORM: dict[str, Value] = {"dimensions": 1_000, "lying": "everywhere"}
_NOISY: dict[str, Value] = {"noise": 1_000}

DEMO = Demo(
    slug="curse",
    title="Nearest neighbours in many dimensions",
    question="Why do nearest neighbours fail in high dimensions?",
    topic="classic-ml",
    setting=(
        "300 points drawn uniformly in {dimensions} dimensions, lying {lying}, and the distances from "
        "40 others. And 5 nearest neighbours on 13 measurements of wines beside {noise} columns of "
        "noise."
    ),
    compute=compute,
    before={"dimensions": 2, "noise": 0},
    knobs=(
        integer("dimensions", 1_000, 1, 1_000, "how many coordinates a point has", stops=DIMENSIONS,
                changes="far_to_near relative_spread edge_for_a_tenth"),
        choice("lying", "everywhere on-a-plane", "points fill the space, or lie on a plane in it",
               changes="far_to_near relative_spread"),
        integer("noise", 1_000, 0, 1_000, "columns of noise beside the measurements", stops=NOISE,
                changes="accuracy"),
    ),
    asks=(
        Ask("far and near", "In {dimensions} dimensions, how many times as far as the nearest of the "
            "300 points is the farthest?", _how_far,
            "A squared distance is a sum over all dimensions: the more terms, the closer each sum to "
            "its mean.", choices=_FAR),
        Ask("noise", "13 good measurements and {noise} columns of noise: 5 nearest neighbours are "
            "right in ...", _how_good,
            "Each noise column adds as much to the distance as a good one.",
            choices=("over 90%", "70-90%", "under 70%")),
    ),
    why=(
        "A squared distance adds one term for each dimension. With independent terms the mean grows "
        "with d and the spread only with its root, so all distances become alike, and the nearest is "
        "hardly nearer. Noise columns do the same to real data: the few that tell classes apart are "
        "outvoted. And a neighbourhood with a tenth of the data is nearly as wide as the whole cube."
    ),
    say=(
        "Distances concentrate: with many independent features the nearest and the farthest are "
        "about equally far, so neighbours carry little. What counts is the intrinsic dimension and "
        "the share of useful features. So I select features or reduce dimensions, learn an embedding, "
        "or use a model that can ignore columns."
    ),
    trap=(
        "\"Nearest neighbours fail in high dimensions.\" In high intrinsic dimension: points on a "
        "plane in 1,000 dimensions have the distances of the plane, and on 64-pixel digits one "
        "neighbour is right in over 97%."
    ),
    claims=(
        Claim("In 1,000 dimensions the farthest of 300 points is less than 1.2 times as far as the "
              "nearest.", lambda t: t["far_to_near"] < 1.2, knobs=_UNIFORM),
        Claim("In 2 dimensions it is more than 15 times as far.",
              lambda t: t["far_to_near"] > 15, knobs={"dimensions": 2, "lying": "everywhere"}),
        Claim("So it is for points on a plane in 1,000 dimensions.",
              lambda t: t["far_to_near"] > 15, knobs={"dimensions": 1_000, "lying": "on-a-plane"}),
        Claim("1,000 noise columns cost 5 nearest neighbours more than 25 points on wines.",
              lambda t: t["accuracy_clean"] - t["accuracy"] > 0.25, (0.95, 1.0), _NOISY),
    ),
    sources=(
        Source("Beyer, Goldstein, Ramakrishnan and Shaft 1999, When is 'nearest neighbor' meaningful?, "
               "ICDT", "https://doi.org/10.1007/3-540-49257-7_15"),
    ),
    questions=("classic-ml/knn-noise-columns",),
)  # fmt: skip
