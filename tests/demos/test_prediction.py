"""Predictions are read generously and judged strictly."""

import pytest

from dlprep.demos.prediction import direction, judge, read


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("rises", "rises"),
        (" UP\n", "rises"),
        ("↓", "falls"),
        ("-", "falls"),
        ("same", "stays"),
        ("", None),
        ("what", None),
    ],
)
def test_reads_a_direction(text: str, meant: str | None) -> None:
    assert read(text) == meant


def test_directions() -> None:
    assert direction(0.1, 0.2) == "rises"
    assert direction(0.2, 0.1) == "falls"
    assert direction(0.1, 0.1) == "stays"
    assert direction(0.1, None) is None


def test_nobody_is_right_about_what_is_undefined() -> None:
    said = {"recall": "falls", "precision": "rises"}
    right, undefined = judge(
        said, {"recall": 0.6, "precision": 0.7}, {"recall": 0.2, "precision": None}
    )
    assert right.right
    assert undefined.truth is None
    assert not undefined.right
