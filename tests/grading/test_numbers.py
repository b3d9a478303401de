import contextlib
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlprep.errors import UnreadableAnswerError
from dlprep.grading.estimate import read_range
from dlprep.grading.numbers import read_number


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("0.8", "", 0.8), ("80%", "", 0.8), ("80 %", "%", 80), ("80", "%", 80), ("4/5", "", 0.8),
        ("1e-3", "", 0.001), ("2^10", "", 1024), ("3.2M", "", 3.2e6), ("1.5 GB", "GB", 1.5),
        ("1500 MB", "GB", 1.5), ("1.5GB", "", 1.5e9), ("1,234,567", "", 1234567), (".5", "", 0.5),
        ("-3", "", -3), ("−3", "", -3), ("~5k", "", 5000), ("2 million people", "people", 2e6),
        ("90 s", "min", 1.5), ("007", "", 7), ("250 ml", "l", 0.25), ("1 GiB", "GB", 1.073741824),
    ],
)  # fmt: skip
def test_numbers_as_people_type_them(text: str, unit: str, value: float) -> None:
    assert math.isclose(read_number(text, unit), value)


@pytest.mark.parametrize(
    "text",
    ["", "abc", "5 GB x", "1e999", "1/0", "9**9**9", "__import__('os')", "1..2", "nan", "inf"],
)
def test_what_is_no_number_says_what_was_expected(text: str) -> None:
    with pytest.raises(UnreadableAnswerError, match="type"):
        read_number(text, "GB" if "GB" in text else "")


@given(st.text(max_size=40))
def test_any_text_is_a_finite_number_or_refused(text: str) -> None:
    with contextlib.suppress(UnreadableAnswerError):
        assert math.isfinite(read_number(text))


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_what_python_prints_is_read_back(value: float) -> None:
    assert read_number(repr(value)) == value


@pytest.mark.parametrize(
    ("typed", "low", "high"),
    [
        ("2M..5M", 2e6, 5e6),
        ("2..5M", 2e6, 5e6),
        ("2-5M", 2e6, 5e6),
        ("2 to 5 million", 2e6, 5e6),
        ("1e-3", 1e-3, 1e-3),
        ("1e-3 - 1e-2", 1e-3, 1e-2),
        ("5M – 2M", 2e6, 5e6),
    ],
)
def test_ranges_as_people_type_them(typed: str, low: float, high: float) -> None:
    assert read_range(typed, "") == (low, high)
