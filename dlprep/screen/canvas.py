"""A small canvas of braille dots, quadrant blocks or ASCII for curves in a terminal.

Our own thirty lines rather than plotille: one code path gives rich text with a colour for each
cell to the full screen and to exports, and other marks for the fonts that have no braille.
"""

from collections.abc import Iterable
from itertools import groupby

from rich.text import Text

_BRAILLE = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
_QUADRANTS = " ▘▝▀▖▌▞▛▗▚▐▜▄▙▟█"
_DOTS = {"braille": (2, 4), "block": (2, 2), "ascii": (1, 1)}


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
        self.width, self.height, self._marks = max(1, width), max(1, height), marks
        self._across, self._down = _DOTS[marks]
        self._bits = [[0] * self.width for _ in range(self.height)]
        self._put: dict[tuple[int, int], str] = {}
        self._styles: dict[tuple[int, int], str] = {}
        self._under: dict[tuple[int, int], tuple[str, str]] = {}

    def copy(self) -> "Canvas":
        """A canvas to draw on further, so that curves that do not move are drawn once."""
        other = Canvas(self.width, self.height, self._marks)
        other._bits = [list(row) for row in self._bits]
        other._put, other._styles = dict(self._put), dict(self._styles)
        other._under = dict(self._under)
        return other

    def curve(
        self,
        points: Iterable[tuple[float, float]],
        style: str,
        pattern: tuple[int, int] = (1, 0),
        dot: str = ".",
    ) -> None:
        """Join the points, each (x, y) in 0..1, with straight lines.

        A `pattern` of (4, 3) draws four dots and leaves out three, again and again. `dot` is what
        ASCII draws with.
        """
        on, whole, gone = pattern[0], sum(pattern), 0
        last: tuple[int, int] | None = None
        for point in points:
            x, y = self._dot(*point)
            if last is None:
                last = (x, y)
            steps = max(abs(x - last[0]), abs(y - last[1]), 1)
            for i in range(steps + 1):
                if (gone + i) % whole < on:
                    self._set(
                        round(last[0] + (x - last[0]) * i / steps),
                        round(last[1] + (y - last[1]) * i / steps),
                        style,
                        dot,
                    )
            gone += steps if (x, y) != last else 0
            last = (x, y)

    def put(self, x: float, y: float, character: str, style: str) -> None:
        """One character in the cell at (x, y), over whatever is there."""
        column, row = self._dot(x, y)
        cell = (row // self._down, column // self._across)
        self._put[cell], self._styles[cell] = character, style

    def upright(self, x: float, character: str, style: str) -> None:
        """A line from top to bottom at x, behind the curves: only in cells still empty."""
        column = self._dot(x, 0)[0] // self._across
        for row in range(self.height):
            self._behind((row, column), character, style)

    def level(self, y: float, character: str, style: str, gap: int = 0) -> None:
        """A line from left to right at y, behind the curves; in braille at its very dot.

        With a `gap` of 3 every third cell is left out.
        """
        row, dot = divmod(self._dot(0, y)[1], self._down)
        if self._down == 4:
            character = chr(0x2800 + sum(_BRAILLE[dot]))
        for column in range(self.width):
            if not gap or column % gap != gap - 1:
                self._behind((row, column), character, style)

    def ground(self, row: int, column: int, character: str, style: str) -> None:
        """What stands in a cell as long as nothing is drawn there."""
        self._under[row, column] = (character, style)

    def lines(self) -> list[Text]:
        """The rows from the top."""
        return [
            runs(self._cell((row, column)) for column in range(self.width))
            for row in range(self.height)
        ]

    def _behind(self, cell: tuple[int, int], character: str, style: str) -> None:
        if not self._bits[cell[0]][cell[1]] and cell not in self._put:
            self._put[cell], self._styles[cell] = character, style

    def _dot(self, x: float, y: float) -> tuple[int, int]:
        across, down = self._across * self.width - 1, self._down * self.height - 1
        x, y = min(1.0, max(0.0, x)), min(1.0, max(0.0, y))
        return round(x * across), round((1 - y) * down)

    def _set(self, x: int, y: int, style: str, dot: str) -> None:
        row, column = y // self._down, x // self._across
        if self._down == 1:
            self._put[row, column] = dot
        elif self._down == 4:
            self._bits[row][column] |= _BRAILLE[y % 4][x % 2]
        else:
            self._bits[row][column] |= 1 << (2 * (y % self._down) + x % self._across)
        self._styles[row, column] = style

    def _cell(self, cell: tuple[int, int]) -> tuple[str, str]:
        under = self._under.get(cell)
        style = self._styles.get(cell, "")
        if cell in self._put:
            character = self._put[cell]
        elif bits := self._bits[cell[0]][cell[1]]:
            character = chr(0x2800 + bits) if self._down == 4 else _QUADRANTS[bits]
        elif under:
            return under
        else:
            return " ", ""
        if under and " on " in f" {under[1]}":
            style = f"{style} {under[1]}".strip()
        return character, style
