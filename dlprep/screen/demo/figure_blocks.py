"""Draws bars, matrices, tables and words as shapes for a page."""

import math

from dlprep.demos.family.forms import plain, shown
from dlprep.demos.family.views import Bars, Matrix, Table, Words
from dlprep.screen.console import harmless
from dlprep.screen.demo.blocks import paragraph
from dlprep.screen.demo.shapes import LETTER, Box, Label, Shape, Stroke, width_of


def bars_figure(view: Bars, width: float, before: Bars | None) -> tuple[list[Shape], float]:
    """One row a bar, with a notch where it was."""
    was = {bar.name: bar.value for bar in before.bars} if before else {}
    marks = [bar.mark if bar.mark is not None else was.get(bar.name) for bar in view.bars]
    known = [v for v in [*(b.value for b in view.bars), *marks] if v is not None and v == v]
    high = (
        view.high if view.high is not None else max([v for v in known if v != math.inf], default=1)
    )
    left = max(width_of(harmless(bar.name), 12) for bar in view.bars) + 14
    right = 70.0 + max(width_of(bar.note, 11) for bar in view.bars)
    room, out = max(60.0, width - left - right), list[Shape]()

    def part(value: float) -> float:
        if view.log:
            low = max(view.low, 1e-300)
            span = math.log(max(high, low * 1.001) / low)
            return min(1.0, max(0.0, math.log(max(value, low) / low) / span))
        return min(1.0, max(0.0, (value - view.low) / (high - view.low or 1.0)))

    for i, (bar, mark) in enumerate(zip(view.bars, marks, strict=True)):
        y = 6 + 24 * i
        out.append(Label(left - 10, y + 13, harmless(bar.name), 12, "end"))
        out.append(Box(left, y + 3, room, 12, "grid"))
        if bar.value is not None and bar.value == bar.value:
            out.append(Box(left, y + 3, max(1.0, part(bar.value) * room), 12, "b"))
        if mark is not None and mark == mark:
            x = left + part(mark) * room
            out.append(Stroke(((x, y), (x, y + 18)), "ink", 2.0))
        out.append(Label(left + room + 8, y + 13, shown(bar.value, bar.form), 12, bold=True))
        if bar.note:
            out.append(Label(left + room + 70, y + 13, harmless(bar.note), 11, color="quiet"))
    return out, 24.0 * len(view.bars) + 12


def matrix_figure(view: Matrix, width: float) -> tuple[list[Shape], float]:
    """Shaded cells with their numbers where those have room."""
    left = max(width_of(harmless(name), 12) for name in view.rows) + 12
    count = len(view.columns)
    side = min((width - left) / count, 160.0 if view.notes else 60.0)
    tall = 54.0 if view.notes else max(12.0, min(26.0, 320.0 / len(view.rows)))
    size = 12.0 if view.notes else min(11.0, side / 5 / LETTER)
    known = [v for row in view.cells for v in row if v is not None and math.isfinite(v)]
    low = view.low if view.low is not None else min(known, default=0.0)
    high = view.high if view.high is not None else max(known, default=1.0)
    head = 20.0 if any(view.columns) else 4.0
    out: list[Shape] = [
        Label(left + (c + 0.5) * side, 13, harmless(name), 11, "middle", "quiet")
        for c, name in enumerate(view.columns)
        if width_of(name, 11) < side + 8
    ]
    for r, name in enumerate(view.rows):
        y = head + r * tall
        out.append(Label(left - 8, y + tall / 2 + 4, harmless(name), 12, "end"))
        for c, value in enumerate(view.cells[r]):
            x = left + c * side
            fill, opacity = "grid", 1.0
            if view.tones:
                fill, opacity = view.tones[r][c] or "grid", 0.22 if view.tones[r][c] else 1.0
            elif view.heat and value is not None and math.isfinite(value):
                fill, opacity = "b", round(0.05 + 0.75 * (value - low) / ((high - low) or 1.0), 3)
            out.append(Box(x, y, side - 1.5, tall - 1.5, fill, opacity))
            text = shown(value, view.form)
            if view.names:
                text = f"{view.names[r][c]} {text}"
            if view.was and (was := view.was[r][c]) is not None and value is not None:
                text += f"  ({value - was:+,g})" if value != was else ""
            if size >= 7 and width_of(text, size) < side + 2:
                line = y + tall / 2 + (0 if view.notes else 4)
                out.append(Label(x + side / 2, line, text, size, "middle", bold=bool(view.notes)))
            if view.notes:
                note = harmless(view.notes[r][c])
                out.append(Label(x + side / 2, y + tall / 2 + 15, note, 11, "middle", "quiet"))
    return out, head + tall * len(view.rows) + 8


def table_figure(view: Table, width: float) -> tuple[list[Shape], float]:
    """Columns spread over the width; the row of the present knobs is tinted."""
    forms = view.forms or ("number",) * len(view.columns)
    body = [
        [harmless(shown(cell, form)) for cell, form in zip(row, forms, strict=True)]
        for row in view.rows
    ]
    needs = [
        max([width_of(name, 12), *(width_of(row[i], 12) for row in body)]) + 22
        for i, name in enumerate(view.columns)
    ]
    squeeze = min(1.0, width / sum(needs))
    edges = [0.0]
    for need in needs:
        edges.append(edges[-1] + need * squeeze)
    right = [all(not isinstance(row[i], str) for row in view.rows) for i in range(len(needs))]
    out: list[Shape] = []
    for r, cells in enumerate([list(view.columns), *body]):
        y = 14.0 + 20 * r
        if view.now is not None and r == view.now + 1:
            out.append(Box(0, y - 14, edges[-1], 19, "now", 0.18))
        for c, text in enumerate(cells):
            x, anchor = (edges[c + 1] - 12, "end") if right[c] else (edges[c] + 4, "start")
            color, bold = (
                ("quiet", False) if r == 0 else ("ink", view.now is not None and r == view.now + 1)
            )
            size = 12.0 if squeeze > 0.9 else 12.0 * squeeze
            out.append(Label(x, y, text, size, anchor, color, bold))
    out.append(Stroke(((0, 20), (edges[-1], 20)), "frame", 0.8))
    return out, 20.0 * (len(body) + 1) + 8


def words_figure(view: Words, width: float) -> tuple[list[Shape], float]:
    """Sentences, wrapped."""
    out: list[Shape] = []
    y = 14.0
    for sentence in view.lines:
        for line in paragraph(harmless(plain(sentence)), int(width / 12.5 / LETTER)):
            out.append(Label(0, y, line, 12.5))
            y += 18
    return out, y
