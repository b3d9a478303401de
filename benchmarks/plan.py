"""What a plan to the interview gains over plain scheduling, on synthetic learners, and how long it takes."""

from collections.abc import Iterator

from benchmarks.table import Row, median_ms
from dlprep.scheduling.aiming import PLAIN, aim, expected
from dlprep.scheduling.memory import model
from tests.scheduling.decks import deck
from tests.scheduling.learners import FORGETFUL

LIMITS = (20, 200)
CASES = ((700, 0, 14, 30.0), (700, 150, 21, 30.0), (700, 400, 5, 60.0), (100, 60, 14, 20.0))
"""Questions, of them seen, days, minutes a day."""


def rows() -> Iterator[Row]:
    """Expected right answers on the day by the plain schedule and by the plan, in per cent."""
    for name, by in (("shipped", model()), ("forgetful", model(0.9, FORGETFUL))):
        for questions, seen, days, minutes in CASES:
            made = deck(questions, seen)
            told = aim(made, days, minutes, by, limits=LIMITS, seed=1)
            plain, aimed = expected(made, told.plain), expected(made, told.aimed)
            what = f"{name}, {seen}/{questions} seen, {days} days of {minutes:.0f} min"
            yield Row(f"{what}: plain", 100 * plain, "%")
            yield Row(f"{what}: plan", 100 * aimed, "%")
            yield Row("  loss by planning (never above 0)", 100 * (plain - aimed), "%", 0)
    made = deck(700, 150)
    took = median_ms(lambda: aim(made, 21, 30, model(), limits=LIMITS, seed=1, ways=(PLAIN,)), 3)
    yield Row("three weeks rehearsed plainly", took, "ms")
