"""Lays the views of a result out on a board of a given size, each in a frame with its title."""

from math import inf

import msgspec
from rich.text import Text

from dlprep.demos.family.views import Histogram, Matrix, Result, View
from dlprep.screen.console import harmless
from dlprep.screen.demo.draw import draw, height_of, same
from dlprep.screen.demo.look import Look

_LEAST_WIDE, _LEAST_TALL, _LEAST_HISTOGRAM = 36, 8, 6  # a curve in a smaller frame says nothing


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
    rows: list[dict[int, list[Text]]] = [{} for _ in range(height)]
    for place in places(result.views, width, height, look, first):
        for i, line in enumerate(_framed(place, look, pinned)):
            if place.y + i < height:
                rows[place.y + i][place.x] = [line]
    lines = []
    for row in rows:
        text = Text(no_wrap=True, overflow="crop")
        for x in sorted(row):
            text.append_text(row[x][0])
        lines.append(text)
    return lines


def shown_count(result: Result, width: int, height: int, look: Look) -> int:
    """How many views find room."""
    return len(places(result.views, width, height, look, 0))


def places(views: tuple[View, ...], width: int, height: int, look: Look, first: int) -> list[Place]:
    """As many views as fit, in rows of one to three columns.

    Plots and histograms take what room there is; views of few lines get no more than those, and
    stand above one another beside a plot. A histogram has a row to itself.
    """
    turned = views[first % len(views) :] + views[: first % len(views)]
    most = max(1, min(3, width // _LEAST_WIDE))
    rows: list[list[View]] = []
    for across in range(min(2, most), most + 1):  # wide plots rather than tall ones
        rows = _filled(turned, width, height, look, across)
        if sum(map(len, rows)) == len(turned):
            break
    return _placed(rows, width, height, look)


def _filled(
    views: tuple[View, ...], width: int, height: int, look: Look, across: int
) -> list[list[View]]:
    """The rows of as many views as fit."""
    rows: list[list[View]] = []
    for view in views:
        joined = [*rows[-1], view] if rows else [view]
        alone = any(isinstance(v, Histogram) for v in joined) and len(joined) > 1
        fits = not alone and len(_columns(joined, width, look)) <= across
        trial = [*rows[:-1], joined] if rows and fits else [*rows, [view]]
        if len(trial) > 1 or len(trial[0]) > 1:
            needed = sum(_row_height(row, width, look)[0] for row in trial)
            if needed > height:
                break
        rows = trial
    return rows


def _columns(row: list[View], width: int, look: Look) -> list[list[View]]:
    """The row's columns: one for each plot, one for all views of few lines if there is a plot."""
    short = [view for view in row if height_of(view, width, look) is not None]
    if not short or len(short) == len(row):
        return [[view] for view in row]
    out: list[list[View]] = []
    for view in row:
        if view not in short:
            out.append([view])
        elif view is short[0]:
            out.append(short)
    return out


def _row_height(row: list[View], width: int, look: Look) -> tuple[int, float]:
    """The least height of a row with its frames, and how many lines more it can use."""
    columns = _columns(row, width, look)
    inner = width // len(columns) - 4
    least, more = 0, 0.0
    for column in columns:
        heights = [height_of(view, inner, look) for view in column]
        known = [h + 2 for h in heights if h is not None]
        least = max(least, sum(known))
        if len(known) < len(heights):
            histogram = isinstance(column[0], Histogram)
            least = max(least, (_LEAST_HISTOGRAM if histogram else _LEAST_TALL) + 2)
            more = inf
        more = max(
            [more, *(2.0 * len(v.rows) for v in column if isinstance(v, Matrix) and v.notes)]
        )
    return least, more


def _placed(rows: list[list[View]], width: int, height: int, look: Look) -> list[Place]:
    needs = [_row_height(row, width, look) for row in rows]
    spare = max(0, height - sum(least for least, _ in needs))
    out: list[Place] = []
    y = 0
    for i, (row, (least, more)) in enumerate(zip(rows, needs, strict=True)):
        share = -(-spare // (sum(m > 0 for _, m in needs[i:]) or 1))
        extra = share if more == inf else int(more) if more <= share else 0
        spare -= extra
        tall = min(least + extra, height - y)
        if tall > 2:
            out += _row(row, width, y, tall, look)
        y += tall
    return out


def _row(row: list[View], width: int, y: int, tall: int, look: Look) -> list[Place]:
    out, x = [], 0
    columns = _columns(row, width, look)
    for j, column in enumerate(columns):
        side = width - x if j == len(columns) - 1 else width // len(columns)
        top = 0
        for k, view in enumerate(column):
            needed = height_of(view, side - 4, look)
            last = k == len(column) - 1
            high = tall - top if last or needed is None else min(needed + 2, tall - top)
            if high > 2:
                out.append(Place(view, x, y + top, side, high))
            top += high
        x += side
    return out


def _framed(place: Place, look: Look, pinned: Result | None) -> list[Text]:
    inner, rows = place.width - 4, place.height - 2
    before = same(place.view, pinned.views) if pinned else None
    lines = draw(place.view, inner, rows, look, before)
    return framed(place.view.title, lines, place.width, place.height, look)


def framed(title: str, lines: list[Text], width: int, height: int, look: Look) -> list[Text]:
    """Lines in a frame of `width` x `height` with a title in its upper edge."""
    corners, side, rule = ("++++", "|", "-") if look.ascii else ("╭╮╰╯", "│", "─")
    name, room = harmless(title), max(0, width - 6)
    if len(name) > room:
        name = name[: room - 1] + ("~" if look.ascii else "…")
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
