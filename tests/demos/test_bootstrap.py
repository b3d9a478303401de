"""bootstrap: intervals of many samples at once are those of one sample after another."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from dlprep.demos import bootstrap


@pytest.mark.parametrize("statistic", bootstrap.STATISTICS)
@pytest.mark.parametrize("size", [5, 20])
def test_intervals_are_those_of_resampling_each_sample(statistic: str, size: int) -> None:
    rng = np.random.default_rng((3, size))
    samples = np.sort(rng.choice(bootstrap._population(), (bootstrap.TRIALS, size)))
    places = rng.integers(0, size, (bootstrap.INNER, size))
    low, high, truth = bootstrap._intervals(size, statistic, 3)
    takes: dict[str, Callable[[Any], Any]] = {
        "mean": np.mean,
        "median": np.median,
        "maximum": np.max,
    }
    take = takes[statistic]
    assert truth == take(bootstrap._population())
    for i in (0, 7, 399):
        values = [take(samples[i][drawn]) for drawn in places]
        assert (low[i], high[i]) == pytest.approx(tuple(np.percentile(values, [2.5, 97.5])))


def test_the_maximum_is_covered_when_the_sample_holds_it() -> None:
    """Of 442 values one is the largest, and an interval ends at the sample's own maximum."""
    people = bootstrap._population()
    assert (people == people.max()).sum() == 1
    found = np.mean([bootstrap._coverage(50, "maximum", seed) for seed in range(10)])
    assert found == pytest.approx(1 - (1 - 1 / 442) ** 50, abs=0.02)
