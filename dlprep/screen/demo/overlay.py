"""Two screens over a demo: its explanation, and its claims repeated on a hundred other draws."""

from collections.abc import Callable, Sequence
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from dlprep.demos.family.repeat import Held
from dlprep.screen.demo.blocks import wrapped
from dlprep.screen.demo.card import Shown, judged, next_step, setting
from dlprep.screen.demo.look import Look

Lines = Callable[[int], Sequence[Text]]
"""The text for a width."""

_CSS = """
{name} {{ align: center middle; }}
#box {{ width: 80; max-width: 100%; height: auto; max-height: 100%; padding: 0 1;
       scrollbar-size-vertical: 1; }}
"""


class Overlay(ModalScreen[None]):
    """Any of the usual keys closes it; arrows scroll."""

    CSS = _CSS.format(name="Overlay")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter,space,w,n,q", "close"),
        Binding("ctrl+c", "app.interrupt", priority=True),
    ]

    def __init__(self, look: Look, lines: Lines, closed: Callable[[], None] | None = None) -> None:
        super().__init__()
        self._look, self._lines, self._on_close = look, lines, closed

    def compose(self) -> ComposeResult:  # noqa: D102
        with VerticalScroll(id="box"):
            yield Static(id="text")

    def on_mount(self) -> None:  # noqa: D102
        look = self._look
        self.styles.background = f"{look['ground']} 70%"
        box = self.query_one("#box")
        box.styles.background, box.styles.color = look["ground"], look["ink"]
        box.styles.border = ("ascii" if look.ascii else "round", look["title"])
        box.focus()

    def on_resize(self) -> None:  # noqa: D102
        self.call_after_refresh(self._draw)

    def show(self, lines: Lines) -> None:
        """Replace the text."""
        self._lines = lines
        if self.is_mounted:
            self._draw()

    def _draw(self) -> None:
        lines = self._lines(min(74, self.app.size.width - 6))
        self.query_one("#text", Static).update(Text("\n").join(lines))

    def action_close(self) -> None:  # noqa: D102
        if self._on_close:
            self._on_close()
        self.dismiss()


def why_lines(shown: Shown, look: Look, width: int) -> list[Text]:
    """What was seen, what was predicted, why it must be so, what to say when asked."""
    demo = shown.demo
    head = f"bold {look['title']}"
    out = [Text("What was run?", head), *wrapped(setting(shown), width, look)]
    out += [Text(), Text("What did the screen show?", head)]
    for sentence in shown.result.said:
        out += wrapped(sentence, width, look)
    if shown.predictions:
        out += [Text(), Text("What you said", head)]
        for p in shown.predictions:
            out += judged(p, width, look)
    for title, text in (
        ("Why?", demo.why),
        ("In the interview", demo.say),
        ("The trap", demo.trap),
    ):
        out += [Text(), Text(title, head), *wrapped(demo.filled(text, shown.knobs), width, look)]
    if demo.claims:
        out += [Text(), Text("Found on many draws (n repeats them here)", head)]
        for claim in demo.claims:
            out += wrapped(("* " if look.ascii else "• ") + claim.text, width, look, "  ")
    out.append(Text())
    for source in demo.sources:
        named = f"{source.title} {source.url}".strip()
        out += [Text(x.plain, look["quiet"]) for x in wrapped(named, width, look)]
    back = wrapped(f"esc back   {next_step(demo)}", width, look)
    return [*out, *(Text(line.plain, look["quiet"]) for line in back)]


def repeat_lines(done: int, of: int, held: Sequence[Held], look: Look, width: int) -> list[Text]:
    """How often each claim held so far."""
    head = f"bold {look['title']}"
    text = f"{done} of {of} other draws; knobs as they stand, or as a claim names them"
    out = [Text(line.plain, head) for line in wrapped(text, width, look)]
    room = min(40, width - 22)
    full, empty = ("=", "-") if look.ascii else ("━", "─")
    for one in held:
        out += [Text(), *wrapped(one.claim, width, look)]
        filled = round(room * one.held / one.of)
        bar = Text(full * filled, look["now"]).append(empty * (room - filled), look["quiet"])
        out.append(bar.append(f" held in {one.held} of {one.of}", "bold"))
    if done and not held:
        out.append(Text("No claim speaks of these knobs."))
    return [*out, Text(), Text("esc back", look["quiet"])]
