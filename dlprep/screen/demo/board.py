"""Lays the views of a result out on a board of a given size, each in a frame with its title."""

from collections.abc import Iterator
from math import inf

import msgspec
from rich.text import Text

from dlprep.demos.family.views import Histogram, Matrix, Plot, Result, View
from dlprep.screen.demo.draw import draw, height_of, least_width, same, title_of
from dlprep.screen.demo.look import Look
from dlprep.screen.demo.plot import legend_of

_LEAST_WIDE, _LEAST_HISTOGRAM = 36, 6
Band = list[list[View]]
"""Columns of views beside one another."""


class Place(msgspec.Struct, frozen=True):
    """Where a view stands on the board; sizes include the frame."""

    view: View
    x: int
    y: int
    width: int
    height: int


def board(
    result: Result,
    width: int,
    height: int,
    look: Look,
    pinned: Result | None = None,
    first: int = 0,
) -> list[Text]:
    """The board as `height` lines; `first` is the view that comes first where not all fit."""
    rows: list[dict[int, Text]] = [{} for _ in range(height)]
    for place in places(result.views, width, height, look, first):
        for i, line in enumerate(_framed(place, look, pinned)):
            if place.y + i < height:
                rows[place.y + i][place.x] = line
    lines = []
    for row in rows:
        text = Text(no_wrap=True, overflow="crop")
        for x in sorted(row):
            text.append(" " * (x - text.cell_len)).append_text(row[x])
        lines.append(text)
    return lines


def shown_count(result: Result, width: int, height: int, look: Look, first: int = 0) -> int:
    """How many views find room, from the `first` on."""
    return len(places(result.views, width, height, look, first))


def places(views: tuple[View, ...], width: int, height: int, look: Look, first: int) -> list[Place]:
    """As many views as fit, in bands of one to three columns.

    Views stand beside one another where each is wide enough, else below the lowest column. Plots and
    histograms take what room there is; views of few lines get no more than those. A histogram has a
    band to itself.
    """
    turned = views[first % len(views) :] + views[: first % len(views)]
    most = max(1, min(3, width // _LEAST_WIDE))
    tried = [
        _bands(turned, width, height, look, across) for across in range(min(2, most), most + 1)
    ]
    return _placed(max(tried, key=_count), width, height, look)  # wide plots rather than tall ones


def _count(bands: list[Band]) -> int:
    return sum(len(column) for band in bands for column in band)


def _bands(views: tuple[View, ...], width: int, height: int, look: Look, across: int) -> list[Band]:
    """The bands of as many views as fit; the first view stands there even where it does not."""
    bands: list[Band] = [[[views[0]]]]
    for view in views[1:]:
        for trial in _ways(bands, view, width, look, across):
            if sum(_band_height(band, width, look)[0] for band in trial) <= height:
                bands = trial
                break
        else:
            break
    return bands


def _ways(
    bands: list[Band], view: View, width: int, look: Look, across: int
) -> Iterator[list[Band]]:
    """Where a view can stand, best first: beside the others, below the lowest, in a new band."""
    *above, band = bands
    if not isinstance(view, Histogram) and not isinstance(band[0][0], Histogram):
        lowest = min(
            range(len(band)),
            key=lambda i: sum(_least_height(v, width // len(band), look) for v in band[i]),
        )
        beside: Band = [*band, [view]]
        below = [[*column, view] if i == lowest else column for i, column in enumerate(band)]
        if len(band) < across and sum(map(_least_width, beside)) <= width:
            yield [*above, beside]
        if len(band) > 1 and sum(map(_least_width, below)) <= width:
            yield [*above, below]
    yield [*bands, [[view]]]


def _least_width(column: list[View]) -> int:
    return max(map(least_width, column)) + 4


def _least_height(view: View, side: int, look: Look) -> int:
    if isinstance(view, Plot):
        return 9 + len(legend_of(view, look, side - 4))
    needed = height_of(view, side - 4, look)
    return (_LEAST_HISTOGRAM if needed is None else needed) + 2


def _sides(band: Band, width: int) -> list[int]:
    """How wide each column is with its frame: alike, but for those that need more."""
    least = [_least_width(column) for column in band]
    titled = [
        max([need, *(len(view.title) + 6 for view in column)])
        for need, column in zip(least, band, strict=True)
    ]
    needs = titled if sum(titled) <= width else least
    sides: dict[int, int] = {}
    for i in sorted(range(len(band)), key=lambda i: -needs[i]):
        alike = (width - sum(sides.values())) // (len(band) - len(sides))
        sides[i] = min(max(alike, needs[i]), width)
    sides[len(band) - 1] += width - sum(sides.values())
    return [sides[i] for i in range(len(band))]


def _band_height(band: Band, width: int, look: Look) -> tuple[int, float]:
    """The least height of a band with its frames, and how many lines more it can use."""
    least, more = 0, 0.0
    for column, side in zip(band, _sides(band, width), strict=True):
        least = max(least, sum(_least_height(view, side, look) for view in column))
        more = max([more, *(_more(view, side, look) for view in column)])
    return least, more


def _more(view: View, side: int, look: Look) -> float:
    if height_of(view, side - 4, look) is None:
        return inf
    return 2.0 * len(view.rows) if isinstance(view, Matrix) and view.notes else 0.0


def _placed(bands: list[Band], width: int, height: int, look: Look) -> list[Place]:
    needs = [_band_height(band, width, look) for band in bands]
    spare = max(0, height - sum(least for least, _ in needs))
    out: list[Place] = []
    y = 0
    for i, (band, (least, more)) in enumerate(zip(bands, needs, strict=True)):
        share = -(-spare // (sum(m > 0 for _, m in needs[i:]) or 1))
        extra = share if more == inf else int(more) if more <= share else 0
        spare -= extra
        tall = min(least + extra, height - y)
        x = 0
        for column, side in zip(band, _sides(band, width), strict=True):
            out += _stacked(column, x, y, side, tall, look)
            x += side
        y += tall
    return out


def _stacked(column: list[View], x: int, y: int, side: int, tall: int, look: Look) -> list[Place]:
    """The views of a column above one another; what takes any height shares what is left."""
    heights = [_least_height(view, side, look) for view in column]
    more = [_more(view, side, look) for view in column]
    open_ended = [i for i, lines in enumerate(more) if lines == inf]
    spare = tall - sum(heights)
    for n, i in enumerate(open_ended):
        extra = spare // (len(open_ended) - n)
        heights[i] += extra
        spare -= extra
    for i, lines in enumerate(more):
        if lines <= spare:
            heights[i] += int(lines)
            spare -= int(lines)
    out = []
    for view, high in zip(column, heights, strict=True):
        if high > 2:
            out.append(Place(view, x, y, side, high))
        y += high
    return out


def _framed(place: Place, look: Look, pinned: Result | None) -> list[Text]:
    inner, rows = place.width - 4, place.height - 2
    before = same(place.view, pinned.views) if pinned else None
    lines = draw(place.view, inner, rows, look, before)
    title = title_of(place.view, place.width - 6)
    return framed(title, lines, place.width, place.height, look)


def framed(title: str, lines: list[Text], width: int, height: int, look: Look) -> list[Text]:
    """Lines in a frame of `width` x `height` with a title in its upper edge."""
    corners, side, rule = ("++++", "|", "-") if look.ascii else ("╭╮╰╯", "│", "─")
    name = look.cut(title, max(0, width - 6))
    frame = look["frame"]
    top = Text(f"{corners[0]}{rule} ", frame)
    top.append(name, look["title"])
    top.append(f" {rule * (width - len(name) - 5)}{corners[1]}", frame)
    out = [top]
    for i in range(height - 2):
        line = lines[i].copy() if i < len(lines) else Text()
        line.truncate(width - 4, pad=True)
        framed_line = Text().append(f"{side} ", frame).append_text(line)
        out.append(framed_line.append(f" {side}", frame))
    out.append(Text(f"{corners[2]}{rule * (width - 2)}{corners[3]}", frame))
    return out
