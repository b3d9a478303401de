"""The panels of the threshold demo's full screen: from what is known to text of a given size."""

from collections.abc import Sequence

import msgspec
from rich.text import Text

from dlprep.demos.prediction import Prediction
from dlprep.demos.threshold import METRICS, Result, Scores
from dlprep.screen.console import harmless
from dlprep.screen.palette import BAD_CELL, GOOD_CELL, NEGATIVE, POSITIVE, QUIET
from dlprep.screen.threshold_curves import against_threshold, precision_recall, roc
from dlprep.screen.threshold_figures import bar, points, score_histogram
from dlprep.screen.threshold_words import NAMES, number, percent, ratio

WAIT = "training the model ..."
HIDDEN = "shown after your prediction"


class View(msgspec.Struct, frozen=True, eq=False):
    """All that the screen shows; a key makes a new one."""

    scores: Scores
    result: Result
    asking: bool = False
    predictions: Sequence[Prediction] = ()
    trade: str = "pr"


def matrix_panel(view: View, width: int, height: int) -> Text:
    """The four cells, green where the model is right; two or four lines each."""
    w, result = view.scores.words, view.result
    gutter = min(12, max(len(w.positive), len(w.negative)) + 2)
    side = max(8, (width - gutter - 1) // 2)
    tall = 4 if height >= 9 else 2
    text = Text(no_wrap=True, overflow="crop")
    heads = (f"says {harmless(w.positive)}", f"says {harmless(w.negative)}")
    text.append(" " * gutter + " ".join(f"{h[:side]:^{side}}" for h in heads) + "\n", QUIET)
    truths = (
        (harmless(w.positive), POSITIVE, (("tp", "found"), ("fn", "missed"))),
        (harmless(w.negative), NEGATIVE, (("fp", "false alarm"), ("tn", "cleared"))),
    )
    for label, color, row in truths:
        drawn = [_cell(result, name, meaning, tall) for name, meaning in row]
        for line in range(tall):
            shown = label[: gutter - 1] if line == (tall - 1) // 2 else ""
            text.append(f"{shown:<{gutter}}", color)
            for i, ((name, _), cell) in enumerate(zip(row, drawn, strict=True)):
                style = GOOD_CELL if name.startswith("t") else BAD_CELL
                bold = "bold " if name.upper() in cell[line] else ""
                text.append(f"{cell[line]:^{side}}", bold + style)
                text.append("" if i else " ")
            text.append("\n")
    text.right_crop(1)
    return text


def _cell(result: Result, name: str, meaning: str, tall: int) -> Sequence[str]:
    now = getattr(result.after, name)
    change = now - getattr(result.before, name)
    head, delta = f"{name.upper()} {now:,}", f"{change:+,}" if change else ""
    if tall == 4:
        return ("", head, meaning, delta)
    return (f"{head} {delta}".strip(), meaning)


def metrics_panel(view: View, width: int, height: int) -> Text:
    """The five metrics as bars with the base marked, and what the errors cost."""
    result = view.result
    same = result.before.threshold == result.after.threshold
    room = max(4, width - 12 - 7 - 7)
    text = Text(no_wrap=True, overflow="crop")
    for name in METRICS:
        before, after = getattr(result.before, name), getattr(result.after, name)
        text.append(f"{NAMES[name]:<12}")
        text.append_text(bar(after, None if same else before, room))
        text.append(f" {ratio(after):>6}", "bold")
        if after is None:
            text.append(" undef.", QUIET)
        elif not same:
            text.append(" ")
            text.append_text(points(before, after))
        text.append("\n")
    c = result.costs
    cost, best = number(c.of(result.after)), number(c.of(result.cheapest))
    cheapest = percent(result.cheapest.threshold)
    if height < 8:
        text.append(f"{'cost':<12}", "bold")
        text.append(cost, "bold")
        text.append(f" best {best} at {cheapest}", QUIET)
        return text
    text.append(f"\n{'cost':<12}{cost:>7}", "bold")
    text.append(f"  (miss {c.miss:g} : false alarm {c.alarm:g})\n", f"not bold {QUIET}")
    theory = "" if c.theory is None else f"; in theory {c.theory:.0%}"
    text.append(f"{'cheapest':<12}{best:>7}  at {cheapest}{theory}", QUIET)
    return text


def histogram_panel(view: View, width: int, height: int) -> Text:
    """Everybody's scores, and the band of those who change side."""
    rows = max(1, (height - 2) // 2)
    before, after = view.result.before.threshold, view.result.after.threshold
    return score_histogram(view.scores, before, after, width, rows)


def against_panel(view: View, width: int, height: int) -> Text:
    """The metrics at every threshold; hidden while the learner predicts."""
    if view.asking:
        return Text(HIDDEN, QUIET)
    return against_threshold(view.scores, view.result, width, height)


def trade_panel(view: View, width: int, height: int) -> Text:
    """Precision against recall, or ROC."""
    if view.asking:
        return Text(HIDDEN, QUIET)
    draw = roc if view.trade == "roc" else precision_recall
    return draw(view.scores, view.result, width, height)
