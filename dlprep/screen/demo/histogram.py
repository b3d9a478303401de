"""Draws histograms: one group upwards, a second one downwards, marks between the bins."""

from collections.abc import Iterable, Sequence

from rich.text import Text

from dlprep.demos.family.forms import shown
from dlprep.demos.family.views import Histogram
from dlprep.screen.canvas import runs
from dlprep.screen.console import harmless
from dlprep.screen.demo.look import Look

_UP = " ▁▂▃▄▅▆▇█"
_DOWN = " ▔▔▔▀▀▀██"  # fonts have no other upper eighths
_ASCII = "  ..::|||"


def draw_histogram(view: Histogram, width: int, height: int, look: Look) -> list[Text]:
    """Everybody's value; a mark stands between two bins, so that it hides nobody."""
    gutter = min(12, max(len(harmless(g.name)) for g in view.groups) + 1)
    marks = {_place(view, m.x): m for m in view.marks if m.x is not None}
    bins = _bins(len(view.groups[0].counts), width - gutter - len(marks))
    groups = [_fewer(group.counts, bins) for group in view.groups]
    marks = {_place(view, m.x, bins): m for m in view.marks if m.x is not None}
    peak = max(1, *(max(counts) for counts in groups))
    legend = _legend(view, look)
    two = len(groups) == 2
    rows = max(1, (height - 2 - len(legend)) // len(groups))
    columns = _columns(bins, marks.keys())
    tinted = _band(view, bins, look)
    now = max((at for at, m in marks.items() if not m.base), default=0)

    def line(counts: Sequence[int], blocks: str, away: int, role: str) -> Text:
        cells = []
        for column in columns:
            if isinstance(column, str):
                at = int(column)
                cells.append((look.sign(marks[at]), look["base" if marks[at].base else "now"]))
                continue
            level = max(1, round(8 * rows * counts[column] / peak)) if counts[column] else 0
            block = blocks[max(0, min(8, level - 8 * away))]
            dim = " dim" if two and marks and column < now else ""
            style = "" if block == " " else f"{look[role]}{dim}"
            cells.append((block, f"{style} {tinted[column]}".strip()))
        return runs(cells)

    up, down = (_ASCII, _ASCII) if look.ascii else (_UP, _DOWN)
    out = []
    for away in reversed(range(rows)):
        name = "" if away else view.groups[0].name
        out.append(
            Text(_gutter(name, gutter, look), look["a"]).append_text(line(groups[0], up, away, "a"))
        )
    rule = "-" if look.ascii else "─"
    cross = "+" if look.ascii else "┼"
    axis = "".join(cross if isinstance(c, str) else rule for c in columns)
    out.append(Text(" " * gutter + axis, look["quiet"]))
    if two:
        for away in range(rows):
            name = "" if away else view.groups[1].name
            drawn = line(groups[1], down, away, "b")
            out.append(Text(_gutter(name, gutter, look), look["b"]).append_text(drawn))
    out.append(Text(" " * gutter + _ticks(view, len(columns)), look["quiet"]))
    return [*out, *legend][:height]


def _bins(count: int, room: int) -> int:
    """The finest number of bins that divides the count and fits."""
    return next((n for n in range(count, 1, -1) if count % n == 0 and n <= room), 1)


def _fewer(counts: Sequence[int], bins: int) -> list[int]:
    each = len(counts) // bins
    return [sum(counts[i * each : (i + 1) * each]) for i in range(bins)]


def _place(view: Histogram, x: float, bins: int = 100) -> int:
    """The bin that a value lies in or starts; the mark stands to its left."""
    part = (x - view.low) / (view.high - view.low)
    return max(0, min(bins, int(part * bins + 1e-9)))  # 0.29 * 100 is 28.999999999999996


def _columns(bins: int, marks: Iterable[int]) -> list[int | str]:
    places = set(marks)
    out: list[int | str] = []
    for i in range(bins + 1):
        if i in places:
            out.append(str(i))
        if i < bins:
            out.append(i)
    return out


def _band(view: Histogram, bins: int, look: Look) -> list[str]:
    if not view.band:
        return [""] * bins
    low, high = (_place(view, v, bins) for v in sorted(view.band))
    return [look["band"] if low <= i < high else "" for i in range(bins)]


def _gutter(label: str, width: int, look: Look) -> str:
    return f"{look.cut(label, width - 1):>{width - 1}} "


def _ticks(view: Histogram, width: int) -> str:
    line = [" "] * width
    for part in (0.0, 0.25, 0.5, 0.75, 1.0):
        label = shown(view.low + part * (view.high - view.low), view.form).replace(".0%", "%")
        start = min(width - len(label), max(0, round(part * width) - len(label) // 2))
        line[start : start + len(label)] = label
    return "".join(line).rstrip()


def _legend(view: Histogram, look: Look) -> list[Text]:
    text = Text()
    for mark in view.marks:
        if mark.label:
            named = f"{look.sign(mark)} {harmless(mark.label)}  "
            text.append(named, look["base" if mark.base else "now"])
    return [text] if text else []
