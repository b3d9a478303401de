"""The knobs of a demo on one to three lines; the one that arrow keys turn stands out."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from rich.text import Text

from dlprep.demos.family.knobs import Knob
from dlprep.screen.console import harmless
from dlprep.screen.demo.look import Look


class Spot(msgspec.Struct, frozen=True):
    """Where a knob stands: line, first column of its name, of its value, and past its end."""

    knob: int
    line: int
    start: int
    value: int
    end: int


def knob_lines(
    knobs: Sequence[Knob], values: Mapping[str, Any], selected: int, width: int, look: Look
) -> tuple[list[Text], list[Spot]]:
    """The strip, and where a mouse finds what."""
    lines, spots = [Text()], []
    left, right = ("<", ">") if look.ascii else ("‹", "›")
    for i, knob in enumerate(knobs):
        here = i == selected
        value = harmless(knob.shown(values[knob.name]))
        name = knob.option[2:]
        size = len(name) + len(value) + 3
        if lines[-1].cell_len and lines[-1].cell_len + 2 + size > width:
            lines.append(Text())
        if lines[-1].cell_len:
            lines[-1].append("  ")
        start = lines[-1].cell_len
        lines[-1].append(f"{name} ", f"bold {look['ink']}" if here else look["quiet"])
        at = lines[-1].cell_len
        style = f"bold reverse {look['now']}" if here else f"bold {look['now']}"
        lines[-1].append(f"{left}{value}{right}", style)
        spots.append(Spot(i, len(lines) - 1, start, at, lines[-1].cell_len))
    return lines, spots


def detail(knob: Knob, value: Any, width: int, look: Look) -> Text:
    """What the selected knob is, its range, and where in it the value stands."""
    text = Text(f"{knob.option[2:]}: ", look["quiet"])
    if not knob.choices and (place := _place(knob, value)) is not None:
        full, empty, dot = ("=", "-", "o") if look.ascii else ("━", "─", "●")
        at = round(place * 19)
        text.append(full * at, look["now"])
        text.append(dot, f"bold {look['now']}")
        text.append(empty * (19 - at), look["quiet"])
        text.append(" ")
    text.append(f"{harmless(knob.help)}, {knob.range()}", look["quiet"])
    text.truncate(width, overflow="ellipsis")
    return text


def _place(knob: Knob, value: Any) -> float | None:
    if not isinstance(value, int | float):
        return None
    if knob.stops:
        below = sum(stop <= value for stop in knob.stops) - 1
        return min(1.0, max(0.0, below / max(1, len(knob.stops) - 1)))
    if knob.min is None or knob.max is None or knob.max <= knob.min:
        return None
    return min(1.0, max(0.0, (value - knob.min) / (knob.max - knob.min)))
