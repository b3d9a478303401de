"""Predictions are read generously and judged strictly."""

import pytest

from dlprep.demos.family.catalog import load
from dlprep.demos.family.demo import Ask, Trial, moved
from dlprep.demos.family.prediction import judge, read

WAY = Ask("recall", "Recall?", lambda t: None, "")
SHARE = Ask("share", "How many?", lambda t: None, "", choices=("under 10%", "10-20%", "more"))


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("rises", "rises"),
        (" UP\n", "rises"),
        ("↓", "falls"),
        ("-", "falls"),
        ("same", "stays"),
        ("1", "rises"),
        ("", None),
        ("what", None),
    ],
)
def test_reads_a_direction(text: str, meant: str | None) -> None:
    assert read(WAY, text) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [("1", "under 10%"), ("b", "10-20%"), ("More\n", "more"), ("under", "under 10%"), ("4", None)],
)
def test_reads_a_choice_by_number_letter_or_words(text: str, meant: str | None) -> None:
    assert read(SHARE, text) == meant


def test_directions() -> None:
    assert moved(0.1, 0.2) == "rises"
    assert moved(0.2, 0.1) == "falls"
    assert moved(0.1, 0.1) == "stays"
    assert moved(0.1, None) is None


def test_nobody_is_right_about_what_is_undefined() -> None:
    demo = load("threshold")
    trial = Trial(demo, demo.defaults(threshold=1.0), 42)
    undefined, right = judge(demo, {"precision": "rises", "recall": "falls"}, trial)
    assert undefined.truth is None
    assert not undefined.right
    assert right.right
    assert right.why
