"""`dlprep quiz`: asks, grades, explains."""

from typing import Annotated

import typer


def quiz(
    topic: Annotated[
        list[str] | None, typer.Option(help="A topic or another name of it; may be given again.")
    ] = None,
    kind: Annotated[
        str | None,
        typer.Option(help="choice, multi, numeric, estimate, order, text, python or sql."),
    ] = None,
    difficulty: Annotated[str | None, typer.Option(help="easy, medium or hard.")] = None,
    n: Annotated[int, typer.Option("-n", min=1, help="How many questions.")] = 10,
    seed: Annotated[int | None, typer.Option(help="The same seed asks the same quiz.")] = None,
    no_adaptive: Annotated[
        bool,
        typer.Option("--no-adaptive", help="Without --topic: a plain draw, whatever you can do."),
    ] = False,
    confidence: Annotated[
        bool,
        typer.Option(
            "--confidence",
            help="Say how sure you are, 1 to 3: +1 +2 +3 when right, 0 -2 -6 when wrong. On a pipe "
            "an answer ends in !1, !2 or !3.",
        ),
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
    no_color: Annotated[bool, typer.Option("--no-color", help="No colours.")] = False,
) -> None:
    """Ask questions, grade the answers and explain them.

    dlprep quiz --topic metrics

    dlprep quiz --topic recall --topic trees -n 5 --confidence

    printf 'B\\n\\n0.8\\n' | dlprep quiz --topic metrics -n 3 --seed 1

    Without --topic, and after twenty answers, it asks what you are 70 to 85 % likely to get right.
    Without a terminal the answers are read one a line; an empty line means "I don't know".
    A program or query is a line `@FILE`, a JSON string, or `<<END` and lines up to one that says END.
    """
    import random

    from dlprep.bank.kinds import KINDS
    from dlprep.cli.asking import run
    from dlprep.cli.loaded import loaded
    from dlprep.errors import NothingToDoError
    from dlprep.session.choosing import choose
    from dlprep.spelling import one_of

    if kind is not None:
        one_of("--kind", kind, KINDS)
    if difficulty is not None:
        one_of("--difficulty", difficulty, ("easy", "medium", "hard"))
    drawn = random.randrange(2**31) if seed is None else seed
    library = loaded()
    if topic or no_adaptive:
        picked = choose(library, n, drawn, topic or (), kind, difficulty)
    else:
        from dlprep.cli.opened import opened, study_day
        from dlprep.session.adaptive import adapted

        with opened() as log:
            picked = adapted(library, log, n, drawn, study_day(), kind, difficulty)
    if not picked:
        raise NothingToDoError("no question matches; `dlprep topics` shows what there is")
    run(picked, "quiz", confidence=confidence, json=json, color=not no_color)
