"""bootstrap: an interval for anything by resampling, how often it covers, and where it fails."""

from functools import lru_cache
from typing import Any

from dlprep.demos.family.data import diabetes
from dlprep.demos.family.demo import Ask, Claim, Demo, Knobs, Source
from dlprep.demos.family.knobs import Value
from dlprep.demos.family.turnable import choice, integer
from dlprep.demos.family.views import Axis, Bar, Bars, Group, Histogram, Line, Mark, Plot, Result

SIZES = (5, 10, 20, 50, 100)
STATISTICS = ("mean", "median", "maximum")
RESAMPLES, TRIALS, INNER, BINS, DRAWN = 2000, 400, 500, 100, 20


def compute(knobs: Knobs, seed: int) -> Result:
    """Percentile intervals of one sample, and their coverage over many samples."""
    import numpy as np

    size, statistic = int(knobs["n"]), knobs["statistic"]
    people = _population()
    rng = np.random.default_rng(seed)
    sample = rng.choice(people, size)
    values = _of(sample[rng.integers(0, size, (RESAMPLES, size))], statistic)
    low, high = (float(q) for q in np.percentile(values, [2.5, 97.5]))
    truth = float(_of(people[None, :], statistic)[0])
    here = float(_of(sample[None, :], statistic)[0])
    coverage = _coverage(size, statistic, seed)
    numbers = {
        "here": here,
        "truth": truth,
        "low": low,
        "high": high,
        "error": float(values.std()),
        "formula": float(sample.std(ddof=1) / size**0.5) if statistic == "mean" else None,
        "coverage": coverage,
        "at_the_maximum": float((values == sample.max()).mean()),
        "out_of_bag": float(np.mean([
            1 - len(np.unique(rng.integers(0, size, size))) / size for _ in range(200)
        ])),
    }  # fmt: skip
    holds = "holds" if low <= truth <= high else "misses"
    tone = "+" if coverage > 0.9 else "-"
    said = (
        f"{{{tone}{coverage:.0%} of {TRIALS} intervals{tone}}} from samples of {size} hold the true "
        f"{statistic}; promised 95%.",
        f"This sample: {here:.1f}, interval {low:.1f} to {high:.1f}, which {holds} the truth, "
        f"{truth:.1f}.",
        f"A resample leaves out {numbers['out_of_bag']:.1%} of the rows on average.",
    )
    return Result(numbers, _views(values, size, statistic, numbers, seed), said)


def _views(values: Any, size: int, statistic: str, n: dict[str, Any], seed: int) -> tuple[Any, ...]:
    import numpy as np

    low, high = 25.0, 346.0  # the smallest and largest value of the data
    counts = np.histogram(values, BINS, (low, high))[0]
    return (
        Plot(
            "intervals that hold the truth",
            _curves(seed),
            Axis("sample size", log=True, form="integer"), Axis("", 0, 1, form="percent0"),
            (Mark(size, n["coverage"], "now"), Mark(y=0.95, label="95%", base=True)),
        ),
        Plot(
            f"intervals of {DRAWN} samples",
            _segments(size, statistic, seed),
            Axis("sample", 1, DRAWN), Axis("", 50, 350 if statistic == "maximum" else 300),
            (Mark(y=n["truth"], label="truth"),),
        ),
        Histogram(
            f"{RESAMPLES:,} resamples of one sample",
            (Group("resamples", tuple(counts.tolist())),),
            low, high, "integer",
            (Mark(n["truth"], label=f"truth {n['truth']:.0f}"),),
            (n["low"], n["high"]),
        ),
        Bars("standard error", (Bar("bootstrap", n["error"], "fixed1"),
                                Bar("formula s / root n", n["formula"], "fixed1"))),
    )  # fmt: skip


@lru_cache(maxsize=64)
def _curves(seed: int) -> tuple[Line, ...]:
    return tuple(Line(s, SIZES, [_coverage(n, s, seed) for n in SIZES]) for s in STATISTICS)


def _segments(size: int, statistic: str, seed: int) -> tuple[Line, ...]:
    """The first intervals, upright, as two broken lines: those that hold the truth and the others."""
    low, high, truth = _intervals(size, statistic, seed)
    held = (low <= truth) & (truth <= high)
    lines = []
    for name, wanted, tone in (("holds it", True, "b"), ("misses it", False, "a")):
        x: list[float] = []
        y: list[float | None] = []
        for i in range(DRAWN):
            if bool(held[i]) is wanted:
                x += [i + 1, i + 1, i + 1]
                y += [float(low[i]), float(high[i]), None]
        lines.append(Line(name, x, y, tone))
    return tuple(lines)


def _of(rows: Any, statistic: str) -> Any:
    """The statistic of each row."""
    import numpy as np

    if statistic == "mean":
        return rows.mean(1)
    return np.median(rows, 1) if statistic == "median" else rows.max(1)


def _coverage(size: int, statistic: str, seed: int) -> float:
    low, high, truth = _intervals(size, statistic, seed)
    return float(((low <= truth) & (truth <= high)).mean())


@lru_cache(maxsize=512)
def _intervals(size: int, statistic: str, seed: int) -> tuple[Any, Any, float]:
    """Both ends for each of 400 samples, and the truth.

    All samples share the places that are resampled: of sorted samples the median and the maximum
    stand at the same places, so that they are looked up rather than sorted anew.
    """
    import numpy as np

    people = _population()
    rng = np.random.default_rng((seed, size))
    samples = np.sort(rng.choice(people, (TRIALS, size)))
    places = np.sort(rng.integers(0, size, (INNER, size)))
    if statistic == "mean":
        cells = places + size * np.arange(INNER)[:, None]
        times = np.bincount(cells.ravel(), minlength=INNER * size).reshape(INNER, size)
        values = samples @ times.T.astype(float) / size
    elif statistic == "median":
        values = (samples[:, places[:, (size - 1) // 2]] + samples[:, places[:, size // 2]]) / 2
    else:
        values = samples[:, places[:, -1]]
    low, high = np.percentile(values, [2.5, 97.5], axis=1)
    return low, high, float(_of(people[None, :], statistic)[0])


@lru_cache(maxsize=1)
def _population() -> Any:
    return diabetes()[1]


_MEAN: dict[str, Value] = {"statistic": "mean"}

DEMO = Demo(
    slug="bootstrap",
    seed=1,
    title="An interval by resampling",
    question="How do you get an interval for a median, and when does the bootstrap fail?",
    topic="statistics",
    setting="{n} of the 442 values of the diabetes data are drawn, with replacement, as a sample; the "
    "{statistic} of 2,000 resamples gives a 95% percentile interval. Here the truth is known: the "
    "{statistic} of all 442.",
    compute=compute,
    knobs=(
        integer("n", 20, 5, 100, "sample size", stops=SIZES, changes="coverage error"),
        choice("statistic", "mean median maximum", "what the interval is for",
               changes="here coverage"),
    ),
    asks=(
        Ask("five values", "95% intervals for a mean from samples of 5: how many hold the truth?",
            lambda t: (
                "about 95%" if t.at(n=5, statistic="mean")["coverage"] > 0.92
                else "75-92%" if t.at(n=5, statistic="mean")["coverage"] > 0.75 else "under 75%"
            ),
            "Five values know too little of the spread, and percentile intervals are too narrow by "
            "about the root of (n - 1) / n and more.",
            choices=("under 75%", "75-92%", "about 95%")),
        Ask("the maximum", "And the intervals for the maximum, from samples of 50?",
            lambda t: (
                "over 90%" if t.at(n=50, statistic="maximum")["coverage"] > 0.9
                else "50-90%" if t.at(n=50, statistic="maximum")["coverage"] > 0.5 else "under 50%"
            ),
            "No resample exceeds the sample's own maximum, which lies below the truth in about nine "
            "samples of ten.",
            choices=("under 50%", "50-90%", "over 90%")),
    ),
    why="The sample stands in for the population, and resampling it with replacement shows how a "
    "statistic varies from sample to sample. That works for means, medians and whatever does not hang "
    "on single rows, given enough independent ones. It cannot show values the sample lacks, so extremes fail; small samples give intervals that "
    "are too narrow; dependent rows (several of one patient, time series) must be resampled in blocks.",
    say="Resample rows with replacement some thousand times, take the statistic of each, and the 2.5th "
    "and 97.5th percentile. Good for medians, AUC, differences of models on the same test set (resample "
    "pairs). Not for extremes, not for tiny samples, not for dependent rows unless in blocks.",
    trap='"The bootstrap makes more data of few." It only shows the uncertainty of what is there, and '
    "with five rows it understates it. A resample of n rows holds about 63% different ones; the other "
    "37% are the out-of-bag rows of bagging.",
    claims=(
        Claim("From 5 values, 75 to 90% of the intervals for the mean hold it, not 95%.",
              lambda t: 0.75 <= t["coverage"] <= 0.9, knobs={**_MEAN, "n": 5}),
        Claim("From 100 values, at least 90% do, in nearly all draws of 400 samples.",
              lambda t: t["coverage"] >= 0.9, (0.9, 1.0), {**_MEAN, "n": 100}),
        Claim("For the maximum of 50 values, under a quarter do.",
              lambda t: t["coverage"] < 0.25, knobs={"statistic": "maximum", "n": 50}),
        Claim("At 100 rows 35 to 38% stay out of a resample (1/e is 36.8%).",
              lambda t: 0.35 < t["out_of_bag"] < 0.38, knobs={"n": 100}),
        Claim("For a mean, the bootstrap's standard error is within 15% of the formula at n = 20.",
              lambda t: abs(t["error"] / t["formula"] - 1) < 0.15, knobs={**_MEAN, "n": 20}),
    ),
    sources=(
        Source("Efron (1979): Bootstrap methods, another look at the jackknife",
               "https://doi.org/10.1214/aos/1176344552"),
    ),
    questions=("statistics/write-bootstrap-interval",),
)  # fmt: skip
