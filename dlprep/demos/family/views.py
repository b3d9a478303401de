"""What a demo shows, as data: a small union of views that every face knows how to draw."""

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct

Point = tuple[float, float]


class Axis(Struct, frozen=True, eq=False):
    """One axis of a plot; without `low` and `high` it fits the lines. `log` needs values above 0."""

    label: str = ""
    low: float | None = None
    high: float | None = None
    log: bool = False
    form: str = "number"


class Line(Struct, frozen=True, eq=False):
    """Points of one name, joined into a curve or, with `joined=False`, scattered.

    A y of None breaks the curve. `tone` is a role of the palette: a to f, `quiet`, `now`, `base`;
    without one, the faces give each line its own.
    """

    name: str
    x: Sequence[float]
    y: Sequence[float | None]
    tone: str = ""
    joined: bool = True


class Mark(Struct, frozen=True, eq=False):
    """An upright line at x, a level line at y, or with both a single point; `base` is the quiet one."""

    x: float | None = None
    y: float | None = None
    label: str = ""
    base: bool = False


class Plot(Struct, frozen=True, eq=False, tag="plot"):
    """Curves and scattered points.

    `band` shades x from low to high. `regions` are rows from the top, each a string of the digits
    of the line (0..9) that owns the cell, or a space: the areas of a classifier.
    """

    title: str
    lines: tuple[Line, ...]
    x: Axis = Axis()
    y: Axis = Axis()
    marks: tuple[Mark, ...] = ()
    band: tuple[float, float] | None = None
    regions: tuple[str, ...] = ()


class Bar(Struct, frozen=True, eq=False):
    """One number with a name. `better` is 1 when up is good, -1 when down is, 0 when neither.

    `mark` is a value to compare with, drawn as a notch; without one, a pinned state supplies it.
    """

    name: str
    value: float | None
    form: str = "number"
    better: int = 0
    mark: float | None = None
    note: str = ""


class Bars(Struct, frozen=True, eq=False, tag="bars"):
    """Numbers side by side, on one scale from `low` to `high` (default: 0 to the largest)."""

    title: str
    bars: tuple[Bar, ...]
    low: float = 0.0
    high: float | None = None
    log: bool = False


class Group(Struct, frozen=True, eq=False):
    """How many cases of one name lie in each of equal bins."""

    name: str
    counts: tuple[int, ...]


class Histogram(Struct, frozen=True, eq=False, tag="histogram"):
    """One group upwards, or two: the first upwards and the second downwards.

    At most 100 bins of equal width from `low` to `high`; a number that is a multiple of many
    (100, 60, 40) can be drawn at more widths.
    """

    title: str
    groups: tuple[Group, ...]
    low: float
    high: float
    form: str = "number"
    marks: tuple[Mark, ...] = ()
    band: tuple[float, float] | None = None


class Matrix(Struct, frozen=True, eq=False, tag="matrix"):
    """Numbers in rows and columns. `heat` shades each cell by its value between `low` and `high`.

    `names` stand before the numbers and `notes`, a word or two, below them. `tones` say `good` or
    `bad` of each cell instead of shading. `was` are values to compare with; without them, a pinned
    state supplies them.
    """

    title: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: tuple[tuple[float | None, ...], ...]
    form: str = "number"
    heat: bool = True
    low: float | None = None
    high: float | None = None
    names: tuple[tuple[str, ...], ...] = ()
    notes: tuple[tuple[str, ...], ...] = ()
    was: tuple[tuple[float | None, ...], ...] = ()
    tones: tuple[tuple[str, ...], ...] = ()


class Table(Struct, frozen=True, eq=False, tag="table"):
    """Cells of text and numbers; `forms` says how each column's numbers are written."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str | float | None, ...], ...]
    forms: tuple[str, ...] = ()
    now: int | None = None
    """The row that belongs to the knobs as they stand."""


class Words(Struct, frozen=True, eq=False, tag="words"):
    """Sentences, each on lines of its own."""

    title: str
    lines: tuple[str, ...]


View = Plot | Bars | Histogram | Matrix | Table | Words


class Result(Struct, frozen=True, eq=False):
    """What came out of one run.

    `numbers` are raw and fit for JSON: names to numbers, None where undefined, lists, mappings.
    `said` are one-line sentences, the headline first; `{+...+}` marks what is good for somebody,
    `{-...-}` what is bad. `own` says that the learner's own data was used, and no seed; `setting` then
    says what was run, in place of the demo's.
    """

    numbers: Mapping[str, Any]
    views: tuple[View, ...]
    said: tuple[str, ...]
    own: bool = False
    setting: str = ""
