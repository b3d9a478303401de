"""The threshold demo's explanation: what was seen, why it must be so, what to say when asked."""

from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from dlprep.demos.threshold import Result, Scores
from dlprep.screen.palette import NOW
from dlprep.screen.threshold_words import what_is_certain, who_moved

WHY = (
    "A case is called positive when its score reaches the threshold. A higher threshold can only "
    "take cases out of that column: TP and FP fall or stay, FN and TN rise or stay. Recall has "
    "all positives below the line, a fixed number, so it follows TP down; specificity follows TN "
    "up. Precision has TP above and below: it rises when false alarms leave faster than hits."
)
SAY = (
    "Recall cannot rise and specificity cannot fall. Precision usually rises, but need not. "
    "Accuracy and F1 depend on who stands between the two thresholds. Nothing was retrained, so "
    "the ROC and PR curves are the same: we moved along them. Which point is best is a question "
    "of what a miss and a false alarm cost."
)


class Why(ModalScreen[None]):
    """Any of the usual keys closes it."""

    CSS = """
    Why { align: center middle; background: #121212 70%; }
    #box { width: 80; max-width: 100%; height: auto; max-height: 100%; border: round #f0e442;
           padding: 0 1; background: #121212; scrollbar-size-vertical: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter,space,w,q", "dismiss"),
    ]

    def __init__(self, scores: Scores, result: Result) -> None:
        super().__init__()
        self._scores, self._result = scores, result

    def compose(self) -> ComposeResult:  # noqa: D102
        text = Text()
        text.append("What did the screen show?\n", f"bold {NOW}")
        text.append_text(who_moved(self._result, self._scores.words))
        text.append("\n\nWhy?\n", f"bold {NOW}")
        text.append(f"{WHY}\n")
        text.append("\nIn the interview\n", f"bold {NOW}")
        text.append(f"{SAY}\n")
        text.append("\nThe trap\n", f"bold {NOW}")
        text.append(f"{what_is_certain(self._scores, self._result)}\n")
        text.append("esc back   next: dlprep quiz --topic metrics", "dim")
        with VerticalScroll(id="box"):
            yield Static(text)
