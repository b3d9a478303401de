"""Shapes as a PNG picture, through Pillow, which is asked for only here."""

import io
import itertools
from collections.abc import Iterable
from typing import Any

from dlprep.errors import UsageError
from dlprep.screen.console import harmless
from dlprep.screen.demo.shapes import Box, Dot, Label, Shape, Stroke, corners

_SCALE = 4  # drawn this much larger, then halved: Pillow draws no smooth edges


def png(shapes: Iterable[Shape], width: float, height: float, colors: dict[str, str]) -> bytes:
    """The picture at twice its size, for sharp letters.

    Raises
    ------
    UsageError
        Pillow is not installed.
    """
    try:
        from PIL import Image, ImageDraw
    except ImportError as error:
        raise UsageError(
            "a .png needs Pillow: pip install 'dlprep[png]', or save as .svg, .html or .txt"
        ) from error
    size = (round(width * _SCALE), round(height * _SCALE))
    image = Image.new("RGB", size, colors["ground"])
    pen = ImageDraw.Draw(image, "RGBA")
    labels = []
    for shape in shapes:
        if isinstance(shape, Label):
            labels.append(shape)
        else:
            _draw(pen, shape, colors)
    small = image.resize((size[0] // 2, size[1] // 2), Image.Resampling.LANCZOS)
    writing = ImageDraw.Draw(small)
    for label in labels:
        font = _font(label.size * _SCALE / 2, bold=label.bold)
        at = (label.x * _SCALE / 2, label.y * _SCALE / 2)
        anchor = {"start": "ls", "middle": "ms", "end": "rs"}[label.anchor]
        writing.text(at, harmless(label.text), _color(label.color, colors), font, anchor)
    out = io.BytesIO()
    small.save(out, "PNG", optimize=True)
    return out.getvalue()


def _draw(pen: Any, shape: Box | Stroke | Dot, colors: dict[str, str]) -> None:
    s = _SCALE
    if isinstance(shape, Box):
        color = _color(shape.fill, colors) + f"{round(255 * shape.opacity):02x}"
        right, bottom = shape.x + max(0.3, shape.width), shape.y + max(0.3, shape.height)
        pen.rectangle((shape.x * s, shape.y * s, right * s, bottom * s), fill=color)
    elif isinstance(shape, Stroke):
        color, wide = _color(shape.color, colors), max(1, round(shape.width * s))
        points = [(x * s, y * s) for x, y in shape.points]
        for piece in _dashed(points, shape.dashes) if shape.dashes else [points]:
            if len(piece) > 1:
                pen.line(piece, color, wide, joint="curve")
    else:
        color = _color(shape.color, colors)
        if outline := corners(shape):
            pen.polygon([(x * s, y * s) for x, y in outline], fill=color)
            return
        x, y, r = shape.x * s, shape.y * s, shape.size * s
        hollow = shape.mark % 6 == 4
        fill = colors["ground"] if hollow else color
        pen.ellipse((x - r, y - r, x + r, y + r), fill=fill, outline=color, width=2 * s // 2)


def _dashed(points: list[tuple[float, float]], dashes: tuple[int, int]) -> list[list[Any]]:
    """The pieces of a dashed line."""
    on, off = dashes[0] * _SCALE, dashes[1] * _SCALE
    out: list[list[Any]] = []
    gone = 0.0
    for (x0, y0), (x1, y1) in itertools.pairwise(points):
        length = ((x1 - x0) ** 2 + (y1 - y0) ** 2) ** 0.5
        at = 0.0
        while at < length:
            phase = gone % (on + off)
            step = min(length - at, on - phase if phase < on else on + off - phase)
            if phase < on:
                ends = [
                    (x0 + (x1 - x0) * t / length, y0 + (y1 - y0) * t / length)
                    for t in (at, at + step)
                ]
                out.append(ends)
            at, gone = at + step, gone + step + 1e-9
    return out


def _font(size: float, *, bold: bool) -> Any:
    from PIL import ImageFont

    for name in (f"DejaVuSans{'-Bold' if bold else ''}.ttf", "Arial.ttf", "arial.ttf"):
        try:
            return ImageFont.truetype(name, size)
        except OSError:
            continue
    return ImageFont.load_default(size)


def _color(color: str, colors: dict[str, str]) -> str:
    return color if color.startswith("#") else colors.get(color, colors["ink"])
