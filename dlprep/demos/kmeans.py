"""kmeans: which k the elbow and the silhouette pick, and how often a bad start stays bad."""

from functools import lru_cache
from typing import Any

from dlprep.demos.family.demo import Ask, Claim, Demo, Knobs, Source, Trial
from dlprep.demos.family.turnable import choice, integer, number
from dlprep.demos.family.views import Axis, Bar, Bars, Line, Mark, Plot, Result

CENTRES = ((0, 0), (3, 0), (12, 0), (15, 0), (7, 8))
EACH, STARTS, ROUNDS, KS = 60, 40, 30, range(2, 9)


def compute(knobs: Knobs, seed: int) -> Result:
    """Lloyd's algorithm on five drawn blobs: one start to look at, forty to count, the best fits."""
    k, spread, init = int(knobs["k"]), knobs["spread"], knobs["init"]
    by_k = _by_k(spread, seed)
    best = by_k[k][2]
    starts = {name: _starts(spread, seed, k, name) for name in ("random", "++")}
    stuck = {name: _stuck(ends[2], best) for name, ends in starts.items()}
    labels, centres, inertia = (part[0] for part in starts[init])
    by_x = centres[:, 0].argsort()  # the two that share a mark at k = 8 lie apart
    labels, centres = by_x.argsort()[labels], centres[by_x]
    silhouettes = {n: _silhouette(spread, seed, n) for n in KS}
    picked = max(KS, key=lambda n: silhouettes[n])
    numbers: dict[str, Any] = {
        "k": k,
        "inertia": best,
        "silhouette": silhouettes[k],
        "silhouette_picks": picked,
        "silhouettes": [silhouettes[n] for n in KS],
        "inertias": [by_k[n][2] for n in KS],
        "shown_inertia": float(inertia),
        "stuck": stuck[init],
        "stuck_random": stuck["random"],
        "stuck_plus": stuck["++"],
    }
    said = (
        f"The silhouette is highest at k = {picked} ({silhouettes[picked]:.3f}), against "
        f"{silhouettes[5]:.3f} at the five drawn.",
        f"At k = {k}, {{-{stuck['random']:.0%} of random starts-}} end over 5% above the best inertia, "
        f"{stuck['++']:.0%} of k-means++; this one ends {_above(float(inertia), best)}.",
    )
    marks = tuple(Mark(float(x), float(y), "centre") for x, y in centres)
    views = (
        Plot("where one start ends", _clusters(_points(spread, seed), labels, k),
             Axis("", -3, 18), Axis("", -3, 11), marks),
        Bars("starts that end >5% above best",
             (Bar("random", stuck["random"], "percent0", -1),
              Bar("k-means++", stuck["++"], "percent0", -1)), high=1.0),
        Plot("silhouette against k, best fits",
             (Line("silhouette", KS, numbers["silhouettes"]),), Axis("k", 2, 8), Axis("", 0, 1),
             (Mark(x=picked, label="highest", base=True), Mark(k, silhouettes[k], "now"))),
        Plot("inertia against k, best fits", (Line("inertia", KS, numbers["inertias"]),),
             Axis("k", 2, 8), Axis("", 0), (Mark(k, best, "now"),)),
    )  # fmt: skip
    return Result(numbers, views, said)


def _above(inertia: float, best: float) -> str:
    if inertia > 2 * best:
        return f"at {inertia / best:.1f} times it"
    return f"{inertia / best - 1:.0%} above it" if inertia > 1.005 * best else "at it"


def _clusters(points: Any, labels: Any, k: int) -> tuple[Line, ...]:
    members = [points[labels == j] for j in range(k)]
    return tuple(
        Line(f"{j + 1}", xy[:, 0].tolist(), xy[:, 1].tolist(), joined=False)
        for j, xy in enumerate(members)
    )


@lru_cache(maxsize=32)
def _points(spread: float, seed: int) -> Any:
    import numpy as np

    rng = np.random.default_rng(seed)
    return np.repeat(np.array(CENTRES, float), EACH, axis=0) + rng.normal(0, spread, (5 * EACH, 2))


def _squared(points: Any, centres: Any) -> Any:
    """Squared distances, (starts, points, centres)."""
    cross = points @ centres.swapaxes(-1, -2)
    return (points**2).sum(-1)[:, None] - 2 * cross + (centres**2).sum(-1)[..., None, :]


def _seeds(points: Any, k: int, init: str, starts: int, rng: Any) -> Any:
    """First centres of many starts at once, (starts, k, 2)."""
    import numpy as np

    if init == "random":
        return points[rng.random((starts, len(points))).argsort(1)[:, :k]]
    chosen = points[rng.integers(len(points), size=(starts, 1))]
    far = np.full((starts, len(points)), np.inf)
    while chosen.shape[1] < k:
        far = np.minimum(far, np.maximum(_squared(points, chosen[:, -1:])[..., 0], 0.0))
        drawn = (rng.random((starts, 1)) * far.sum(-1)[:, None] > far.cumsum(-1)).sum(-1)
        chosen = np.concatenate([chosen, points[drawn][:, None]], axis=1)
    return chosen


def _nearest(points: Any, centres: Any) -> tuple[Any, Any]:
    """The nearest centre of each point and the squared distance to it, (starts, points) both."""
    import numpy as np

    away = centres @ (-2 * points.T) + (centres**2).sum(-1)[..., None]
    least = away[:, 0].copy()
    labels = np.zeros(least.shape, int)
    for j in range(1, centres.shape[1]):  # quicker than argmin over two to eight
        np.copyto(labels, j, where=away[:, j] < least)
        np.minimum(least, away[:, j], out=least)
    return labels, least + (points**2).sum(-1)


def _fit(points: Any, centres: Any) -> tuple[Any, Any, Any]:
    """Labels, centres and inertia of every start where Lloyd's algorithm stops."""
    import numpy as np

    _, k, _ = centres.shape
    centres, moving = centres.copy(), np.arange(len(centres))
    columns = np.tile(points.T, len(centres))
    for _ in range(ROUNDS):
        now, n = centres[moving], len(moving)
        flat = (_nearest(points, now)[0] + k * np.arange(n)[:, None]).ravel()
        size = np.bincount(flat, minlength=n * k).reshape(n, k, 1)
        sums = [np.bincount(flat, values[: len(flat)], n * k) for values in columns]
        mean = np.stack(sums, -1).reshape(n, k, 2) / np.maximum(size, 1)
        centres[moving] = moved = np.where(size > 0, mean, now)
        moving = moving[abs(moved - now).max((1, 2)) > 1e-9]
        if not len(moving):
            break
    labels, distance = _nearest(points, centres)
    return labels, centres, distance.sum(-1)


@lru_cache(maxsize=32)
def _by_k(spread: float, seed: int) -> dict[int, tuple[Any, Any, float]]:
    """For each k labels, centres and inertia of the best of ten k-means++ starts."""
    import numpy as np

    points, rng = _points(spread, seed), np.random.default_rng(seed)
    out = {}
    for k in KS:
        labels, centres, inertia = _fit(points, _seeds(points, k, "++", 10, rng))
        best = int(inertia.argmin())
        out[k] = labels[best], centres[best], float(inertia[best])
    return out


@lru_cache(maxsize=128)
def _starts(spread: float, seed: int, k: int, init: str) -> tuple[Any, Any, Any]:
    """Labels, centres and inertia of forty single starts."""
    import numpy as np

    points, rng = _points(spread, seed), np.random.default_rng([seed, k])
    return _fit(points, _seeds(points, k, init, STARTS, rng))


def _stuck(ends: Any, best: float) -> float:
    """The share that end more than 5% above the best that was found."""
    return float((ends > 1.05 * min(ends.min(), best)).mean())


@lru_cache(maxsize=256)
def _silhouette(spread: float, seed: int, k: int) -> float:
    """The mean silhouette (Rousseeuw 1987) of the best fit."""
    import numpy as np

    points, labels = _points(spread, seed), _by_k(spread, seed)[k][0]
    size = np.bincount(labels, minlength=k)
    one_hot = np.eye(k)[labels]
    sums = _distances(spread, seed) @ one_hot
    rows = np.arange(len(points))
    within = sums[rows, labels] / np.maximum(size[labels] - 1, 1)
    between = sums / np.maximum(size, 1)
    between[rows, labels] = np.inf
    nearest = between.min(1)
    return float(((nearest - within) / np.maximum(np.maximum(nearest, within), 1e-12)).mean())


@lru_cache(maxsize=8)
def _distances(spread: float, seed: int) -> Any:
    import numpy as np

    points = _points(spread, seed)
    return np.sqrt(np.maximum(_squared(points, points), 0.0))


def _pick(trial: Trial) -> str:
    picked = trial["silhouette_picks"]
    return f"k = {picked}" if picked in (3, 5) else "another"


DEMO = Demo(
    slug="kmeans",
    title="Choosing k, and starts that stay bad",
    question="How do you choose k, and why k-means++?",
    topic="unsupervised",
    seed=3,
    setting=(
        "300 points drawn around five centres, two pairs of them close together; standard deviation "
        "{spread}. k = {k}, start: {init}."
    ),
    compute=compute,
    knobs=(
        integer("k", 5, 2, 8, "how many clusters", changes="inertia silhouette stuck"),
        choice("init", "random ++", "how the first centres are chosen", changes="stuck shown_inertia"),
        number("spread", 0.7, 0.2, 2.0, "standard deviation of a blob", step=0.1,
               changes="inertia silhouette"),
    ),
    asks=(
        Ask("silhouette", "Five blobs were drawn, two pairs of them close. Which k has the highest "
            "silhouette?", _pick,
            "A near pair is one compact cluster, far from the rest, and the silhouette rewards that, "
            "unless the blobs are so tight that each stands alone.", choices=("k = 3", "k = 5", "another")),
        Ask("random starts", "How many single random starts at k = {k} end more than 5% above the "
            "best inertia?",
            lambda t: "under a quarter" if t["stuck_random"] < 0.25 else "more",
            "Blobs that share one centre while another is split between two are a local minimum: no step "
            "of Lloyd's algorithm leaves it.", choices=("under a quarter", "more")),
    ),
    why=(
        "Inertia falls with every further centre, so it has no minimum to pick; one looks for a bend. "
        "The silhouette compares the distance to the own cluster with that to the next one and can "
        "fall again. Lloyd's algorithm only goes downhill: where it ends depends on the start. "
        "k-means++ draws each first centre with probability proportional to the squared distance "
        "from those chosen, so that far blobs are rarely left out."
    ),
    say=(
        "I look at the elbow and the silhouette, but above all at what the clusters are for and "
        "whether they are stable over resamples. k-means++ spreads the first centres, with an "
        "expected inertia within a factor of O(log k) of the best, and I still run several starts."
    ),
    trap=(
        "\"The silhouette finds the true k.\" Here it prefers 3 to the 5 that were drawn. And "
        "k-means++ is no guarantee: about four in ten single starts still end badly here."
    ),
    claims=(
        Claim("The silhouette picks 3, not the 5 that were drawn.",
              lambda t: t["silhouette_picks"] == 3, knobs={"spread": 0.7}),
        Claim("Inertia falls with every further cluster.",
              lambda t: all(a > b for a, b in zip(t["inertias"], t["inertias"][1:], strict=False))),
        Claim("More than half of single random starts at k = 5 end over 5% above the best.",
              lambda t: t["stuck_random"] > 0.5, (0.95, 1.0), {"k": 5, "spread": 0.7}),
        Claim("At k = 5 k-means++ gets stuck less often than random starts, and still in 2 to 6 of 10.",
              lambda t: 0.2 < t["stuck_plus"] < min(0.6, t["stuck_random"]), (0.95, 1.0),
              {"k": 5, "spread": 0.7}),
    ),
    sources=(
        Source("Arthur and Vassilvitskii 2007, k-means++: the advantages of careful seeding, SODA",
               "https://theory.stanford.edu/~sergei/papers/kMeansPP-soda.pdf"),
        Source("Rousseeuw 1987, Silhouettes: a graphical aid to the interpretation and validation of "
               "cluster analysis, Journal of Computational and Applied Mathematics 20",
               "https://doi.org/10.1016/0377-0427(87)90125-7"),
    ),
    questions=("unsupervised/choosing-k", "unsupervised/kmeans-one-step"),
)  # fmt: skip
