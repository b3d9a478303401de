"""How a question, its feedback and the summary of a quiz look."""

from rich.console import Console
from rich.markdown import Markdown
from rich.table import Table
from rich.text import Text

from dlprep.bank.kinds import Estimate, Numeric
from dlprep.bank.templates import LETTERS, Variant
from dlprep.grading.grade import Grade
from dlprep.screen.console import harmless
from dlprep.session.quiz import Summary

ASKS = {
    "choice": "your answer, a letter",
    "multi": "your answer, one or more letters",
    "numeric": "your answer, a number",
    "estimate": "your estimate, a number or a range such as 2M..5M",
    "order": "your answer, the letters in order",
    "text": "your answer in your own words",
}
_MARKS = {
    "correct": ("✓ right", "green"),
    "partial": ("◐ partly right", "yellow"),
    "wrong": ("✗ not right", "red"),
}


def ask(console: Console, variant: Variant, place: str) -> None:
    """Print the question with its options and what kind of answer it takes."""
    question = variant.question
    head = f"{place} · {variant.id} · {question.difficulty}".lstrip(" ·")
    console.print(Text(f"── {harmless(head)} ", style="bold cyan"))
    console.print(Markdown(harmless(variant.prompt)))
    for letter, text in zip(LETTERS, shown_texts(variant), strict=False):
        grid = Table.grid(padding=(0, 1))
        grid.add_row(Text(f"  {letter}"), Markdown(harmless(text)))
        console.print(grid)
    unit = question.unit if isinstance(question, Numeric | Estimate) else ""
    asked = ASKS[variant.kind] + (f" in {harmless(unit)}" if unit else "")
    console.print(Text(f"[{asked}; empty: I don't know]", style="dim"))


def shown_texts(variant: Variant) -> tuple[str, ...]:
    """The lettered texts of a question: its options, or the items to be put in order."""
    return tuple(o.text for o in variant.options) or variant.items


def teach(console: Console, variant: Variant, grade: Grade) -> None:
    """Print the verdict, the reason for this very answer, the explanation and the sources."""
    if grade.unreadable:
        console.print(
            Text(f"unreadable: {harmless(grade.unreadable)}; counted as wrong", style="red")
        )
    else:
        words, style = _MARKS[grade.verdict]
        if grade.kind == "text":
            hits = sum(p.hit for p in grade.points)
            words, style = f"{hits} of {len(grade.points)} points found", "cyan"
        console.print(Text(f"{words} ({grade.score:.0%})", style=f"bold {style}"))
    if grade.feedback:
        console.print(Markdown(harmless(grade.feedback)))
    tell(console, variant, grade.expected, answered=grade.verdict == "correct")


def tell(console: Console, variant: Variant, expected: str, *, answered: bool = False) -> None:
    """Print the key (not again where it was just `answered`), the explanation, where to read on."""
    if variant.kind == "text":
        console.print(Text("a good answer:", style="bold"))
        console.print(Markdown(harmless(expected)))
    elif not answered:
        console.print(Text(f"expected: {harmless(expected)}"))
    if variant.explanation:
        console.print(Markdown(harmless(variant.explanation)))
    for source in variant.question.sources:
        console.print(
            Text(f"read on: {harmless(source.title)} {harmless(source.url)}", style="dim")
        )
    console.print()


def total(console: Console, summary: Summary) -> None:
    """Print the score by topic, what to look at again, and what to type next."""
    console.print(Text(f"── {summary.score:g} of {summary.asked} ", style="bold cyan"))
    for t in summary.topics:
        console.print(Text(f"  {t.topic:<20} {t.score:g} of {t.asked}"))
    if summary.again:
        console.print(Text("look at again:"))
        for full_id in summary.again:
            console.print(Text(f"  dlprep show {full_id} --key"))
    topic = min(summary.topics, key=lambda t: t.score / t.asked, default=None)
    console.print(
        Text(f"next: dlprep quiz --topic {topic.topic}" if topic else "next: dlprep topics")
    )
