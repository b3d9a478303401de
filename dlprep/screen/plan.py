"""How a plan to the interview looks: its days, what it leads to, what it cannot reach; and as JSON."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import msgspec
from rich.console import Group
from rich.table import Table
from rich.text import Text

from dlprep.scheduling.aiming import expected
from dlprep.scheduling.readiness import Ready
from dlprep.screen.console import harmless
from dlprep.screen.wire import line
from dlprep.session.plan import Laid

DAYS_SHOWN = 21
NAMED = 2
RARELY = 0.5
"""A question that fewer than this share of the simulated learners get to is out of reach."""


class Day(msgspec.Struct, frozen=True):
    """What a day of the plan brings, on average: questions, minutes, the topics begun most."""

    day: date
    new: float
    known: float
    minutes: float
    topics: tuple[str, ...]


def days(plan: Laid) -> list[Day]:
    """The days of practice, today first."""
    told, topics = plan.aimed.aimed, plan.topics
    found = []
    for at in range(plan.days):
        begun: Counter[str] = Counter()
        for topic, share in zip(topics, (told.first == at).mean(0).tolist(), strict=True):
            begun[topic] += share
        named = tuple(t for t, n in begun.most_common(NAMED) if n >= RARELY)
        new, known, minutes = (float(c[:, at].mean()) for c in (told.new, told.known, told.minutes))
        found.append(Day(plan.today + timedelta(days=at), new, known, minutes, named))
    return found


def unreached(plan: Laid) -> dict[str, int]:
    """How many questions of each topic are not asked even once by the day, most first."""
    told = plan.aimed.aimed
    reached = (told.asked > 0).mean(0) >= RARELY
    missed = Counter(
        topic
        for topic, done, stable in zip(
            plan.topics, reached.tolist(), plan.deck.stability.tolist(), strict=True
        )
        if not done and stable < 0
    )
    return dict(missed.most_common())


def minutes_for_all(plan: Laid) -> float:
    """The minutes a day in which every question could be asked once, beside the plan's reviews."""
    told = plan.aimed.aimed
    once = float(plan.deck.minutes[plan.deck.stability < 0].sum())
    begun = float(((told.first >= 0) * plan.deck.minutes).sum(1).mean())
    reviews = float(told.minutes.sum(1).mean()) - begun
    return (once + reviews) / plan.days


def plan_line(plan: Laid, without: Sequence[Ready], then: Sequence[Ready]) -> str:
    """`dlprep.plan/1`: the days, expected shares of right answers on the day, readiness by topic."""
    missed = unreached(plan)
    return line(
        "dlprep.plan/1",
        by=plan.wish.by,
        days_left=plan.days,
        minutes_per_day=plan.wish.minutes,
        role=plan.wish.role,
        questions=len(plan.ids),
        expected={
            "plan": expected(plan.deck, plan.aimed.aimed),
            "plain": expected(plan.deck, plan.aimed.plain),
        },
        way=msgspec.to_builtins(plan.aimed.way),
        days=msgspec.to_builtins(days(plan)),
        topics=[
            {
                "topic": after.topic,
                "weight": plan.weights[after.topic],
                "questions": after.questions,
                "unreached": missed.get(after.topic, 0),
                "without_practice": _interval(before),
                "with_plan": _interval(after),
            }
            for before, after in zip(without, then, strict=True)
        ],
        unreached=sum(missed.values()),
        minutes_per_day_for_all=minutes_for_all(plan),
    )


def plan_group(plan: Laid, without: Sequence[Ready], then: Sequence[Ready]) -> Group:
    """The plan in words and tables."""
    aimed, plain = expected(plan.deck, plan.aimed.aimed), expected(plan.deck, plan.aimed.plain)
    count = "1 day" if plan.days == 1 else f"{plan.days} days"
    return Group(
        Text(
            f"{count} until {plan.wish.by:%A, %d %B}, {plan.wish.minutes:g} minutes a day", "bold"
        ),
        Text(
            f"Expected right answers on the day: {aimed:.0%} with this plan, {plain:.0%} by the "
            "plain schedule in the same time.\n"
        ),
        _days_table(plan),
        Text("\nReadiness on the day: expected right answers by topic, 90 % interval", "bold"),
        _topics_table(plan, without, then),
        Text(),
        _reach(plan),
        Text("`dlprep practice` follows this plan; `dlprep plan --drop` ends it.", "dim"),
    )


def _days_table(plan: Laid) -> Table:
    table = _table("day", "new", "review", "minutes", "begins with")
    all_days = days(plan)
    for day in all_days[:DAYS_SHOWN]:
        table.add_row(
            f"{day.day:%a %d %b}",
            f"{day.new:.0f}",
            f"{day.known:.0f}",
            f"{day.minutes:.0f}",
            Text(harmless(", ".join(day.topics)) or "—"),
        )
    if rest := all_days[DAYS_SHOWN:]:
        mean = [sum(getattr(d, what) for d in rest) / len(rest) for what in _COUNTS]
        table.add_row(f"{len(rest)} more, each", *(f"{m:.0f}" for m in mean), "")
    return table


_COUNTS = ("new", "known", "minutes")


def _topics_table(plan: Laid, without: Sequence[Ready], then: Sequence[Ready]) -> Table:
    table = _table("topic", "weight", "without practice", "with the plan", "seen")
    for before, after in sorted(
        zip(without, then, strict=True), key=lambda pair: -plan.weights[pair[1].topic]
    ):
        table.add_row(
            Text(harmless(after.topic)),
            f"{plan.weights[after.topic]:.0%}",
            share(before),
            share(after),
            f"{after.seen} of {after.questions}",
        )
    return table


def share(ready: Ready) -> str:
    """A readiness with its interval: `72% (60-81)`."""
    return f"{ready.expected:.0%} ({100 * ready.low:.0f}–{100 * ready.high:.0f})"


def _reach(plan: Laid) -> Text:
    missed = unreached(plan)
    if not missed:
        return Text("Every question is asked at least once before the day.")
    most = ", ".join(f"{harmless(t)} {n}" for t, n in list(missed.items())[:5])
    more = " and others" if len(missed) > 5 else ""
    return Text(
        f"Out of reach: {sum(missed.values())} of {len(plan.ids)} questions are not asked even once "
        f"({most}{more}). All would take about {minutes_for_all(plan):.0f} minutes a day."
    )


def _interval(ready: Ready) -> dict[str, Any]:
    return {"expected": ready.expected, "low": ready.low, "high": ready.high, "seen": ready.seen}


def _table(*columns: str) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    left = ("day", "begins with", "topic")
    for column in columns:
        table.add_column(column, justify="left" if column in left else "right")
    return table
