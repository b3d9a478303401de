"""The threshold demo's histogram and metric bars, as text for the card and for the full screen."""

from collections.abc import Sequence

from rich.text import Text

from dlprep.demos.threshold import Result, Scores, histogram
from dlprep.screen.canvas import runs
from dlprep.screen.console import harmless
from dlprep.screen.palette import (
    BAD,
    BAND,
    BASE,
    GOOD,
    NEGATIVE,
    NEGATIVE_DIM,
    NOW,
    POSITIVE,
    POSITIVE_DIM,
    QUIET,
)

_UP = " ▁▂▃▄▅▆▇█"
_DOWN = " ▔▔▔▀▀▀██"  # fonts have no other upper eighths
GUTTER = 11


def score_histogram(scores: Scores, before: float, after: float, width: int, rows: int) -> Text:
    """Positives upwards and negatives downwards, `rows` lines each, then the axis's numbers.

    Bins are whole percents wide, and a mark stands between two bins, so that it hides nobody. The
    band between the thresholds is tinted.
    """
    bins = next((n for n in (100, 50, 25) if n <= width - GUTTER - 2), 10)
    up, down = histogram(scores.positives, bins), histogram(scores.negatives, bins)
    peak = max(*up, *down, 1)
    base_at, now_at = _place(before, bins), _place(after, bins)
    columns = _columns(bins, base_at, now_at)
    low, high = sorted((base_at, now_at))
    band = [BAND if low <= i < high else "" for i in range(bins)]

    def line(counts: Sequence[int], blocks: str, away: int, bright: str, dim: str) -> Text:
        cells = []
        for column in columns:
            if isinstance(column, str):
                cells.append((column, NOW if column == "┃" else BASE))
                continue
            block = blocks[_eighths(counts[column], peak, rows, away)]
            color = "" if block == " " else bright if column >= now_at else dim
            cells.append((block, f"{color} {band[column]}".strip()))
        return runs(cells)

    text = Text(no_wrap=True, overflow="crop")
    for away in reversed(range(rows)):
        text.append(_gutter("" if away else scores.words.positive), POSITIVE)
        text.append_text(line(up, _UP, away, POSITIVE, POSITIVE_DIM)).append("\n")
    text.append(_gutter(""))
    text.append_text(runs(_axis(column) for column in columns)).append("\n")
    for away in range(rows):
        text.append(_gutter("" if away else scores.words.negative), NEGATIVE)
        text.append_text(line(down, _DOWN, away, NEGATIVE, NEGATIVE_DIM)).append("\n")
    return text.append(_ticks(bins, columns), QUIET)


def _axis(column: int | str) -> tuple[str, str]:
    if column == "┃":
        return "╂", NOW
    return ("─" if isinstance(column, int) else "┼"), QUIET


def _gutter(label: str) -> str:
    label = harmless(label)
    if len(label) >= GUTTER:
        label = label[: GUTTER - 2] + "…"
    return f"{label:>{GUTTER - 1}} "


def _eighths(count: int, peak: int, rows: int, away: int) -> int:
    """How full the cell `away` rows from the axis is; somebody is never drawn as nobody."""
    level = max(1, round(8 * rows * count / peak)) if count else 0
    return max(0, min(8, level - 8 * away))


def _place(threshold: float, bins: int) -> int:
    """The bin a threshold lies in or starts; the mark stands to its left."""
    return int(threshold * bins + 1e-9)  # 0.29 * 100 is 28.999999999999996


def _columns(bins: int, base_at: int, now_at: int) -> Sequence[int | str]:
    """The bins from left to right with the marks between them."""
    marks = {base_at: "┊", now_at: "┃"}
    out: list[int | str] = []
    for i in range(bins + 1):
        if i in marks:
            out.append(marks[i])
        if i < bins:
            out.append(i)
    return out


def _ticks(bins: int, columns: Sequence[int | str]) -> str:
    line = [" "] * (GUTTER + len(columns) + 3)
    for tick in (0, 25, 50, 75, 100):
        label = f"{tick}%"
        at = GUTTER + (columns.index(tick * bins // 100) if tick < 100 else len(columns))
        start = max(GUTTER, at - (len(label) - 1) // 2 if tick < 100 else at - len(label))
        line[start : start + len(label)] = label
    return "".join(line).rstrip()


def bar(value: float | None, mark: float | None, width: int) -> Text:
    """A bar of `width` cells filled to a ratio, with a mark where the base threshold stood."""
    filled = round((value or 0) * width)
    at = None if mark is None else min(width - 1, round(mark * width))
    fills = [i < filled for i in range(width)]
    cells = [("━", NOW) if inside else ("─", "dim") for inside in fills]
    if at is not None:
        cells[at] = ("╋" if fills[at] else "┼", "bold")
    return runs(cells)


def points(before: float | None, after: float | None) -> Text:
    """`▲ 17.9` in the colour of what it means: up is good for every one of the five metrics."""
    if before is None or after is None:
        return Text("undefined", QUIET)
    change = round(100 * (after - before), 1)
    if not change:
        return Text("=  0.0", QUIET)
    return Text(f"{'▲' if change > 0 else '▼'} {abs(change):4.1f}", GOOD if change > 0 else BAD)


def delta(result: Result, cell: str) -> Text:
    """`+37` for a cell of the matrix; more true and fewer false ones are good."""
    change = getattr(result.after, cell) - getattr(result.before, cell)
    if not change:
        return Text("±0", QUIET)
    return Text(f"{change:+,}", GOOD if (change > 0) == cell.startswith("t") else BAD)
