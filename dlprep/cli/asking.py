"""Runs a session of questions on whatever is at the other end: a terminal, a pipe, a program."""

import math
import sys
import time
from collections.abc import Mapping, Sequence
from typing import Any

from dlprep import config, paths
from dlprep.cli.answers import from_line
from dlprep.cli.consent import permitted
from dlprep.cli.second import marker
from dlprep.errors import UsageError
from dlprep.screen import keys
from dlprep.session.choosing import Picked
from dlprep.session.confidence import split_confidence
from dlprep.session.quiz import Answered, Quiz
from dlprep.session.record import LogRecorder


def run(
    picked: Sequence[Picked],
    asked_by: str,
    *,
    confidence: bool = False,
    json: bool = False,
    color: bool = True,
    minutes: float | None = None,
) -> None:
    """Ask the picked questions, keep every answer in the review log, and sum up.

    After so many `minutes` no further question is begun.
    """
    picked = permitted(picked, ask=not json and keys.can_read_keys())
    settings = config.load(paths.config_file())
    recorder = LogRecorder(settings, asked_by)
    end = math.inf if minutes is None else time.monotonic() + 60 * minutes
    quiz = Quiz(picked, recorder, enough=lambda: time.monotonic() >= end, second=marker(settings))
    try:
        if json:
            _as_json(quiz, recorder, confidence=confidence)
        elif keys.can_read_keys():
            _by_keys(
                quiz,
                recorder,
                settings,
                confidence=confidence,
                rated=asked_by == "practice",
                color=color,
            )
        else:
            _on_lines(quiz, recorder, confidence=confidence, color=color)
    finally:
        recorder.close()


def _as_json(quiz: Quiz, recorder: LogRecorder, *, confidence: bool) -> None:
    from dlprep.screen.wire import answered_line, summary_line

    _open(recorder)
    for line in iter(sys.stdin.readline, ""):
        print(answered_line(_answered(quiz, line, confidence=confidence)), flush=True)
        if quiz.current is None:
            break
    print(summary_line(quiz.summary()), flush=True)


def _on_lines(quiz: Quiz, recorder: LogRecorder, *, confidence: bool, color: bool) -> None:
    from dlprep.screen.console import stdout_console
    from dlprep.screen.question import ask, teach, total

    console = stdout_console(color=color)
    try:
        while (variant := quiz.current) is not None:
            ask(console, variant, quiz)
            _open(recorder)
            line = sys.stdin.readline()
            if not line:
                break
            teach(console, _answered(quiz, line, confidence=confidence))
    finally:
        total(console, quiz.summary())


def _answered(quiz: Quiz, line: str, *, confidence: bool) -> Answered:
    """Grade what a line of a pipe says; a file that it names and that cannot be read counts wrong."""
    assert quiz.current is not None
    text, sure = split_confidence(line) if confidence else (line, None)
    try:
        text = from_line(quiz.current.kind, text, sys.stdin.readline)
    except UsageError as error:
        return quiz.refuse(text, str(error))
    return quiz.answer(text, confidence=sure or (1 if confidence else None))


def _by_keys(
    quiz: Quiz,
    recorder: LogRecorder,
    settings: config.Config,
    *,
    confidence: bool,
    rated: bool,
    color: bool,
) -> None:
    from dlprep.screen.console import stdout_console
    from dlprep.screen.editor import written
    from dlprep.screen.question import total
    from dlprep.screen.terminal_quiz import TerminalQuiz

    console = stdout_console(color=color)
    face = TerminalQuiz(
        console,
        quiz,
        confidence=confidence,
        rated=rated,
        ready=lambda: _open(recorder),
        open_demo=_demo,
        edit=lambda v, draft: written(v.kind, v.prompt, draft, settings.editor),
    )
    try:
        face.run()
    finally:
        console.print()
        total(console, quiz.summary())


def _open(recorder: LogRecorder) -> None:
    for note in recorder.open():
        print(f"dlprep: warning: {note}", file=sys.stderr)


def _demo(slug: str, numbers: Mapping[str, Any]) -> None:
    from dlprep.cli.demo_run import open_demo

    open_demo(slug, numbers)
