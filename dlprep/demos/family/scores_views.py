"""How a classifier's scores are shown: matrix, ratios, histogram, curves; `threshold` uses all."""

from functools import lru_cache

from dlprep.demos.family.forms import number as written
from dlprep.demos.family.scores import (
    METRICS,
    Costs,
    Reading,
    Scores,
    average_precision,
    bootstrap,
    cheapest,
    curve,
    roc_auc,
)
from dlprep.demos.family.views import (
    Axis,
    Bar,
    Bars,
    Group,
    Histogram,
    Line,
    Mark,
    Matrix,
    Plot,
    View,
)

NAMES = dict(zip(METRICS, ("precision", "recall", "specificity", "F1", "accuracy"), strict=True))


def percent(threshold: float) -> str:
    """`80%`, `75.5%`."""
    return f"{round(threshold * 100, 2):g}%"


def count(n: float) -> str:
    """`1,234`; weighted cases may be no whole number."""
    return f"{n:,.0f}" if float(n).is_integer() else written(n)


def matrix_view(scores: Scores, before: Reading, after: Reading) -> Matrix:
    """The four cells, with what they were before."""
    words = scores.words

    return Matrix(
        "confusion matrix",
        (words.positive, words.negative),
        (f"says {words.positive}", f"says {words.negative}"),
        ((after.tp, after.fn), (after.fp, after.tn)),
        "number" if scores.weighted else "integer",
        heat=False,
        names=(("TP", "FN"), ("FP", "TN")),
        notes=(("found", "missed"), ("false alarm", "cleared")),
        was=((before.tp, before.fn), (before.fp, before.tn)),
        tones=(("good", "bad"), ("bad", "good")),
    )


def metrics_view(before: Reading, after: Reading) -> Bars:
    """The five ratios, with a notch where each was."""
    formulas = ("TP/(TP+FP)", "TP/(TP+FN)", "TN/(TN+FP)", "2TP/(2TP+FP+FN)", "(TP+TN)/all")
    return Bars(
        "metrics (notch: before)",
        tuple(
            Bar(NAMES[n], getattr(after, n), "percent", 1, getattr(before, n), note)
            for n, note in zip(METRICS, formulas, strict=True)
        ),
        high=1.0,
    )


def _marks(before: Reading, after: Reading) -> tuple[Mark, Mark]:
    return (
        Mark(x=before.threshold, label=percent(before.threshold), base=True),
        Mark(x=after.threshold, label=percent(after.threshold)),
    )


def histogram_view(scores: Scores, before: Reading, after: Reading) -> Histogram:
    """Everybody's scores, and the band of those who change side."""
    up, down = _bins(scores)
    held_out = "test " if scores.seed is not None else ""
    return Histogram(
        f"scores of the {count(scores.total)} {held_out}{scores.words.case}s",
        (up, down),
        0.0,
        1.0,
        "percent",
        _marks(before, after),
        (before.threshold, after.threshold),
    )


@lru_cache(maxsize=8)
def _bins(scores: Scores) -> tuple[Group, Group]:
    up, down = scores.counts(100)
    words = scores.words
    return (
        Group(words.positive, tuple(map(round, up))),
        Group(words.negative, tuple(map(round, down))),
    )


@lru_cache(maxsize=8)
def _metric_lines(scores: Scores) -> tuple[Line, ...]:
    steps = curve(scores)
    x = [r.threshold for r in steps]
    return tuple(
        Line(NAMES[n], x, [getattr(r, n) for r in steps])
        for n in ("recall", "precision", "f1", "specificity")
    )


def against_view(scores: Scores, before: Reading, after: Reading) -> Plot:
    """Four ratios at every threshold."""
    axis = Axis("threshold", 0, 1, form="percent0")
    unit = Axis("", 0, 1, form="percent0")
    return Plot("against the threshold", _metric_lines(scores), axis, unit, _marks(before, after))


@lru_cache(maxsize=8)
def _trade_line(scores: Scores, *, roc: bool) -> tuple[Line, ...]:
    steps = [r for r in curve(scores) if roc or r.precision is not None]
    if roc:
        x = [1 - (r.specificity or 0.0) for r in steps]
        name = f"model, area {roc_auc(scores):.3f}"
        curve_line = Line(name, x, [r.recall for r in steps], "ink")
        return (curve_line, Line("guessing", (0, 1), (0, 1), "quiet"))
    share = scores.mass[0] / scores.total
    name = f"model, AP {average_precision(scores):.3f}"
    curve_line = Line(name, [r.recall or 0.0 for r in steps], [r.precision for r in steps], "ink")
    return (curve_line, Line("share of positives", (0, 1), (share, share), "quiet"))


def precision_recall_view(scores: Scores, before: Reading, after: Reading) -> Plot:
    """Precision against recall, with the two thresholds."""
    marks = [
        Mark(r.recall, r.precision, percent(r.threshold), base=r is before)
        for r in (before, after)
        if r.precision is not None
    ]
    return Plot(
        "precision (up) against recall",
        _trade_line(scores, roc=False),
        Axis("recall", 0, 1),
        Axis("", 0, 1),
        tuple(marks),
    )


def roc_view(scores: Scores, before: Reading, after: Reading) -> Plot:
    """Recall against the false-positive rate, with the two thresholds."""
    marks = tuple(
        Mark(1 - (r.specificity or 0.0), r.recall, percent(r.threshold), base=r is before)
        for r in (before, after)
    )
    return Plot(
        "ROC: recall (up)",
        _trade_line(scores, roc=True),
        Axis("1 - specificity", 0, 1),
        Axis("", 0, 1),
        marks,
    )


@lru_cache(maxsize=16)
def _cost_line(scores: Scores, costs: Costs) -> tuple[Line, ...]:
    steps = curve(scores)
    return (Line("cost", [r.threshold for r in steps], [costs.of(r) for r in steps]),)


def costs_view(scores: Scores, costs: Costs, before: Reading, after: Reading) -> View:
    """What the errors cost at every threshold, and how sure the cheapest one is."""
    sure = bootstrap(scores, costs)
    best = cheapest(scores, costs)
    interval = f"{100 * sure.low:.0f}-{sure.high:.0%}"
    return Plot(
        "cost; band: 90% of resamples",
        _cost_line(scores, costs),
        Axis("threshold", 0, 1, form="percent0"),
        Axis("", 0),
        (
            *_marks(before, after),
            Mark(
                best.threshold, costs.of(best), f"cheapest {percent(best.threshold)} ({interval})"
            ),
        ),
        band=(sure.low, sure.high),
    )
