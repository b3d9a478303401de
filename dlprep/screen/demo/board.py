"""Lays the views of a result out on a board of a given size, each in a frame with its title."""

import msgspec
from rich.text import Text

from dlprep.demos.family.views import Histogram, Result, View
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
    rows: dict[int, list[Place]] = {}
    for place in places(result.views, width, height, look, first):
        rows.setdefault(place.y, []).append(place)
    lines: list[Text] = []
    for row in rows.values():
        frames = [_framed(place, look, pinned) for place in row]
        for parts in zip(*frames, strict=True):
            line = Text(no_wrap=True, overflow="crop")
            for part in parts:
                line.append_text(part)
            lines.append(line)
    lines = lines[:height]
    return lines + [Text()] * (height - len(lines))


def shown_count(result: Result, width: int, height: int, look: Look) -> int:
    """How many views find room."""
    return len(places(result.views, width, height, look, 0))


def places(views: tuple[View, ...], width: int, height: int, look: Look, first: int) -> list[Place]:
    """As many views as fit, in rows of one to three; what needs few lines gets no more than those."""
    turned = views[first % len(views) :] + views[: first % len(views)]
    across = max(1, min(3, width // _LEAST_WIDE))
    rows: list[list[View]] = []
    for view in turned:
        wide = isinstance(view, Histogram)
        if rows and not wide and not isinstance(rows[-1][0], Histogram) and len(rows[-1]) < across:
            rows[-1].append(view)
        else:
            rows.append([view])
        if _needed(rows, width, look) > height and len(rows) > 1:
            rows[-1].pop()
            rows = [row for row in rows if row]
            break
    return _placed(rows, width, height, look)


def _needed(rows: list[list[View]], width: int, look: Look) -> int:
    return sum(_row_height(row, width, look)[0] for row in rows)


def _row_height(row: list[View], width: int, look: Look) -> tuple[int, bool]:
    """The least height of a row with its frame, and whether it can use more."""
    inner = width // len(row) - 4
    heights = [height_of(view, inner, look) for view in row]
    fixed = [h for h in heights if h is not None]
    if len(fixed) == len(heights):
        return max(fixed) + 2, any(getattr(view, "notes", ()) for view in row)
    least = _LEAST_HISTOGRAM if isinstance(row[0], Histogram) else _LEAST_TALL
    return max([least, *(min(h, 12) for h in fixed)]) + 2, True


def _placed(rows: list[list[View]], width: int, height: int, look: Look) -> list[Place]:
    needs = [_row_height(row, width, look) for row in rows]
    spare = max(0, height - sum(least for least, _ in needs))
    flexible = sum(more for _, more in needs) or 1
    out, y = [], 0
    for i, (row, (least, more)) in enumerate(zip(rows, needs, strict=True)):
        extra = 0
        if more:
            last = not any(m for _, m in needs[i + 1 :])
            extra = spare if last else spare // flexible
            spare, flexible = spare - extra, flexible - 1
        tall = min(least + extra, height - y)
        x = 0
        for j, view in enumerate(row):
            side = width - x if j == len(row) - 1 else width // len(row)
            if tall > 2:
                out.append(Place(view, x, y, side, tall))
            x += side
        y += tall
    return out


def _framed(place: Place, look: Look, pinned: Result | None) -> list[Text]:
    inner, rows = place.width - 4, place.height - 2
    before = same(place.view, pinned.views) if pinned else None
    lines = draw(place.view, inner, rows, look, before)
    return framed(place.view.title, lines, place.width, place.height, look)


def framed(title: str, lines: list[Text], width: int, height: int, look: Look) -> list[Text]:
    """Lines in a frame of `width` x `height` with a title in its upper edge."""
    corners, side, rule = ("++++", "|", "-") if look.ascii else ("╭╮╰╯", "│", "─")
    name = harmless(title)[: max(0, width - 6)]
    frame = look["frame"]
    top = Text(f"{corners[0]}{rule} ", frame)
    top.append(name, look["title"])
    top.append(f" {rule * (width - len(name) - 5)}{corners[1]}", frame)
    out = [top]
    for i in range(height - 2):
        line = lines[i].copy() if i < len(lines) else Text()
        line.truncate(width - 4, pad=True)
        out.append(Text(f"{side} ", frame).append_text(line).append(f" {side}", frame))
    out.append(Text(f"{corners[2]}{rule * (width - 2)}{corners[3]}", frame))
    return out
