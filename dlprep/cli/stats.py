"""`dlprep stats`: where the learner stands."""

from typing import Annotated

import typer


def stats(
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Show answers, accuracy, the streak of study days, and the topics, weakest first.

    dlprep stats

    dlprep stats --json
    """
    from dlprep.cli.opened import opened, study_day
    from dlprep.screen.records import statistics_line, statistics_words, topic_table

    today = study_day()
    with opened() as log:
        statistics, due = log.statistics(today), log.due_count(today)
    if json:
        print(statistics_line(statistics, due))
    else:
        from dlprep.screen.console import stdout_console

        console = stdout_console()
        if statistics.answers:
            console.print(statistics_words(statistics, due))
            console.print()
            console.print(topic_table(statistics))
        else:
            console.print("No answers yet; `dlprep quiz` asks the first question.")
