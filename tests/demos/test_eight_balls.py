"""eight_balls: both plans need at worst what the search says, and find every ball."""

import pytest

from dlprep.demos.eight_balls import COUNTS, _found, compute, fewest, halving


@pytest.mark.parametrize("balls", COUNTS)
def test_plans_need_at_worst_what_the_search_says(balls: int) -> None:
    for plan, worst in (("thirds", fewest(balls)), ("halves", halving(balls))):
        assert max(len(_found(balls, heavy, plan)) for heavy in range(1, balls + 1)) == worst


@pytest.mark.parametrize("balls", [8, 27, 30])
def test_the_best_first_weighing_is_among_the_bars(balls: int) -> None:
    bars = compute({"balls": balls, "plan": "thirds"}, 0).views[0].bars  # type: ignore[union-attr]
    assert min(bar.value for bar in bars) == fewest(balls)
    assert next(bar.note for bar in bars if bar.value == fewest(balls)) == "fewest"
