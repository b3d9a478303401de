"""How a question, its feedback and the summary of a quiz look."""

from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from dlprep.bank.kinds import Estimate, Numeric, PythonQuestion, SqlQuestion
from dlprep.bank.templates import LETTERS, Variant
from dlprep.grading.grade import Grade
from dlprep.grading.marker import key
from dlprep.screen.console import harmless
from dlprep.screen.markdown import Hung, renderable
from dlprep.session.quiz import Answered, Quiz, Schedule, Summary

_ASKS = {
    "choice": "a letter",
    "multi": "one or more letters",
    "numeric": "a number",
    "estimate": "a number, or a range such as 2M..5M,",
    "order": "the letters in order",
    "text": "your own words",
    "python": "a program",
    "sql": "one query for SQLite",
}
_MARKS = {
    "correct": ("✓ right", "green"),
    "partial": ("◐ partly right", "yellow"),
    "wrong": ("✗ not right", "red"),
}
_BAR = 20


def ask(console: Console, variant: Variant, quiz: Quiz | None = None) -> None:
    """Print the question with its options; in a quiz, with how far one has come."""
    head = Text()
    if quiz is not None:
        done = round(_BAR * quiz.place / len(quiz.picked))
        head.append(f"{quiz.place + 1}/{len(quiz.picked)} ", "bold")
        head.append("━" * done, "cyan").append("─" * (_BAR - done), "dim").append("  ")
    head.append(harmless(variant.id), "bold cyan").append(
        f" · {variant.question.difficulty}", "dim"
    )
    console.print(head)
    console.print()
    body(console, variant)
    wanted(console, variant)
    console.print()


def body(console: Console, variant: Variant) -> None:
    """Print what is asked, with its options, tables or starting code."""
    console.print(renderable(variant.prompt))
    if isinstance(variant.question, PythonQuestion | SqlQuestion):
        from dlprep.screen.program import given

        console.print()
        console.print(renderable(given(variant.question)))
    if texts := shown_texts(variant):
        console.print()
        for letter, text in zip(LETTERS, texts, strict=False):
            console.print(Hung(f"  {letter}  ", "     ", renderable(text)))


def wanted(console: Console, variant: Variant) -> None:
    """Print what to answer with, where it is not one letter."""
    if variant.kind != "choice":
        unit = variant.question.unit if isinstance(variant.question, Numeric | Estimate) else ""
        words = f"Answer with {_ASKS[variant.kind]}{f' in {unit}' if unit else ''}"
        console.print(Text(f"\n{harmless(words).rstrip(',')}.", style="dim"))


def shown_texts(variant: Variant) -> tuple[str, ...]:
    """The lettered texts of a question: its options, or the items to be put in order."""
    return tuple(o.text for o in variant.options) or variant.items


def hint(console: Console, variant: Variant) -> None:
    """Print the hint, or what the question tests where there is none."""
    if variant.hint:
        console.print(Hung("  hint: ", "  ", renderable(variant.hint)))
    else:
        console.print(Hung("  it tests: ", "  ", renderable(variant.question.concept)))


def key_bar(keys: Sequence[tuple[str, str]]) -> Text:
    """One line that says what can be pressed."""
    bar = Text()
    for pressed, what in keys:
        bar.append(pressed, "bold cyan").append(f" {what}   " if pressed else f"{what}   ", "dim")
    bar.rstrip()
    return bar


def teach(console: Console, answered: Answered) -> None:
    """Print the verdict, the reason for this very answer, the key, why, and where to read on."""
    show_grade(
        console, answered.variant, answered.grade, mark=answered.mark, given=bool(answered.text)
    )
    if answered.second is not None:
        from dlprep.screen.second import show_second

        show_second(console, answered.grade, answered.second)
    if answered.schedule and answered.schedule.leech:
        console.print(Text(leech_words(answered.variant.id, answered.schedule.leech), "yellow"))
        console.print()


def leech_words(full_id: str, lapses: int) -> str:
    """What to do about a question that is forgotten again and again."""
    return (
        f"Forgotten {lapses} times by now: drilling alone does not help here.\n"
        f"Read it up and put it in your own words: dlprep show {harmless(full_id)} --key"
    )


RATINGS = {1: "again", 2: "hard", 3: "good", 4: "easy"}


def comes_back(schedule: Schedule) -> Text:
    """One line on when the question comes back."""
    days = "tomorrow" if schedule.days == 1 else f"in {schedule.days} days"
    return Text(f"Rated {RATINGS[schedule.rating]}; comes back {days}.", style="dim")


def show_grade(
    console: Console,
    variant: Variant,
    grade: Grade,
    *,
    mark: float | None = None,
    given: bool = True,
) -> None:
    """Print a grade of any question, and what there is to learn from it."""
    if grade.unreadable:
        console.print(
            Text(f"unreadable: {harmless(grade.unreadable)}; counted as wrong", style="red")
        )
    else:
        words, style = _MARKS[grade.verdict]
        if not given:
            words = "not answered"
        elif grade.kind == "text":
            hits = sum(p.hit for p in grade.points)
            words, style = f"{hits} of {len(grade.points)} points found", "cyan"
        elif grade.verdict == "partial":
            words += f", {grade.score:.0%}"
        if mark is not None:
            words += f" · {mark:+g}"
        console.print(Text(words, style=f"bold {style}"))
    if grade.feedback:
        console.print()
        console.print(renderable(grade.feedback))
    told = grade.verdict == "correct" or (bool(grade.feedback) and grade.kind != "numeric")
    tell(console, variant, grade.expected, told=told)


def tell(console: Console, variant: Variant, expected: str, *, told: bool = False) -> None:
    """Print the key (not where it was `told` already), the explanation, and where to read on."""
    console.print()
    if variant.kind == "text":
        console.print(Text("A good answer:", style="bold"))
        console.print(renderable(expected))
        console.print()
    elif isinstance(variant.question, PythonQuestion | SqlQuestion):
        from dlprep.screen.program import solved

        console.print(renderable(solved(variant.question)))
        console.print()
    elif not told and isinstance(variant.question, Estimate):
        console.print(renderable(key(variant)))
        console.print()
    elif not told:
        console.print(Text.assemble(("The answer: ", "bold"), harmless(expected)))
        for letter, option in zip(LETTERS, variant.options, strict=False):
            mark = "✓" if option.correct else "✗"
            console.print(Hung(f"  {letter} {mark}  ", "       ", renderable(option.why)))
        for letter in expected if variant.items else "":
            item = variant.items[LETTERS.index(letter)]
            console.print(Hung(f"  {letter}  ", "     ", renderable(item)))
        console.print()
    if variant.explanation:
        console.print(renderable(variant.explanation))
        console.print()
    for source in variant.question.sources:
        title = Text.assemble(("Read on: ", "dim"), harmless(source.title))
        console.print(title)
        console.print(Text(f"  {harmless(source.url)}", "dim"), soft_wrap=True)  # can be copied
    console.print()


def total(console: Console, summary: Summary) -> None:
    """Print the score by topic, what to look at again, and what to type next."""
    if not summary.asked:
        console.print(Text("Nothing was answered. Next: dlprep quiz"))
        return
    skipped = f", {summary.skipped} skipped" if summary.skipped else ""
    console.print(Text(f"{summary.score:.3g} of {summary.asked} points{skipped}", style="bold"))
    if summary.corrected:
        answers = "1 answer" if summary.corrected == 1 else f"{summary.corrected} answers"
        console.print(Text(f"{answers} by your own marks", style="dim"))
    if summary.certainty is not None:
        most = 3 * summary.asked
        console.print(Text(f"with confidence: {summary.certainty:+g} of {most:+d}"))
    width = max(len(t.topic) for t in summary.topics)
    for t in summary.topics:
        done = round(_BAR * t.score / t.asked)
        bar = Text.assemble(("━" * done, "green"), ("─" * (_BAR - done), "dim"))
        console.print(
            Text(f"  {t.topic:<{width}}  ").append_text(bar).append(f"  {t.score:.3g} of {t.asked}")
        )
    if summary.again:
        console.print(Text("\nLook at again:"))
        for full_id in summary.again:
            console.print(Text(f"  dlprep show {harmless(full_id)} --key"))
    weakest = min(summary.topics, key=lambda t: t.score / t.asked)
    console.print(Text.assemble("\nNext: ", (f"dlprep quiz --topic {weakest.topic}", "bold")))
