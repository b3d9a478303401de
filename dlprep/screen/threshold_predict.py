"""The question before the reveal: will precision, recall and accuracy rise, fall or stay?"""

from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from dlprep.demos.prediction import Direction
from dlprep.demos.threshold import PREDICTED, Reading, Words
from dlprep.screen.console import harmless
from dlprep.screen.palette import NOW, QUIET
from dlprep.screen.threshold_words import percent, ratio

_SHOWN = {"rises": "▲ rises", "falls": "▼ falls", "stays": "= stays"}


class Predict(ModalScreen[dict[str, Direction]]):
    """Gives back what was said, by metric; nothing when skipped."""

    CSS = """
    Predict { align: center middle; background: #121212 70%; }
    #box { width: 76; height: auto; border: round #f0e442; padding: 1 2; background: #121212; }
    #bar { dock: bottom; height: 1; background: #24303a; padding: 0 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "say('rises')"),
        Binding("down", "say('falls')"),
        Binding("right,equals_sign", "say('stays')"),
        Binding("left,backspace", "back"),
        Binding("escape", "skip"),
        Binding("q", "app.quit"),
    ]

    def __init__(self, base: float, target: float) -> None:
        super().__init__()
        self._base, self._target = base, target
        self._said: dict[str, Direction] = {}
        self._before: Reading | None = None
        self._words = Words()

    def compose(self) -> ComposeResult:  # noqa: D102
        with Vertical(id="box"):
            yield Static(id="rows")
        keys = Text()
        for key, what in (
            ("↑", "rises"),
            ("↓", "falls"),
            ("→", "stays"),
            ("←", "back"),
            ("esc", "skip"),
        ):
            keys.append(f"{key} ", "bold #ffa62b")
            keys.append(f"{what}  ")
        yield Static(keys, id="bar")

    def on_mount(self) -> None:  # noqa: D102
        self._draw()

    def known(self, before: Reading, words: Words) -> None:
        """Show the numbers at the base threshold, once the model is trained."""
        self._before, self._words = before, words
        if self.is_mounted:
            self._draw()

    def action_say(self, direction: Direction) -> None:  # noqa: D102
        self._said[PREDICTED[len(self._said)]] = direction
        if len(self._said) == len(PREDICTED):
            self.dismiss(self._said)
        else:
            self._draw()

    def action_back(self) -> None:  # noqa: D102
        if self._said:
            self._said.popitem()
            self._draw()

    def action_skip(self) -> None:  # noqa: D102
        self.dismiss({})

    def _draw(self) -> None:
        positive, case = harmless(self._words.positive), harmless(self._words.case)
        meanings = (
            f"of those called {positive}, the share that is",
            f"of all {positive}, the share that is found",
            f"the share of all {case}s judged rightly",
        )
        a, b = percent(self._base), percent(self._target)
        text = Text("Before you look\n", "bold")
        text.append(f"The threshold goes from {a} to {b}. What do you expect?\n\n")
        for i, (name, meaning) in enumerate(zip(PREDICTED, meanings, strict=True)):
            here = i == len(self._said)
            text.append("› " if here else "  ", f"bold {NOW}")
            text.append(f"{name:<10}", "bold" if here else "not bold")
            if name in self._said:
                text.append(f"{_SHOWN[self._said[name]]:<10}", f"bold {NOW}")
            else:
                now = ratio(getattr(self._before, name)) if self._before else ""
                text.append(f"{now:<10}", "not bold")
            text.append(f"{meaning}\n", f"not bold {QUIET}")
        text.append("\n↑ rises   ↓ falls   → stays the same   esc skip", f"not bold {QUIET}")
        self.query_one("#rows", Static).update(text)
