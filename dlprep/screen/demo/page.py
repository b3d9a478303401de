"""A run of a demo as one page of shapes: question, figures, what came out, why, trap, sources."""

from collections.abc import Sequence

from dlprep.demos.family.forms import plain, toned
from dlprep.demos.family.views import Bars, Histogram, Matrix, Plot, Table, View, Words
from dlprep.screen.console import harmless
from dlprep.screen.demo.blocks import paragraph
from dlprep.screen.demo.card import Shown, next_step, setting, turned
from dlprep.screen.demo.draw import same
from dlprep.screen.demo.figure_blocks import (
    bars_figure,
    matrix_figure,
    table_figure,
    words_figure,
)
from dlprep.screen.demo.figures import histogram_figure, plot_figure
from dlprep.screen.demo.look import light
from dlprep.screen.demo.shapes import LETTER, Label, Shape, shifted

WIDTH, _MARGIN = 800.0, 28.0
INNER = WIDTH - 2 * _MARGIN
COLORS = {**light().roles, "ground": "#ffffff", "grid": "#ececec"}


def figure(view: View, width: float, before: View | None = None) -> tuple[list[Shape], float]:
    """The shapes of a view of that width, and their height."""
    match view:
        case Plot():
            return plot_figure(view, width, before if isinstance(before, Plot) else None)
        case Bars():
            return bars_figure(view, width, before if isinstance(before, Bars) else None)
        case Histogram():
            return histogram_figure(view, width)
        case Matrix():
            return matrix_figure(view, width)
        case Table():
            return table_figure(view, width)
        case Words():
            return words_figure(view, width)


def page(shown: Shown) -> tuple[list[Shape], float]:
    """All shapes of the page, `WIDTH` wide, and its height."""
    demo = shown.demo
    out: list[Shape] = []
    y = _MARGIN + 8
    y = _text(out, y, demo.question, 18, bold=True)
    y = _text(out, y, f"{setting(shown)} ({turned(shown)})", 12, color="quiet") + 6
    for view in shown.result.views:
        y = _text(out, y + 8, view.title, 13, color="title", bold=True)
        before = same(view, shown.before.views) if shown.before else None
        shapes, height = figure(view, INNER, before)
        out += [shifted(shape, _MARGIN, y - 10) for shape in shapes]
        y += height
    y += 8
    for sentence in shown.result.said:
        tones = {tone for _, tone in toned(sentence) if tone}
        y = _text(out, y, plain(sentence), 13.5, bold=bool(tones))
    for p in shown.predictions:
        verdict = "right" if p.right else f"no: {p.truth or 'undefined'}"
        color = "good" if p.right else "bad"
        y = _text(
            out, y, f"You said of {p.about}: {p.said} ({verdict}). {p.why}", 12.5, color=color
        )
    for title, text in (("Why", demo.why), ("In the interview", demo.say), ("Trap", demo.trap)):
        y = _text(out, y + 10, title, 13, color="title", bold=True)
        y = _text(out, y, demo.filled(text, shown.knobs), 12.5)
    y += 8
    for source in demo.sources:
        y = _text(out, y, f"{source.title} {source.url}".strip(), 11, color="quiet")
    y = _text(out, y, f"dlprep demo {demo.slug}   {next_step(demo)}", 11, color="quiet")
    return out, y + _MARGIN - 10


def _text(
    out: list[Shape], y: float, text: str, size: float, *, color: str = "ink", bold: bool = False
) -> float:
    letters = int(INNER / size / (LETTER + (0.04 if bold else 0.0)))
    for line in paragraph(harmless(text), letters):
        out.append(Label(_MARGIN, y, line, size, "start", color, bold))
        y += size * 1.45
    return y


def alt(shown: Shown) -> str:
    """What the picture says, for those who do not see it."""
    said: Sequence[str] = [plain(sentence) for sentence in shown.result.said]
    return harmless(" ".join([shown.demo.question, *said]))
