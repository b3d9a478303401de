"""Shapes as SVG that browsers, cairosvg and rsvg draw alike: no styles, no fonts from elsewhere."""

from collections.abc import Iterable
from html import escape

from dlprep.screen.console import harmless
from dlprep.screen.demo.shapes import Box, Dot, Label, Shape, Stroke, corners

_FONT = "DejaVu Sans, Verdana, Arial, sans-serif"


def svg(
    shapes: Iterable[Shape], width: float, height: float, colors: dict[str, str], alt: str
) -> str:
    """A whole SVG document."""
    body = "\n".join(element(shape, colors) for shape in shapes)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" '
        f'width="{width:g}" height="{height:g}" font-family="{_FONT}" role="img" '
        f'aria-label="{escape(harmless(alt), quote=True)}">\n'
        f'<rect width="{width:g}" height="{height:g}" fill="{colors["ground"]}"/>\n{body}\n</svg>\n'
    )


def element(shape: Shape, colors: dict[str, str]) -> str:
    """One shape as one element."""
    match shape:
        case Box():
            opacity = f' fill-opacity="{shape.opacity:g}"' if shape.opacity < 1 else ""
            return (
                f'<rect x="{shape.x:.1f}" y="{shape.y:.1f}" width="{max(0.0, shape.width):.1f}" '
                f'height="{max(0.0, shape.height):.1f}" fill="{_color(shape.fill, colors)}"{opacity}/>'
            )
        case Stroke():
            points = " ".join(f"{x:.1f},{y:.1f}" for x, y in shape.points)
            dashes = (
                f' stroke-dasharray="{shape.dashes[0]} {shape.dashes[1]}"' if shape.dashes else ""
            )
            return (
                f'<polyline points="{points}" fill="none" stroke="{_color(shape.color, colors)}" '
                f'stroke-width="{shape.width:g}" stroke-linejoin="round"{dashes}/>'
            )
        case Dot():
            return _dot(shape, _color(shape.color, colors), colors["ground"])
        case Label():
            bold = ' font-weight="bold"' if shape.bold else ""
            anchor = f' text-anchor="{shape.anchor}"' if shape.anchor != "start" else ""
            return (
                f'<text x="{shape.x:.1f}" y="{shape.y:.1f}" font-size="{shape.size:g}" '
                f'fill="{_color(shape.color, colors)}"{anchor}{bold}>{escape(harmless(shape.text))}</text>'
            )


def _dot(dot: Dot, color: str, ground: str) -> str:
    if outline := corners(dot):
        points = " ".join(f"{x:.1f},{y:.1f}" for x, y in outline)
        return f'<polygon points="{points}" fill="{color}"/>'
    hollow = dot.mark % 6 == 4
    fill = f'fill="{ground}" stroke="{color}" stroke-width="1.6"' if hollow else f'fill="{color}"'
    return f'<circle cx="{dot.x:.1f}" cy="{dot.y:.1f}" r="{dot.size:g}" {fill}/>'


def _color(color: str, colors: dict[str, str]) -> str:
    return color if color.startswith("#") else colors.get(color, colors["ink"])
