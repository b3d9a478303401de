"""The drawn keys of `tools`: the code of the question run, or its rule played out step by step."""

import sqlite3

import numpy as np

from tests.questions.test_keys import Check


def shared_default(train_calls: int, val_calls: int) -> float:
    """The function of the question, called that often."""

    def log(value: float, history: list[float] = []) -> list[float]:  # noqa: B006
        history.append(value)
        return history

    for _ in range(train_calls):
        log(0.5)
    for _ in range(val_calls):
        val = log(0.5)
    return len(val)


def view_and_copy(size: int, value: int) -> float:
    a = np.arange(size)
    b = a[2:5]
    b[0] = value
    c = a[[5, 6]]
    c[0] = value
    return float(a.sum())


def broadcast_residuals(rows: int) -> float:
    shapes = np.broadcast(np.empty((rows,)), np.empty((rows, 1)))
    return shapes.size


def left_join_rows(orders: int, twice: int, each: int, unknown: int) -> float:
    """SQLite's left join of tables made as the question says."""
    doubled = [customer for customer in range(twice) for _ in range(each)]
    single = [10_000 + n for n in range(orders - len(doubled) - unknown)]
    lost = [-1 - n for n in range(unknown)]
    base = sqlite3.connect(":memory:")
    base.execute("CREATE TABLE orders (customer)")
    base.execute("CREATE TABLE customers (customer)")
    base.execute("CREATE INDEX by_customer ON customers (customer)")
    base.executemany("INSERT INTO orders VALUES (?)", [(c,) for c in doubled + single + lost])
    listed = [*range(twice), *range(twice), *single]
    base.executemany("INSERT INTO customers VALUES (?)", [(c,) for c in listed])
    (count,) = base.execute("SELECT COUNT(*) FROM orders LEFT JOIN customers USING (customer)")
    base.close()
    return float(count[0])


def average_with_null(rows: int, missing: int, mean: float) -> float:
    """SQLite's AVG over values that add up to the total, and NULLs."""
    known = rows - missing
    values: list[float | None] = [round(known * mean) - (known - 1) * 1.0, *[1.0] * (known - 1)]
    base = sqlite3.connect(":memory:")
    base.execute("CREATE TABLE ratings (stars REAL)")
    base.executemany("INSERT INTO ratings VALUES (?)", [(v,) for v in values + [None] * missing])
    ((average,),) = base.execute("SELECT AVG(stars) FROM ratings")
    base.close()
    return float(average)


def factor_codes(tens: int, twenties: int, forties: int) -> float:
    """NumPy's codes of the sorted levels count from 0, R's from 1."""
    amounts = np.repeat(["10", "20", "40"], [tens, twenties, forties])
    _, codes = np.unique(amounts, return_inverse=True)
    return float((codes + 1).sum())


def without_the_first(first: int, second: int, third: int, fourth: int) -> float:
    return float(np.delete([first, second, third, fourth], 0).sum())


def prefetched_epoch(load: int, train: int, steps: int) -> float:
    """Two workers with a slot between them; the first batch is not counted."""
    loaded = trained = 0.0
    ends = []
    for _ in range(steps + 500):
        loaded = max(loaded + load, trained - train)
        trained = max(loaded, trained) + train
        ends.append(trained)
    return (ends[-1] - ends[-1 - steps]) / 1000


def certain_cats(cats: int, buffer: int) -> float:
    """Draws until the buffer can hold its first dog: the fill, then one record for each draw."""
    read, certain = buffer, 0
    while read <= cats:
        certain += 1
        read += 1
    return certain


def accumulated_gradient(times: int, slope: int, target: int) -> float:
    """A central difference of the loss, added up."""
    step = 1e-3

    def loss(w: float) -> float:
        return (slope * w - target) ** 2

    return sum((loss(2 + step) - loss(2 - step)) / (2 * step) for _ in range(times))


CHECKS: dict[str, Check | tuple[Check, float]] = {
    "python-mutable-default": shared_default,
    "numpy-view-or-copy": view_and_copy,
    "numpy-broadcast-residuals": broadcast_residuals,
    "pandas-merge-rows": left_join_rows,
    "sql-average-with-null": average_with_null,
    "r-factor-to-number": factor_codes,
    "r-negative-index": without_the_first,
    "tf-data-prefetch": prefetched_epoch,
    "tf-data-shuffle-buffer": certain_cats,
    "pytorch-grad-accumulates": accumulated_gradient,
}
