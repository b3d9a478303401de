"""Writes a run of a demo into a file, in the format that its name asks for."""

from pathlib import Path

from dlprep.demos.family.forms import plain
from dlprep.screen.demo.card import Shown, card
from dlprep.screen.demo.look import dark, printed
from dlprep.screen.picture import svg, write


def save(path: Path, shown: Shown, marks: str) -> None:
    """Write the card; `path` was checked before."""
    if path.suffix.lower() == ".txt":
        lines = card(shown, printed(marks))
        write(path, "".join(f"{line.plain.rstrip()}\n" for line in lines))
        return
    from rich.console import Group

    words = " ".join([shown.demo.question, *map(plain, shown.result.said)])
    write(path, svg(Group(*card(shown, dark(marks))), f"dlprep demo {shown.demo.slug}", words))
