"""`dlprep interview`: a mock interview in stages, with a clock and a scorecard."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from dlprep.bank.library import Library
    from dlprep.session.interview.course import Interview
    from dlprep.session.interview.record import Record


def interview(
    minutes: Annotated[int, typer.Option(min=5, max=240, help="How long it should take.")] = 45,
    role: Annotated[
        str, typer.Option(help="data-scientist, ml-engineer, research or llm-engineer.")
    ] = "data-scientist",
    about: Annotated[
        str | None,
        typer.Option(help="Your introduction or CV: a text, Markdown or PDF file, - for stdin."),
    ] = None,
    seed: Annotated[int | None, typer.Option(help="The same seed, the same interview.")] = None,
    stage: Annotated[
        list[str] | None,
        typer.Option(
            help="Only introduction, projects, technical, hands-on, estimation or closing; may be"
            " given again."
        ),
    ] = None,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with the last one.")] = False,
    listing: Annotated[bool, typer.Option("--list", help="List the interviews so far.")] = False,
    show: Annotated[
        str | None, typer.Option(help="The scorecard of an interview, by name.")
    ] = None,
    save: Annotated[
        Path | None, typer.Option(help="Write the scorecard to this .md or .html file.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
    no_color: Annotated[bool, typer.Option("--no-color", help="No colours.")] = False,
) -> None:
    """Be interviewed: about you, your projects, technical questions, code, an estimate, your questions.

    dlprep interview

    dlprep interview --minutes 20 --role llm-engineer --about cv.md

    dlprep interview --resume

    dlprep interview --show 2026-11-24-1 --save card.html

    Questions follow from your answers: deeper after a good one, a hint or a simpler one after a weak
    one. Your text stays on this machine. Without a terminal answers are read one a line, as in
    `dlprep quiz`; an empty line means "I don't know".
    """
    from dlprep.cli.loaded import loaded
    from dlprep.session.interview import record as kept
    from dlprep.session.interview.roles import ROLES, STAGES
    from dlprep.spelling import one_of

    if save is not None:
        _check_name(save)
    library = loaded()
    if listing:
        _list(library)
        return
    if show is not None:
        _tell(library, kept.load(show), save, json=json, color=not no_color)
        return
    one_of("--role", role, ROLES)
    for name in stage or ():
        one_of("--stage", name, STAGES)
    if resume:
        record = _unfinished()
    else:
        record = _new(library, role, minutes, seed, about, tuple(stage or STAGES))
    _run(library, record, save, json=json, color=not no_color)


def _check_name(file: Path) -> None:
    from dlprep.errors import UnreadableError, UsageError

    if file.suffix.lower() not in (".md", ".html"):
        raise UsageError(f"--save writes .md or .html, not {file.name!r}")
    if not file.parent.is_dir():
        raise UnreadableError(f"there is no folder {str(file.parent)!r}; create it first")


def _unfinished() -> "Record":
    from dlprep.errors import NothingToDoError
    from dlprep.session.interview.record import unfinished

    record = unfinished()
    if record is None:
        raise NothingToDoError("no interview was left unfinished; `dlprep interview` begins one")
    return record


def _new(
    library: "Library",
    role: str,
    minutes: int,
    seed: int | None,
    about: str | None,
    stages: tuple[str, ...],
) -> "Record":
    import random

    from dlprep import clock
    from dlprep.cli.opened import study_day
    from dlprep.session.interview import document
    from dlprep.session.interview.planning import planned
    from dlprep.session.interview.record import Record, new_name, save

    text = document.read(about) if about else ""
    drawn = random.randrange(2**31) if seed is None else seed
    plan = planned(library, role, minutes, drawn, text, stages)
    record = Record(new_name(f"{study_day():%Y-%m-%d}"), clock.now(), plan)
    save(record)
    return record


def _run(
    library: "Library", record: "Record", save: Path | None, *, json: bool, color: bool
) -> None:
    from dlprep import config, paths
    from dlprep.cli.second import marker
    from dlprep.screen import keys
    from dlprep.session.interview.course import Interview
    from dlprep.session.record import LogRecorder

    settings = config.load(paths.config_file())
    recorder = LogRecorder(settings, "interview")
    recorder.open()
    interview = Interview(record, library, recorder, marker(settings))
    try:
        if json:
            done = _as_json(interview)
        elif keys.can_read_keys():
            done = _by_keys(interview, color=color)
        else:
            done = _on_lines(interview, color=color)
    except KeyboardInterrupt:
        _say_paused()
        raise
    finally:
        recorder.close()
    if not done:
        _say_paused()
        return
    interview.finish()
    _tell(library, interview.record, save, json=json, color=color)


def _say_paused() -> None:
    import sys

    print("dlprep: paused; `dlprep interview --resume` goes on", file=sys.stderr)


def _by_keys(interview: "Interview", *, color: bool) -> bool:
    from dlprep import config, paths
    from dlprep.screen.console import stdout_console
    from dlprep.screen.editor import written
    from dlprep.screen.interview import opening
    from dlprep.screen.terminal_interview import TerminalInterview

    console = stdout_console(color=color)
    editor = config.load(paths.config_file()).editor
    opening(console, interview.record)
    face = TerminalInterview(
        console, interview, lambda v, draft: written(v.kind, v.prompt, draft, editor)
    )
    if not face.run():
        return False
    face.mark_stories()
    return True


def _on_lines(interview: "Interview", *, color: bool) -> bool:
    import sys

    from dlprep import clock
    from dlprep.cli.answers import from_line
    from dlprep.screen.console import stdout_console
    from dlprep.screen.interview import ask_turn, opening, reaction

    console = stdout_console(color=color)
    opening(console, interview.record)
    while (turn := interview.current) is not None:
        ask_turn(console, interview, turn)
        started = clock.seconds()
        line = sys.stdin.readline()
        if not line:
            return False
        text = from_line(turn.variant.kind, line, sys.stdin.readline)
        heard = interview.answer(text, clock.seconds() - started)
        console.print(f"{reaction(heard.exchange, interview.current)}\n")
    return True


def _as_json(interview: "Interview") -> bool:
    import sys

    from dlprep import clock
    from dlprep.cli.answers import from_line
    from dlprep.screen.wire_interview import heard_line, plan_line, turn_line

    print(plan_line(interview.record), flush=True)
    while (turn := interview.current) is not None:
        print(turn_line(turn), flush=True)
        started = clock.seconds()
        line = sys.stdin.readline()
        if not line:
            return False
        text = from_line(turn.variant.kind, line, sys.stdin.readline)
        print(heard_line(interview.answer(text, clock.seconds() - started)), flush=True)
    return True


def _list(library: "Library") -> None:
    from dlprep.errors import NothingToDoError
    from dlprep.screen.console import stdout_console
    from dlprep.screen.interview import interviews_table
    from dlprep.session.interview import record as kept
    from dlprep.session.interview.scorecard import scorecard

    rows = []
    for name in reversed(kept.names()):
        card = scorecard(record := kept.load(name), library)
        rows.append((record, card.score, card.verdict))
    if not rows:
        raise NothingToDoError("there is no interview yet; `dlprep interview` begins one")
    stdout_console().print(interviews_table(rows))


def _tell(
    library: "Library", record: "Record", save: Path | None, *, json: bool, color: bool
) -> None:
    from dlprep.screen import scorecard as look
    from dlprep.session.interview.scorecard import scorecard

    card = scorecard(record, library)
    if json:
        from dlprep.screen.wire_interview import scorecard_line

        print(scorecard_line(card))
    else:
        from dlprep.screen.console import stdout_console
        from dlprep.screen.markdown import renderable

        stdout_console(color=color).print(renderable(look.markdown(card)))
    if save is not None:
        from dlprep.screen.picture import write

        write(save, look.page(card) if save.suffix.lower() == ".html" else look.markdown(card))
