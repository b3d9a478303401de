"""Grades a file of answers, one JSON object a line, in order; a bad line does not stop the rest."""

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from dlprep import paths
from dlprep.bank.library import Library
from dlprep.bank.templates import draw
from dlprep.errors import DlprepError, UnreadableError
from dlprep.grading.grade import Grade
from dlprep.grading.marker import grade_any
from dlprep.screen.console import harmless
from dlprep.screen.wire import grade_line

if TYPE_CHECKING:
    from contextlib import AbstractContextManager


class Line(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An answer to be graded."""

    question: str
    answer: str
    seed: int = 0


def run(file: Path, library: Library, *, json: bool) -> bool:
    """Grade every line of a file (`-` is stdin) and print each; whether all lines were good.

    Raises
    ------
    UnreadableError
        The file cannot be read.
    """
    good = True
    name = "stdin" if str(file) == "-" else paths.shown(file)
    decoder = msgspec.json.Decoder(Line)
    with _opened(file) as source, _progress(file) as progress:
        for number, line in enumerate(source, start=1):
            progress(len(line))
            if not line.strip():
                continue
            try:
                grade = _graded(decoder.decode(line), library)
            except (msgspec.DecodeError, UnicodeDecodeError, DlprepError) as error:
                good = False
                place = f"{name}:{number}"
                print(f"dlprep: error: {place}: {harmless(str(error))}", file=sys.stderr)
                continue
            print(grade_line(grade) if json else told(grade))
    return good


def told(grade: Grade) -> str:
    """A grade on one line: score, question, and what of it was right."""
    if grade.unreadable:
        what = f"unreadable: {grade.unreadable}"
    elif grade.points:
        marks = " ".join(f"{n}:{p.mark}" for n, p in enumerate(grade.points, start=1))
        what = marks + "".join(f" {flag}" for flag in grade.flags)
        what += f" misconceptions:{len(grade.misconceptions)}" if grade.misconceptions else ""
    else:
        what = grade.verdict
    return f"{grade.score:5.2f}  {harmless(grade.question)}  {harmless(what)}"


def _graded(line: Line, library: Library) -> Grade:
    variant = draw(line.question, library.question(line.question), line.seed)
    return grade_any(variant, line.answer)


@contextmanager
def _opened(file: Path) -> Iterator[Iterable[bytes]]:
    if str(file) == "-":
        stream: Any = sys.stdin
        yield getattr(stream, "buffer", stream)  # tests hand in text
        return
    try:
        with file.open("rb") as source:
            yield source
    except OSError as error:
        raise UnreadableError(f"{paths.shown(file)}: cannot be read: {error.strerror}") from error


def _progress(file: Path) -> "AbstractContextManager[Any]":
    """A bar on stderr by the bytes read, where stderr is a terminal and stdout is not it."""
    if not sys.stderr.isatty() or sys.stdout.isatty():
        return nullcontext(lambda count: None)
    return _bar(file)


@contextmanager
def _bar(file: Path) -> Iterator[Any]:
    from rich.console import Console
    from rich.progress import Progress

    total = file.stat().st_size if file.is_file() else None
    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("grading", total=total)
        yield lambda count: progress.advance(task, count)
