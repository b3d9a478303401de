"""Draws plots: axes, curves with a mark on each, points, regions, and a pinned state behind."""

import math
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import pairwise

from rich.text import Text

from dlprep.demos.family.forms import shown
from dlprep.demos.family.views import Axis, Line, Mark, Plot
from dlprep.screen.canvas import Canvas
from dlprep.screen.console import harmless
from dlprep.screen.demo.blocks import flowed
from dlprep.screen.demo.look import Look

SOLID, DASHED, DOTTED = (1, 0), (5, 3), (1, 3)
Scale = Callable[[float], float]
Spot = tuple[float, float]
_NEAR = 1e-9


def draw_plot(
    view: Plot, width: int, height: int, look: Look, pinned: Plot | None = None
) -> list[Text]:
    """The plot in `height` lines of at most `width` columns, legend and axis numbers included."""
    behind, left = before_of(view, pinned)
    x_low, x_high = limits(view.x, [line.x for line in (*view.lines, *behind)], view.marks, "x")
    y_low, y_high = limits(view.y, [line.y for line in (*view.lines, *behind)], view.marks, "y")
    legend = legend_of(view, look, width, behind, left)
    ticks = tuple(shown(t, view.y.form) for t in (y_high, y_low))
    gutter = max(map(len, ticks)) + 2
    rows = max(2, height - 2 - len(legend))
    canvas = _canvas(
        view.lines,
        behind,
        view.regions,
        (x_low, x_high, view.x.log),
        (y_low, y_high, view.y.log),
        max(4, width - gutter),
        rows,
        look,
    ).copy()
    to_x, to_y = scale(x_low, x_high, log=view.x.log), scale(y_low, y_high, log=view.y.log)
    _mark(canvas, view, (*left, *view.marks), to_x, to_y, look)
    out: list[Text] = []
    tee, bar, corner, dash = ("|", "|", "+", "-") if look.ascii else ("┤", "│", "└", "─")
    for i, row in enumerate(canvas.lines()):
        tick = ticks[0] if i == 0 else ticks[1] if i == rows - 1 else ""
        out.append(
            Text(f"{tick:>{gutter - 2}}{tee if tick else bar} ", look["quiet"]).append_text(row)
        )
    out.append(Text(" " * (gutter - 2) + corner + dash * (canvas.width + 1), look["quiet"]))
    out.append(
        Text(" " * gutter + _x_axis(view.x, x_low, x_high, canvas.width, look), look["quiet"])
    )
    return out + legend


def before_of(view: Plot, pinned: Plot | None) -> tuple[tuple[Line, ...], tuple[Mark, ...]]:
    """What of a pinned state is seen behind: curves that changed, and where its marks stood."""
    if pinned is None:
        return (), ()
    known = [(list(line.x), list(line.y)) for line in view.lines]
    lines = tuple(
        line for line in pinned.lines if line.joined and (list(line.x), list(line.y)) not in known
    )
    places = {(mark.x, mark.y) for mark in view.marks}
    marks = tuple(
        Mark(mark.x, mark.y, base=True)
        for mark in pinned.marks
        if not mark.base and (mark.x, mark.y) not in places
    )
    return lines, marks


def limits(
    axis: Axis, values: Sequence[Sequence[float | None]], marks: Sequence[object], of: str
) -> tuple[float, float]:
    """The ends of an axis: its own, or those of all that is drawn on it."""
    known = [
        v
        for row in values
        for v in row
        if v is not None and math.isfinite(v) and (v > 0 or not axis.log)
    ]
    known += [
        v for mark in marks if (v := getattr(mark, of)) is not None and (v > 0 or not axis.log)
    ]
    low = axis.low if axis.low is not None else min(known, default=0.0)
    high = axis.high if axis.high is not None else max(known, default=1.0)
    if low == high:
        low, high = (low / 2, high * 2) if axis.log else (low - 0.5, high + 0.5)
    return float(low), float(high)


def scale(low: float, high: float, *, log: bool) -> Scale:
    """From the axis to 0..1."""
    if log:
        bottom, span = math.log(low), math.log(high) - math.log(low)
        return lambda v: (math.log(v) - bottom) / span if v > 0 else 0.0
    return lambda v: (v - low) / (high - low)


def pieces(line: Line, to_x: Scale, to_y: Scale, *, log_y: bool) -> list[list[tuple[float, float]]]:
    """The curve in 0..1, broken where y is missing or cannot be shown, and cut where it leaves."""
    out: list[list[Spot]] = [[]]
    for x, y in zip(line.x, line.y, strict=True):
        if y is None or not math.isfinite(y) or (log_y and y <= 0):
            out.append([])
        else:
            out[-1].append((to_x(x), to_y(y)))
    if all(_inside(spot) for piece in out for spot in piece):
        return [piece for piece in out if piece]
    if line.joined:
        return [part for piece in out for part in _cut(piece)]
    return [[spot for spot in piece if _inside(spot)] for piece in out if any(map(_inside, piece))]


def _inside(spot: Spot) -> bool:
    return all(-_NEAR <= v <= 1 + _NEAR for v in spot)


def _cut(piece: Sequence[Spot]) -> list[list[Spot]]:
    """The parts of a curve within 0..1, each stretch cut at the edges (Liang and Barsky 1984)."""
    out: list[list[Spot]] = []
    last: Spot | None = None
    for (x, y), (to_x, to_y) in pairwise(piece):
        start, end = 0.0, 1.0
        for away, room in ((x - to_x, x), (to_x - x, 1 - x), (y - to_y, y), (to_y - y, 1 - y)):
            if away < 0:
                start = max(start, (room + _NEAR) / away)
            elif away > 0:
                end = min(end, (room + _NEAR) / away)
            elif room < -_NEAR:
                end = -1.0
        if start >= end:
            continue
        first = (x + start * (to_x - x), y + start * (to_y - y))
        if start > 0 or last != (x, y):
            out.append([first])
        last = (x + end * (to_x - x), y + end * (to_y - y)) if end < 1 else (to_x, to_y)
        out[-1].append(last)
    return out


@lru_cache(maxsize=32)  # curves that a knob does not move are drawn once for a size
def _canvas(
    lines: tuple[Line, ...],
    behind: tuple[Line, ...],
    regions: tuple[str, ...],
    x_limits: tuple[float, float, bool],
    y_limits: tuple[float, float, bool],
    width: int,
    height: int,
    look: Look,
) -> Canvas:
    to_x = scale(*x_limits[:2], log=x_limits[2])
    to_y = scale(*y_limits[:2], log=y_limits[2])
    canvas = Canvas(width, height, look.marks)
    if regions:
        _regions(canvas, regions, look)
    for line in behind:
        for piece in pieces(line, to_x, to_y, log_y=y_limits[2]):
            if line.joined:
                canvas.curve(piece, look["base"], DOTTED)
    named = sum(line.joined and line.tone != "quiet" for line in lines) > 1
    for i, line in reversed(list(enumerate(lines))):
        style, quiet = look[look.tone(line.tone, i)], line.tone == "quiet"
        dot = "-" if quiet else look.point(i)
        for piece in pieces(line, to_x, to_y, log_y=y_limits[2]):
            if line.joined:
                canvas.curve(piece, style, DASHED if quiet else SOLID, dot)
            else:
                for x, y in piece:
                    canvas.put(x, y, look.point(i), style)
    if named:
        for i, line in enumerate(lines):
            if line.joined and line.tone != "quiet":
                _name(canvas, line, i, len(lines), to_x, to_y, look, y_limits[2])
    return canvas


def _name(
    canvas: Canvas, line: Line, place: int, of: int, to_x: Scale, to_y: Scale, look: Look, log: bool
) -> None:
    """Put a line's own mark on it here and there, so that it is known without its colour."""
    points = [p for piece in pieces(line, to_x, to_y, log_y=log) for p in piece]
    style = look[look.tone(line.tone, place)]
    for part in range(3):
        wanted = (part + (place + 0.5) / of) / 3
        if points:
            x, y = min(points, key=lambda p: abs(p[0] - wanted))
            canvas.put(x, y, look.point(place), style)


def _regions(canvas: Canvas, regions: tuple[str, ...], look: Look) -> None:
    shades = ".:'`~" if look.ascii else "·∴ˈ:∘"
    for row in range(canvas.height):
        source = regions[row * len(regions) // canvas.height]
        for column in range(canvas.width):
            owner = source[column * len(source) // canvas.width]
            if owner.isdigit():
                i = int(owner)
                canvas.ground(row, column, shades[i % len(shades)], look[look.tone("", i)])


def _mark(
    canvas: Canvas, view: Plot, marks: Sequence[Mark], to_x: Scale, to_y: Scale, look: Look
) -> None:
    if view.band:
        low, high = (round(to_x(v) * (canvas.width - 1)) for v in sorted(view.band))
        for row in range(canvas.height):
            for column in range(max(0, low), min(canvas.width, high + 1)):
                canvas.ground(row, column, " ", look["band"])
    for mark in marks:
        style = look["base" if mark.base else "now"]
        if mark.x is not None and mark.y is not None:
            if not (view.y.log and mark.y <= 0):
                canvas.put(to_x(mark.x), to_y(mark.y), look.sign(mark), f"bold {style}")
        elif mark.x is not None:
            canvas.upright(to_x(mark.x), look.sign(mark), style)
        elif mark.y is not None:
            canvas.level(to_y(mark.y), look.sign(mark), style, gap=3 if mark.base else 0)


def legend_of(
    view: Plot,
    look: Look,
    width: int,
    behind: Sequence[Line] = (),
    left: Sequence[Mark] = (),
) -> list[Text]:
    """`● train  ▲ validation  ┃ degree 5`, on as many lines as it takes."""
    items: list[Text] = []
    lone = sum(line.joined and line.tone != "quiet" for line in view.lines) < 2
    if len(view.lines) > 1 or any(not line.joined for line in view.lines):
        names: set[str] = set()
        for i, line in enumerate(view.lines):
            if line.name in names:
                continue
            names.add(line.name)
            quiet = line.joined and line.tone == "quiet"
            sign = look.point(i)
            if quiet:
                sign = "- -" if look.ascii else "╌"
            elif line.joined and lone and not look.ascii:
                sign = "─"
            items.append(Text(f"{sign} {harmless(line.name)}", look[look.tone(line.tone, i)]))
    seen: set[str] = set()
    for mark in view.marks:
        if mark.label and mark.label not in seen:
            seen.add(mark.label)
            items.append(_labelled(mark, mark.label, look))
    if behind:
        items.append(Text(".. before" if look.ascii else "┈ before", look["base"]))
    elif left:
        items.append(_labelled(left[0], "before", look))
    return flowed(items, width) if items else []


def _labelled(mark: Mark, label: str, look: Look) -> Text:
    return Text(f"{look.sign(mark)} {harmless(label)}", look["base" if mark.base else "now"])


def _x_axis(axis: Axis, low: float, high: float, width: int, look: Look) -> str:
    left, right = shown(low, axis.form), shown(high, axis.form)
    room = max(1, width - len(left) - len(right))
    label = look.cut(axis.label + (" (log)" if axis.log else ""), room - 2)
    return f"{left}{label:^{room}}{right}"
