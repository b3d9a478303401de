"""How the second marker's view looks beside the offline one."""

from rich.console import Console
from rich.text import Text

from dlprep.grading.grade import Grade
from dlprep.grading.second.view import Second
from dlprep.screen.console import harmless
from dlprep.screen.markdown import plain


def show_second(console: Console, grade: Grade, second: Second) -> None:
    """Print where a model marks otherwise; the offline marks stand until the learner speaks."""
    name = harmless(second.model)
    if second.trouble:
        told = f"{name} gave no second mark: {harmless(second.trouble)}. The marks above stand."
        console.print(Text(told, style="yellow"))
        console.print()
        return
    differ = [
        (n, point, other)
        for n, (point, other) in enumerate(zip(grade.points, second.points, strict=True), start=1)
        if point.hit != other.said
    ]
    score = f"{second.score:.0%}, offline {grade.score:.0%}"
    if not differ:
        console.print(Text(f"{name} agrees on every point ({score}).", style="dim"))
    else:
        console.print(Text(f"{name} marks otherwise ({score}):", style="bold"))
        for n, point, other in differ:
            if other.said:
                said = f"said: {harmless(other.quotation)}"
            else:
                said = f"not said{f' ({other.doubt})' if other.doubt else ''}"
            console.print(Text(f"  {n}  {plain(point.point)}\n     {said}"))
    console.print()
