"""Writes a run of a demo into a file, in the format that its name asks for."""

from pathlib import Path

from dlprep.screen.demo.card import Shown, card
from dlprep.screen.demo.look import printed
from dlprep.screen.picture import write


def save(path: Path, shown: Shown, marks: str) -> None:
    """Write the run; `path` was checked before.

    Raises
    ------
    UsageError
        A .png is asked for and Pillow is not there.
    UnreadableError
        The folder or the disk refuses.
    """
    from dlprep.screen.demo.page import COLORS, WIDTH, alt, page

    match path.suffix.lower():
        case ".txt":
            lines = card(shown, printed(marks))
            write(path, "".join(f"{line.plain.rstrip()}\n" for line in lines))
        case ".html":
            from dlprep.screen.demo.html import html

            write(path, html(shown))
        case ".png":
            from dlprep.screen.demo.png import png

            shapes, height = page(shown)
            write(path, png(shapes, WIDTH, height, COLORS))
        case _:
            from dlprep.screen.demo.svg import svg

            shapes, height = page(shown)
            write(path, svg(shapes, WIDTH, height, COLORS, alt(shown)))
