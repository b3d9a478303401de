"""One answer graded, by kind: the key itself and a wrong answer, over questions of the bank."""

import statistics
import time
from collections.abc import Iterator
from itertools import islice

from benchmarks.table import Row
from dlprep.bank.library import load
from dlprep.bank.templates import draw
from dlprep.grading.marker import expected, grade_any

QUESTIONS = 40
REPEATS = 5
BUDGET_MS = {"choice": 1, "multi": 1, "numeric": 1, "estimate": 1, "order": 1, "text": 10}


def rows() -> Iterator[Row]:
    """The 99th percentile of every kind, in milliseconds."""
    library = load()
    for kind, budget in BUDGET_MS.items():
        times = []
        for full_id in islice(library.ids(kind=kind), QUESTIONS):
            variant = draw(full_id, library.question(full_id), 1)
            answers = [expected(variant), "B", "0.5", "it depends on the data and is not certain"]
            grade_any(variant, answers[0])  # patterns and parsers are made once a process
            for answer in answers * REPEATS:
                started = time.perf_counter()
                grade_any(variant, answer)
                times.append((time.perf_counter() - started) * 1000)
        yield Row(f"{kind}, 99th percentile", statistics.quantiles(times, n=100)[98], "ms", budget)
