"""The learner's own marks of a rubric's points, changed by single keys after the feedback."""

from rich.console import Console
from rich.text import Text

from dlprep.screen.markdown import plain
from dlprep.session.quiz import Answered, Quiz


def can_be_corrected(answered: Answered) -> bool:
    """Whether an answer has points to mark; "I don't know" has none."""
    return bool(answered.grade.points) and bool(answered.text)


class Marks:
    """Which points the learner says were made, begun with the machine's view."""

    def __init__(self, console: Console, quiz: Quiz, answered: Answered) -> None:
        self._console = console
        self._quiz = quiz
        self._answered = answered
        self._points = answered.grade.points
        self._said = list(answered.said or (p.hit for p in self._points))

    @property
    def keys(self) -> str:
        """The keys that change a mark."""
        return "1" if len(self._points) == 1 else f"1-{len(self._points)}"

    def show(self) -> None:
        """List the points, a line each: by now the feedback has scrolled away on a small screen."""
        self._console.print(Text("Which points did you make?", style="bold"))
        for at in range(len(self._points)):
            self._line(at)

    def takes(self, pressed: str) -> bool:
        """Whether a key is the number of a point."""
        return pressed.isdecimal() and 1 <= int(pressed) <= len(self._points)

    def change(self, pressed: str) -> None:
        """Turn the mark of a point round and say how it stands now."""
        at = int(pressed) - 1
        self._said[at] = not self._said[at]
        self._line(at)
        count = f"{sum(self._said)} of {len(self._said)} points by your own marks"
        self._console.print(Text(f"     {count}", style="dim"))

    def settle(self) -> Answered:
        """Keep the marks in the log, if any was changed; gives the answer as it now counts."""
        before = list(self._answered.said or (p.hit for p in self._points))
        if self._said != before:
            self._answered = self._quiz.correct(self._said)
        return self._answered

    def _line(self, at: int) -> None:
        sign, style = ("✓", "green") if self._said[at] else ("–", "yellow")
        told = Text(f"  {at + 1} {sign} {plain(self._points[at].point)}", style=style)
        self._console.print(told, no_wrap=True, overflow="ellipsis")
