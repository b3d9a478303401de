"""`dlprep plan`: what to learn and review each day until the interview."""

from typing import Annotated

import typer


def plan(
    by: Annotated[
        str | None, typer.Option(metavar="DATE", help="The day of the interview: 2026-12-15.")
    ] = None,
    minutes_per_day: Annotated[float, typer.Option(help="How long you practise a day.")] = 30,
    topic: Annotated[
        list[str] | None, typer.Option(help="A topic or another name of it; may be given again.")
    ] = None,
    role: Annotated[
        str | None,
        typer.Option(help="data-scientist, ml-engineer, research or llm-engineer: its topics."),
    ] = None,
    drop: Annotated[bool, typer.Option("--drop", help="Follow no plan from now on.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Plan each day until the interview, so that you know most on that day.

    dlprep plan --by 2026-12-15 --minutes-per-day 30

    dlprep plan --by 2026-12-15 --role ml-engineer

    dlprep plan

    The plan comes from simulating your memory; topics count by how often interviews ask them.
    From then on `dlprep practice` follows it. Without --by: the plan in force, seen from today.
    """
    from datetime import date

    from dlprep import config, paths
    from dlprep.cli.loaded import loaded
    from dlprep.cli.opened import opened, study_day
    from dlprep.errors import NothingToDoError, UsageError
    from dlprep.session import kept_plan

    if drop:
        if by or topic or role:
            raise UsageError("--drop takes no other option")
        if not kept_plan.drop():
            raise NothingToDoError("there is no plan to drop")
        print("The plan is dropped; `dlprep practice` goes by the schedule again.")
        return

    from dlprep.screen.plan import plan_group, plan_line
    from dlprep.session.plan import checked, laid
    from dlprep.session.ready import planned_readiness, readiness

    today = study_day()
    if by is None:
        if topic or role:
            raise UsageError("--by says for which day: dlprep plan --by 2026-12-15")
        held = kept_plan.active(today)
        if held is None:
            raise NothingToDoError("there is no plan; `dlprep plan --by 2026-12-15` makes one")
        wish = held.wish
    else:
        try:
            day = date.fromisoformat(by)
        except ValueError as error:
            raise UsageError(f"--by takes a date such as 2026-12-15, not {by!r}") from error
        wish = kept_plan.Wish(day, minutes_per_day, tuple(topic or ()), role)
    library, settings = loaded(), config.load(paths.config_file())
    wish = checked(wish, library, today)
    with opened() as log:
        made = laid(library, log, settings, wish, today)
        without = readiness(library, log, wish.by, made.weights)
        then = planned_readiness(library, log, made)
    kept_plan.keep(kept_plan.Kept(wish, made.aimed.way))
    if json:
        print(plan_line(made, without, then))
    else:
        from dlprep.screen.console import stdout_console

        stdout_console().print(plan_group(made, without, then))
