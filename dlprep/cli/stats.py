"""`dlprep stats`: where the learner stands."""

from pathlib import Path
from typing import Annotated

import typer


def stats(
    save: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write progress.html (one file) or progress.svg."),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Show practice, accuracy, readiness, confidence, what falls due, and what fades fastest.

    dlprep stats

    dlprep stats --save progress.html

    dlprep stats --json
    """
    from dlprep.cli.loaded import loaded
    from dlprep.cli.opened import opened, study_day
    from dlprep.errors import UsageError
    from dlprep.screen.records import statistics_line, statistics_words, topic_table
    from dlprep.session.progress import progress

    if save is not None:
        from dlprep.screen import picture

        if save.suffix.lower() not in (".html", ".svg"):
            raise UsageError(f"--save writes .html or .svg, not {str(save)!r}")
        picture.check(save)
    today = study_day()
    library = loaded()
    with opened() as log:
        statistics, due = log.statistics(today), log.due_count(today)
        made = progress(library, log, today)
    if save is not None:
        from dlprep.screen.progress_page import page, picture_of

        whole = page if save.suffix.lower() == ".html" else picture_of
        picture.write(save, whole(statistics, due, made))
    if json:
        print(statistics_line(statistics, due, made))
        return
    from dlprep.screen.console import stdout_console

    console = stdout_console()
    if save is not None:
        console.print(f"Written to {save}", markup=False, highlight=False)
    elif statistics.answers:
        from dlprep.screen.progress import progress_group

        console.print(statistics_words(statistics, due))
        console.print()
        console.print(topic_table(statistics))
        console.print(progress_group(made))
    else:
        console.print("No answers yet; `dlprep quiz` asks the first question.")
