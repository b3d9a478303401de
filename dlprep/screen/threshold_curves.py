"""The threshold demo's curves: the metrics against the threshold, precision v recall, and ROC."""

from collections.abc import Sequence

from rich.text import Text

from dlprep.demos.threshold import Result, Scores, curve, roc_auc
from dlprep.screen.canvas import Canvas
from dlprep.screen.palette import BASE, INK, NEGATIVE, NOW, PINK, POSITIVE, QUIET

_LINES = (
    ("specificity", "specificity", QUIET),
    ("f1", "F1", PINK),
    ("precision", "precision", NEGATIVE),
    ("recall", "recall", POSITIVE),
)


def against_threshold(scores: Scores, result: Result, width: int, height: int) -> Text:
    """Four metrics over the thresholds 0..1, upright lines at the base and at the present one."""
    canvas = Canvas(width - 4, height - 3)
    readings = curve(scores)
    for name, _, color in _LINES:
        points = [(r.threshold, getattr(r, name)) for r in readings]
        canvas.curve([(x, y) for x, y in points if y is not None], color)
    canvas.upright(result.before.threshold, "┊", BASE)
    canvas.upright(result.after.threshold, "┃", NOW)
    for name, _, color in _LINES:
        value = getattr(result.after, name)
        if value is not None:
            canvas.put(result.after.threshold, value, "●", color)
    legend = Text("    ")
    for _, label, color in reversed(_LINES):
        legend.append("━ ", color)
        legend.append(f"{label}  ", color)
    return _framed(canvas, "0%", "threshold", "100%", legend)


def precision_recall(scores: Scores, result: Result, width: int, height: int) -> Text:
    """Precision (up) against recall, with the two thresholds' points and the base rate."""
    canvas = Canvas(width - 4, height - 2)
    base_rate = len(scores.positives) / scores.total
    canvas.curve([(0, base_rate), (1, base_rate)], "dim")
    points = [(r.recall, r.precision) for r in curve(scores)]
    canvas.curve([(x, y) for x, y in points if x is not None and y is not None], INK)
    for r, mark, style in ((result.before, "○", BASE), (result.after, "●", NOW)):
        if r.recall is not None and r.precision is not None:
            canvas.put(r.recall, r.precision, mark, style)
    return _framed(canvas, "0", "recall", "1")


def roc(scores: Scores, result: Result, width: int, height: int) -> Text:
    """True-positive rate (up) against false-positive rate, with the diagonal of guessing."""
    canvas = Canvas(width - 4, height - 2)
    canvas.curve([(0, 0), (1, 1)], "dim")
    points = [(r.specificity, r.recall) for r in curve(scores)]
    canvas.curve([(1 - x, y) for x, y in points if x is not None and y is not None], INK)
    for r, mark, style in ((result.before, "○", BASE), (result.after, "●", NOW)):
        if r.recall is not None and r.specificity is not None:
            canvas.put(1 - r.specificity, r.recall, mark, style)
    return _framed(canvas, "0", "1 - specificity", "1")


def trade_title(scores: Scores, kind: str) -> str:
    """What the small curve shows."""
    if kind == "roc":
        return f"ROC: recall (up), area {roc_auc(scores):.3f}"
    return "precision (up) v recall"


def _framed(canvas: Canvas, left: str, middle: str, right: str, below: Text | None = None) -> Text:
    rows: Sequence[Text] = canvas.lines()
    text = Text(no_wrap=True, overflow="crop")
    for i, row in enumerate(rows):
        axis = "1 ┤" if i == 0 else "0 ┤" if i == len(rows) - 1 else "  │"
        text.append(f"{axis} ", QUIET)
        text.append_text(row)
        text.append("\n")
    text.append(f"  └{'─' * (canvas.width + 1)}\n", QUIET)
    room = canvas.width - len(left) - len(right)
    text.append(f"    {left}{middle:^{max(room, 0)}}{right}", QUIET)
    if below is not None:
        text.append("\n")
        text.append_text(below)
    return text
