"""Knobs never leave their range, and what they show can be typed again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlprep.demos.family.forms import plain, shown, toned
from dlprep.demos.family.knobs import settled
from dlprep.demos.family.turnable import choice, column, integer, number, own_file
from dlprep.errors import UsageError

SHARE = number("share", 0.5, 0, 1, "a share", step=0.01, form="percent")
RATE = number("rate", 0.1, 0.001, 10, "a rate", stops=(0.001, 0.01, 0.1, 1, 10))
COUNT = integer("count", 5, 1, 9, "a count")
WAY = choice("way", "up down", "a way", default="down")


@given(st.floats(0.001, 10), st.integers(-8, 8))
def test_stops_are_gone_through_from_any_value(value: float, steps: int) -> None:
    turned = RATE.turned(value, steps)
    assert isinstance(turned, int | float)
    assert 0.001 <= turned <= 10
    if steps > 0:
        assert turned > value or value == 10
    if steps < 0:
        assert turned < value or value == 0.001


@given(st.lists(st.integers(-120, 120), max_size=8))
def test_steps_stay_in_range_and_do_not_drift(turns: list[int]) -> None:
    value: object = SHARE.default
    for steps in turns:
        value = SHARE.turned(value, steps)
        assert isinstance(value, int | float)
        assert 0 <= value <= 1
        assert round(value, 2) == value
    count = COUNT.turned(COUNT.default, sum(turns))
    assert isinstance(count, int)
    assert 1 <= count <= 9


@given(st.text(max_size=12))
def test_any_text_is_read_within_the_range_or_refused_with_it(text: str) -> None:
    try:
        value = RATE.read(text)
    except UsageError as error:
        assert "0.001..10" in str(error)
    else:
        assert isinstance(value, float)
        assert 0.001 <= value <= 10


def test_choices_go_round_and_read_any_case() -> None:
    assert WAY.default == "down"
    assert WAY.turned("down", 1) == "up"
    assert WAY.read("UP") == "up"
    assert WAY.other() == "up"


def test_knobs_of_a_file_mean_nothing_without_it() -> None:
    knobs = (
        own_file("a file"),
        column("label", "y", "a column"),
        number("k", 1, 0, 2, "", without="csv"),
    )
    assert settled(knobs, {}) == {"csv": None, "label": None, "k": 1}
    assert settled(knobs, {"csv": "x"}) == {"csv": "x", "label": "y", "k": None}
    with pytest.raises(UsageError, match="--label needs a file"):
        settled(knobs, {"label": "z"})
    with pytest.raises(UsageError, match="--k belongs to the built-in data"):
        settled(knobs, {"csv": "x", "k": 1.5})


@pytest.mark.parametrize(
    ("value", "form", "text"),
    [
        (0.9286, "percent", "92.9%"),
        (0.0004, "percent", "0.04%"),
        (1.0, "percent", "100.0%"),
        (14753, "integer", "14,753"),
        (3.14159, "number", "3.14"),
        (123456.0, "number", "123,456"),
        (7.8e-7, "number", "7.8e-7"),
        (1e33, "number", "1e33"),
        (None, "percent", "-"),
        (float("nan"), "number", "undefined"),
        (float("inf"), "integer", "inf"),
        (0.5, "fixed3", "0.500"),
        ("<b>", "percent", "<b>"),
    ],
)
def test_numbers_are_written_as_people_do(value: object, form: str, text: str) -> None:
    assert shown(value, form) == text


def test_tones_of_a_sentence() -> None:
    said = "so {-37 missed-}, {+19 fewer+}."
    assert plain(said) == "so 37 missed, 19 fewer."
    assert toned(said) == [
        ("so ", ""), ("37 missed", "bad"), (", ", ""), ("19 fewer", "good"), (".", ""),
    ]  # fmt: skip
