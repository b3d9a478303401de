"""`dlprep show`: one question, with or without its key."""

from typing import Annotated

import typer


def show(
    question: Annotated[str, typer.Argument(metavar="ID", help="A full id: topic/name.")],
    key: Annotated[bool, typer.Option("--key", help="With the answer and why.")] = False,
    seed: Annotated[int, typer.Option(help="Which drawing of a template, which order.")] = 0,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Show one question of the bank.

    dlprep show metrics/threshold-50-to-80 --key
    """
    from dlprep.bank.templates import draw
    from dlprep.cli.loaded import loaded
    from dlprep.grading.marker import expected

    variant = draw(question, loaded().question(question), seed)
    if json:
        from dlprep.screen.wire import question_line

        print(question_line(variant, expected(variant) if key else None))
        return
    from dlprep.screen.console import stdout_console
    from dlprep.screen.question import ask, tell

    console = stdout_console()
    ask(console, variant)
    if key:
        tell(console, variant, expected(variant))
