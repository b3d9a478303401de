"""A widget that draws itself from lines of text, whatever its size, without Textual's layout."""

from collections.abc import Callable

from rich.text import Text
from textual.strip import Strip
from textual.widget import Widget

Draw = Callable[[int, int], list[Text]]


class Drawn(Widget):
    """Calls `draw(width, height)` when told to, and hands Textual finished strips.

    Converting text of many colours through Textual's own content took most of a knob's turn.
    """

    def __init__(self, draw: Draw, id: str) -> None:
        super().__init__(id=id)
        self.draw = draw
        self._lines: list[Strip] = []
        self._drawn_size = (0, 0)

    def redraw(self) -> None:
        """Draw anew at the next refresh."""
        self._drawn_size = (0, 0)
        self.refresh()

    def render_line(self, y: int) -> Strip:  # noqa: D102
        size = (self.size.width, self.size.height)
        if self._drawn_size != size:
            self._lines = self._strips(*size)
            self._drawn_size = size
        return self._lines[y] if y < len(self._lines) else Strip.blank(size[0])

    def _strips(self, width: int, height: int) -> list[Strip]:
        ground, console = self.rich_style, self.app.console
        lines = self.draw(width, height)[:height]
        lines += [Text()] * (height - len(lines))
        return [
            Strip(line.render(console, end=""))
            .adjust_cell_length(width)
            .apply_style(ground)
            .simplify()
            for line in lines
        ]
