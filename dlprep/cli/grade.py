"""`dlprep grade`: grades one answer and records nothing."""

from typing import Annotated

import typer


def grade(
    question: Annotated[str, typer.Argument(metavar="ID", help="A full id: topic/name.")],
    answer: Annotated[
        str,
        typer.Option(
            help="The answer, as typed in a quiz; for a program or query also @FILE, or - for stdin."
        ),
    ],
    seed: Annotated[int, typer.Option(help="Which drawing of a template, which order.")] = 0,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Grade an answer without recording it; `dlprep show ID` asks the same drawing.

    dlprep grade metrics/threshold-50-to-80 --answer B

    dlprep grade metrics/threshold-50-to-80 --answer B --json

    dlprep grade transformers/write-attention --answer @attention.py
    """
    from dlprep.bank.templates import draw
    from dlprep.cli.answers import from_option
    from dlprep.cli.loaded import loaded
    from dlprep.grading.marker import grade_any

    variant = draw(question, loaded().question(question), seed)
    answer = from_option(variant.kind, answer)
    result = grade_any(variant, answer)
    if json:
        from dlprep.screen.wire import grade_line

        print(grade_line(result))
    else:
        from dlprep.screen.console import stdout_console
        from dlprep.screen.question import show_grade

        show_grade(stdout_console(), variant, result, given=bool(answer.strip()))
