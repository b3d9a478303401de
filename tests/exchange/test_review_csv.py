"""Review logs from CSV: what is read, and the one line that each fault gets."""

import csv
import io
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlprep.clock import study_day
from dlprep.errors import UnreadableError, UsageError
from dlprep.exchange.review_csv import offset, read

HEAD = "card_id,review_time,review_rating\n"
DAY = 86_400_000


@pytest.fixture
def berlin(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "Europe/Berlin")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def write(tmp_path: Path, text: str | bytes) -> Path:
    file = tmp_path / "log.csv"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return file


def test_times_are_milliseconds_or_iso_and_rows_come_in_the_order_of_time(tmp_path: Path) -> None:
    text = HEAD + "b,2026-03-02T12:00:00Z,3\na,1772366400000,1\nb,2026-03-04T13:00:00+01:00,4\n"
    found = read(write(tmp_path, text), 4, timedelta())
    assert found.order.tolist() == [1, 0, 2]
    days = [date(2026, 3, 1), date(2026, 3, 2), date(2026, 3, 4)]
    assert found.answers.day.tolist() == [day.toordinal() for day in days]
    assert found.answers.rating.tolist() == [1, 3, 4]
    assert (found.card_ids, found.times[1]) == (["b", "a", "b"], "1772366400000")


def test_other_columns_are_passed_over_and_the_duration_is_kept(tmp_path: Path) -> None:
    text = "﻿deck,review_rating, review_duration ,card_id,review_time\nx,3,,1,0\ny,3,1500.5,1,5\n"
    found = read(write(tmp_path, text), 4, timedelta())
    assert found.answers.milliseconds.tolist() == [0, 1500]
    assert "seconds" in found.warnings[0]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", ": the file is empty; it needs the header card_id,review_time,review_rating"),
        ("\n  \n", ": the file is empty"),
        (HEAD, ": a header but no reviews"),
        ("card_id,review_time\n1,2\n", ":1: there is no column 'review_rating'"),
        ("card_id,review_tme,review_rating\n", "'review_time' (did you mean 'review_tme'?)"),
        ("card_id,card_id,review_time,review_rating\n", "two columns are called 'card_id'"),
        (HEAD + "1,0,3\n1,9,5\n", ":3: review_rating must be 1, 2, 3 or 4, not '5'"),
        (HEAD + "1,0,0\n", ":2: review_rating"),
        (HEAD + "1,0,\n", ":2: review_rating must be 1, 2, 3 or 4, not ''"),
        (HEAD + "\n1,0,3\n\n1,yesterday,3\n", ":5: review_time 'yesterday' is neither"),
        (HEAD + "1,2026-03-02,3\n", ":2: review_time '2026-03-02' is neither"),
        (HEAD + "1,-5,3\n", ":2: review_time '-5'"),
        (HEAD + "1,nan,3\n", ":2: review_time 'nan'"),
        (HEAD + "1,999999999999999999999,3\n", ":2: review_time '9999"),
        (HEAD + "1,²,3\n", ":2: review_time"),
        (HEAD + " ,0,3\n", ":2: card_id is empty"),
        (HEAD + "1,0,3\n2,0,3\n1,0,3\n", ":4: repeats line 2"),
        (HEAD + "1,50,3\n2,0,3\n1,40,3\n", ":4: goes back in time"),
        (HEAD + "1,0,3,9\n", ":2: 4 cells where the header has 3"),
        (HEAD + "1,0\n", ":2: 2 cells where the header has 3"),
        (HEAD + '1,"0,3\n', ":2: unexpected end of data; close the quotes"),
        (HEAD.encode() + b"1,0,3\n\xff,0,3\n", ":3: is not UTF-8 text"),
        (HEAD.encode("utf-16"), ":1: is not UTF-8 text"),
    ],
)
def test_a_fault_is_one_line_that_says_where(tmp_path: Path, text: str | bytes, says: str) -> None:
    with pytest.raises(UnreadableError) as told:
        read(write(tmp_path, text), 4, timedelta())
    assert says in str(told.value) and "log.csv" in str(told.value)
    assert "\n" not in str(told.value)


def test_a_file_that_is_not_there_or_is_a_folder(tmp_path: Path) -> None:
    for path in (tmp_path / "none.csv", tmp_path):
        with pytest.raises(UnreadableError, match="cannot be read"):
            read(path, 4, timedelta())


@given(st.text(max_size=200) | st.binary(max_size=200))
def test_no_file_breaks_the_reader(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.getbasetemp() / "any.csv"
    data = text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
    for content in (data, HEAD.encode() + data):
        path.write_bytes(content)
        try:
            read(path, 4, timedelta())
        except UnreadableError as error:
            assert "any.csv" in str(error)


@given(st.lists(st.datetimes(datetime(1971, 1, 1), datetime(2100, 1, 1)), min_size=1, unique=True))
@pytest.mark.usefixtures("berlin")
def test_study_days_are_those_of_the_clock_across_daylight_saving(
    tmp_path_factory: pytest.TempPathFactory, instants: list[datetime]
) -> None:
    path = tmp_path_factory.getbasetemp() / "days.csv"
    instants = sorted({at.replace(microsecond=0, tzinfo=UTC) for at in instants})
    rows = io.StringIO()
    csv.writer(rows).writerows((i, at.isoformat(), 3) for i, at in enumerate(instants))
    path.write_text(HEAD + rows.getvalue())
    found = read(path, 4)
    assert found.answers.day.tolist() == [study_day(at, 4).toordinal() for at in instants]


def test_the_offset_decides_the_study_day(tmp_path: Path) -> None:
    file = write(tmp_path, HEAD + "1,2026-03-02T08:59:59Z,3\n1,2026-03-02T09:00:00Z,3\n")
    there = read(file, 4, offset("-05:00")).answers.day
    assert there.tolist() == [date(2026, 3, 1).toordinal(), date(2026, 3, 2).toordinal()]
    here = read(file, 4, offset("Z")).answers.day
    assert here.tolist() == [date(2026, 3, 2).toordinal()] * 2


@pytest.mark.parametrize("text", ["", "5", "east", "-25:00", "+14:01", "05:00"])
def test_what_is_no_offset(text: str) -> None:
    with pytest.raises(UsageError, match="no offset from UTC"):
        offset(text)
