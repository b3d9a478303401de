"""An interview in a terminal: a question, one answer, a word in return, and the clock."""

from collections.abc import Callable

from rich.console import Console
from rich.text import Text

from dlprep import clock
from dlprep.bank.kinds import PROGRAMS, TextQuestion
from dlprep.bank.templates import LETTERS, Variant
from dlprep.errors import UnreadableAnswerError, UnreadableError
from dlprep.screen import keys
from dlprep.screen.console import harmless
from dlprep.screen.interview import ask_turn, reaction
from dlprep.screen.question import key_bar, shown_texts
from dlprep.session.interview.course import BREAKDOWN, Interview, Turn
from dlprep.session.interview.roles import STORIES

PAUSE = "pause"
_MANY_LINES = ("text", *PROGRAMS)


class TerminalInterview:
    """Drives an interview by keys and lines; `edit` gives the text of an editor."""

    def __init__(
        self, console: Console, interview: Interview, edit: Callable[[Variant, str], str]
    ) -> None:
        self._console = console
        self._interview = interview
        self._edit = edit

    def run(self) -> bool:
        """Ask until the end; False when the learner paused. Ctrl-C comes out as KeyboardInterrupt."""
        while (turn := self._interview.current) is not None:
            ask_turn(self._console, self._interview, turn)
            if not self._answered(turn):
                return False
        return True

    def _answered(self, turn: Turn) -> bool:
        started = clock.seconds()
        self._offer(turn)
        while True:
            text = self._typed(turn)
            if text is None:
                return False
            try:
                if text.strip():
                    self._interview.check(text)
            except UnreadableAnswerError as error:
                self._say(f"{error}", "yellow")
                continue
            heard = self._interview.answer(text, clock.seconds() - started)
            self._say(reaction(heard.exchange, self._interview.current), "italic")
            self._console.print()
            return True

    def _typed(self, turn: Turn) -> str | None:
        """The answer, empty for "I don't know"; None to pause."""
        variant = turn.variant
        letters = LETTERS[: len(shown_texts(variant))]
        while True:
            pressed = keys.read_key()
            if pressed == keys.END:
                return None
            if pressed == keys.OTHER:
                continue
            if pressed == keys.ENTER:
                return ""
            if variant.kind == "choice":
                if pressed.upper() in letters:
                    self._console.print(Text(f"> {pressed.upper()}", style="bold"))
                    return pressed.upper()
                if pressed in ("q", "Q"):
                    return None
                self._say(f"type a letter from A to {letters[-1]}, or q to pause", "yellow")
                continue
            line = keys.read_line(pressed if pressed.isprintable() else "")
            if line is None or line.strip() in ("q", "Q"):
                return None
            if line.strip() in ("e", "E") and variant.kind in _MANY_LINES:
                text = self._edited(variant)
                if text is None:
                    continue
                return text
            many = turn.part == BREAKDOWN or variant.kind in _MANY_LINES
            return keys.read_block(line) if many and line.strip() else line

    def _edited(self, variant: Variant) -> str | None:
        try:
            text = self._edit(variant, getattr(variant.question, "starter", ""))
        except UnreadableError as error:
            self._say(str(error), "red")
            return None
        self._console.print(Text(harmless(text)))
        return text

    def _offer(self, turn: Turn) -> None:
        kind, letters = turn.variant.kind, LETTERS[: len(shown_texts(turn.variant))]
        bar = [(f"A-{letters[-1]}", "answer")] if letters else []
        if turn.part == BREAKDOWN or kind in _MANY_LINES:
            bar.append(("Empty line or Ctrl-D", "ends the answer"))
        elif kind != "choice":
            bar.append(("Enter", "sends it"))
        bar.append(("Enter", "alone: I don't know"))
        if kind in _MANY_LINES and not turn.part:
            bar.append(("e⏎", "editor"))
        bar.append(("q" if kind == "choice" else "q⏎", "pause"))
        self._console.print(key_bar(bar))

    def mark_stories(self) -> None:
        """Let the learner mark what was told of themselves against the rubric's points."""
        for place, exchange in enumerate(self._interview.record.exchanges):
            question = self._interview.question(exchange.question)
            if exchange.stage not in STORIES or not isinstance(question, TextQuestion):
                continue
            if not exchange.answer:
                continue
            said = [False] * len(question.points)
            self._console.print(Text(f"\nMark yourself: {harmless(exchange.question)}", "bold"))
            self._say("Which of these did your answer hold? Type their letters, then Enter.")
            self._say(f"Enter alone keeps {exchange.mark:.0%}; 0 says none.")
            for letter, point in zip(LETTERS, question.points, strict=False):
                self._console.print(Text(f"  {letter}  {harmless(point.point)}"))
            line = keys.read_line()
            if line is None:
                return
            if not line.strip():
                continue
            for letter in line.upper():
                if letter in LETTERS[: len(said)]:
                    said[LETTERS.index(letter)] = True
            weights = [p.weight for p in question.points]
            score = sum(w for w, hit in zip(weights, said, strict=True) if hit) / sum(weights)
            self._interview.mark_own(place, round(score, 4))

    def _say(self, text: str, style: str = "dim") -> None:
        self._console.print(Text(harmless(text), style=style))
