"""A printed card as an SVG file that needs nothing from the network."""

import io
import os
import re
from pathlib import Path

from rich.console import Console, RenderableType
from rich.terminal_theme import TerminalTheme

from dlprep.errors import UnreadableError, UsageError

SUFFIXES = (".svg", ".txt")
_FONT_FACE = re.compile(r"@font-face\s*\{.*?\}\s*", re.DOTALL)
_FONTS = "font-family: 'DejaVu Sans Mono', Menlo, Consolas, 'Liberation Mono', monospace"
_INK, _BACKGROUND = (224, 224, 224), (18, 18, 18)
_THEME = TerminalTheme(_BACKGROUND, _INK, [_BACKGROUND, *[_INK] * 7])  # the cards name their own


def svg(card: RenderableType, title: str, description: str, width: int = 80) -> str:
    """The card as SVG; rich's link to a font on the network is taken out."""
    console = Console(width=width, file=io.StringIO(), record=True, force_terminal=True)
    console.print(card)
    text = console.export_svg(title=title, theme=_THEME, unique_id="dlprep")
    text = _FONT_FACE.sub("", text).replace("font-family: Fira Code, monospace", _FONTS)
    label = f'role="img" aria-label="{_attribute(description)}" class="rich-terminal"'
    return text.replace('class="rich-terminal"', label, 1)


def _attribute(text: str) -> str:
    from html import escape

    return escape(text, quote=True)


def check(path: Path) -> None:
    """Refuse a name that cannot be written, before anything is computed.

    Raises
    ------
    UsageError
        The name ends in none of the suffixes.
    UnreadableError
        There is no such folder, or the name is a folder's.
    """
    if path.suffix.lower() not in SUFFIXES:
        raise UsageError(
            f"--save writes {', '.join(SUFFIXES)}; give a name that ends so, not {str(path)!r}"
        )
    if not path.parent.is_dir():
        raise UnreadableError(f"there is no folder {str(path.parent)!r}; create it first")
    if path.is_dir():
        raise UnreadableError(f"{str(path)!r} is a folder; give a file name")


def write(path: Path, text: str) -> None:
    """Write the file whole or not at all: to a neighbour first, then renamed.

    Raises
    ------
    UnreadableError
        The folder or the disk refuses.
    """
    target = path.resolve()  # through a link, not over it
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        try:
            with part.open("x", encoding="utf-8") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            part.replace(target)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise UnreadableError(f"cannot write {str(path)!r}: {error.strerror or error}") from error
