"""`dlprep demo`: lists the live demos, or runs one on the full screen, as a card or as JSON."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from dlprep.demos.prediction import Direction, Prediction
    from dlprep.demos.threshold import Result, Scores


def demo(
    name: Annotated[str | None, typer.Argument(help="A demo; without it, all are listed.")] = None,
    threshold: Annotated[
        float | None,
        typer.Option("--threshold", "--to", help="The threshold to look at, 0..1.  [0.8]"),
    ] = None,
    base: Annotated[
        float | None, typer.Option("--from", help="The threshold to compare with.  [0.5]")
    ] = None,
    miss_cost: Annotated[float | None, typer.Option(help="Cost of a missed positive.  [5]")] = None,
    alarm_cost: Annotated[float | None, typer.Option(help="Cost of a false alarm.  [1]")] = None,
    features: Annotated[
        str | None, typer.Option(help="How many features the model sees: 3 or 30.  [3]")
    ] = None,
    csv: Annotated[
        Path | None, typer.Option(help="Your own model: a CSV file with labels and scores.")
    ] = None,
    y_true: Annotated[str | None, typer.Option(help="Its column of labels.  [label]")] = None,
    y_score: Annotated[
        str | None, typer.Option(help="Its column of scores, 0..1.  [score]")
    ] = None,
    positive: Annotated[str | None, typer.Option(help="Its label that is positive.")] = None,
    predict: Annotated[
        bool | None,
        typer.Option("--predict/--no-predict", help="Ask first what you expect."),
    ] = None,
    plain: Annotated[
        bool, typer.Option("--plain", help="Plain lines, for a screen reader.")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
    save: Annotated[Path | None, typer.Option(help="Write the card to this .svg file.")] = None,
    no_color: Annotated[bool, typer.Option("--no-color", help="No colours.")] = False,
) -> None:
    """Turn the knobs of a live demo: predict, look, explain.

    \b
    dlprep demo
    dlprep demo threshold
    dlprep demo threshold --from 0.5 --to 0.8 --save card.svg
    dlprep demo threshold --csv preds.csv --y-true label --y-score score
    printf 'rises\\nfalls\\nstays\\n' | dlprep demo threshold --predict
    """
    from dlprep.demos.catalog import find

    given = {
        "from": base,
        "threshold": threshold,
        "miss_cost": miss_cost,
        "alarm_cost": alarm_cost,
        "features": features,
        "csv": csv,
        "y_true": y_true,
        "y_score": y_score,
        "positive": positive,
    }
    if name is None:
        _list(given, save, json=json, no_color=no_color)
        return
    find(name)
    knobs = _knobs(name, given)
    if save:
        from dlprep.screen.picture import check

        check(save)
    if _full_screen(plain or json or bool(save)):
        _play(knobs, ask=predict is not False, no_color=no_color)
        return
    scores = _scores(knobs)
    result = _result(scores, knobs)
    predictions = _judged(_ask() if predict else {}, result)
    if save:
        _save(save, scores, result, predictions, quiet=json)
    if json:
        print(_as_json(name, knobs, scores, result, predictions))
    elif not save:
        _print(scores, result, predictions, plain=plain, color=not no_color)


def _list(given: Mapping[str, Any], save: Path | None, *, json: bool, no_color: bool) -> None:
    from dlprep.demos.catalog import DEMOS
    from dlprep.errors import UsageError

    turned = [name for name, value in given.items() if value is not None]
    if turned or save:
        option = turned[0].replace("_", "-") if turned else "save"
        raise UsageError(f"--{option} needs a demo: dlprep demo {DEMOS[0].slug} --{option} ...")
    if json:
        from dlprep.screen.wire import line

        print(line("dlprep.demos/1", demos=DEMOS))
        return
    from dlprep.screen.console import stdout_console
    from dlprep.screen.demos import listing

    stdout_console(color=not no_color).print(listing(DEMOS))


def _knobs(name: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """Every knob of the demo with the value it was given, or its default.

    Raises
    ------
    UsageError
        A value is out of bounds, or two knobs contradict each other.
    """
    from math import isfinite

    from dlprep.demos.catalog import find
    from dlprep.errors import UsageError

    knobs: dict[str, Any] = {}
    for knob in find(name).knobs:
        value = given[knob.name]
        option = "--" + knob.name.replace("_", "-")
        if value is None:
            value = knob.default
        elif knob.kind == "number":
            low, high = knob.min or 0.0, knob.max
            if high is not None and not low <= value <= high:
                percent = f"; {value:g}% is {value / 100:g}" if high < value <= 100 else ""
                raise UsageError(f"{option} {value:g} is outside {low:g}..{high:g}{percent}")
            if not (isfinite(value) and value >= low):
                raise UsageError(f"{option} {value:g} must be a number of at least {low:g}")
        elif knob.choices and value not in knob.choices:
            raise UsageError(f"{option} {value!r} is none of {', '.join(knob.choices)}")
        knobs[knob.name] = value
    if given["csv"] is None:
        for column in ("y_true", "y_score", "positive"):
            if given[column] is not None:
                option = column.replace("_", "-")
                raise UsageError(f"--{option} needs a file: add --csv preds.csv")
            knobs[column] = None
    elif given["features"] is not None:
        raise UsageError("--features belongs to the built-in data; leave it out with --csv")
    else:
        knobs["features"] = None
    return knobs


def _full_screen(printed: bool) -> bool:
    """Whether there is a person at a terminal that can draw; a pipe would hang Textual."""
    both = sys.stdin.isatty() and sys.stdout.isatty()
    return both and not printed and os.environ.get("TERM") != "dumb"


def _scores(knobs: Mapping[str, Any]) -> "Scores":
    if knobs["csv"] is not None:
        from dlprep.demos.scores_csv import read

        return read(knobs["csv"], knobs["y_true"], knobs["y_score"], knobs["positive"])
    from dlprep.demos.threshold import held_out_scores

    return held_out_scores(int(knobs["features"]))


def _result(scores: "Scores", knobs: Mapping[str, Any]) -> "Result":
    from dlprep.demos.threshold import Costs, run

    costs = Costs(knobs["miss_cost"], knobs["alarm_cost"])
    return run(scores, knobs["from"], knobs["threshold"], costs)


def _play(knobs: Mapping[str, Any], *, ask: bool, no_color: bool) -> None:
    from dlprep.demos.threshold import Costs
    from dlprep.screen.threshold_app import ThresholdApp

    if no_color:
        os.environ["NO_COLOR"] = "1"  # Textual reads it from there
    if knobs["csv"] is not None:
        scores = _scores(knobs)  # its errors belong on a line, before the screen is taken over

        def load() -> "Scores":
            return scores
    else:

        def load() -> "Scores":
            return _scores(knobs)

    costs = Costs(knobs["miss_cost"], knobs["alarm_cost"])
    app = ThresholdApp(load, knobs["from"], knobs["threshold"], costs, ask=ask)
    app.run()
    if app.return_code:
        raise SystemExit(app.return_code)


def _ask() -> "dict[str, Direction]":
    """One expectation a line from stdin, for precision, recall and accuracy; blank: none."""
    from dlprep.demos.prediction import read
    from dlprep.demos.threshold import PREDICTED
    from dlprep.screen.console import harmless

    said: dict[str, Direction] = {}
    for about in PREDICTED:
        if sys.stdin.isatty():
            print(f"{about}: rises, falls or stays? ", end="", file=sys.stderr, flush=True)
        line = sys.stdin.readline()
        if direction := read(line):
            said[about] = direction
        elif line.strip():
            heard = harmless(line.strip())[:40]
            print(
                f"dlprep: warning: {heard!r} for {about} is not rises, falls or stays; "
                "counted as no prediction",
                file=sys.stderr,
            )
    return said


def _judged(said: "dict[str, Direction]", result: "Result") -> "tuple[Prediction, ...]":
    from dlprep.demos.prediction import judge

    return tuple(judge(said, result.before.metrics(), result.after.metrics()))


def _save(
    path: Path,
    scores: "Scores",
    result: "Result",
    predictions: "tuple[Prediction, ...]",
    *,
    quiet: bool,
) -> None:
    from dlprep.screen.picture import svg, write
    from dlprep.screen.threshold_card import card, question
    from dlprep.screen.threshold_words import who_moved

    words = f"{question(result)} {who_moved(result, scores.words).plain}"
    write(path, svg(card(scores, result, predictions), "dlprep demo threshold", words))
    print(f"wrote {path}", file=sys.stderr if quiet else sys.stdout)


def _as_json(
    name: str,
    knobs: Mapping[str, Any],
    scores: "Scores",
    result: "Result",
    predictions: "tuple[Prediction, ...]",
) -> str:
    from dlprep.screen.wire import line

    costs, moved = result.costs, result.moved
    fields: dict[str, Any] = {
        "demo": name,
        "knobs": {k: str(v) if isinstance(v, Path) else v for k, v in knobs.items()},
        "seed": scores.seed,
        "result": {
            "from": result.before,
            "to": result.after,
            "moved": {
                "cases": moved.cases,
                "positives": moved.positives,
                "negatives": moved.negatives,
            },
            "cost": {
                "from": costs.of(result.before),
                "to": costs.of(result.after),
                "cheapest": costs.of(result.cheapest),
                "cheapest_threshold": result.cheapest.threshold,
                "theory_threshold": costs.theory,
            },
        },
    }
    if predictions:
        fields["predictions"] = predictions
    return line("dlprep.demo/1", **fields)


def _print(
    scores: "Scores",
    result: "Result",
    predictions: "tuple[Prediction, ...]",
    *,
    plain: bool,
    color: bool,
) -> None:
    from dlprep.screen.console import stdout_console
    from dlprep.screen.threshold_card import card, plain_card

    if plain or not _can_draw():
        print(plain_card(scores, result, predictions), end="")
    else:
        stdout_console(color=color).print(card(scores, result, predictions))


def _can_draw() -> bool:
    """Whether stdout's encoding has the card's blocks and frames."""
    try:
        "▁▔█━╋▲→".encode(sys.stdout.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True
