"""The threshold demo's curves: the metrics against the threshold, precision v recall, and ROC."""

from collections.abc import Callable
from functools import lru_cache

from rich.text import Text

from dlprep.demos.threshold import Reading, Result, Scores, curve, roc_auc
from dlprep.screen.canvas import Canvas
from dlprep.screen.palette import BASE, INK, NEGATIVE, NOW, PINK, POSITIVE, QUIET

Point = tuple[float, float]
_LINES = (
    ("specificity", "specificity", QUIET),
    ("f1", "F1", PINK),
    ("precision", "precision", NEGATIVE),
    ("recall", "recall", POSITIVE),
)


def against_threshold(scores: Scores, result: Result, width: int, height: int) -> Text:
    """Four metrics over the thresholds 0..1, upright lines at the base and at the present one."""
    canvas = _metrics_canvas(scores, width - 4, height - 3).copy()
    canvas.upright(result.before.threshold, "┊", BASE)
    canvas.upright(result.after.threshold, "┃", NOW)
    for name, _, color in _LINES:
        value = getattr(result.after, name)
        if value is not None:
            canvas.put(result.after.threshold, value, "●", color)
    legend = Text("    ")
    for _, label, color in reversed(_LINES):
        legend.append(f"━ {label}  ", color)
    return _framed(canvas, "0%", "threshold", "100%", legend)


def precision_recall(scores: Scores, result: Result, width: int, height: int) -> Text:
    """Precision (up) against recall, with the two thresholds' points and the base rate."""
    return _trade(scores, result, width, height, _pr_point, "recall")


def roc(scores: Scores, result: Result, width: int, height: int) -> Text:
    """True-positive rate (up) against false-positive rate, with the diagonal of guessing."""
    return _trade(scores, result, width, height, _roc_point, "1 - specificity")


def _pr_point(r: Reading) -> Point | None:
    return None if r.recall is None or r.precision is None else (r.recall, r.precision)


def _roc_point(r: Reading) -> Point | None:
    return None if r.recall is None or r.specificity is None else (1 - r.specificity, r.recall)


def _trade(
    scores: Scores,
    result: Result,
    width: int,
    height: int,
    point: Callable[[Reading], Point | None],
    across: str,
) -> Text:
    canvas = _trade_canvas(scores, width - 4, height - 2, point).copy()
    for r, mark, style in ((result.before, "○", BASE), (result.after, "●", NOW)):
        if at := point(r):
            canvas.put(*at, mark, style)
    return _framed(canvas, "0", across, "1")


@lru_cache(maxsize=8)  # drawn once for a size: only the marks move with the threshold
def _metrics_canvas(scores: Scores, width: int, height: int) -> Canvas:
    canvas = Canvas(width, height)
    for name, _, color in _LINES:
        points = [(r.threshold, getattr(r, name)) for r in curve(scores)]
        canvas.curve([(x, y) for x, y in points if y is not None], color)
    return canvas


@lru_cache(maxsize=8)
def _trade_canvas(
    scores: Scores, width: int, height: int, point: Callable[[Reading], Point | None]
) -> Canvas:
    canvas = Canvas(width, height)
    base_rate = len(scores.positives) / scores.total
    chance = (
        [(0.0, base_rate), (1.0, base_rate)] if point is _pr_point else [(0.0, 0.0), (1.0, 1.0)]
    )
    canvas.curve(chance, "dim")
    canvas.curve([at for r in curve(scores) if (at := point(r))], INK)
    return canvas


def trade_title(scores: Scores, kind: str) -> str:
    """What the small curve shows."""
    if kind == "roc":
        return f"ROC: recall (up), area {roc_auc(scores):.3f}"
    return "precision (up) v recall"


def _framed(canvas: Canvas, left: str, middle: str, right: str, below: Text | None = None) -> Text:
    rows = canvas.lines()
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
