"""bootstrap: an interval for anything by resampling, how often it covers, and where it fails."""

from functools import lru_cache
from typing import Any

from dlprep.demos.family.data import diabetes
from dlprep.demos.family.demo import Ask, Claim, Demo, Knobs, Source
from dlprep.demos.family.turnable import choice, integer
from dlprep.demos.family.views import Axis, Bar, Bars, Group, Histogram, Line, Mark, Plot, Result

SIZES = (5, 10, 20, 50, 100)
RESAMPLES, TRIALS, INNER, BINS = 2000, 200, 150, 60


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
    covers = "holds" if low <= truth <= high else "misses"
    said = (
        f"The {statistic} of {size} patients is {here:.1f}; 95% interval {low:.1f} to {high:.1f}, which "
        f"{covers} the {statistic} of all 442, {truth:.1f}.",
        f"Over {TRIALS} samples of {size}, {{{'+' if coverage > 0.92 else '-'}{coverage:.0%} of the "
        f"intervals{'+' if coverage > 0.92 else '-'}}} hold it; 95% was promised.",
        f"A resample leaves out {numbers['out_of_bag']:.1%} of the rows on average.",
    )
    return Result(numbers, _views(values, size, statistic, numbers, seed), said)


def _views(values: Any, size: int, statistic: str, n: dict[str, Any], seed: int) -> tuple[Any, ...]:
    import numpy as np

    low, high = 25.0, 346.0  # the smallest and largest value of the data
    counts = np.histogram(values, BINS, (low, high))[0]
    covered = [_coverage(s, statistic, seed) for s in SIZES]
    return (
        Histogram(
            f"the {statistic} of {RESAMPLES:,} resamples",
            (Group("resamples", tuple(counts.tolist())),),
            low, high, "integer",
            (Mark(n["truth"], label=f"truth {n['truth']:.0f}"),),
            (n["low"], n["high"]),
        ),
        Plot(
            "share of 95% intervals that hold the truth",
            (Line(statistic, SIZES, covered),),
            Axis("sample size", log=True, form="integer"), Axis("", 0, 1, form="percent0"),
            (Mark(size, n["coverage"], f"n = {size}"), Mark(y=0.95, label="95%", base=True)),
        ),
        Bars("standard error", (Bar("bootstrap", n["error"]),
                                Bar("formula s / root n", n["formula"]))),
    )  # fmt: skip


def _of(rows: Any, statistic: str) -> Any:
    """The statistic of each row."""
    import numpy as np

    if statistic == "mean":
        return rows.mean(1)
    return np.median(rows, 1) if statistic == "median" else rows.max(1)


@lru_cache(maxsize=256)
def _coverage(size: int, statistic: str, seed: int) -> float:
    import numpy as np

    people = _population()
    truth = float(_of(people[None, :], statistic)[0])
    rng = np.random.default_rng((seed, size))
    held = 0
    for _ in range(TRIALS):
        sample = rng.choice(people, size)
        values = _of(sample[rng.integers(0, size, (INNER, size))], statistic)
        low, high = np.percentile(values, [2.5, 97.5])
        held += bool(low <= truth <= high)
    return held / TRIALS


@lru_cache(maxsize=1)
def _population() -> Any:
    return diabetes()[1]


DEMO = Demo(
    slug="bootstrap",
    title="An interval by resampling",
    question="How do you get a confidence interval for a median, and when does the bootstrap fail?",
    topic="statistics",
    setting="{n} of the 442 values of the diabetes data are drawn as a sample; the {statistic} of 2,000 "
    "resamples gives a 95% percentile interval. Here the truth is known: the {statistic} of all 442.",
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
            "No resample exceeds the sample's own maximum, which nearly always lies below the truth.",
            choices=("under 50%", "50-90%", "over 90%")),
    ),
    why="The sample stands in for the population, and resampling it with replacement shows how a "
    "statistic varies from sample to sample. That works for smooth statistics of enough independent "
    "rows. It cannot show values the sample lacks, so extremes fail; small samples give intervals that "
    "are too narrow; dependent rows (several of one patient, time series) must be resampled in blocks.",
    say="Resample rows with replacement some thousand times, take the statistic of each, and the 2.5th "
    "and 97.5th percentile. Good for medians, AUC, differences of models on the same test set (resample "
    "pairs). Not for extremes, not for tiny samples, not for dependent rows unless in blocks.",
    trap='"The bootstrap makes more data of few." It only shows the uncertainty of what is there, and '
    "with five rows it understates it. A resample of n rows holds about 63% different ones; the other "
    "37% are the out-of-bag rows of bagging.",
    claims=(
        Claim("From 5 values, 75 to 90% of the intervals for the mean hold it, not 95%.",
              lambda t: 0.75 <= t.at(n=5)["coverage"] <= 0.9),
        Claim("From 100 values, at least 90% do, in nearly all draws of 200 samples.",
              lambda t: t.at(n=100)["coverage"] >= 0.9, often=(0.9, 1.0)),
        Claim("For the maximum of 50 values, under half do.",
              lambda t: t.at(n=50, statistic="maximum")["coverage"] < 0.5),
        Claim("At 100 rows 35 to 38% stay out of a resample (1/e is 36.8%).",
              lambda t: 0.35 < t.at(n=100)["out_of_bag"] < 0.38),
        Claim("For a mean, the bootstrap's standard error is within 15% of the formula at n = 20.",
              lambda t: abs(t["error"] / t["formula"] - 1) < 0.15),
    ),
    sources=(
        Source("Efron (1979): Bootstrap methods, another look at the jackknife",
               "https://doi.org/10.1214/aos/1176344552"),
    ),
    questions=("statistics/write-bootstrap-interval",),
)  # fmt: skip
