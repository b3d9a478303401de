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
from dlprep.screen.demo.blocks import wrapped
from dlprep.screen.demo.look import Look

_ARROWS = {"up": "rises", "down": "falls", "right": "stays", "equals_sign": "stays"}
_SHOWN = {"rises": "↑ rises", "falls": "↓ falls", "stays": "→ stays"}
_PLAIN = {"rises": "rises (up)", "falls": "falls (down)", "stays": "stays (right)"}


class Predict(ModalScreen[dict[str, str]]):
    """Gives back what was said, by what it was about; nothing when skipped."""

    CSS = """
    Predict { align: center middle; }
    #box { width: 78; height: auto; max-height: 100%; padding: 0 2; }
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
        choice = None
        if ask.choices == DIRECTIONS:
            choice = _ARROWS.get(event.key)
            choice = choice or {"r": "rises", "f": "falls", "s": "stays"}.get(event.key)
        elif event.character and event.character in "123456789"[: len(ask.choices)]:
            choice = ask.choices[int(event.character) - 1]
        elif event.character and event.character.lower() in "abcdefghi"[: len(ask.choices)]:
            choice = ask.choices["abcdefghi".index(event.character.lower())]
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

    def _draw(self) -> None:
        demo, look, width = self._demo, self._look, 72
        out = [Text("Before you look", f"bold {look['title']}")]
        out += wrapped(self._setting, width, look)
        for sentence in self._known[:1]:
            out += [Text(), *wrapped(f"Before: {sentence}", width, look)]
        out.append(Text())
        for i, ask in enumerate(self._asks):
            here = i == len(self._said)
            if i > len(self._said):
                break
            mark = ("> " if look.ascii else "› ") if here else "  "
            for line in wrapped(mark + demo.filled(ask.text, self._knobs), width, look, "  "):
                out.append(Text(line.plain, f"bold {look['ink']}" if here else look["quiet"]))
            if here:
                out.append(Text("  ").append_text(self._keys(ask.choices)))
            else:
                out.append(Text(f"  you say: {harmless(self._said[ask.about])}", look["now"]))
        rest = len(self._asks) - len(self._said) - 1
        more = f"{rest} more   " if rest > 0 else ""
        back = "left: back   " if look.ascii else "← back   "
        out += [Text(), Text(f"{more}{back}esc skips, q quits", look["quiet"])]
        self.query_one("#rows", Static).update(Text("\n").join(out))

    def _keys(self, choices: tuple[str, ...]) -> Text:
        text = Text()
        for i, choice in enumerate(choices):
            if choices == DIRECTIONS:
                name = (_PLAIN if self._look.ascii else _SHOWN)[choice]
                text.append(f"{name}   ", f"bold {self._look['key']}")
            else:
                text.append(f"{i + 1} ", f"bold {self._look['key']}")
                text.append(f"{harmless(choice)}   ", self._look["ink"])
        return text
