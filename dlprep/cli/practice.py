"""`dlprep practice`: the day's spaced repetition."""

from typing import Annotated

import typer


def practice(
    n: Annotated[int | None, typer.Option("-n", min=1, help="At most so many questions.")] = None,
    minutes: Annotated[
        float | None, typer.Option(min=0.1, help="Begin no further question after so long.")
    ] = None,
    ahead: Annotated[
        bool, typer.Option("--ahead", help="Also what is not due yet, the most faded first.")
    ] = False,
    cram: Annotated[
        bool,
        typer.Option("--cram", help="All you ever answered, due or not, the most faded first."),
    ] = False,
    confidence: Annotated[
        bool, typer.Option("--confidence", help="Say how sure you are; see `dlprep quiz --help`.")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
    no_color: Annotated[bool, typer.Option("--no-color", help="No colours.")] = False,
) -> None:
    """Answer what is due today, then new questions up to the daily limit.

    dlprep practice

    dlprep practice --minutes 15

    dlprep practice --cram -n 30

    With a plan (`dlprep plan`) it asks what the plan wants today. Without,
    the limits are `due_per_day` and `new_per_day`; see `dlprep config`. After a long break, what is
    most likely still known and closest to being forgotten comes first. --cram knows no limits.
    """
    from dlprep import config, paths
    from dlprep.cli.asking import run
    from dlprep.cli.loaded import loaded
    from dlprep.cli.opened import opened, study_day
    from dlprep.errors import NothingToDoError, UsageError
    from dlprep.screen.console import stdout_console
    from dlprep.screen.today import backlog_words
    from dlprep.session.kept_plan import active
    from dlprep.session.practice import backlog, crammed_questions, todays_questions

    if ahead and cram:
        raise UsageError("--ahead and --cram are two ways to ask for more; give one")
    settings, day = config.load(paths.config_file()), study_day()
    library = loaded()
    behind = None
    with opened(writing=True) as log:
        if cram:
            picked = crammed_questions(library, log, day)
        else:
            picked = todays_questions(library, log, settings, day, ahead=ahead)
            if ahead or active(day) is None:
                behind = backlog(library, log, settings, day)
        next_day = log.next_due_day()
    if cram and not picked:
        raise NothingToDoError("nothing was answered yet; `dlprep quiz` asks the first questions")
    if not picked and not ahead and (plan := active(day)) is not None:
        raise NothingToDoError(
            f"done for today: the plan's minutes ({plan.wish.minutes:g}) are used, or nothing gains. "
            "`dlprep practice --ahead` goes on beside the plan"
        )
    if not picked:
        when = f"; the next questions are due on {next_day:%A, %d %B}" if next_day else ""
        raise NothingToDoError(
            f"nothing is due{when}. `dlprep practice --ahead` studies ahead, `dlprep quiz` asks "
            "anything"
        )
    if behind and not json:
        stdout_console(color=not no_color).print(backlog_words(behind), style="dim")
    run(
        picked[:n],
        "practice",
        confidence=confidence,
        json=json,
        color=not no_color,
        minutes=minutes,
    )
