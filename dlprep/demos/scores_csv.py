"""Bring your own: labels and scores of a model out of a CSV file, each error on one line."""

import csv
import math
import reprlib
from collections.abc import Iterator
from pathlib import Path

from dlprep.demos.threshold import Scores, Words
from dlprep.errors import UnreadableError, UsageError
from dlprep.paths import shown
from dlprep.spelling import did_you_mean

_DELIMITERS = ",;\t|"
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
_shortener = reprlib.Repr()
_shortener.maxstring = 40
_quote = _shortener.repr  # untrusted cells: escaped, and never a screenful


def read(path: Path, y_true: str, y_score: str, positive: str | None = None) -> Scores:
    """The scores of each class in a CSV file with a header line.

    `y_true` names the column of labels, two values; `y_score` the column of probabilities of the
    positive class, 0..1. `positive` says which label is positive where 1, true, yes and the like
    do not. Commas, semicolons, tabs and bars are accepted as separators; UTF-8 with or without a
    mark.

    Raises
    ------
    UnreadableError
        The file, a column, a label or a score cannot be used; the message names file and line.
    UsageError
        Which label is positive cannot be told.
    """
    name = _name(path)
    if y_true == y_score:
        raise UsageError(f"--y-true and --y-score both name {y_true!r}; give two columns")
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return _scores(name, _rows(name, file.read()), y_true, y_score, positive)
    except UnicodeDecodeError as error:
        raise UnreadableError(
            f"{name}: not UTF-8 text (byte {error.start}); save it as UTF-8 CSV"
        ) from error
    except OSError as error:
        raise UnreadableError(
            f"{name}: {error.strerror or error}; check the path after --csv"
        ) from error
    except ValueError as error:  # a path with a NUL
        raise UnreadableError(f"{name}: {error}; check the path after --csv") from error


def _name(path: Path) -> str:
    try:
        text = shown(path)
    except ValueError:
        text = str(path)
    return text if text.isprintable() else repr(text)


def _rows(name: str, text: str) -> Iterator[tuple[int, list[str]]]:
    """Line number and cells of each row that is not blank, the header first."""
    head = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(_DELIMITERS, key=head.count)
    reader = csv.reader(text.splitlines(keepends=True), delimiter=delimiter, strict=True)
    line = 0
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield line + 1, [cell.strip() for cell in cells]
            line = reader.line_num
    except csv.Error as error:
        raise UnreadableError(
            f"{name}:{line + 1}: {error}; close the quotes on this line"
        ) from error


def _scores(
    name: str,
    rows: Iterator[tuple[int, list[str]]],
    y_true: str,
    y_score: str,
    positive: str | None,
) -> Scores:
    header_line, header = next(rows, (0, []))
    if not header:
        raise UnreadableError(f"{name}: the file is empty; it needs a header line and rows of data")
    true_at = _column(name, header_line, header, y_true, "--y-true")
    score_at = _column(name, header_line, header, y_score, "--y-score")
    by_label: dict[str, list[float]] = {}
    for line, cells in rows:
        if len(cells) != len(header):
            raise UnreadableError(
                f"{name}:{line}: {len(cells)} cells where the header has {len(header)}; "
                "add what is missing or quote the cell that holds a separator"
            )
        label = _label(name, line, cells[true_at], y_true)
        score = _score(name, line, cells[score_at], y_score)
        if label not in by_label and len(by_label) == 2:
            both = " and ".join(_quote(known) for known in by_label)
            raise UnreadableError(
                f"{name}:{line}: label {_quote(label)} is a third value beside {both}; "
                f"{y_true!r} must hold two"
            )
        by_label.setdefault(label, []).append(score)
    if not by_label:
        raise UnreadableError(f"{name}: a header but no rows; add one row a case")
    if len(by_label) == 1:
        only = _quote(next(iter(by_label)))
        raise UnreadableError(
            f"{name}: every label in {y_true!r} is {only}; a confusion matrix needs both classes"
        )
    chosen, other = _positive(by_label, y_true, positive)
    return Scores(
        tuple(sorted(by_label[chosen])),
        tuple(sorted(by_label[other])),
        _words(y_true, chosen, other),
        f"scores {y_score!r} from {name}",
        None,
    )


def _column(name: str, line: int, header: list[str], wanted: str, option: str) -> int:
    found = [i for i, cell in enumerate(header) if cell == wanted]
    if len(found) == 1:
        return found[0]
    if found:
        raise UnreadableError(
            f"{name}:{line}: {len(found)} columns are called {wanted!r}; rename one"
        )
    guess = did_you_mean(wanted, header)
    there = ", ".join(_quote(cell) for cell in header[:8]) + (", ..." if len(header) > 8 else "")
    raise UnreadableError(
        f"{name}:{line}: no column {wanted!r}{guess}; there is {there}; name it with {option}"
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


def _positive(labels: dict[str, list[float]], column: str, asked: str | None) -> tuple[str, str]:
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
