"""The threshold demo on the full screen: predict, then turn the knob and watch who changes side."""

from collections.abc import Callable
from typing import ClassVar

from rich.text import Text
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Static

from dlprep.demos.prediction import Direction, judge
from dlprep.demos.threshold import Costs, Scores, run
from dlprep.screen.console import harmless
from dlprep.screen.palette import NOW, QUIET
from dlprep.screen.threshold_curves import trade_title
from dlprep.screen.threshold_panels import (
    WAIT,
    View,
    against_panel,
    histogram_panel,
    matrix_panel,
    metrics_panel,
    trade_panel,
)
from dlprep.screen.threshold_predict import Predict
from dlprep.screen.threshold_why import Why
from dlprep.screen.threshold_words import percent, who_moved, you_said

_TALL = 36  # lines from which the curves have room below the scores
_RATIOS = ((5.0, 1.0), (10.0, 1.0), (1.0, 1.0), (1.0, 5.0))
Draw = Callable[[View, int, int], Text]


class Drawing(Widget):
    """A framed panel that draws itself anew from the app's view, whatever its size.

    It hands Textual finished lines: converting text of many colours took most of a knob's turn.
    """

    def __init__(self, title: str, draw: Draw, id: str) -> None:
        super().__init__(id=id)
        self.border_title = title
        self.draw = draw
        self.view: View | None = None
        self._drawn: tuple[object, list[Strip]] = (None, [])

    def show(self, view: View) -> None:
        """Draw this from now on."""
        self.view = view
        self.refresh()

    def render_line(self, y: int) -> Strip:  # noqa: D102
        width, height = self.content_size
        key = (self.view, self.draw, width, height)
        if self._drawn[0] != key:
            text = self.draw(self.view, width, height) if self.view else Text(WAIT, QUIET)
            lines = text.split("\n")[:height]
            lines += [Text()] * (height - len(lines))
            self._drawn = (key, self._strips(lines, width))
        lines_drawn = self._drawn[1]
        return lines_drawn[y] if y < len(lines_drawn) else Strip.blank(width)

    def _strips(self, lines: list[Text], width: int) -> list[Strip]:
        ground, console = self.rich_style, self.app.console
        return [
            Strip(line.render(console, end="")).adjust_cell_length(width).apply_style(ground)
            for line in lines
        ]


class ThresholdApp(App[None]):
    """`load` runs in a thread, so that scikit-learn is imported while the learner predicts."""

    TITLE = "dlprep demo threshold"
    ENABLE_COMMAND_PALETTE = False
    CSS = """
    Screen { background: #121212; color: #e0e0e0; }
    #title { height: 1; padding: 0 1; text-style: bold; }
    #setting { height: 1; padding: 0 1; }
    Drawing { border: round #5a5a5a; border-title-color: #f0e442; padding: 0 1; }
    #top { height: 8; }
    #matrix { width: 11fr; }
    #metrics { width: 9fr; }
    .-tall #top { height: 11; }
    .-tall #metrics { width: 14fr; }
    #scores { height: 1fr; min-height: 6; }
    #curves { height: 12; display: none; }
    .-tall #curves { display: block; }
    #against { width: 5fr; }
    #trade { width: 3fr; }
    #moved { height: 2; padding: 0 1; }
    .-wide #moved { height: 1; }
    #said { height: 1; padding: 0 1; }
    #keys { dock: bottom; height: 1; background: #24303a; padding: 0 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "turn(-1)"),
        Binding("right", "turn(1)"),
        Binding("up", "turn(5)"),
        Binding("down", "turn(-5)"),
        Binding("space", "swap"),
        Binding("b", "compare_from_here"),
        Binding("r", "curve"),
        Binding("c", "costs"),
        Binding("w", "why"),
        Binding("q", "quit"),
        Binding("ctrl+c", "interrupt", priority=True),
    ]

    def __init__(
        self,
        load: Callable[[], Scores],
        base: float = 0.5,
        target: float = 0.8,
        costs: Costs | None = None,
        *,
        ask: bool = True,
    ) -> None:
        super().__init__()
        self.HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide")]
        self.VERTICAL_BREAKPOINTS = [(0, "-short"), (_TALL, "-tall")]
        self._load = load
        self._from, self._to = base, target
        self.base, self.now = base, base if ask else target
        self.costs = costs or Costs()
        self._ratios = list(dict.fromkeys([(self.costs.miss, self.costs.alarm), *_RATIOS]))
        self.asking = ask
        self.said: dict[str, Direction] = {}
        self.scores: Scores | None = None
        self.lower = "scores"  # what the lower panel shows when there is room for one only
        self.trade = "pr"

    def compose(self) -> ComposeResult:  # noqa: D102
        yield Static(id="title")
        yield Static(id="setting")
        with Horizontal(id="top"):
            yield Drawing("confusion matrix", matrix_panel, id="matrix")
            yield Drawing("metrics", metrics_panel, id="metrics")
        yield Drawing("scores", histogram_panel, id="scores")
        with Horizontal(id="curves"):
            yield Drawing("against the threshold", against_panel, id="against")
            yield Drawing("precision (up) v recall", trade_panel, id="trade")
        yield Static(id="moved")
        yield Static(id="said")
        yield Static(id="keys")

    def on_mount(self) -> None:  # noqa: D102
        a, b = percent(self._from), percent(self._to)
        self.query_one("#title", Static).update(
            f"What happens to the confusion matrix when the threshold goes from {a} to {b}?"
        )
        if self.asking:
            self.push_screen(Predict(self._from, self._to), self._predicted)
        self.run_worker(self._train, thread=True)

    def _train(self) -> None:
        scores = self._load()
        self.call_from_thread(self._trained, scores)

    def _trained(self, scores: Scores) -> None:
        self.scores = scores
        if isinstance(self.screen, Predict):
            self.screen.known(run(scores, self._from, self._from).before, scores.words)
        self.show()

    def _predicted(self, said: dict[str, Direction] | None) -> None:
        self.said = said or {}
        self.asking = False
        self.now = self._to
        self.show()

    @property
    def short(self) -> bool:
        """Whether the curves have no room beside the scores."""
        return self.size.height < _TALL

    def show(self) -> None:
        """Draw everything that depends on the knobs."""
        if self.scores is None:
            return
        scores = self.scores
        result = run(scores, self.base, self.now, self.costs)
        to_judge = run(scores, self._from, self._to)
        judged = judge(self.said, to_judge.before.metrics(), to_judge.after.metrics())
        view = View(scores, result, self.asking, judged, self.trade)
        root = self.screen_stack[0]
        for drawing in root.query(Drawing):
            drawing.show(view)
        self._lower_panel(scores)
        setting = Text("threshold ", QUIET)
        setting.append(percent(self.now), f"bold {NOW}")
        setting.append(f"   base {percent(self.base)}   ", f"not bold {QUIET}")
        setting.append(harmless(scores.about), QUIET)
        root.query_one("#setting", Static).update(setting, layout=False)
        moved = root.query_one("#moved", Static)
        if self.base == self.now:
            moved.update(Text("Move the threshold with the arrow keys.", QUIET), layout=False)
        else:
            moved.update(who_moved(result, scores.words), layout=False)
        root.query_one("#said", Static).update(you_said(judged) if judged else "", layout=False)

    def _lower_panel(self, scores: Scores) -> None:
        root = self.screen_stack[0]
        curve = trade_title(scores, self.trade)
        root.query_one("#trade", Drawing).border_title = curve
        lower = root.query_one("#scores", Drawing)
        only_curve = self.short and self.lower == "trade"
        lower.draw = trade_panel if only_curve else histogram_panel
        held_out = "test " if scores.seed is not None else ""
        who = harmless(f"scores of the {scores.total:,} {held_out}{scores.words.case}s")
        lower.border_title = curve if only_curve else who

    def on_resize(self) -> None:  # noqa: D102
        self.screen_stack[0].query_one("#keys", Static).update(self._keys())
        self.show()

    def action_turn(self, points: int) -> None:
        """Move the threshold by so many hundredths, within 0..1."""
        self.now = min(1.0, max(0.0, round(self.now + points / 100, 4)))
        self.show()

    def action_swap(self) -> None:
        """To the demo's second threshold, or back to its first."""
        self.now = self._from if self.now == self._to else self._to
        self.show()

    def action_compare_from_here(self) -> None:
        """Make the present threshold the base."""
        self.base = self.now
        self.show()

    def action_curve(self) -> None:
        """PR or ROC; on a short screen scores, PR, ROC in turn."""
        if self.short:
            turns = [("scores", "pr"), ("trade", "pr"), ("trade", "roc")]
            here = turns.index((self.lower, self.trade)) if self.lower == "trade" else 0
            self.lower, self.trade = turns[(here + 1) % 3]
        else:
            self.trade = "roc" if self.trade == "pr" else "pr"
        self.show()

    def action_costs(self) -> None:
        """The next ratio of what a miss and a false alarm cost."""
        here = self._ratios.index((self.costs.miss, self.costs.alarm))
        self.costs = Costs(*self._ratios[(here + 1) % len(self._ratios)])
        self.show()

    def action_why(self) -> None:
        """What was seen, why, and what to say in the interview."""
        if self.scores is not None:
            self.push_screen(Why(self.scores, run(self.scores, self.base, self.now, self.costs)))

    def action_interrupt(self) -> None:
        """Ctrl+C ends with 130, as everywhere."""
        self.exit(return_code=130)

    def _keys(self) -> Text:
        text = Text(no_wrap=True, overflow="crop")
        a, b = percent(self._from)[:-1], percent(self._to)[:-1]
        wide = (("↑", "+5"), ("↓", "-5")) if self.size.width >= 90 else ()
        for key, what in (
            ("←", "-1"),
            ("→", "+1"),
            *wide,
            ("space", f"{a}/{b}"),
            ("b", "compare from here"),
            ("r", "ROC/PR"),
            ("c", "costs"),
            ("w", "why"),
            ("q", "quit"),
        ):
            text.append(f"{key} ", "bold #ffa62b")
            text.append(f"{what}  ")
        return text
