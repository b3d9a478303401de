"""`dlprep history`: the last answers."""

from typing import Annotated

import typer


def history(
    n: Annotated[int, typer.Option("-n", min=1, help="How many answers.")] = 20,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Show the last answers, newest first; what was undone is left out.

    dlprep history -n 5

    dlprep history --json
    """
    from dlprep.cli.opened import opened
    from dlprep.screen.records import history_line, history_table

    with opened() as log:
        reviews = log.recent(n)
    if json:
        print(history_line(reviews))
    else:
        from dlprep.screen.console import stdout_console

        console = stdout_console()
        if reviews:
            console.print(history_table(reviews))
        else:
            console.print("No answers yet; `dlprep quiz` asks the first question.")
