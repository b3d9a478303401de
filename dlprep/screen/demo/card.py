"""A demo as a printed card of 80 columns that stands alone: question, result, why, trap, sources."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from rich.text import Text

from dlprep.demos.family.demo import Demo
from dlprep.demos.family.prediction import Prediction
from dlprep.demos.family.views import Histogram, Matrix, Plot, Result, View
from dlprep.screen.console import harmless
from dlprep.screen.demo.blocks import wrapped
from dlprep.screen.demo.board import framed
from dlprep.screen.demo.draw import draw, height_of, same, title_of
from dlprep.screen.demo.look import Look

WIDTH = 80
_PLOT_ROWS, _HISTOGRAM_ROWS = 12, 8


class Shown(msgspec.Struct, frozen=True, eq=False):
    """One run with all that a face needs to show it."""

    demo: Demo
    knobs: Mapping[str, Any]
    seed: int
    result: Result
    before: Result | None = None
    predictions: Sequence[Prediction] = ()


def card(shown: Shown, look: Look) -> list[Text]:
    """The lines of the card, each of exactly 80 columns."""
    demo, inner = shown.demo, WIDTH - 4
    body = [Text(line.plain, "bold") for line in wrapped(demo.question, inner, look)]
    body += _quiet(setting(shown), inner, look)
    body += _quiet(turned(shown), inner, look)
    if demo.asked(shown.knobs) and not shown.predictions:
        body.append(Text())
        body += wrapped("Predict first: " + " ".join(_numbered(shown)), inner, look, indent="  ")
    for view in shown.result.views:
        body += [Text(), Text(harmless(title_of(view, inner)), f"bold {look['title']}".strip())]
        before = same(view, shown.before.views) if shown.before else None
        body += draw(view, inner, _rows(view, inner, look), look, before)
    body.append(Text())
    bullet = "* " if look.ascii else "• "
    for sentence in shown.result.said:
        body += wrapped(bullet + sentence, inner, look, indent="  ")
    if shown.predictions:
        body.append(Text())
        body += [line for p in shown.predictions for line in judged(p, inner, look)]
    for title, text in (("Why", demo.why), ("In the interview", demo.say), ("Trap", demo.trap)):
        body += [Text(), Text(title, f"bold {look['title']}".strip())]
        body += wrapped(demo.filled(text, shown.knobs), inner, look)
    body.append(Text())
    for source in demo.sources:
        body += _quiet(f"{source.title} {source.url}".strip(), inner, look)
    body += [Text(line.plain, look["quiet"]) for line in wrapped(next_step(demo), inner, look)]
    return framed(f"dlprep demo {demo.slug}", body, WIDTH, len(body) + 2, look)


def _numbered(shown: Shown) -> list[str]:
    asks = shown.demo.asked(shown.knobs)
    return [
        (f"({i + 1}) " if len(asks) > 1 else "") + shown.demo.filled(ask.text, shown.knobs)
        for i, ask in enumerate(asks)
    ]


def setting(shown: Shown) -> str:
    """What was run."""
    return shown.result.setting or shown.demo.filled(shown.demo.setting, shown.knobs)


def turned(shown: Shown) -> str:
    """The knobs and the seed, as they would be typed."""
    parts = [
        f"{knob.option[2:]} {knob.shown(shown.knobs[knob.name])}"
        for knob in shown.demo.knobs
        if shown.knobs[knob.name] is not None
    ]
    if not shown.result.own:
        parts.append(f"seed {shown.seed}")
    return ", ".join(parts)


def next_step(demo: Demo) -> str:
    """What to type next."""
    if demo.questions:
        return f"next: dlprep show {demo.questions[0]} | dlprep quiz --topic {demo.topic}"
    return f"next: dlprep quiz --topic {demo.topic}"


def judged(prediction: Prediction, width: int, look: Look) -> list[Text]:
    """`You said recall: rises; no, it falls.` and why."""
    right, wrong = ("right", "no") if look.ascii else ("✓ right", "✗ no")
    if prediction.right:
        verdict = f"{{+{right}+}}"
    elif prediction.truth is None:
        verdict = f"{{-{wrong}, it is undefined-}}"
    else:
        verdict = f"{{-{wrong}: {prediction.truth}-}}"
    said = f"You said of {prediction.about}: {prediction.said}. {verdict}. {prediction.why}"
    return wrapped(said, width, look, indent="  ")


def _quiet(text: str, width: int, look: Look) -> list[Text]:
    return [Text(line.plain, look["quiet"]) for line in wrapped(text, width, look)]


def _rows(view: View, width: int, look: Look) -> int:
    needed = height_of(view, width, look)
    if isinstance(view, Matrix) and view.notes:
        return 2 * len(view.rows) + 1
    if needed is not None:
        return needed
    if isinstance(view, Plot):
        return _PLOT_ROWS
    return _HISTOGRAM_ROWS if isinstance(view, Histogram) else 10
