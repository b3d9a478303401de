"""Short ways to write a demo's knobs."""

from collections.abc import Mapping

import msgspec

from dlprep.demos.family.knobs import Knob, Value


def number(
    name: str,
    default: float,
    low: float,
    high: float | None,
    help: str,
    *,
    step: float = 0.1,
    stops: tuple[float, ...] = (),
    form: str = "number",
    changes: str = "",
    without: str = "",
    at: Mapping[str, Value] | None = None,
    words: Mapping[Value, str] | None = None,
) -> Knob:
    """A number from `low` to `high`; `changes` names, between spaces, what a turn must change.

    `at` are other knobs' values at which a turn of this one shows; `without` names a file knob
    beside which this one means nothing; `words` stand for values whose number would mislead.
    """
    return Knob(
        name,
        "number",
        default,
        low,
        high,
        help=help,
        step=step,
        stops=stops,
        form=form,
        changes=tuple(changes.split()),
        without=without,
        turned_with=at or {},
        words=words or {},
    )


def integer(
    name: str,
    default: int,
    low: int,
    high: int | None,
    help: str,
    *,
    step: int = 1,
    stops: tuple[int, ...] = (),
    exact: bool = False,
    changes: str = "",
    without: str = "",
    at: Mapping[str, Value] | None = None,
) -> Knob:
    """A whole number from `low` to `high`, with `exact` only a stop; the rest as for `number`."""
    knob = number(
        name,
        default,
        low,
        high,
        help,
        step=step,
        stops=stops,
        form="integer",
        changes=changes,
        without=without,
        at=at,
    )
    return msgspec.structs.replace(knob, kind="integer", exact=exact)


def choice(
    name: str,
    choices: str,
    help: str,
    *,
    default: str = "",
    changes: str = "",
    without: str = "",
    at: Mapping[str, Value] | None = None,
) -> Knob:
    """One of the words between spaces, by default the first; `without` names a file knob."""
    words = tuple(choices.split())
    return Knob(
        name,
        "choice",
        default or words[0],
        choices=words,
        help=help,
        form="text",
        changes=tuple(changes.split()),
        without=without,
        turned_with=at or {},
    )


def own_file(help: str, name: str = "csv") -> Knob:
    """The learner's own data: a CSV file, or `-` for stdin."""
    return Knob(name, "file", None, help=help, form="text")


def column(name: str, default: str, help: str, needs: str = "csv") -> Knob:
    """A column of the learner's own file."""
    return Knob(name, "column", default, help=help, form="text", needs=needs)
