"""`dlprep log`: looks after the review log."""

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    no_args_is_help=True, help="Check, back up, bring together and export your answers."
)


@app.command()
def check(
    repair: Annotated[bool, typer.Option("--repair", help="Save what can be read.")] = False,
) -> None:
    """Check the review log, and mend it with --repair; the damaged file is kept.

    dlprep log check

    dlprep log check --repair
    """
    from dlprep import paths
    from dlprep.cli.opened import opened, study_day
    from dlprep.errors import UnreadableError
    from dlprep.reviews import repair as mending

    path = paths.database()
    if not path.exists():
        _say(f"There is no review log yet: {path}")
    elif repair:
        for sentence in mending.repair(path, study_day()):
            _say(sentence)
    elif findings := mending.check(path):
        for finding in findings:
            _say(finding)
        raise UnreadableError(
            f"{paths.shown(path)}: is not sound; run `dlprep log check --repair`, which keeps the old file"
        )
    else:
        with opened() as log:
            _say(f"The review log is sound: {log.size():,} rows in {path}")


@app.command()
def backup(
    file: Annotated[Path | None, typer.Argument(help="Where to; else beside the log.")] = None,
) -> None:
    """Copy the whole review log into one file; what stood there is replaced at once or not at all.

    dlprep log backup

    dlprep log backup /media/stick/reviews.db
    """
    from dlprep import clock, paths
    from dlprep.cli.opened import opened
    from dlprep.errors import NothingToDoError, UsageError

    _must_exist(paths.database(), NothingToDoError("there is no review log to back up yet"))
    target = file or paths.backups() / f"reviews-by-hand-{clock.now():%Y-%m-%dT%H%M%SZ}.db"
    if target.resolve() == paths.database().resolve():
        raise UsageError("a backup cannot replace the review log itself; name another file")
    with opened() as log:
        log.back_up(target)
    _say(f"Backed up to {target}")


@app.command()
def merge(
    file: Annotated[Path, typer.Argument(help="A backup, or an export in JSON Lines.")],
) -> None:
    """Add the answers of another device's log; those that are here already are left as they are.

    dlprep log merge /media/stick/reviews.db

    dlprep log merge laptop.jsonl
    """
    from dlprep.cli.opened import opened
    from dlprep.errors import UnreadableError
    from dlprep.reviews.lines import from_lines
    from dlprep.reviews.log import ReviewLog

    _must_exist(file, UnreadableError(f"{file}: no such file"))
    with opened(writing=True) as log:
        if _is_database(file):
            with ReviewLog.open(file, writing=False) as other:
                added = log.unite_log(other)
        else:
            added = log.unite(from_lines(file))
    _say(f"{added:,} rows were new; the schedule is up to date.")


@app.command()
def export(
    file: Annotated[Path | None, typer.Argument(help="Where to; else to stdout.")] = None,
) -> None:
    """Write every row of the review log as JSON Lines, undone answers and undoings too.

    dlprep log export > answers.jsonl

    dlprep log export answers.jsonl
    """
    from dlprep.cli.opened import opened
    from dlprep.reviews.lines import as_line, to_file

    with opened() as log:
        if file is None:
            for review in log.reviews():
                print(as_line(review))
        else:
            _say(f"{to_file(file, log.reviews()):,} rows were written to {file}")


def _must_exist(file: Path, error: Exception) -> None:
    if not file.exists():
        raise error


def _is_database(file: Path) -> bool:
    if not file.is_file():
        return False
    with file.open("rb") as opened_file:
        return opened_file.read(6) == b"SQLite"


def _say(sentence: str) -> None:
    from dlprep.screen.console import harmless, stdout_console

    stdout_console().print(harmless(sentence), soft_wrap=True)
