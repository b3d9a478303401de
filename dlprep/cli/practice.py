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
    confidence: Annotated[
        bool, typer.Option("--confidence", help="Say how sure you are; see `dlprep quiz --help`.")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
    no_color: Annotated[bool, typer.Option("--no-color", help="No colours.")] = False,
) -> None:
    """Answer what is due today, then new questions up to the daily limit.

    dlprep practice

    dlprep practice --minutes 15

    The limits are `due_per_day` and `new_per_day`; see `dlprep config`.
    """
    from dlprep import config, paths
    from dlprep.cli.asking import run
    from dlprep.cli.loaded import loaded
    from dlprep.cli.opened import opened, study_day
    from dlprep.errors import NothingToDoError
    from dlprep.session.practice import todays_questions

    settings, day = config.load(paths.config_file()), study_day()
    library = loaded()
    with opened(writing=True) as log:
        picked = todays_questions(library, log, settings, day, ahead=ahead)
        next_day = log.next_due_day()
    if not picked:
        when = f"; the next questions are due on {next_day:%A, %d %B}" if next_day else ""
        raise NothingToDoError(
            f"nothing is due{when}. `dlprep practice --ahead` studies ahead, `dlprep quiz` asks "
            "anything"
        )
    run(
        picked[:n],
        "practice",
        confidence=confidence,
        json=json,
        color=not no_color,
        minutes=minutes,
    )
