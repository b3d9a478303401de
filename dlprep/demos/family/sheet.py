"""Bring your own data: a CSV file with a header line, each error on one line with its place."""

import csv
import io
import math
import reprlib
import sys
from collections.abc import Iterator
from pathlib import Path

from dlprep.errors import UnreadableError
from dlprep.paths import shown
from dlprep.spelling import did_you_mean

STDIN = "-"
_DELIMITERS = ",;\t|"
_shortener = reprlib.Repr()
_shortener.maxstring = 40
quote = _shortener.repr  # untrusted cells: escaped, and never a screenful

Row = tuple[int, list[str]]


class Sheet:
    """The header of a file and its rows, which can be gone through once.

    Commas, semicolons, tabs and bars are accepted as separators; UTF-8 with or without a mark.
    """

    def __init__(self, path: str, what: str = "rows of data") -> None:
        self.name = named(path)
        self._rows = _rows(self.name, _text(self.name, path))
        self.line, self.header = next(self._rows, (0, []))
        if not self.header:
            raise UnreadableError(
                f"{self.name}: the file is empty; it needs a header line and {what}"
            )

    def column(self, wanted: str, option: str) -> int:
        """The place of a column."""
        found = [i for i, cell in enumerate(self.header) if cell == wanted]
        if len(found) == 1:
            return found[0]
        if found:
            raise UnreadableError(
                f"{self.name}:{self.line}: {len(found)} columns are called {wanted!r}; rename one"
            )
        guess = did_you_mean(wanted, self.header)
        more = ", ..." if len(self.header) > 8 else ""
        there = ", ".join(quote(cell) for cell in self.header[:8]) + more
        raise UnreadableError(
            f"{self.name}:{self.line}: no column {wanted!r}{guess}; there is {there}; "
            f"name it with {option}"
        )

    def rows(self) -> Iterator[Row]:
        """Line number and cells of each row that is not blank."""
        for line, cells in self._rows:
            if len(cells) != len(self.header):
                raise UnreadableError(
                    f"{self.name}:{line}: {len(cells)} cells where the header has "
                    f"{len(self.header)}; add what is missing or quote the cell that holds a separator"
                )
            yield line, cells

    def number(
        self,
        line: int,
        cell: str,
        column: str,
        low: float = -math.inf,
        high: float = math.inf,
        *,
        whole: bool = False,
    ) -> float:
        """The number in a cell, within its bounds."""
        where = f"{self.name}:{line}: {quote(cell)} in {column!r}"
        try:
            value = float(cell)
        except ValueError:
            advice = "write a point for the decimal comma" if "," in cell else "write a number"
            raise UnreadableError(f"{where} is not a number; {advice}") from None
        if not math.isfinite(value):
            raise UnreadableError(f"{where} is missing or infinite; drop the row")
        if not low <= value <= high:
            bounds = f"at least {low:g}" if high == math.inf else f"{low:g}..{high:g}"
            raise UnreadableError(f"{where} is outside its range; it must be {bounds}")
        if whole and not value.is_integer():
            raise UnreadableError(f"{where} is not a whole number")
        return value


def _text(name: str, path: str) -> str:
    try:
        if path == STDIN:
            return sys.stdin.read().removeprefix("\ufeff")
        with Path(path).open(encoding="utf-8-sig", newline="") as file:
            return file.read()
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


def named(path: str) -> str:
    """A file as sentences call it: its path, or `stdin`."""
    if path == STDIN:
        return "stdin"
    try:
        text = shown(Path(path))
    except ValueError:
        text = path
    return text if text.isprintable() else repr(text)


def _rows(name: str, text: str) -> Iterator[Row]:
    """Line number and cells of each row that is not blank, the header first."""
    head = next((line for line in io.StringIO(text) if line.strip()), "")
    delimiter = max(_DELIMITERS, key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
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
