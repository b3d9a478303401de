"""Review logs of flashcard programs as CSV: `card_id,review_time,review_rating`, in bulk."""

import csv
import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from dlprep import paths
from dlprep.errors import UnreadableError, UsageError
from dlprep.scheduling.answers import Answers, answers
from dlprep.spelling import did_you_mean

if TYPE_CHECKING:
    from dlprep.scheduling.fsrs6 import Integers

COLUMNS = ("card_id", "review_time", "review_rating")
DURATION = "review_duration"
"""Optional: how long the answer took, in milliseconds."""
_EPOCH_ORDINAL = 719_163  # date(1970, 1, 1).toordinal()
_DAY_MS = 86_400_000
_QUARTER_MS = 900_000
_LAST_MS = 253_370_764_800_000  # the year 9999
_LOOKS_LIKE_SECONDS = 100_000_000_000


class ReviewFile(msgspec.Struct, frozen=True):
    """A log as the file had it (`card_ids`, `times`, as they stood), and in columns by time.

    `order` gives the file's row, counted from 0, of each entry of `answers`; `warnings` are
    sentences about what can be read but is unlikely to be meant.
    """

    card_ids: Sequence[str]
    times: Sequence[str]
    answers: Answers
    order: "Integers"
    warnings: tuple[str, ...] = ()


def offset(text: str) -> timedelta:
    """The offset from UTC that a text such as `-05:00`, `+0530` or `Z` stands for.

    Raises
    ------
    UsageError
        It is none, or lies outside -14..+14 hours.
    """
    try:
        found = datetime.strptime(text.strip(), "%z").utcoffset()
    except ValueError:
        found = None
    if found is None or abs(found) > timedelta(hours=14):
        raise UsageError(f"--utc-offset {text!r} is no offset from UTC such as -05:00 or +05:30")
    return found


def read(path: Path, day_start_hour: int, utc_offset: timedelta | None = None) -> ReviewFile:
    """A CSV file with a header that names at least `COLUMNS`; other columns are passed over.

    Times are UTC, ISO 8601 or whole milliseconds since 1970; `utc_offset` says what is local, on
    which study days depend, else the time zone of this machine. The rows of a card must stand in
    the order of time; the cards may be mixed in any way.

    Raises
    ------
    UnreadableError
        The file, a column or a row cannot be used; the message names the file and the line.
    """
    import numpy as np

    name = paths.shown(path)
    lines, cells = _cells(path, name)
    rating = _ratings(name, lines, cells[COLUMNS[2]])
    at = _instants(name, lines, cells[COLUMNS[1]])
    known, card = np.unique(np.asarray(cells[COLUMNS[0]]), return_inverse=True)
    if known[0] == "":
        row = cells[COLUMNS[0]].index("")
        raise UnreadableError(
            f"{name}:{lines[row]}: card_id is empty; name the card or drop the row"
        )
    _refuse_disorder(name, lines, card, at)
    took = _durations(name, lines, cells[DURATION]) if DURATION in cells else None
    day = _study_days(at, day_start_hour, utc_offset)
    columns = answers(card, day, rating, milliseconds=took)
    order = np.argsort(at, kind="stable")
    warnings: tuple[str, ...] = ()
    if at.max() < _LOOKS_LIKE_SECONDS:
        warnings = (f"{name}: every review_time lies before 1973; seconds want to be milliseconds",)
    return ReviewFile(cells[COLUMNS[0]], cells[COLUMNS[1]], columns.rows(order), order, warnings)


def _cells(path: Path, name: str) -> tuple[Sequence[int], dict[str, list[str]]]:
    """The line number of every row, and the cells of the columns that are known, stripped."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise UnreadableError(f"{name}:{line}: is not UTF-8 text; save it as UTF-8 CSV") from error
    except OSError as error:
        raise UnreadableError(f"{name}: cannot be read: {error.strerror}") from error
    reader = csv.reader(text.splitlines(keepends=True), strict=True)
    lines: list[int] = []
    rows: list[list[str]] = []
    header: list[str] = []
    begun = 1
    try:
        for row in reader:
            if row and (len(row) > 1 or row[0].strip()):
                if not header:
                    header = [cell.strip() for cell in row]
                    places = _places(name, begun, header)
                else:
                    if len(row) != len(header):
                        raise UnreadableError(
                            f"{name}:{begun}: {len(row)} cells where the header has {len(header)}"
                        )
                    lines.append(begun)
                    rows.append(row)
            begun = reader.line_num + 1
    except csv.Error as error:
        raise UnreadableError(f"{name}:{begun}: {error}; close the quotes on this line") from error
    if not header:
        raise UnreadableError(f"{name}: the file is empty; it needs the header {','.join(COLUMNS)}")
    if not rows:
        raise UnreadableError(f"{name}: a header but no reviews; there is nothing to work on")
    return lines, {column: [row[at].strip() for row in rows] for column, at in places.items()}


def _places(name: str, line: int, header: list[str]) -> dict[str, int]:
    for column in COLUMNS:
        if header.count(column) != 1:
            many = "two columns are called" if column in header else "there is no column"
            guess = "" if column in header else did_you_mean(column, header)
            raise UnreadableError(
                f"{name}:{line}: {many} {column!r}{guess}; the header must name {', '.join(COLUMNS)}"
            )
    return {column: header.index(column) for column in (*COLUMNS, DURATION) if column in header}


def _ratings(name: str, lines: Sequence[int], cells: list[str]) -> "Integers":
    import numpy as np

    codes = {"1": 1, "2": 2, "3": 3, "4": 4}
    found = [codes.get(cell, 0) for cell in cells]
    if 0 in found:
        row = found.index(0)
        raise UnreadableError(
            f"{name}:{lines[row]}: review_rating must be 1, 2, 3 or 4, not {_quoted(cells[row])}"
        )
    return np.asarray(found, np.int64)


def _instants(name: str, lines: Sequence[int], cells: list[str]) -> "Integers":
    """Milliseconds since 1970, UTC."""
    import numpy as np

    instants = np.empty(len(cells), np.int64)
    for row, cell in enumerate(cells):
        try:
            if cell.isdecimal() and len(cell) <= 15:
                instants[row] = int(cell)
            else:
                instants[row] = _milliseconds(cell)
            if 0 <= instants[row] < _LAST_MS:
                continue
        except ValueError:
            pass
        raise UnreadableError(
            f"{name}:{lines[row]}: review_time {_quoted(cell)} is neither an ISO 8601 instant such as "
            "2026-11-23T08:00:00Z nor milliseconds since 1970"
        )
    return instants


def _milliseconds(cell: str) -> int:
    if len(cell) < len("2026-11-23T08"):
        raise ValueError(cell)  # a bare date has no time of day
    at = datetime.fromisoformat(cell)
    since = at.replace(tzinfo=None) - datetime(1970, 1, 1) - (at.utcoffset() or timedelta())
    return since // timedelta(milliseconds=1)


def _durations(name: str, lines: Sequence[int], cells: list[str]) -> "Integers":
    import numpy as np

    found = np.zeros(len(cells), np.int64)
    for row, cell in enumerate(cells):
        try:
            took = float(cell or 0)
            if not 0 <= took < _DAY_MS * 366:
                raise ValueError
        except ValueError:
            raise UnreadableError(
                f"{name}:{lines[row]}: {DURATION} must be milliseconds, 0 or more, "
                f"not {_quoted(cell)}"
            ) from None
        found[row] = int(took)
    return found


def _refuse_disorder(name: str, lines: Sequence[int], card: "Integers", at: "Integers") -> None:
    """Raise for the first row that repeats another, or lies before an earlier row of its card."""
    import numpy as np

    by_card = np.argsort(card, kind="stable")
    same = card[by_card][1:] == card[by_card][:-1]
    bad = np.flatnonzero(same & (np.diff(at[by_card]) <= 0))
    if not len(bad):
        return
    first = bad[np.argmin(by_card[bad + 1])]
    before, row = int(by_card[first]), int(by_card[first + 1])
    what = (
        f"repeats line {lines[before]}: one card, one instant; drop one of the two"
        if at[row] == at[before]
        else f"goes back in time: its card was reviewed later on line {lines[before]}; "
        "put the rows of a card in the order of time"
    )
    raise UnreadableError(f"{name}:{lines[row]}: {what}")


def _study_days(at: "Integers", day_start_hour: int, utc_offset: timedelta | None) -> "Integers":
    """The ordinal of the study day of each instant; by the wall clock, as `clock.study_day`."""
    import numpy as np

    if utc_offset is None:  # no offset changes within a quarter of an hour
        quarters, which = np.unique(at // _QUARTER_MS, return_inverse=True)
        zone = [time.localtime(q * _QUARTER_MS // 1000).tm_gmtoff * 1000 for q in quarters.tolist()]
        shift: Integers = np.asarray(zone, np.int64)[which]
    else:
        shift = np.asarray(utc_offset // timedelta(milliseconds=1), np.int64)
    local = at + shift - day_start_hour * 3_600_000
    return local // _DAY_MS + _EPOCH_ORDINAL


def _quoted(cell: str) -> str:
    return repr(cell if len(cell) <= 40 else f"{cell[:40]}…")
