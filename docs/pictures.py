"""Draws the picture of a quiz in the README with the program's own screen: `python docs/pictures.py`."""

import io
import re
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

from dlprep.bank.library import load
from dlprep.screen.question import ask, key_bar, teach
from dlprep.session.choosing import Picked
from dlprep.session.quiz import Quiz

PICTURE = Path(__file__).parent / "quiz.svg"
QUESTION = "metrics/threshold-50-to-80"
SEED = 1
ANSWER = "A"
THEME = TerminalTheme(
    (18, 18, 18),
    (224, 224, 224),
    [(18, 18, 18), (213, 94, 0), (0, 158, 115), (230, 159, 0), (86, 180, 233), (204, 121, 167),
     (86, 180, 233), (224, 224, 224)],
)  # fmt: skip
"""The colours of Okabe and Ito, which colour-blind readers can tell apart."""


def picture() -> str:
    """One question asked in a terminal of 80 columns, answered wrong, and explained, as SVG."""
    console = Console(width=80, file=io.StringIO(), record=True, force_terminal=True)
    quiz = Quiz([Picked(QUESTION, load().question(QUESTION), SEED)] * 3)
    assert quiz.current is not None
    console.print(Text("$ dlprep quiz --topic metrics", style="bold"))
    console.print()
    ask(console, quiz.current, quiz)
    console.print(key_bar([("A-D", "answer"), ("?", "hint"), ("s", "skip"), ("d", "demo")]))
    console.print(Text(f"> {ANSWER}", style="bold"))
    teach(console, quiz.answer(ANSWER, strict=True))
    console.print(key_bar([("Enter", "next"), ("d", "demo"), ("u", "take back"), ("q", "quit")]))
    svg = console.export_svg(title="dlprep", theme=THEME, unique_id="dlprep")
    svg = re.sub(r"@font-face\s*\{.*?\}\s*", "", svg, flags=re.DOTALL)  # nothing from the network
    return svg.replace("Fira Code, monospace", "'DejaVu Sans Mono', Menlo, Consolas, monospace")


if __name__ == "__main__":
    PICTURE.write_text(picture(), encoding="utf-8")
    print(f"wrote {PICTURE.name}")
