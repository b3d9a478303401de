"""`dlprep topics`: what the bank holds."""

from typing import Annotated

import typer


def topics(
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """List the topics, how many questions each has, and how far you are.

    dlprep topics

    dlprep topics --json
    """
    from dlprep.cli.loaded import loaded

    library = loaded()
    if json:
        from dlprep.screen.wire import topics_line

        print(topics_line(library))
    else:
        from dlprep.cli.opened import opened, study_day
        from dlprep.screen.bank import topic_table
        from dlprep.screen.console import stdout_console

        with opened() as log:
            table = topic_table(library, log.seen(), log.statistics(study_day()))
        stdout_console().print(table)
