"""A small canvas of braille dots (or quadrant blocks) for curves in a terminal.

Our own thirty lines rather than plotille: one code path gives rich text with a colour for each
cell to the full screen and to exports, and quadrant blocks for the fonts that have no braille.
"""

from collections.abc import Iterable
from itertools import groupby

from rich.text import Text

_BRAILLE = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
_QUADRANTS = " ▘▝▀▖▌▞▛▗▚▐▜▄▙▟█"


def runs(cells: Iterable[tuple[str, str]]) -> Text:
    """Characters with their styles as text; neighbours of one style share a span.

    A span for each cell made a turn of the threshold demo's knob eight times as slow.
    """
    text = Text(no_wrap=True)
    for style, group in groupby(cells, key=lambda cell: cell[1]):
        text.append("".join(character for character, _ in group), style)
    return text


class Canvas:
    """`width` x `height` cells; x and y run from 0 to 1, y upwards. The last colour in a cell wins."""

    def __init__(self, width: int, height: int, marks: str = "braille") -> None:
        self.width, self.height = max(1, width), max(1, height)
        self._down = 4 if marks == "braille" else 2
        self._bits = [[0] * self.width for _ in range(self.height)]
        self._put: dict[tuple[int, int], str] = {}
        self._styles: dict[tuple[int, int], str] = {}

    def copy(self) -> "Canvas":
        """A canvas to draw on further, so that curves that do not move are drawn once."""
        other = Canvas(self.width, self.height, "braille" if self._down == 4 else "block")
        other._bits = [list(row) for row in self._bits]
        other._put, other._styles = dict(self._put), dict(self._styles)
        return other

    def curve(self, points: Iterable[tuple[float, float]], style: str) -> None:
        """Join the points, each (x, y) in 0..1, with straight lines."""
        last: tuple[int, int] | None = None
        for point in points:
            x, y = self._dot(*point)
            if last is None:
                last = (x, y)
            steps = max(abs(x - last[0]), abs(y - last[1]), 1)
            for i in range(steps + 1):
                self._set(
                    round(last[0] + (x - last[0]) * i / steps),
                    round(last[1] + (y - last[1]) * i / steps),
                    style,
                )
            last = (x, y)

    def put(self, x: float, y: float, character: str, style: str) -> None:
        """One character in the cell at (x, y), over whatever is there."""
        column, row = self._dot(x, y)
        cell = (row // self._down, column // 2)
        self._put[cell], self._styles[cell] = character, style

    def upright(self, x: float, character: str, style: str) -> None:
        """A line from top to bottom at x, behind the curves: only in cells still empty."""
        column = self._dot(x, 0)[0] // 2
        for row in range(self.height):
            if not self._bits[row][column] and (row, column) not in self._put:
                self._put[row, column], self._styles[row, column] = character, style

    def lines(self) -> list[Text]:
        """The rows from the top."""
        return [
            runs(
                (self._character((row, column)), self._styles.get((row, column), ""))
                for column in range(self.width)
            )
            for row in range(self.height)
        ]

    def _dot(self, x: float, y: float) -> tuple[int, int]:
        across, down = 2 * self.width - 1, self._down * self.height - 1
        x, y = min(1.0, max(0.0, x)), min(1.0, max(0.0, y))
        return round(x * across), round((1 - y) * down)

    def _set(self, x: int, y: int, style: str) -> None:
        row, column = y // self._down, x // 2
        if self._down == 4:
            self._bits[row][column] |= _BRAILLE[y % 4][x % 2]
        else:
            self._bits[row][column] |= 1 << (2 * (y % 2) + x % 2)
        self._styles[row, column] = style

    def _character(self, cell: tuple[int, int]) -> str:
        if cell in self._put:
            return self._put[cell]
        bits = self._bits[cell[0]][cell[1]]
        if self._down == 4:
            return chr(0x2800 + bits) if bits else " "
        return _QUADRANTS[bits]
