"""`dlprep memory`: the memory model on a review log: what it says, how good it is, your own weights."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from datetime import date

    from dlprep.exchange.review_csv import ReviewFile
    from dlprep.scheduling.answers import Answers
    from dlprep.scheduling.memory import Model

app = typer.Typer(
    no_args_is_help=True,
    help="Look at the memory model: replay a review log, test its forecasts, fit it to you.",
)

_File = Annotated[
    Path, typer.Argument(help="CSV with card_id, review_time (UTC) and review_rating (1-4).")
]
_FileOrLog = Annotated[
    Path | None, typer.Argument(help="CSV with card_id, review_time, review_rating; else your log.")
]
_Offset = Annotated[
    str | None,
    typer.Option(
        "--utc-offset", metavar="±HH:MM", help="Local time of the CSV; else this machine's."
    ),
]
_Share = Annotated[
    float, typer.Option("--test-share", min=0.01, max=0.9, help="The last share, for the test.")
]
_Json = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]
_Shipped = Annotated[
    bool, typer.Option("--shipped", help="Use the shipped weights, not the ones adopted by `fit`.")
]


@app.command()
def replay(
    file: _File, utc_offset: _Offset = None, shipped: _Shipped = False, json: _Json = False
) -> None:
    """Run a review log through the model, review by review.

    dlprep memory replay reviews.csv --utc-offset -05:00

    dlprep memory replay reviews.csv --json

    Shows recall before each review, and after it stability (days until recall falls to 90 %),
    difficulty (1 to 10) and the next interval without fuzz. Days are study days, which begin at
    `day_start` (see `dlprep config`).
    """
    import sys

    from dlprep.scheduling.foretelling import foretold
    from dlprep.scheduling.fsrs6 import planned
    from dlprep.screen.memory import replay_json, replay_lines

    source, model = _read(file, utc_offset), _model(shipped)
    told = foretold(source.answers, model.weights)
    intervals = planned(told.stability, model.retention, model.decay)
    if json:
        sys.stdout.writelines(replay_json(source, told, intervals, model))
    else:
        sys.stdout.writelines(f"{row}\n" for row in replay_lines(source, told, intervals))


@app.command()
def evaluate(
    file: _FileOrLog = None,
    utc_offset: _Offset = None,
    test_share: _Share = 0.2,
    shipped: _Shipped = False,
    json: _Json = False,
) -> None:
    """Test the model's forecasts on the last share of a log.

    dlprep memory evaluate

    dlprep memory evaluate reviews.csv --utc-offset -05:00 --test-share 0.2

    A constant rate and SM-2 stand beside it. Only reviews on a later study day count.
    """
    import sys

    from dlprep.errors import NothingToDoError
    from dlprep.scheduling import memory
    from dlprep.scheduling.foretelling import evaluate as evaluated
    from dlprep.scheduling.foretelling import split
    from dlprep.screen.console import stdout_console
    from dlprep.screen.memory import evaluation_group, evaluation_line

    log, model = _answers(file, utc_offset), _model(shipped)
    found = evaluated(log, model.weights, test_share, memory.shipped())
    if found is None:
        raise NothingToDoError(
            "no review in that part was on a later study day than the one before it; "
            "practise on, or give a larger --test-share"
        )
    until = _fitted_until() if file is None and not shipped else None
    if until and log.day[split(len(log), test_share)] <= until.toordinal():
        print(
            f"dlprep: warning: these weights were fitted to reviews up to {until}, some of them "
            "in this test; take a smaller --test-share",
            file=sys.stderr,
        )
    if json:
        print(evaluation_line(found, model, test_share))
    else:
        stdout_console().print(evaluation_group(found, model, test_share))


@app.command()
def fit(
    file: _FileOrLog = None,
    utc_offset: _Offset = None,
    test_share: _Share = 0.2,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Fit and compare; adopt nothing.")
    ] = False,
    revert: Annotated[
        bool, typer.Option("--revert", help="Go back to the weights before the last adoption.")
    ] = False,
    json: _Json = False,
) -> None:
    """Fit the weights to a log, and use them if they win.

    dlprep memory fit

    dlprep memory fit anki.csv --utc-offset -05:00 --dry-run

    dlprep memory fit --revert

    The fit does not see the last share of the log; on that share the fitted weights must beat those
    in force. Then every command schedules with them.
    """
    import time
    from datetime import date

    from dlprep.cli.opened import opened
    from dlprep.errors import NothingToDoError
    from dlprep.scheduling import memory
    from dlprep.scheduling.fitting import FEWEST_TO_FIT, FEWEST_TO_TRY, trial
    from dlprep.screen.console import stdout_console
    from dlprep.screen.memory import fit_group, fit_line

    if revert:
        _revert(file)
        return
    log, was = _answers(file, utc_offset), _model(False)
    started = time.perf_counter()
    found = trial(log, was.weights, test_share, memory.shipped())
    if found is None:
        raise NothingToDoError(
            f"too few reviews: a fit takes {FEWEST_TO_FIT} on a later study day and "
            f"{FEWEST_TO_TRY} more to try it on; the weights in force stay"
        )
    seconds = time.perf_counter() - started
    model, adopted = was, found.wins and not dry_run
    if adopted:
        model = memory.model(was.retention, found.weights)
        with opened(writing=True) as kept:
            kept.put_in_force(model, date.fromordinal(found.until))
    if json:
        print(fit_line(found, was, model, adopted=adopted))
    else:
        stdout_console().print(fit_group(found, seconds, adopted=adopted))


def _revert(file: Path | None) -> None:
    from dlprep import paths
    from dlprep.cli.opened import opened
    from dlprep.errors import NothingToDoError, UsageError
    from dlprep.screen.console import stdout_console

    if file is not None:
        raise UsageError("--revert takes no file: it goes back to the weights used before")
    if not paths.database().exists():
        raise NothingToDoError("no fitted weights are in force")
    with opened(writing=True) as log:
        if not log.take_back_weights():
            raise NothingToDoError("no fitted weights are in force")
        left = log.adoptions_in_force()
    said = "the fitted weights before them" if left else "the shipped weights"
    stdout_console().print(f"Back to {said}; every question moves to them at its next review.")


def _read(file: Path, utc_offset: str | None) -> "ReviewFile":
    import sys

    from dlprep import config, paths
    from dlprep.exchange.review_csv import offset, read

    zone = None if utc_offset is None else offset(utc_offset)
    found = read(file, config.load(paths.config_file()).day_start_hour, zone)
    for warning in found.warnings:
        print(f"dlprep: warning: {warning}", file=sys.stderr)
    return found


def _answers(file: Path | None, utc_offset: str | None) -> "Answers":
    """The reviews of a file, or of the learner's own log."""
    from dlprep.cli.opened import opened
    from dlprep.errors import NothingToDoError, UsageError

    if file is not None:
        return _read(file, utc_offset).answers
    if utc_offset is not None:
        raise UsageError("--utc-offset is for a CSV file: your own log knows its study days")
    with opened() as log:
        found = log.answers()
    if not len(found):
        raise NothingToDoError("your log is empty; `dlprep quiz` asks the first question")
    return found


def _fitted_until() -> "date | None":
    """The last study day that the weights in force were fitted to; None for the shipped ones."""
    from dlprep.cli.opened import opened

    with opened() as log:
        adopted = log.adoptions_in_force()
    return adopted[-1].until if adopted else None


def _model(shipped: bool) -> "Model":
    """The learner's model, or the shipped weights at the learner's retention."""
    from dlprep import config, paths
    from dlprep.cli.opened import opened
    from dlprep.scheduling.memory import model

    retention = config.load(paths.config_file()).retention
    if shipped:
        return model(retention)
    with opened() as log:
        return log.in_force(retention)
