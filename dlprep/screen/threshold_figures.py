"""The threshold demo's histogram and metric bars, as text for the card and for the full screen."""

from collections.abc import Sequence

from rich.text import Text

from dlprep.demos.threshold import Result, Scores, histogram
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


def score_histogram(
    scores: Scores, before: float, after: float, width: int, rows: int, *, reveal: bool = True
) -> Text:
    """Positives upwards and negatives downwards, `rows` lines each, then the axis's numbers.

    Bins are whole percents wide, and a mark stands between two bins, so that it hides nobody.
    `reveal=False` leaves the band between the thresholds out.
    """
    bins = next((n for n in (100, 50, 25) if n <= width - GUTTER - 2), 10)
    up, down = histogram(scores.positives, bins), histogram(scores.negatives, bins)
    peak = max(*up, *down, 1)
    columns = _columns(bins, before, after)
    low, high = sorted((before, after))
    band = {i for i in range(bins) if low <= (i + 0.5) / bins < high} if reveal else set()
    text = Text(no_wrap=True, overflow="crop")
    for row in range(rows):
        label = scores.words.positive if row == rows - 1 else ""
        text.append(_gutter(label), POSITIVE)
        for column in columns:
            if isinstance(column, str):
                text.append(column, NOW if column == "┃" else BASE)
                continue
            eighths = _eighths(up[column], peak, rows, rows - 1 - row)
            color = POSITIVE if (column + 0.5) / bins >= after else POSITIVE_DIM
            text.append(_UP[eighths], f"{color} {BAND if column in band else ''}")
        text.append("\n")
    text.append(_gutter(""))
    for column in columns:
        now = column == "┃"
        mark = ("╂" if now else "┼") if isinstance(column, str) else "─"
        text.append(mark, NOW if now else QUIET)
    text.append("\n")
    for row in range(rows):
        text.append(_gutter(scores.words.negative if row == 0 else ""), NEGATIVE)
        for column in columns:
            if isinstance(column, str):
                text.append(column, NOW if column == "┃" else BASE)
                continue
            eighths = _eighths(down[column], peak, rows, row)
            color = NEGATIVE if (column + 0.5) / bins >= after else NEGATIVE_DIM
            text.append(_DOWN[eighths], f"{color} {BAND if column in band else ''}")
        text.append("\n")
    text.append(_ticks(bins, columns), QUIET)
    return text


def _gutter(label: str) -> str:
    label = harmless(label)
    if len(label) >= GUTTER:
        label = label[: GUTTER - 2] + "…"
    return f"{label:>{GUTTER - 1}} "


def _eighths(count: int, peak: int, rows: int, away: int) -> int:
    """How full the cell `away` rows from the axis is; somebody is never drawn as nobody."""
    level = max(1, round(8 * rows * count / peak)) if count else 0
    return max(0, min(8, level - 8 * away))


def _columns(bins: int, before: float, after: float) -> Sequence[int | str]:
    """The bins from left to right with the marks between them, always bins + 2 wide."""
    marks = {round(before * bins): "┊", round(after * bins): "┃"}
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
    text = Text(no_wrap=True)
    for i in range(width):
        inside = i < filled
        if i == at:
            text.append("╋" if inside else "┼", "bold")
        else:
            text.append("━" if inside else "─", NOW if inside else "dim")
    return text


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
