"""What a part of the benchmarks gives, how it is timed, and the table it is shown in."""

import statistics
import time
from collections.abc import Callable, Iterable
from typing import NamedTuple


class Row(NamedTuple):
    """One figure; it holds when `value` is at most `budget` (both in `unit`), if there is one."""

    what: str
    value: float
    unit: str
    budget: float | None = None


def median_ms(act: Callable[[], object], repeats: int = 20) -> float:
    """The median of some runs in this process, in milliseconds."""
    times = []
    for _ in range(repeats):
        started = time.perf_counter()
        act()
        times.append(time.perf_counter() - started)
    return statistics.median(times) * 1000


def show(rows: Iterable[Row]) -> bool:
    """Print the rows as they come; whether all that have a budget hold it."""
    held = True
    for what, value, unit, budget in rows:
        verdict = ""
        if budget is not None:
            held &= value <= budget
            verdict = f"{'holds' if value <= budget else 'OVER'}  (budget {budget:g} {unit})"
        print(f"{what:<52} {value:10.2f} {unit:<4} {verdict}".rstrip(), flush=True)
    return held
