"""What figures are made of: a few flat shapes, so that SVG and PNG are drawn from one list."""

import msgspec

Point = tuple[float, float]
LETTER = 0.56
"""The mean width of a letter, in sizes of the font: DejaVu Sans and Arial differ by 5 percent."""


class Box(msgspec.Struct, frozen=True):
    """A filled rectangle; colours are roles of the palette or #rrggbb."""

    x: float
    y: float
    width: float
    height: float
    fill: str
    opacity: float = 1.0


class Stroke(msgspec.Struct, frozen=True):
    """Joined points."""

    points: tuple[Point, ...]
    color: str
    width: float = 1.6
    dashes: tuple[int, int] | None = None


class Dot(msgspec.Struct, frozen=True):
    """A point drawn as one of six marks, so that it is known without its colour."""

    x: float
    y: float
    color: str
    mark: int = 0
    size: float = 4.0


class Label(msgspec.Struct, frozen=True):
    """Text on a base line; `anchor` is start, middle or end."""

    x: float
    y: float
    text: str
    size: float = 12.0
    anchor: str = "start"
    color: str = "ink"
    bold: bool = False


Shape = Box | Stroke | Dot | Label


def corners(dot: Dot) -> tuple[Point, ...]:
    """The outline of a mark that is no circle: triangle, square, diamond."""
    x, y, r = dot.x, dot.y, dot.size
    match dot.mark % 6:
        case 1:
            return ((x, y - r * 1.2), (x + r * 1.1, y + r * 0.8), (x - r * 1.1, y + r * 0.8))
        case 2:
            return ((x - r, y - r), (x + r, y - r), (x + r, y + r), (x - r, y + r))
        case 3:
            return ((x, y - 1.3 * r), (x + 1.3 * r, y), (x, y + 1.3 * r), (x - 1.3 * r, y))
        case 5:
            return ((x, y + r * 1.2), (x + r * 1.1, y - r * 0.8), (x - r * 1.1, y - r * 0.8))
    return ()


def width_of(text: str, size: float) -> float:
    """Roughly how wide a text is."""
    return len(text) * size * LETTER


def shifted(shape: Shape, x: float, y: float) -> Shape:
    """The shape moved."""
    if isinstance(shape, Stroke):
        moved = tuple((px + x, py + y) for px, py in shape.points)
        return msgspec.structs.replace(shape, points=moved)
    return msgspec.structs.replace(shape, x=shape.x + x, y=shape.y + y)
