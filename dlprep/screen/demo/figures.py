"""Draws plots and histograms as shapes for a page; `blocks` and `plot` are their terminal sisters."""

from collections.abc import Callable, Sequence

from dlprep.demos.family.forms import shown
from dlprep.demos.family.views import Histogram, Line, Mark, Plot
from dlprep.screen.console import harmless
from dlprep.screen.demo.look import TONES
from dlprep.screen.demo.plot import Scale, before_of, limits, pieces, scale
from dlprep.screen.demo.shapes import Box, Dot, Label, Point, Shape, Stroke, shifted, width_of

_LEFT, _RIGHT, _TOP, _BOTTOM, _HEIGHT = 58.0, 14.0, 8.0, 40.0, 250.0


def plot_figure(view: Plot, width: float, before: Plot | None) -> tuple[list[Shape], float]:
    """The plot's shapes, and its height with the legend."""
    behind, left = before_of(view, before)
    every = (*view.lines, *behind)
    x_low, x_high = limits(view.x, [line.x for line in every], view.marks, "x")
    y_low, y_high = limits(view.y, [line.y for line in every], view.marks, "y")
    to_x, to_y = scale(x_low, x_high, log=view.x.log), scale(y_low, y_high, log=view.y.log)
    inner, tall = width - _LEFT - _RIGHT, _HEIGHT - _TOP - _BOTTOM

    def place(point: Point) -> Point:
        x, y = (min(1.0, max(0.0, v)) for v in point)
        return round(_LEFT + x * inner, 1), round(_TOP + (1 - y) * tall, 1)

    out: list[Shape] = _frame(view, (x_low, x_high), (y_low, y_high), inner, tall)
    out += _regions(view.regions, inner, tall)
    if view.band:
        (a, _), (b, _) = (place((to_x(v), 0)) for v in sorted(view.band))
        out.append(Box(a, _TOP, max(1.0, b - a), tall, "now", 0.15))
    for line in behind:
        for piece in pieces(line, to_x, to_y, log_y=view.y.log):
            if line.joined:
                out.append(Stroke(tuple(map(place, piece)), "base", 1.4, (2, 3)))
    named = sum(line.joined and line.tone != "quiet" for line in view.lines) > 1
    for i, line in enumerate(view.lines):
        color = line.tone or TONES[i % len(TONES)]
        found = pieces(line, to_x, to_y, log_y=view.y.log)
        for piece in found:
            if line.joined:
                dashes = (5, 4) if line.tone == "quiet" else None
                out.append(Stroke(tuple(map(place, piece)), color, 2.0, dashes))
            else:
                out += [Dot(*place(point), color, i, 3.0) for point in piece]
        points = [point for piece in found for point in piece]
        if named and line.joined and line.tone != "quiet" and points:
            for part in range(3):
                wanted = (part + (i + 0.5) / len(view.lines)) / 3
                near = min(points, key=lambda p: abs(p[0] - wanted))
                out.append(Dot(*place(near), color, i, 4.0))
    for mark in (*left, *view.marks):
        out += _mark(mark, to_x, to_y, place, log_y=view.y.log)
    legend, height = _legend(_entries(view, behind, left), width)
    return out + legend, _HEIGHT + height


def _frame(
    view: Plot, x: tuple[float, float], y: tuple[float, float], inner: float, tall: float
) -> list[Shape]:
    bottom = _TOP + tall
    out: list[Shape] = [
        Stroke(((_LEFT, _TOP), (_LEFT, bottom), (_LEFT + inner, bottom)), "frame", 1.0),
        Label(_LEFT - 6, _TOP + 9, shown(y[1], view.y.form), 11, "end", "quiet"),
        Label(_LEFT - 6, bottom, shown(y[0], view.y.form), 11, "end", "quiet"),
        Label(_LEFT, bottom + 15, shown(x[0], view.x.form), 11, "start", "quiet"),
        Label(_LEFT + inner, bottom + 15, shown(x[1], view.x.form), 11, "end", "quiet"),
    ]
    label = harmless(view.x.label) + (" (log)" if view.x.log else "")
    out.append(Label(_LEFT + inner / 2, bottom + 15, label, 11, "middle", "quiet"))
    above = harmless(view.y.label) + (" (log)" if view.y.log else "")
    if above.strip():
        out.append(Label(_LEFT + 6, _TOP + 9, above.strip(), 11, "start", "quiet"))
    for part in (0.25, 0.5, 0.75):
        level = _TOP + part * tall
        out.append(Stroke(((_LEFT, level), (_LEFT + inner, level)), "grid", 0.6))
    return out


def _regions(regions: Sequence[str], inner: float, tall: float) -> list[Shape]:
    out: list[Shape] = []
    for r, row in enumerate(regions):
        high, wide = tall / len(regions), inner / len(row)
        start = 0
        for c in range(1, len(row) + 1):
            if c == len(row) or row[c] != row[start]:
                if row[start].isdigit():
                    color = TONES[int(row[start]) % len(TONES)]
                    left = _LEFT + start * wide
                    box = Box(left, _TOP + r * high, (c - start) * wide, high + 0.3, color, 0.18)
                    out.append(box)
                start = c
    return out


def _mark(
    mark: Mark, to_x: Scale, to_y: Scale, place: Callable[[Point], Point], *, log_y: bool
) -> list[Shape]:
    color, dashes = ("base", (3, 3)) if mark.base else ("now", None)
    if mark.x is not None and mark.y is not None:
        if log_y and mark.y <= 0:
            return []
        at = place((to_x(mark.x), to_y(mark.y)))
        return [Dot(at[0], at[1], color, 4 if mark.base else 0, 6.0)]
    if mark.x is not None:
        line = (place((to_x(mark.x), 0.0)), place((to_x(mark.x), 1.0)))
    elif mark.y is not None:
        line = (place((0.0, to_y(mark.y))), place((1.0, to_y(mark.y))))
    else:
        return []
    return [Stroke(line, color, 1.8, dashes)]


def _entries(view: Plot, behind: Sequence[Line], left: Sequence[Mark]) -> list[tuple[Shape, str]]:
    """Sign and text of each entry of the legend; signs are drawn around (0, 0)."""
    out: list[tuple[Shape, str]] = []
    seen: set[str] = set()
    lone = sum(line.joined and line.tone != "quiet" for line in view.lines) < 2
    if len(view.lines) > 1 or any(not line.joined for line in view.lines):
        for i, line in enumerate(view.lines):
            color = line.tone or TONES[i % len(TONES)]
            if line.name in seen:
                continue
            seen.add(line.name)
            sign: Shape = Dot(7, -4, color, i, 4.0)
            if line.joined and (lone or line.tone == "quiet"):
                dashes = (5, 4) if line.tone == "quiet" else None
                sign = Stroke(((0, -4), (14, -4)), color, 2.0, dashes)
            out.append((sign, harmless(line.name)))
    for mark in view.marks:
        if mark.label and mark.label not in seen:
            seen.add(mark.label)
            out.append((_sign(mark), harmless(mark.label)))
    if behind:
        out.append((Stroke(((0, -4), (14, -4)), "base", 1.4, (2, 3)), "before"))
    elif left:
        out.append((_sign(left[0]), "before"))
    return out


def _sign(mark: Mark) -> Shape:
    color, dashes = ("base", (3, 3)) if mark.base else ("now", None)
    if mark.x is not None and mark.y is not None:
        return Dot(7, -4, color, 4 if mark.base else 0, 5.0)
    upright, level = ((7, -10), (7, 2)), ((0, -4), (14, -4))
    return Stroke(level if mark.x is None else upright, color, 2.0, dashes)


def _legend(entries: Sequence[tuple[Shape, str]], width: float) -> tuple[list[Shape], float]:
    out: list[Shape] = []
    x, y = _LEFT, _HEIGHT + 4
    for sign, text in entries:
        wide = width_of(text, 12) + 34
        if x > _LEFT and x + wide > width:
            x, y = _LEFT, y + 18
        out += [shifted(sign, x, y), Label(x + 19, y, text)]
        x += wide
    return out, (y - _HEIGHT + 8 if entries else 0)


def histogram_figure(view: Histogram, width: float) -> tuple[list[Shape], float]:
    """Bars upwards, those of a second group downwards."""
    inner, two = width - 2 * _RIGHT, len(view.groups) == 2
    tall = 220.0 if two else 160.0
    axis = _TOP + (tall / 2 if two else tall)
    room = axis - _TOP
    peak = max(1, *(max(group.counts) for group in view.groups))
    out: list[Shape] = []

    def place(value: float) -> float:
        return _RIGHT + (value - view.low) / (view.high - view.low) * inner

    if view.band:
        a, b = (place(v) for v in sorted(view.band))
        out.append(Box(a, _TOP, b - a, tall, "now", 0.15))
    for g, group in enumerate(view.groups):
        each = inner / len(group.counts)
        for i, count in enumerate(group.counts):
            if count:
                high = max(1.0, room * count / peak)
                top = axis - high if g == 0 else axis
                out.append(Box(_RIGHT + i * each, top, max(0.8, each - 0.6), high, TONES[g]))
        level = _TOP + 12 if g == 0 else _TOP + tall - 4
        out.append(Label(_RIGHT + 2, level, harmless(group.name), 12, "start", TONES[g], True))
    out.append(Stroke(((_RIGHT, axis), (_RIGHT + inner, axis)), "frame", 1.0))
    for mark in view.marks:
        if mark.x is not None:
            color, dashes = ("base", (3, 3)) if mark.base else ("now", None)
            x = place(mark.x)
            out.append(Stroke(((x, _TOP), (x, _TOP + tall)), color, 2.0, dashes))
            out.append(Label(x + 4, _TOP + 10, harmless(mark.label), 11, "start", color))
    for part in (0.0, 0.25, 0.5, 0.75, 1.0):
        value = view.low + part * (view.high - view.low)
        anchor = "start" if part == 0 else "end" if part == 1 else "middle"
        text = shown(value, view.form).replace(".0%", "%")
        out.append(Label(place(value), _TOP + tall + 15, text, 11, anchor, "quiet"))
    return out, _TOP + tall + 24
