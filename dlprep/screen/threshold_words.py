"""The threshold demo in sentences: who moved, what is certain, what was predicted."""

from collections.abc import Sequence

from rich.text import Text

from dlprep.demos.prediction import Prediction
from dlprep.demos.threshold import Result, Scores, Words, deepest_precision_fall
from dlprep.screen.console import harmless
from dlprep.screen.palette import BAD, GOOD, QUIET

NAMES = {
    "precision": "precision",
    "recall": "recall",
    "specificity": "specificity",
    "f1": "F1",
    "accuracy": "accuracy",
}
FORMULAS = {
    "precision": "TP/(TP+FP)",
    "recall": "TP/(TP+FN)",
    "specificity": "TN/(TN+FP)",
    "f1": "2TP/(2TP+FP+FN)",
    "accuracy": "(TP+TN)/all",
}
_ARROWS = {"rises": "▲", "falls": "▼", "stays": "="}


def percent(threshold: float) -> str:
    """`80%`, `75.5%`."""
    return f"{_points(threshold)}%"


def _points(threshold: float) -> str:
    return f"{round(threshold * 100, 2):g}"


def ratio(value: float | None) -> str:
    """`92.9%`, or a dash where a ratio has nothing below the line."""
    return "-" if value is None else f"{value:.1%}"


def number(value: float) -> str:
    """`1,234` or `12.5`."""
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.2f}"


def counted(n: int, one: str) -> str:
    """`1 patient`, `56 patients`, `no patient`."""
    return f"{n:,} {one}s" if n > 1 else f"{n or 'no'} {one}"


def setting(scores: Scores) -> str:
    """Whose scores these are: `285 test patients, 106 malignant`, and the model on a line of its own."""
    w = scores.words
    held_out = "test " if scores.seed is not None else ""
    who = f"{counted(scores.total, held_out + w.case)}, {len(scores.positives):,} {w.positive}"
    return f"{harmless(who)}\n{harmless(scores.about)}"


def who_moved(result: Result, words: Words) -> Text:
    """Whose side changed; colours go by what it means for them, not by the sign."""
    m, down = result.moved, result.after.threshold < result.before.threshold
    if m.low == m.high:
        return Text(f"Both thresholds are {percent(m.low)}: nobody moves.")
    between = f"scored {_points(m.low)}-{percent(m.high)}"
    if not m.cases:
        return Text(harmless(f"No {words.case} {between}: nobody moves."))
    text = Text(harmless(f"{counted(m.cases, words.case)} {between}"), style="bold")
    text.append(": ", style="not bold")
    found, be = harmless(counted(m.positives, words.found)), "is" if m.positives < 2 else "are"
    alarms = counted(m.negatives, "false alarm")
    if down:
        go = "is added" if m.negatives < 2 else "are added"
        text.append(f"{found} more {be} found", style=GOOD if m.positives else "not bold")
        text.append(", ", style="not bold")
        text.append(f"{alarms} {go}", style=BAD if m.negatives else "not bold")
    else:
        go = "goes away" if m.negatives < 2 else "go away"
        text.append(f"{found} {be} now missed", style=BAD if m.positives else "not bold")
        text.append(", ", style="not bold")
        text.append(f"{alarms} {go}", style=GOOD if m.negatives else "not bold")
    text.append(". Nobody else moves.", style="not bold")
    return text


def what_is_certain(scores: Scores, result: Result) -> str:
    """What must hold for any scores, and where precision breaks the rule of thumb in these."""
    if result.after.precision is None:
        return (
            f"At {percent(result.after.threshold)} nobody is called {harmless(scores.words.positive)}: "
            "precision is 0 / 0, undefined, and not 0."
        )
    down = result.after.threshold < result.before.threshold
    fall = deepest_precision_fall(scores)
    certain = "Recall can only rise" if down else "Recall can only fall"
    usual = "Precision usually falls" if down else "Precision usually rises"
    if fall is None:
        return f"{certain}. {usual}, but it need not: here it never turns."
    low, high = fall
    step = f"from {percent(low.threshold)} to {percent(high.threshold)}"
    return (
        f"{certain}. {usual}, but not always: here it falls from {ratio(low.precision)} "
        f"to {ratio(high.precision)} on the step {step}."
    )


def cost_line(result: Result) -> str:
    """`cost 236 -> 402 (miss 5 : false alarm 1); cheapest 118 at 14%, theory 17%`."""
    c = result.costs
    change = f"{number(c.of(result.before))} -> {number(c.of(result.after))}"
    weights = f"miss {c.miss:g} : false alarm {c.alarm:g}"
    best = f"cheapest {number(c.of(result.cheapest))} at {percent(result.cheapest.threshold)}"
    theory = "" if c.theory is None else f", theory {c.theory:.0%}"
    return f"cost {change} ({weights}); {best}{theory}"


def you_said(predictions: Sequence[Prediction], *, plain: bool = False) -> Text:
    """`You said: precision ▲ right  recall ▲ not so`."""
    text = Text("You said: ")
    for i, p in enumerate(predictions):
        truth = p.truth or "is undefined"
        verdict = "right" if p.right else f"not so, it {truth}"
        said = p.said if plain else _ARROWS[p.said]
        text.append("; " if plain and i else "  " if i else "")
        text.append(f"{p.about} {said} {verdict}", style=GOOD if p.right else BAD)
    if not predictions:
        return Text("You predicted nothing.", style=QUIET)
    return text
