"""`dlprep quiz`: asks, grades, explains."""

import sys
from collections.abc import Callable
from typing import Annotated

import typer


def quiz(
    topic: Annotated[list[str] | None, typer.Option(help="A topic; may be given again.")] = None,
    kind: Annotated[str | None, typer.Option(help="choice, multi, numeric, ...")] = None,
    difficulty: Annotated[str | None, typer.Option(help="easy, medium or hard.")] = None,
    n: Annotated[int, typer.Option("-n", min=1, help="How many questions.")] = 10,
    seed: Annotated[int | None, typer.Option(help="The same seed asks the same quiz.")] = None,
    json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
    no_color: Annotated[bool, typer.Option("--no-color", help="No colours.")] = False,
) -> None:
    """Ask questions, grade the answers and explain them.

    dlprep quiz --topic metrics

    printf 'B\\n\\n0.8\\n' | dlprep quiz --topic metrics -n 3 --seed 1
    """
    import random

    from dlprep.bank.kinds import KINDS
    from dlprep.bank.library import load
    from dlprep.errors import NothingToDoError, UsageError
    from dlprep.session.quiz import Quiz, choose
    from dlprep.spelling import did_you_mean

    for given, known in ((kind, KINDS), (difficulty, ("easy", "medium", "hard"))):
        if given is not None and given not in known:
            guess = did_you_mean(given, known)
            raise UsageError(f"{given!r} is none of {', '.join(known)}{guess}")
    drawn = random.randrange(2**31) if seed is None else seed
    session = Quiz(choose(load(), n, drawn, topic or (), kind, difficulty))
    if not session.variants:
        raise NothingToDoError("no question matches; `dlprep topics` shows what there is")
    if json:
        _as_json(session)
    else:
        _on_lines(session, color=not no_color)


def _as_json(session: "object") -> None:
    from dlprep.screen.wire import grade_line, summary_line
    from dlprep.session.quiz import Quiz

    assert isinstance(session, Quiz)
    for answer in iter(sys.stdin.readline, ""):
        print(grade_line(session.answer(answer)), flush=True)
        if session.current is None:
            break
    print(summary_line(session.summary()), flush=True)


def _on_lines(session: "object", *, color: bool) -> None:
    from dlprep.screen.console import stdout_console
    from dlprep.screen.question import ask, teach, total
    from dlprep.session.quiz import Quiz

    assert isinstance(session, Quiz)
    console = stdout_console(color=color)
    interrupted = False
    try:
        while (variant := session.current) is not None:
            place = f"{len(session.grades) + 1}/{len(session.variants)}"
            ask(console, variant, place)
            grade = _graded(session, _reader())
            if grade is None:
                break
            teach(console, variant, grade)
    except KeyboardInterrupt:
        interrupted = True
        console.print()
    total(console, session.summary())
    if interrupted:
        raise KeyboardInterrupt


def _reader() -> Callable[[], str]:
    prompt = "> " if sys.stdin.isatty() else ""

    def line() -> str:
        print(prompt, end="", flush=True)
        return sys.stdin.readline()

    return line


def _graded(session: "object", line: Callable[[], str]):  # type: ignore[no-untyped-def]
    from dlprep.errors import UnreadableAnswerError
    from dlprep.session.quiz import Quiz

    assert isinstance(session, Quiz)
    while True:
        answer = line()
        if answer == "" or (sys.stdin.isatty() and answer.strip().lower() == "q"):
            return None
        try:
            return session.answer(answer, strict=sys.stdin.isatty())
        except UnreadableAnswerError as error:
            print(f"{error}")
