"""Bring your own: labels and scores of a model out of a CSV file, each error on one line."""

import math
from collections.abc import Mapping
from functools import lru_cache

from dlprep.demos.family.scores import Scores, Words
from dlprep.demos.family.sheet import Sheet
from dlprep.demos.family.sheet import quote as _quote
from dlprep.errors import UnreadableError, UsageError
from dlprep.spelling import did_you_mean

_POSITIVE_OF = {
    frozenset(pair): pair[1]
    for pair in (
        ("0", "1"),
        ("-1", "1"),
        ("false", "true"),
        ("f", "t"),
        ("no", "yes"),
        ("n", "y"),
        ("neg", "pos"),
        ("negative", "positive"),
        ("benign", "malignant"),
        ("ham", "spam"),
    )
}


@lru_cache(maxsize=4)  # a million rows take two seconds, and a turn of a knob reads them again
def read(
    path: str, y_true: str, y_score: str, positive: str | None = None, weight: str | None = None
) -> Scores:
    """The scores of each class in a CSV file with a header line; `-` is stdin.

    `y_true` names the column of labels, two values; `y_score` the column of probabilities of the
    positive class, 0..1; `weight` one of how many cases a row stands for, at least 0. `positive`
    says which label is positive where 1, true, yes and the like do not.

    Raises
    ------
    UnreadableError
        The file, a column, a label or a score cannot be used; the message names file and line.
    UsageError
        Which label is positive cannot be told.
    """
    if y_true == y_score:
        raise UsageError(f"--y-true and --y-score both name {y_true!r}; give two columns")
    sheet = Sheet(path, "rows of data")
    name = sheet.name
    true_at, score_at = sheet.column(y_true, "--y-true"), sheet.column(y_score, "--y-score")
    weight_at = None if weight is None else sheet.column(weight, "--weight")
    by_label: dict[str, list[tuple[float, float]]] = {}
    for line, cells in sheet.rows():
        label = _label(name, line, cells[true_at], y_true)
        score = _score(name, line, cells[score_at], y_score)
        if label not in by_label and len(by_label) == 2:
            both = " and ".join(_quote(known) for known in by_label)
            raise UnreadableError(
                f"{name}:{line}: label {_quote(label)} is a third value beside {both}; "
                f"{y_true!r} must hold two"
            )
        heavy = 1.0
        if weight is not None and weight_at is not None:
            heavy = sheet.number(line, cells[weight_at], weight, 0)
        by_label.setdefault(label, []).append((score, heavy))
    if not by_label:
        raise UnreadableError(f"{name}: a header but no rows; add one row a case")
    if len(by_label) == 1:
        only = _quote(next(iter(by_label)))
        raise UnreadableError(
            f"{name}: every label in {y_true!r} is {only}; a confusion matrix needs both classes"
        )
    chosen, other = _positive(by_label, y_true, positive)
    for label in (chosen, other):
        if not sum(heavy for _, heavy in by_label[label]):
            raise UnreadableError(f"{name}: all rows of label {_quote(label)} weigh nothing")
    return Scores.of(
        by_label[chosen],
        by_label[other],
        _words(y_true, chosen, other),
        f"scores {y_score!r} from {name}",
        None,
        weighted=weight is not None,
    )


def _label(name: str, line: int, cell: str, column: str) -> str:
    if not cell or cell.lower() in ("nan", "na", "null", "none"):
        raise UnreadableError(
            f"{name}:{line}: no label ({_quote(cell)}) in {column!r}; drop the row or label it"
        )
    try:
        number = float(cell)
    except ValueError:
        return cell
    return str(int(number)) if number.is_integer() else cell  # 1.0 is the label 1


def _score(name: str, line: int, cell: str, column: str) -> float:
    try:
        score = float(cell)
    except ValueError:
        advice = "write a point for the decimal comma" if "," in cell else "write a number in 0..1"
        raise UnreadableError(
            f"{name}:{line}: score {_quote(cell)} in {column!r} is not a number; {advice}"
        ) from None
    if math.isnan(score):
        raise UnreadableError(
            f"{name}:{line}: score {_quote(cell)} in {column!r} is missing; drop the row or score it"
        )
    if not 0 <= score <= 1:
        percent = "divide percentages by 100" if 1 < score <= 100 else "give probabilities"
        raise UnreadableError(
            f"{name}:{line}: score {_quote(cell)} in {column!r} is outside 0..1; {percent}"
        )
    return score


def _positive(labels: Mapping[str, object], column: str, asked: str | None) -> tuple[str, str]:
    """The positive label and the other."""
    one, other = labels
    if asked is not None:
        if asked not in labels:
            guess = did_you_mean(asked, labels)
            raise UsageError(
                f"--positive {asked!r} is no label in {column!r}{guess}; "
                f"there is {_quote(one)} and {_quote(other)}"
            )
        return (one, other) if asked == one else (other, one)
    known = _POSITIVE_OF.get(frozenset((one.lower(), other.lower())))
    if known is None:
        raise UsageError(
            f"which label of {column!r} is positive, {_quote(one)} or {_quote(other)}? "
            "say so with --positive"
        )
    return (one, other) if known == one.lower() else (other, one)


def _words(column: str, positive: str, negative: str) -> Words:
    """Labels that are words speak for themselves; numbers need their column's name."""
    if positive.lstrip("-").isdigit():
        return Words(f"{column}={positive}", f"{column}={negative}")
    return Words(positive, negative)
