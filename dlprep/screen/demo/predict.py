"""The question before the reveal: one small prediction after another, each answered with a key."""

from collections.abc import Sequence
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.events import Key
from textual.screen import ModalScreen
from textual.widgets import Static

from dlprep.demos.family.demo import DIRECTIONS, Demo, Knobs
from dlprep.screen.console import harmless
from dlprep.screen.demo.blocks import flowed, wrapped
from dlprep.screen.demo.look import Look

_ARROWS = {"up": "rises", "down": "falls", "right": "stays", "equals_sign": "stays"}
_SHOWN = {"rises": "↑ rises", "falls": "↓ falls", "stays": "→ stays"}
_PLAIN = {"rises": "rises (up)", "falls": "falls (down)", "stays": "stays (right)"}


class Predict(ModalScreen[dict[str, str]]):
    """Gives back what was said, by what it was about; nothing when skipped."""

    CSS = """
    Predict { align: center middle; }
    #box { width: 78; max-width: 100%; height: auto; max-height: 100%; padding: 0 2; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "skip"),
        Binding("backspace,left", "back"),
        Binding("q", "app.quit"),
        Binding("ctrl+c", "app.interrupt", priority=True),
    ]

    def __init__(self, demo: Demo, knobs: Knobs, look: Look, setting: str) -> None:
        super().__init__()
        self._demo, self._knobs, self._look, self._setting = demo, knobs, look, setting
        self._asks = demo.asked(knobs)
        self._said: dict[str, str] = {}
        self._known: Sequence[str] = ()

    def compose(self) -> ComposeResult:  # noqa: D102
        with Vertical(id="box"):
            yield Static(id="rows")

    def on_mount(self) -> None:  # noqa: D102
        look = self._look
        self.styles.background = f"{look['ground']} 70%"
        box = self.query_one("#box")
        box.styles.background, box.styles.color = look["ground"], look["ink"]
        box.styles.border = ("ascii" if look.ascii else "round", look["title"])
        self._draw()

    def known(self, said: Sequence[str]) -> None:
        """Show what the first state gives, once it is computed."""
        self._known = said
        if self.is_mounted:
            self._draw()

    def on_key(self, event: Key) -> None:  # noqa: D102
        ask = self._asks[len(self._said)]
        typed = (event.character or "").lower()
        choice = None
        if typed and typed in "123456789"[: len(ask.choices)]:
            choice = ask.choices[int(typed) - 1]
        elif ask.choices == DIRECTIONS:
            choice = _ARROWS.get(event.key)
            choice = choice or {"r": "rises", "f": "falls", "s": "stays"}.get(typed)
        elif typed and typed in "abcdefghi"[: len(ask.choices)]:
            choice = ask.choices["abcdefghi".index(typed)]
        if choice is None:
            return
        event.stop()
        self._said[ask.about] = choice
        if len(self._said) == len(self._asks):
            self.dismiss(self._said)
        else:
            self._draw()

    def action_back(self) -> None:  # noqa: D102
        if self._said:
            self._said.popitem()
            self._draw()

    def action_skip(self) -> None:  # noqa: D102
        self.dismiss({})

    def on_resize(self) -> None:  # noqa: D102
        self._draw()

    def _draw(self) -> None:
        width, height = min(72, self.app.size.width - 8), self.app.size.height - 2
        look, place = self._look, len(self._said)
        head = [Text("Before you look", f"bold {look['title']}")]
        head += wrapped(self._setting, width, look)
        for sentence in self._known[:1]:
            head += [Text(), *wrapped(f"Before: {sentence}", width, look)]
        head.append(Text())
        asked = [self._rows(i, width) for i in range(place + 1)]
        rest = len(self._asks) - place - 1
        more = f"{rest} more   " if rest > 0 else ""
        back = "left: back   " if look.ascii else "← back   "
        foot = [Text(), Text(f"{more}{back}esc skips, q quits", look["quiet"])]
        while len(asked) > 1 and len(head) + sum(map(len, asked)) + len(foot) > height:
            del asked[0]  # what was answered gives way to what is asked
        lines = [*head, *(line for rows in asked for line in rows), *foot]
        self.query_one("#rows", Static).update(Text("\n").join(lines))

    def _rows(self, i: int, width: int) -> list[Text]:
        """A question with its keys, or with what was said of it."""
        ask, look, here = self._asks[i], self._look, i == len(self._said)
        mark = ("> " if look.ascii else "› ") if here else "  "
        style = f"bold {look['ink']}" if here else look["quiet"]
        text = mark + self._demo.filled(ask.text, self._knobs)
        rows = [Text(line.plain, style) for line in wrapped(text, width, look, "  ")]
        if here:
            return [*rows, *self._keys(ask.choices, width)]
        return [*rows, Text(f"  you say: {harmless(self._said[ask.about])}", look["now"])]

    def _keys(self, choices: tuple[str, ...], width: int) -> list[Text]:
        keys = []
        for i, choice in enumerate(choices):
            if choices == DIRECTIONS:
                name = (_PLAIN if self._look.ascii else _SHOWN)[choice]
                key = Text(name, f"bold {self._look['key']}")
            else:
                key = Text(f"{i + 1} ", f"bold {self._look['key']}")
                key.append(harmless(choice), self._look["ink"])
            keys.append(key)
        return flowed(keys, width, gap=3, indent="  ")
