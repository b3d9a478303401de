"""Wrong predictions bring their questions to the top of the next practice; `d` passes numbers."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from dlprep.cli import demo_run
from dlprep.demos.family.catalog import load

Dlprep = Callable[..., Any]


def asked(dlprep: Dlprep) -> str:
    """The first question of a practice."""
    run = dlprep("practice", "--json", "-n", "1", stdin="\n")
    return str(json.loads(run.out.splitlines()[0])["question"])


def test_a_wrong_prediction_leads_the_next_practice(dlprep: Dlprep) -> None:
    wanted = load("kmeans").questions[0]
    before = asked(dlprep)
    assert before != wanted
    dlprep("demo", "kmeans", "--predict", stdin="2\n1\n")  # the silhouette picks 3, not 5
    assert asked(dlprep) == wanted
    assert asked(dlprep) != wanted  # answered, whatever came of it


def test_a_right_prediction_asks_for_nothing(dlprep: Dlprep) -> None:
    dlprep("demo", "kmeans", "--predict", stdin="1\n2\n")
    assert "2 of 2 predicted right" in dlprep("demo").out
    assert asked(dlprep) != load("kmeans").questions[0]


def test_a_question_gives_its_own_numbers_to_the_knobs_they_fit(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    opened: list[Any] = []
    monkeypatch.setattr(demo_run, "run_demo", lambda demo, typed, wishes: opened.append(typed))
    numbers = {"threshold": 0.7, "from": 3, "tp": 40, "features": "30", "csv": "/etc/passwd"}
    demo_run.open_demo("threshold", numbers)
    assert opened == [{"threshold": "0.7", "features": "30"}]
