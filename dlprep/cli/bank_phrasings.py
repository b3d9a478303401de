"""`dlprep bank phrasings`: what the learner's corrections say a rubric does not know yet."""

from typing import Annotated

import typer


def phrasings(
    question: Annotated[
        str | None, typer.Argument(metavar="[ID]", help="One question; without it, all.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """List your corrections of marks as patterns that a rubric may take up.

    dlprep bank phrasings

    dlprep bank phrasings overfitting/explain-and-intervene --json

    A point that was said and not found gives a candidate for its `accept`; one that was found and
    not said, words that are too loose. Change marks by their numbers after a question's feedback.
    """
    from dlprep.cli.loaded import loaded
    from dlprep.cli.opened import opened
    from dlprep.session.phrasings import phrasings as candidates

    library = loaded()
    if question is not None:
        library.question(question)
    with opened() as log:
        reviews = [r for r in log.corrected() if question in (None, r.question)]
    found = candidates(reviews, {r.question: library.find(r.question) for r in reviews})
    if json:
        from dlprep.screen.wire import line

        print(line("dlprep.phrasings/1", phrasings=found))
        return
    from dlprep.screen.console import stdout_console
    from dlprep.screen.phrasings import show

    show(stdout_console(), found)
