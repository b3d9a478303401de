"""`dlprep grade`: grades one answer, or a file of them, and records nothing."""

from pathlib import Path
from typing import Annotated

import typer


def grade(
    question: Annotated[
        str | None, typer.Argument(metavar="[ID]", help="A full id: topic/name.")
    ] = None,
    answer: Annotated[
        str | None,
        typer.Option(
            help="The answer, as typed in a quiz; for a program or query also @FILE, or - for stdin."
        ),
    ] = None,
    batch: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE.jsonl",
            help="Grade a file of answers, one JSON object a line; - for stdin.",
        ),
    ] = None,
    seed: Annotated[int, typer.Option(help="Which drawing of a template, which order.")] = 0,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Grade an answer without recording it; `dlprep show ID` asks the same drawing.

    dlprep grade metrics/threshold-50-to-80 --answer B

    dlprep grade metrics/threshold-50-to-80 --answer B --json

    dlprep grade transformers/write-attention --answer @attention.py

    dlprep grade --batch answers.jsonl --json > grades.jsonl

    A line of a batch is {"question": ID, "answer": TEXT}, with a "seed" where one is wanted; grades
    come out in the same order. A bad line is told by its number, and the exit code is then 3.
    """
    from dlprep.bank.templates import draw
    from dlprep.cli.answers import from_option
    from dlprep.cli.loaded import loaded
    from dlprep.errors import UsageError
    from dlprep.grading.marker import grade_any

    if batch is not None:
        if question is not None or answer is not None:
            raise UsageError("--batch takes ids and answers from its file; give it alone")
        from dlprep.cli.grade_batch import run

        if not run(batch, loaded(), json=json):
            raise typer.Exit(3)
        return
    if question is None or answer is None:
        missing = "an ID" if question is None else "--answer TEXT"
        raise UsageError(f"{missing} is missing; or give a file: dlprep grade --batch FILE.jsonl")
    variant = draw(question, loaded().question(question), seed)
    answer = from_option(variant.kind, answer)
    result = grade_any(variant, answer)
    view = None
    if variant.kind == "text" and answer.strip():
        from dlprep import config, paths
        from dlprep.cli.second import marker

        ask = marker(config.load(paths.config_file()))
        view = ask(variant, answer, result) if ask else None
    if json:
        import msgspec

        from dlprep.screen.wire import grade_line

        print(grade_line(result, **({"second": msgspec.to_builtins(view)} if view else {})))
    else:
        from dlprep.screen.console import stdout_console
        from dlprep.screen.question import show_grade

        show_grade(stdout_console(), variant, result, given=bool(answer.strip()))
        if view:
            from dlprep.screen.second import show_second

            show_second(stdout_console(), result, view)
