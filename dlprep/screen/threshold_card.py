"""The threshold demo as a printed card of 80 columns, drawn or in plain lines."""

from collections.abc import Sequence

from rich import box
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from dlprep.demos.prediction import Prediction
from dlprep.demos.threshold import METRICS, Result, Scores, histogram
from dlprep.screen.console import harmless
from dlprep.screen.palette import NEGATIVE, POSITIVE, QUIET
from dlprep.screen.threshold_figures import bar, delta, points, score_histogram
from dlprep.screen.threshold_words import (
    FORMULAS,
    NAMES,
    cost_line,
    percent,
    ratio,
    setting,
    what_is_certain,
    who_moved,
    you_said,
)

WIDTH = 80


def question(result: Result) -> str:
    """What the demo asks, with its thresholds."""
    a, b = percent(result.before.threshold), percent(result.after.threshold)
    return f"The threshold goes from {a} to {b}: what happens to the matrix?"


def cells(scores: Scores) -> dict[str, str]:
    """What each cell of the matrix means, in the words of the data."""
    found = harmless(scores.words.found)
    return {
        "tp": f"{found}s found",
        "fn": f"{found}s missed",
        "fp": "false alarms",
        "tn": "rightly cleared",
    }


def card(scores: Scores, result: Result, predictions: Sequence[Prediction] = ()) -> Panel:
    """The whole demo in a frame, fit for a terminal, a document and an SVG."""
    parts: list[RenderableType] = [
        Text(question(result), "bold"),
        Text(setting(scores), QUIET),
        Text(),
        _matrix(scores, result),
        Text(),
        score_histogram(scores, result.before.threshold, result.after.threshold, WIDTH - 4, 3),
        Text(),
        _metrics(result),
        Text(),
        Text(cost_line(result).replace("->", "→"), QUIET),
        Text(),
        who_moved(result, scores.words),
        Text(what_is_certain(scores, result), QUIET),
    ]
    if predictions:
        parts.append(you_said(predictions))
    return Panel(
        Padding(Group(*parts), (0, 1, 0, 0)),
        title="dlprep demo threshold",
        box=box.ROUNDED,
        border_style=QUIET,
        width=WIDTH,
        padding=(0, 0, 0, 1),
    )


def _matrix(scores: Scores, result: Result) -> Table:
    w = scores.words
    positive, negative = harmless(w.positive), harmless(w.negative)
    table = Table(box=box.SQUARE, show_lines=True, border_style="dim", width=WIDTH - 4)
    table.add_column("", min_width=10)
    table.add_column(f"model says {positive}", justify="center", header_style=QUIET, ratio=1)
    table.add_column(f"model says {negative}", justify="center", header_style=QUIET, ratio=1)
    rows = ((positive, POSITIVE, "tp", "fn"), (negative, NEGATIVE, "fp", "tn"))
    for truth, color, left, right in rows:
        both = (_cell(scores, result, left), _cell(scores, result, right))
        table.add_row(Text(f"truth:\n{truth}", color), *both)
    return table


def _cell(scores: Scores, result: Result, name: str) -> Text:
    before, after = getattr(result.before, name), getattr(result.after, name)
    text = Text(name.upper(), "bold")
    text.append(f" {before:,} → ", f"not bold {QUIET}")
    text.append(f"{after:,}  ")
    text.append_text(delta(result, name))
    text.append(f"\n{cells(scores)[name]}", f"not bold {QUIET}")
    return text


def _metrics(result: Result) -> Table:
    before, after = percent(result.before.threshold), percent(result.after.threshold)
    table = Table(box=None, padding=(0, 1, 0, 0), header_style=QUIET, width=WIDTH - 4)
    table.add_column("", min_width=11)
    table.add_column("", style=QUIET, min_width=15)
    table.add_column(before, justify="right", min_width=6)
    table.add_column(after, justify="right", style="bold", min_width=6)
    table.add_column(f"{after}, mark = {before}")
    table.add_column("points", justify="right", min_width=6)
    for name in METRICS:
        a, b = getattr(result.before, name), getattr(result.after, name)
        table.add_row(NAMES[name], FORMULAS[name], ratio(a), ratio(b), bar(b, a, 21), points(a, b))
    return table


def plain_card(scores: Scores, result: Result, predictions: Sequence[Prediction] = ()) -> str:
    """The same in ASCII lines that a screen reader reads in order; at most 80 columns."""
    import textwrap

    a, b = percent(result.before.threshold), percent(result.after.threshold)
    lines = [question(result), *setting(scores).splitlines(), ""]
    lines.append(f"Confusion matrix at {a}, then at {b}:")
    for name, meaning in cells(scores).items():
        x, y = getattr(result.before, name), getattr(result.after, name)
        lines.append(f"  {name.upper()} {meaning + ':':<18} {x:>7,} -> {y:<7,} ({y - x:+,})")
    lines += ["", f"Metrics at {a}, then at {b}:"]
    for name in METRICS:
        x, y = getattr(result.before, name), getattr(result.after, name)
        change = _change(x, y)
        lines.append(
            f"  {NAMES[name]:<11} {FORMULAS[name]:<15} {ratio(x):>6} -> {ratio(y):<6} {change}"
        )
    lines += ["", *textwrap.wrap(cost_line(result).capitalize() + ".", WIDTH), ""]
    w = scores.words
    lines.append("Scores, by tenths:")
    tenths = zip(histogram(scores.positives, 10), histogram(scores.negatives, 10), strict=True)
    for i, (pos, neg) in enumerate(tenths):
        counts = f"{harmless(w.positive)} {pos:,}, {harmless(w.negative)} {neg:,}"
        lines.append(f"  {i * 10}-{i * 10 + 10}%: {counts}")
    lines.append("")
    for sentence in (who_moved(result, w).plain, what_is_certain(scores, result)):
        lines += textwrap.wrap(sentence, WIDTH)
    if predictions:
        lines += textwrap.wrap(you_said(predictions, plain=True).plain, WIDTH)
    return "\n".join(lines) + "\n"


def _change(before: float | None, after: float | None) -> str:
    if before is None or after is None:
        return "undefined"
    change = round(100 * (after - before), 1)
    return f"{'up' if change > 0 else 'down'} {abs(change)} points" if change else "the same"
