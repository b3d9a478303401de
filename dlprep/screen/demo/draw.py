"""From a view to lines of text of a given size, whatever kind of view it is."""

from rich.text import Text

from dlprep.demos.family.views import Bars, Histogram, Matrix, Plot, Table, View, Words
from dlprep.screen.demo.blocks import (
    bars_width,
    draw_bars,
    draw_matrix,
    draw_table,
    draw_words,
    matrix_width,
    table_width,
    wrapped,
)
from dlprep.screen.demo.histogram import draw_histogram
from dlprep.screen.demo.look import Look
from dlprep.screen.demo.plot import draw_plot


def draw(view: View, width: int, height: int, look: Look, pinned: View | None = None) -> list[Text]:
    """The view in at most `height` lines of at most `width` columns; `pinned` is compared with."""
    match view:
        case Plot():
            other = pinned if isinstance(pinned, Plot) else None
            lines = draw_plot(view, width, height, look, other)
        case Bars():
            lines = draw_bars(
                view, width, height, look, pinned if isinstance(pinned, Bars) else None
            )
        case Histogram():
            lines = draw_histogram(view, width, height, look)
        case Matrix():
            matrix = pinned if isinstance(pinned, Matrix) else None
            lines = draw_matrix(view, width, height, look, matrix)
        case Table():
            lines = draw_table(view, width, height, look)
        case Words():
            lines = draw_words(view, width, height, look)
    return lines


def title_of(view: View, width: int) -> str:
    """The title, and that y is drawn by its logarithm, where there is room to say so."""
    if not isinstance(view, Plot) or not view.y.log or "(log)" in view.title:
        return view.title
    logged = f"{view.title} (log)"
    return logged if len(logged) <= width else view.title


def height_of(view: View, width: int, look: Look) -> int | None:
    """The lines that a view needs, or None where it takes what it is given."""
    match view:
        case Bars():
            return len(view.bars)
        case Table():
            return len(view.rows) + 1
        case Matrix():
            tall = 2 if view.notes else 1
            return tall * len(view.rows) + (1 if any(view.columns) else 0)
        case Words():
            return sum(len(wrapped(line, width, look)) for line in view.lines)
    return None


def least_width(view: View) -> int:
    """The columns that a view needs for nothing of it to be cut."""
    match view:
        case Bars():
            return bars_width(view)
        case Table():
            return table_width(view)
        case Matrix() if view.notes:
            return matrix_width(view)
    return 32  # a curve or a sentence in fewer says little; numbers alone give way to shades


def same(view: View, others: tuple[View, ...] | None) -> View | None:
    """The view of another result that shows the same thing."""
    for other in others or ():
        if other.title == view.title and type(other) is type(view):
            return other
    return None
