"""Values on their way out of the child, and when two of them are the same."""

import json
import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlprep.sandbox.values import decoded, encoded, same, shown

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.lists(inner, max_size=3).map(tuple)
        | st.dictionaries(st.text(max_size=3) | st.integers(), inner, max_size=3)
        | st.frozensets(st.integers(), max_size=3)
    ),
    max_leaves=12,
)


def through(value: Any) -> Any:
    return json.loads(json.dumps(encoded(value)))


@given(PLAIN)
def test_a_value_is_the_same_as_itself_and_can_be_shown(value: Any) -> None:
    assert same(through(value), through(value), 0.0)
    assert len(shown(through(value), 50)) <= 50


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False, width=32), min_size=1))
def test_lists_tuples_and_arrays_are_compared_by_their_items(values: list[float]) -> None:
    for other in (tuple(values), np.array(values)):
        assert same(through(other), through(values), 1e-9)
    assert not same(through([*values, 0.0]), through(np.array(values)), 1e-9)


@pytest.mark.parametrize(
    ("got", "wanted"),
    [
        (None, 0), (None, math.nan), ("1", 1), ([1], 1), ([1, 2], [2, 1]), ({1, 2}, [1, 2]),
        ({"a": 1}, {"a": 2}), ({"a": 1}, {"a": 1, "b": 1}), (math.inf, 1e308), (2**64, 2**64 + 1),
        (np.zeros((2, 1)), np.zeros(2)), ([[1, 2]], np.array([1, 2])), (object(), object()),
    ],
)  # fmt: skip
def test_different_things_are_not_the_same(got: Any, wanted: Any) -> None:
    assert not same(through(got), through(wanted), 1e-6)
    assert not same(through(wanted), through(got), 1e-6)


def test_numbers_are_compared_within_the_tolerance() -> None:
    assert same(1.0, 1.0 + 1e-7, 1e-6)
    assert same(1_000_000.0, 1_000_000.5, 1e-6)
    assert not same(1.0, 1.0 + 1e-5, 1e-6)
    assert same(through({"a": np.float32(0.5)}), through({"a": 0.5}), 0.0)
    assert same(through(np.array(3)), 3, 0.0)


def test_a_check_gets_the_value_back() -> None:
    value = {"a": [1, (2.5, None)], "b": {3}, (1, 2): "x"}
    assert decoded(through(value)) == value
    back = decoded(through(np.arange(6).reshape(2, 3)))
    assert (back == np.arange(6).reshape(2, 3)).all()


def test_what_is_too_large_or_too_deep_is_refused() -> None:
    deep: list[Any] = []
    for _ in range(200):
        deep = [deep]
    for value in (deep, list(range(300_000)), np.zeros(10**6)):
        with pytest.raises(ValueError, match="too large"):
            encoded(value)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ((1,), "(1,)"), ([], "[]"), (set(), "set()"), ({}, "{}"), (0.1 + 0.2, "0.3"),
        (np.array([[1.0, 2.0]]), "array([[1.0, 2.0]])"), (np.array(2.0), "2.0"),
        ({"a": (1, None)}, "{'a': (1, None)}"), (math.nan, "nan"), (1e300, "1e+300"),
    ],
)  # fmt: skip
def test_values_are_shown_as_python_writes_them(value: Any, text: str) -> None:
    assert shown(through(value)) == text
