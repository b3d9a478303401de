"""How an interview looks: the clock, a question and the reaction to its answer, the list of them."""

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from dlprep.screen.console import harmless
from dlprep.screen.markdown import Hung, renderable
from dlprep.screen.question import body, wanted
from dlprep.session.interview.course import BREAKDOWN, GOOD, Interview, Turn
from dlprep.session.interview.record import Exchange, Record
from dlprep.session.interview.roles import TITLES

ASK_BREAKDOWN = (
    "First take it apart, aloud: which factors, and a range for each? One a line, such as "
    "`people in the city: 15M..16M`. Say what is odd about the question, too."
)
ASK_NUMBER = "And your number? One, or a range such as 2M..5M, in {unit}."


def opening(console: Console, record: Record) -> None:
    """Print what is to come: the stages with their minutes."""
    plan = record.plan
    console.print(
        Text(f"Interview {record.name} · {plan.role} · {plan.minutes} minutes", style="bold")
    )
    for stage in plan.stages:
        length = f"{stage.seconds / 60:3.0f} min" if stage.seconds >= 60 else "<1 min".rjust(7)
        console.print(Text.assemble((f"  {length}  ", "dim"), TITLES[stage.stage]))
    console.print()


def clock(interview: Interview, turn: Turn, running: float = 0.0) -> str:
    """Time used and planned, of the interview and of the stage, as `12:30 of 45:00`."""
    total = sum(s.seconds for s in interview.record.plan.stages)
    used = sum(e.seconds for e in interview.record.exchanges) + running
    stage = interview.used(turn.stage.stage) + running
    over = " over time" if stage > turn.stage.seconds else ""
    here = f"{minutes(stage)} of {minutes(turn.stage.seconds)}{over}"
    return f"{minutes(used)} of {minutes(total)} · this stage {here}"


def minutes(seconds: float) -> str:
    """Seconds as `12:30`."""
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"


def ask_turn(console: Console, interview: Interview, turn: Turn) -> None:
    """Print the clock and the question."""
    head = Text(TITLES[turn.stage.stage], "bold cyan")
    console.print(head.append(f"   {clock(interview, turn)}", "dim"))
    console.print()
    if turn.because:
        console.print(Hung("  ", "  ", renderable(f"You wrote: *{turn.because}*")))
        console.print()
    if turn.hint:
        console.print(Hung("  hint: ", "  ", renderable(turn.hint)))
        console.print()
    elif turn.part == BREAKDOWN or not _second_part(interview, turn):
        body(console, turn.variant)
        if turn.part != BREAKDOWN:
            wanted(console, turn.variant)
    if turn.part == BREAKDOWN:
        console.print()
        console.print(renderable(ASK_BREAKDOWN))
    elif _second_part(interview, turn):
        console.print(
            renderable(ASK_NUMBER.format(unit=getattr(turn.variant.question, "unit", "")))
        )
    console.print()


def _second_part(interview: Interview, turn: Turn) -> bool:
    said = interview.record.exchanges
    return bool(said) and said[-1].part == BREAKDOWN and said[-1].question == turn.variant.id


def reaction(exchange: Exchange, following: Turn | None) -> str:
    """What an interviewer says before going on; it does not give the key away."""
    if exchange.part:
        return "All right."
    if following is not None and following.hint:
        return "Not quite. Let me give you a hint, and try again."
    if following is not None and following.follows == exchange.question:
        return "Good. Let us go deeper." if following.deeper else "Let me ask something simpler."
    return "Good, thank you." if exchange.score >= GOOD else "Thank you."


def interviews_table(records: Sequence[tuple[Record, float | None, str]]) -> Table:
    """The kept interviews, newest first, with score and verdict."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for name in ("interview", "role", "answers", "score", "outcome"):
        table.add_column(name, justify="right" if name in ("answers", "score") else "left")
    for record, score, verdict in records:
        outcome = verdict if record.finished else "not finished: dlprep interview --resume"
        table.add_row(
            record.name,
            Text(harmless(record.plan.role)),
            str(len(record.exchanges)),
            "–" if score is None else f"{score:.0%}",
            outcome,
        )
    return table
