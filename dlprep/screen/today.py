"""The day at a glance, as `dlprep` alone shows it."""

from collections.abc import Sequence
from datetime import date

from rich.console import Group
from rich.text import Text

from dlprep.reviews.statistics import Statistics
from dlprep.scheduling.card import Card
from dlprep.screen.console import harmless
from dlprep.session.kept_plan import Kept
from dlprep.session.practice import Backlog

WEAK_BELOW = 0.8
SHOWN = 3


def glance(
    statistics: Statistics,
    due: int,
    fresh: int,
    questions: int,
    next_day: date | None,
    behind: Backlog | None = None,
    leeches: Sequence[Card] = (),
) -> Group:
    """What is due and new today, the weakest topics, and the next thing to type.

    `questions` is the size of the bank, `next_day` the first study day on which a card is due;
    `leeches` are the cards forgotten again and again, the worst first.
    """
    if not statistics.answers:
        return Group(
            Text.assemble(
                ("dlprep", "bold"), f" asks, grades and explains: {questions} interview questions."
            ),
            Text(),
            _typed("dlprep quiz", "ten questions across all topics"),
            _typed("dlprep quiz --topic metrics", "one topic; `dlprep topics` lists them"),
            _typed("dlprep demo threshold", "move a threshold, watch the matrix"),
            _typed("dlprep --help", "everything else"),
        )
    lines = [_waiting(due, fresh, next_day), _record(statistics)]
    if behind:
        lines.insert(1, Text(backlog_words(behind)))
    weak = sorted(
        (t for t in statistics.topics if t.accuracy < WEAK_BELOW), key=lambda t: t.accuracy
    )
    if weak:
        lines.append(Text("\nWeakest topics", style="bold"))
        width = max(len(t.topic) for t in weak[:SHOWN])
        lines += [
            Text(f"  {harmless(t.topic):<{width}}  {t.accuracy:4.0%} of {t.answers} answers")
            for t in weak[:SHOWN]
        ]
    if leeches:
        lines.append(Text("\nForgotten again and again", style="bold"))
        lines += [
            Text(f"  {card.lapses} times  dlprep show {harmless(card.question)} --key")
            for card in leeches[:SHOWN]
        ]
    lines.append(Text("\nNext", style="bold"))
    if due or fresh:
        lines.append(_typed("dlprep practice", "what is due, then new questions"))
    if weak:
        lines.append(_typed(f"dlprep quiz --topic {harmless(weak[0].topic)}", "the weakest topic"))
    else:
        lines.append(_typed("dlprep quiz", "ten questions across all topics"))
    return Group(*lines)


def days_left(plan: Kept, day: date) -> Text:
    """How long there is until the day of a plan."""
    left = (plan.wish.by - day).days
    when = "tomorrow" if left == 1 else f"in {left} days"
    return Text.assemble(
        "Your interview is ",
        (when, "bold"),
        f", on {plan.wish.by:%A, %d %B}: {plan.wish.minutes:g} minutes a day (`dlprep plan`).",
    )


def backlog_words(behind: Backlog) -> str:
    """How much waits, and for how long it will."""
    if behind.days is None:
        when = "more than 100 days at this limit (due_per_day in `dlprep config`)"
    else:
        when = "about a day" if behind.days == 1 else f"about {behind.days} days"
    return f"{behind.due:,} are due in all; working that off takes {when}."


def _waiting(due: int, fresh: int, next_day: date | None) -> Text:
    if due or fresh:
        return Text.assemble(
            "Today: ", (f"{due} due", "bold"), " and ", (f"{fresh} new", "bold"), " to practise."
        )
    when = f" The next questions are due on {next_day:%A, %d %B}." if next_day else ""
    return Text(f"Done for today.{when}")


def _record(statistics: Statistics) -> Text:
    days = "1 day" if statistics.streak == 1 else f"{statistics.streak} days"
    streak = f"; {days} in a row" if statistics.streak else ""
    assert statistics.accuracy is not None
    said = f"So far: {statistics.answers} answers, {statistics.accuracy:.0%} right{streak}."
    return Text(said, style="dim")


def _typed(command: str, what: str) -> Text:
    return Text.assemble("  ", (f"{command:<32}", "bold cyan"), " ", (what, "dim"))
