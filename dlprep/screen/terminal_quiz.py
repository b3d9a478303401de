"""A quiz in a terminal: one key answers a choice, a key bar says what else can be pressed."""

import time
from collections.abc import Callable, Mapping
from enum import Enum, auto
from typing import Any, Literal

from rich.console import Console
from rich.text import Text

from dlprep.bank.kinds import PROGRAMS
from dlprep.bank.templates import LETTERS, Variant
from dlprep.errors import UnreadableAnswerError, UnreadableError, UsageError
from dlprep.grading.markdown import fenced
from dlprep.screen import keys
from dlprep.screen.console import harmless
from dlprep.screen.markdown import renderable
from dlprep.screen.question import RATINGS, ask, comes_back, hint, key_bar, shown_texts, teach
from dlprep.screen.terminal_marks import Marks, can_be_corrected
from dlprep.session.confidence import LEVELS
from dlprep.session.quiz import Answered, Quiz

WRITTEN = ("text", *PROGRAMS)
"""Kinds that are written in words or lines of their own, or in an editor."""


class Wish(Enum):
    """What a learner can ask for instead of answering."""

    HINT = auto()
    SKIP = auto()
    DEMO = auto()
    BACK = auto()
    EDIT = auto()
    QUIT = auto()


_WISHES = {
    "?": Wish.HINT,
    "s": Wish.SKIP,
    "d": Wish.DEMO,
    "u": Wish.BACK,
    "e": Wish.EDIT,
    "q": Wish.QUIT,
}


class TerminalQuiz:
    """Drives a quiz by keys.

    With `rated`, each answer's rating is shown and can be changed before going on. `ready` runs when the first question is on the screen; `open_demo` shows a demo by its slug;
    `edit` gives the text of an editor begun with a draft, for a question.
    """

    def __init__(
        self,
        console: Console,
        quiz: Quiz,
        *,
        confidence: bool,
        rated: bool,
        ready: Callable[[], None],
        open_demo: Callable[[str, Mapping[str, Any]], None],
        edit: Callable[[Variant, str], str],
    ) -> None:
        self._console = console
        self._quiz = quiz
        self._confidence = confidence
        self._rated = rated
        self._ready = ready
        self._open_demo = open_demo
        self._edit = edit
        self._draft = ""

    def run(self) -> None:
        """Ask until the end or until the learner quits; Ctrl-C comes out as KeyboardInterrupt."""
        while (variant := self._quiz.current) is not None:
            ask(self._console, variant, self._quiz)
            self._ready()
            answered = self._answer(variant)
            if answered is Wish.QUIT:
                return
            if answered is None:  # skipped or gone back
                continue
            teach(self._console, answered)
            more = self._rated or self._quiz.current or can_be_corrected(answered)
            if more and self._pause(answered) is Wish.QUIT:
                return

    def _answer(self, variant: Variant) -> Answered | Literal[Wish.QUIT] | None:
        """Ask until there is a graded answer; None when the question was left, or `Wish.QUIT`."""
        started = time.monotonic()
        self._draft = getattr(variant.question, "starter", "")
        self._offer(variant)
        while True:
            typed = self._typed(variant)
            match typed:
                case Wish.QUIT:
                    return typed
                case Wish.SKIP:
                    self._quiz.skip()
                    self._say("skipped")
                    return None
                case Wish.BACK:
                    if self._quiz.take_back():
                        self._say("taken back; here it is again")
                        return None
                    self._say("there is no answer to take back yet")
                case Wish.HINT:
                    hint(self._console, variant)
                case Wish.DEMO:
                    self._demo(variant)
                case Wish.EDIT:
                    typed = self._edited(variant)
            if isinstance(typed, Wish):
                self._offer(variant)
                continue
            elapsed = round((time.monotonic() - started) * 1000)
            try:
                return self._graded(typed, elapsed)
            except UnreadableAnswerError as error:
                self._draft = typed
                self._say(f"{error}", "yellow")
                self._offer(variant)

    def _graded(self, text: str, milliseconds: int) -> Answered:
        sure = None
        if self._confidence and text.strip():
            self._quiz.check(text)  # an answer that cannot be read needs no confidence
            sure = self._how_sure()
        return self._quiz.answer(text, strict=True, confidence=sure, milliseconds=milliseconds)

    def _how_sure(self) -> int:
        bar = [(str(level), name) for level, name in LEVELS.items()]
        self._console.print(key_bar([("", "How sure are you?"), *bar]))
        while True:
            pressed = keys.read_key()
            if pressed == keys.END:
                raise KeyboardInterrupt
            if pressed in ("1", "2", "3"):
                return int(pressed)

    def _typed(self, variant: Variant) -> str | Wish:
        """What was answered, or what was wished for instead."""
        letters = LETTERS[: len(shown_texts(variant))]
        while True:
            pressed = keys.read_key()
            if pressed == keys.END:
                return Wish.QUIT
            if pressed == keys.OTHER:
                continue
            if pressed == keys.ENTER:
                return ""
            wish = self._wish(variant, pressed, letters)
            if wish is not None and (variant.kind not in WRITTEN or wish is Wish.HINT):
                return wish
            if variant.kind == "choice":
                if (letter := _letter(pressed, letters)) is not None:
                    self._console.print(Text(f"> {letter}", style="bold"))
                    return letter
                self._say(f"type a letter from A to {letters[-1]}", "yellow")
                continue
            line = keys.read_line(pressed if pressed.isprintable() else "")
            if line is None:
                return Wish.QUIT
            if len(line.strip()) == 1 and (late := self._wish(variant, line.strip(), letters)):
                return late
            return keys.read_block(line) if variant.kind in PROGRAMS and line.strip() else line

    def _wish(self, variant: Variant, pressed: str, letters: str) -> Wish | None:
        wish = _WISHES.get(pressed.lower())
        if wish is None or (pressed.upper() in letters):
            return None
        unfit = (wish is Wish.DEMO and variant.question.demo is None) or (
            wish is Wish.EDIT and variant.kind not in WRITTEN
        )
        return None if unfit else wish

    def _offer(self, variant: Variant) -> None:
        letters = LETTERS[: len(shown_texts(variant))]
        send = "⏎" if variant.kind in WRITTEN else ""  # one letter may be how an answer begins
        bar = [(f"A-{letters[-1]}", "answer")] if letters else [("", "Type your answer.")]
        if variant.kind in PROGRAMS:
            bar.append(("Empty line or Ctrl-D", "sends it"))
        elif variant.kind != "choice":
            bar.append(("Enter", "sends it"))
        bar.append(("?", "hint" if variant.hint else "concept"))
        bar.append((f"s{send}", "skip"))
        if self._wish(variant, "d", letters) is Wish.DEMO:
            bar.append((f"d{send}", "demo"))
        if self._quiz.place:
            bar.append((f"u{send}", "take back"))
        if variant.kind in WRITTEN:
            bar.append((f"e{send}", "editor"))
        bar.append((f"q{send}", "quit"))
        self._console.print(key_bar(bar))

    def _pause(self, answered: Answered) -> Wish | None:
        """Let the feedback be read; gives `Wish.QUIT`, or None to go on.

        Marks of a rubric come first: in practice the figures then stand for ratings.
        """
        marks = Marks(self._console, self._quiz, answered) if can_be_corrected(answered) else None
        demo = answered.variant.question.demo
        if marks:
            marks.show()
        try:
            while True:
                rated = self._rated and marks is None
                bar = [("Enter", "agree" if self._rated and marks else "next")]
                if marks:
                    bar.append((marks.keys, "correct a mark"))
                if demo:
                    bar.append(("d", "demo"))
                if rated and answered.schedule:
                    self._console.print(comes_back(answered.schedule))
                    bar += [(str(rating), name) for rating, name in RATINGS.items()]
                self._console.print(key_bar([*bar, ("u", "take back"), ("q", "quit")]))
                pressed = keys.read_key()
                if pressed in ("q", "Q", keys.END):
                    return Wish.QUIT
                if pressed in ("u", "U"):
                    marks = None
                    self._quiz.take_back()
                    return None
                if pressed in ("d", "D") and demo:
                    self._demo(answered.variant)
                elif marks and marks.takes(pressed):
                    marks.change(pressed)
                elif rated and pressed in ("1", "2", "3", "4"):
                    answered = self._quiz.rate(int(pressed))
                elif pressed == keys.OTHER or (marks and pressed.isdecimal()):
                    continue
                elif self._rated and marks:
                    answered, marks = marks.settle(), None
                else:
                    self._console.print()
                    return None
        finally:
            if marks:
                marks.settle()

    def _demo(self, variant: Variant) -> None:
        try:
            self._open_demo(variant.question.demo or "", variant.values)
        except (UnreadableError, UsageError) as error:
            self._say(str(error), "red")

    def _edited(self, variant: Variant) -> str | Wish:
        try:
            text = self._edit(variant, self._draft)
        except UnreadableError as error:
            self._say(str(error), "red")
            return Wish.EDIT
        if not text.strip():
            self._say("nothing was written")
            return Wish.EDIT
        if variant.kind in PROGRAMS:
            self._console.print(renderable(fenced(text, variant.kind)))
        else:
            self._console.print(Text(harmless(text)))
        return text

    def _say(self, text: str, style: str = "dim") -> None:
        self._console.print(Text(harmless(text), style=style))


def _letter(pressed: str, letters: str) -> str | None:
    if pressed.isdigit() and 1 <= int(pressed) <= len(letters):
        return letters[int(pressed) - 1]
    return pressed.upper() if len(pressed) == 1 and pressed.upper() in letters else None
