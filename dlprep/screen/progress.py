"""The statistics in a terminal of 80 columns: everything is also told in characters and numbers."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from dlprep.screen.canvas import Canvas
from dlprep.screen.console import harmless
from dlprep.screen.plan import share
from dlprep.session.progress import Calibration, Fading, Interviewed, Load, Progress, StudyDay

WEEKS = 26
MARKS = "·░▒▓█"
MARK_STYLES = ("dim", "green", "green", "green", "bold green")
STEPS = (1, 10, 25, 50)
"""Answers a day from which each darker mark is used."""
BAR = 24
LETTERS = "ABCDE"


def progress_group(progress: Progress) -> Group:
    """Every part that has something to show, under its heading."""
    parts: list[tuple[str, RenderableType | None]] = [
        ("Practice, a column a week", calendar(progress.days, progress.today)),
        ("Expected right answers tomorrow, 90 % interval", readiness_table(progress)),
        ("How sure, and how often right", calibration_block(progress.calibration)),
        ("Due in the coming two weeks", load_table(progress.load)),
        ("What fades fastest: recall over 30 days", curves(progress.weakest)),
        ("Interviews", interview_table(progress.interviews)),
    ]
    shown: list[RenderableType] = []
    for heading, part in parts:
        if part is not None:
            shown += [Text(f"\n{heading}", style="bold"), part]
    return Group(*shown)


def level(answers: int) -> int:
    """0 for no answers, up to 4 for many."""
    return sum(answers >= step for step in STEPS)


def weeks(today: date, count: int = WEEKS) -> list[date]:
    """The Mondays of the weeks up to this one."""
    monday = today - timedelta(days=today.weekday())
    return [monday - timedelta(weeks=n) for n in range(count - 1, -1, -1)]


def calendar(days: Iterable[StudyDay], today: date) -> Text:
    """Half a year, a row a weekday, darker where more was answered."""
    done = {d.day: d.answers for d in days}
    mondays = weeks(today)
    months, shown = "", ""
    for at, monday in enumerate(mondays):
        name = f"{monday:%b}"
        if name != shown and len(months) <= 2 * at:
            months, shown = months.ljust(2 * at) + name, name
    text = Text(f"     {months}\n", no_wrap=True)
    for weekday, name in enumerate(("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")):
        text.append(f"{name}  ")
        for monday in mondays:
            day = monday + timedelta(days=weekday)
            if day <= today:
                at = level(done.get(day, 0))
                text.append(f"{MARKS[at]} ", MARK_STYLES[at])
        text.append("\n")
    first = mondays[0]
    spent = [n for day, n in done.items() if day >= first]
    text.append(
        f"{MARKS[0]} none  {MARKS[1]} 1+  {MARKS[2]} 10+  {MARKS[3]} 25+  {MARKS[4]} 50+ answers; "
        f"{sum(spent):,} on "
        f"{len(spent)} {'day' if len(spent) == 1 else 'days'}.",
        "dim",
    )
    return text


def readiness_table(progress: Progress) -> Table | None:
    """Topics with answers, least ready first."""
    seen = [ready for ready in progress.readiness if ready.seen]
    if not seen:
        return None
    table = _table("topic", "expected", "", "seen")
    for ready in sorted(seen, key=lambda r: (r.expected, r.topic)):
        table.add_row(
            Text(harmless(ready.topic)),
            share(ready),
            span(ready.low, ready.expected, ready.high),
            f"{ready.seen} of {ready.questions}",
        )
    return table


def span(low: float, middle: float, high: float) -> Text:
    """An interval of 0..1 on a line: `···━━●━━···`."""
    at = [round(value * (BAR - 1)) for value in (low, middle, high)]
    marks = ["━" if at[0] <= n <= at[2] else "·" for n in range(BAR)]
    marks[at[1]] = "●"
    return Text("".join(marks), no_wrap=True)


def calibration_block(calibration: Calibration) -> RenderableType | None:
    """Confidence beside outcomes, and the Brier score."""
    if calibration.brier is None:
        return None
    table = _table("you said", "answers", "right", "stated", "")
    for one in calibration.levels:
        table.add_row(
            one.word,
            f"{one.answers:,}",
            f"{one.right:.0%} ({100 * one.low:.0f}–{100 * one.high:.0f})",
            f"{one.stated:.0%}",
            span(one.low, one.right, one.high),
        )
    words = f"Brier score {calibration.brier:.3f}: 0 is perfect, 0.25 is what a coin's 50 % gets."
    return Group(table, Text(words, style="dim"))


def load_table(load: Iterable[Load]) -> Table | None:
    """What falls due day by day, as bars."""
    days = list(load)
    most = max((d.due for d in days), default=0)
    if not most:
        return None
    table = _table("day", "due", "")
    for d in days:
        table.add_row(f"{d.day:%a %d %b}", f"{d.due:,}", Text("█" * -(-40 * d.due // most)))
    return table


def curves(weakest: Iterable[Fading]) -> RenderableType | None:
    """The forgetting curves on one canvas, and a line each in numbers."""
    fading = list(weakest)
    if not fading:
        return None
    canvas = Canvas(60, 8)
    for one in fading:
        last = len(one.recall) - 1
        canvas.curve(((n / last, r) for n, r in enumerate(one.recall)), "cyan")
    for at, (letter, one) in enumerate(zip(LETTERS, fading, strict=False), start=1):
        n = at * (len(one.recall) - 1) // len(LETTERS)  # side by side: curves lie close together
        canvas.put(n / (len(one.recall) - 1), one.recall[n], letter, "bold")
    labels = ("100% ", *["     "] * 6, "  0% ")
    drawn = [
        Text(label).append_text(row) for label, row in zip(labels, canvas.lines(), strict=True)
    ]
    table = _table("", "concept", "today", "in 7 days", "in 30")
    for letter, one in zip(LETTERS, fading, strict=False):
        numbers = (f"{one.recall[n]:.0%}" for n in (0, 7, 30))
        table.add_row(letter, Text(cut(harmless(one.concept), 44)), *numbers)
    return Group(*drawn, Text("     today" + " " * 46 + "in 30"), table)


def interview_table(interviews: Iterable[Interviewed]) -> Table | None:
    """The interviews held, newest first."""
    held = list(interviews)
    if not held:
        return None
    table = _table("interview", "role", "minutes", "answers", "score", "verdict")
    for one in held:
        score = "—" if one.score is None else f"{one.score:.0%}"
        verdict = one.verdict if one.finished else f"{one.verdict} (unfinished)"
        table.add_row(one.name, one.role, str(one.minutes), str(one.answers), score, verdict)
    return table


def cut(text: str, width: int) -> str:
    """A text in at most `width` characters."""
    return text if len(text) <= width else text[: width - 1] + "…"


def heat(
    days: Iterable[StudyDay], today: date, count: int = WEEKS
) -> Iterator[tuple[int, int, date, int]]:
    """Column, row, day and answers of every cell of the calendar."""
    done = {d.day: d.answers for d in days}
    for column, monday in enumerate(weeks(today, count)):
        for row in range(7):
            if (day := monday + timedelta(days=row)) <= today:
                yield column, row, day, done.get(day, 0)


def _table(*columns: str) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    left = ("topic", "you said", "day", "", "concept", "interview", "role", "verdict")
    for column in columns:
        table.add_column(column, justify="left" if column in left else "right")
    return table
