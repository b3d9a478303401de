"""Any demo on the full screen: predict, then turn the knobs and watch the views follow."""

import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, ClassVar

from rich.text import Text
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.events import Click, MouseScrollDown, MouseScrollUp
from textual.worker import get_current_worker

from dlprep.demos.family.demo import Demo, Trial
from dlprep.demos.family.prediction import Prediction, judge
from dlprep.demos.family.repeat import Held, repeat
from dlprep.demos.family.views import Result
from dlprep.screen.demo.blocks import flowed, wrapped
from dlprep.screen.demo.board import board, shown_count
from dlprep.screen.demo.card import Shown
from dlprep.screen.demo.drawn import Drawn
from dlprep.screen.demo.knob_strip import detail, knob_lines
from dlprep.screen.demo.look import Look, full_screen
from dlprep.screen.demo.overlay import Overlay, repeat_lines, why_lines
from dlprep.screen.demo.predict import Predict

_TALL = 32  # lines from which a line can explain the selected knob
_QUICK = 0.03  # seconds: a computation that took longer moves to a thread
DRAWS = 100
Key = tuple[tuple[Any, ...], int]


class DemoApp(App[None]):
    """The first computation runs in a thread, so that imports hide behind the prediction."""

    ENABLE_COMMAND_PALETTE = False
    CSS = """
    Screen { overflow: hidden; }
    #title { height: 1; padding: 0 1; }
    #knobs { height: 1; padding: 0 1; }
    #board { height: 1fr; }
    #said { height: 3; padding: 0 1; }
    #predicted { height: 1; padding: 0 1; }
    #keys { dock: bottom; height: 1; padding: 0 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "turn(-1)"),
        Binding("right", "turn(1)"),
        Binding("shift+left,pagedown", "turn(-5)"),
        Binding("shift+right,pageup", "turn(5)"),
        Binding("up,shift+tab", "select(-1)"),
        Binding("down,tab", "select(1)"),
        Binding("p", "pin"),
        Binding("v", "views"),
        Binding("s", "seed"),
        Binding("r", "reset"),
        Binding("n", "repeat"),
        Binding("w", "why"),
        Binding("t", "theme"),
        Binding("q,escape", "quit"),
        Binding("ctrl+c", "interrupt", priority=True),
    ]

    def __init__(
        self,
        demo: Demo,
        knobs: dict[str, Any],
        seed: int,
        look: Look,
        *,
        ask: bool = True,
        setting: str = "",
        keep: Callable[[Sequence[Prediction]], None] = lambda predictions: None,
    ) -> None:
        super().__init__()
        self.demo, self.look = demo, look
        self._start = (dict(knobs), seed)
        self._setting = setting or demo.filled(demo.setting, knobs)
        self.knobs, self.seed = dict(knobs), seed
        self.turnable = [k for k in demo.knobs if k.turns and knobs[k.name] is not None]
        self.selected = 0
        self.asking = ask and bool(demo.asked(knobs))
        self._keep = keep
        self.predictions: Sequence[Prediction] = ()
        self._said: dict[str, str] | None = None
        self.result: Result | None = None
        self.pinned: Result | None = None
        self.first = 0
        self._results: OrderedDict[Key, Result] = OrderedDict()
        self._slow = True
        self._computing = False
        self._stop_repeating = False

    # --- layout

    def compose(self) -> ComposeResult:  # noqa: D102
        yield Drawn(self._draw_title, "title")
        yield Drawn(self._draw_knobs, "knobs")
        yield Drawn(self._draw_board, "board")
        yield Drawn(self._draw_said, "said")
        yield Drawn(self._draw_predicted, "predicted")
        yield Drawn(self._draw_keys, "keys")

    def on_mount(self) -> None:  # noqa: D102
        self.title = f"dlprep demo {self.demo.slug}"
        self._paint()
        if self.asking:
            self.push_screen(
                Predict(self.demo, self.knobs, self.look, self._setting), self._predicted
            )
        self.show()

    def on_resize(self) -> None:  # noqa: D102
        self._fit()

    def _fit(self) -> None:
        width = max(20, self.size.width - 2)
        lines, _ = knob_lines(self.turnable, self.knobs, self.selected, width, self.look)
        explained = 1 if self.size.height >= _TALL and self.turnable else 0
        root = self.screen_stack[0]
        root.query_one("#title").styles.height = len(self._draw_title(width, 2))
        root.query_one("#knobs").styles.height = min(3, len(lines)) + explained
        root.query_one("#predicted").display = bool(self.predictions)
        root.query_one("#keys").styles.height = len(self._draw_keys(width, 2))
        self._redraw()

    def _paint(self) -> None:
        look = self.look
        for screen in self.screen_stack:
            if screen is self.screen_stack[0]:
                screen.styles.background = look["ground"]
                screen.styles.color = look["ink"]
        self.screen_stack[0].query_one("#keys").styles.background = look["keybar"]

    def _redraw(self) -> None:
        for drawn in self.screen_stack[0].query(Drawn):
            drawn.redraw()

    # --- computing

    @property
    def _key(self) -> Key:
        return tuple(self.knobs.values()), self.seed

    def show(self) -> None:
        """Bring the screen to the knobs as they stand: at once, or when a thread is done."""
        key = self._key
        if key in self._results:
            self._shown(self._results[key])
        elif self._slow:
            if not self._computing:
                self._computing = True
                self.run_worker(self._compute, thread=True)
            self._redraw()
        else:
            self._computed(key, *self._timed(dict(self.knobs), self.seed))

    def _timed(self, knobs: dict[str, Any], seed: int) -> tuple[Result, float]:
        start = time.perf_counter()
        return self.demo.compute(knobs, seed), time.perf_counter() - start

    def _compute(self) -> None:
        before = None
        knobs, seed = dict(self.knobs), self.seed
        if self.result is None and self.demo.before:
            before = self.demo.compute({**knobs, **self.demo.before}, seed)
            self.call_from_thread(self._known, before)
        key = (tuple(knobs.values()), seed)
        self.call_from_thread(self._computed, key, *self._timed(knobs, seed))

    def _known(self, before: Result) -> None:
        if not before.own:
            self.pinned = before
        if isinstance(self.screen, Predict):
            self.screen.known(before.said)
        self._redraw()

    def _computed(self, key: Key, result: Result, seconds: float) -> None:
        self._computing = False
        self._slow = seconds > _QUICK
        self._results[key] = result
        if len(self._results) > 200:
            self._results.popitem(last=False)
        if key == self._key:
            self._shown(result)
        else:
            self.show()

    def _shown(self, result: Result) -> None:
        self.result = result
        if self._said is not None:
            self._judge()
        self._fit()

    def _predicted(self, said: dict[str, str] | None) -> None:
        self.asking = False
        self._said = said or None
        if self._said and self.result is not None:
            self._judge()
        self._fit()

    def _judge(self) -> None:
        assert self._said is not None
        said, self._said = self._said, None
        self.predictions = judge(self.demo, said, Trial(self.demo, *self._start))
        self._keep(self.predictions)

    # --- drawing

    def _draw_title(self, width: int, height: int) -> list[Text]:
        lines = wrapped(self.demo.question, width, self.look)
        return [Text(line.plain, f"bold {self.look['ink']}") for line in lines]

    def _draw_knobs(self, width: int, height: int) -> list[Text]:
        lines, _ = knob_lines(self.turnable, self.knobs, self.selected, width, self.look)
        if self.size.height >= _TALL and self.turnable:
            knob = self.turnable[self.selected]
            return [*lines[:3], detail(knob, self.knobs[knob.name], width, self.look)]
        return lines

    def _draw_board(self, width: int, height: int) -> list[Text]:
        result = self.result
        if self.asking or result is None:
            what = "shown after your prediction" if self.asking else "computing ..."
            return [Text(), Text(f" {what}", self.look["quiet"])]
        pinned = None if self.pinned is result else self.pinned
        return board(result, width, height, self.look, pinned, self.first)

    def _draw_said(self, width: int, height: int) -> list[Text]:
        if self.asking or self.result is None:
            return []
        if self._key not in self._results:
            return [Text("computing ...", self.look["quiet"])]
        lines: list[Text] = []
        for sentence in self.result.said:  # whole ones; `w` shows them all
            more = wrapped(sentence, width, self.look)
            if lines and len(lines) + len(more) > height:
                break
            lines += more
        return lines

    def _draw_predicted(self, width: int, height: int) -> list[Text]:
        text = Text("You said: ", self.look["quiet"])
        right, wrong = ("right", "no") if self.look.ascii else ("✓", "✗")
        for p in self.predictions:
            truth = "" if p.right else f" {p.truth or 'undefined'}"
            tone = self.look["good" if p.right else "bad"]
            text.append(f"{p.about} {p.said} {right if p.right else wrong}{truth}   ", tone)
        text.truncate(width, overflow="ellipsis")
        return [text]

    def _draw_keys(self, width: int, height: int) -> list[Text]:
        arrows = ("^v", "<>") if self.look.ascii else ("↑↓", "←→")
        result = self.result
        rows = self.screen_stack[0].query_one("#board").size.height
        hidden = result is not None and shown_count(result, self.size.width, rows, self.look) < len(
            result.views
        )
        bar = [(arrows[0], "knob"), (arrows[1], "turn")] if self.turnable else []
        bar.append(("p", "unpin" if self.pinned and self.pinned is result else "pin"))
        if hidden:
            bar.append(("v", "views"))
        if result is not None and not result.own and self.demo.claims:
            bar += [("n", "repeat"), ("s", "seed")]
        bar += [("w", "why"), ("r", "reset"), ("q", "quit")]
        key_style, ink = f"bold {self.look['key']}", self.look["ink"]
        return flowed(
            (Text.assemble((f"{key} ", key_style), (what, ink)) for key, what in bar), width
        )

    # --- keys and mouse

    def action_turn(self, steps: int) -> None:
        """Turn the selected knob."""
        if self.turnable and not self.asking:
            knob = self.turnable[self.selected]
            self.knobs[knob.name] = knob.turned(self.knobs[knob.name], steps)
            self.show()

    def action_select(self, steps: int) -> None:
        """Select the next knob."""
        if self.turnable:
            self.selected = (self.selected + steps) % len(self.turnable)
            self._fit()

    def action_pin(self) -> None:
        """Compare with the present state from now on, or no longer."""
        self.pinned = None if self.pinned is self.result else self.result
        self._redraw()

    def action_views(self) -> None:
        """Show the views that found no room."""
        if self.result is not None:
            rows = self.screen_stack[0].query_one("#board").size
            count = shown_count(self.result, rows.width, rows.height, self.look, self.first)
            self.first = (self.first + max(1, count)) % len(self.result.views)
            self._redraw()

    def action_seed(self) -> None:
        """Another draw."""
        if self.result is not None and not self.result.own:
            self.seed += 1
            self.show()

    def action_reset(self) -> None:
        """The knobs and the seed as they were at the start."""
        knobs, self.seed = self._start
        self.knobs, self.first = dict(knobs), 0
        self.show()

    def action_theme(self) -> None:
        """Dark or light ground."""
        dark = self.look["ground"] == full_screen(theme="dark")["ground"]
        self.look = full_screen(self.look.marks, "light" if dark else "dark")
        self._paint()
        self._fit()

    def action_why(self) -> None:
        """What was seen, why, and what to say in the interview."""
        if self.result is not None and not self.asking:
            run = Shown(
                self.demo, self.knobs, self.seed, self.result, self.pinned, self.predictions
            )
            self.push_screen(Overlay(self.look, partial(why_lines, run, self.look)))

    def action_repeat(self) -> None:
        """Repeat the claims on other seeds."""
        if self.result is None or self.result.own or not self.demo.claims or self.asking:
            return
        self._stop_repeating = False
        overlay = Overlay(self.look, partial(repeat_lines, 0, DRAWS, (), self.look), self._stop)
        self.push_screen(overlay)
        self.run_worker(lambda: self._repeat(overlay), thread=True)

    def _stop(self) -> None:
        self._stop_repeating = True

    def _repeat(self, overlay: Overlay) -> None:
        worker, told = get_current_worker(), 0.0
        seeds = range(self.seed + 1, self.seed + 1 + DRAWS)
        for done, held in repeat(self.demo, dict(self.knobs), seeds):
            if self._stop_repeating or worker.is_cancelled:
                return
            if time.monotonic() - told > 0.1 or done == DRAWS:
                told = time.monotonic()
                self.call_from_thread(self._repeated, overlay, done, held)

    def _repeated(self, overlay: Overlay, done: int, held: Sequence[Held]) -> None:
        overlay.show(partial(repeat_lines, done, DRAWS, held, self.look))

    def action_interrupt(self) -> None:
        """Ctrl+C ends with 130, as everywhere."""
        self.exit(return_code=130)

    def on_click(self, event: Click) -> None:  # noqa: D102
        widget, _ = self.get_widget_at(event.screen_x, event.screen_y)
        if widget.id != "knobs":
            return
        x, y = event.screen_x - widget.region.x - 1, event.screen_y - widget.region.y
        _, spots = knob_lines(
            self.turnable, self.knobs, self.selected, widget.region.width - 2, self.look
        )
        for spot in spots:
            if spot.line == y and spot.start <= x < spot.end:
                self.selected = spot.knob
                if x == spot.value:
                    self.action_turn(-1)
                elif x == spot.end - 1:
                    self.action_turn(1)
                self._fit()

    def on_mouse_scroll_up(self, event: MouseScrollUp) -> None:  # noqa: D102
        self.action_turn(1)

    def on_mouse_scroll_down(self, event: MouseScrollDown) -> None:  # noqa: D102
        self.action_turn(-1)
