"""What commands print at 80 columns, word for word, on the small bank of `tests/data`.

After a wanted change: `UPDATE_GOLDEN=1 python -m pytest tests/cli/test_golden.py`, then read the diff.
"""

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

GOLDEN = Path(__file__).parents[1] / "golden"
QUIZ = ("quiz", "--topic", "sample", "-n", "6", "--seed", "1")
ANSWERS = "A\n\nnot a number\nB\nBAC\nunits are dropped at random\n"
Dlprep = Callable[..., Any]


@pytest.fixture(autouse=True)
def fixed_time(monkeypatch: pytest.MonkeyPatch, sample_bank: Path) -> Iterator[None]:
    monkeypatch.setenv("DLPREP_NOW", "2026-11-23T10:00:00+00:00")
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def same_as_golden(name: str, printed: str) -> None:
    file = GOLDEN / f"{name}.txt"
    if os.environ.get("UPDATE_GOLDEN"):
        file.write_text(printed, encoding="utf-8")
    assert printed == file.read_text(encoding="utf-8")
    for line in printed.splitlines():  # a link is never broken, so that it can be copied
        assert len(line) <= 80 or line.strip().startswith("http")


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("quiz", QUIZ),
        ("quiz-confidence", (*QUIZ, "--confidence")),
        ("show-choice", ("show", "sample/pick-one", "--key")),
        ("help-quiz", ("quiz", "--help")),
        ("help-practice", ("practice", "--help")),
        ("topics-sample", ("search", "recall", "--topic", "sample")),
        ("first-day", ()),
    ],
)
def test_a_command(dlprep: Dlprep, name: str, args: tuple[str, ...]) -> None:
    run = dlprep(*args, stdin=ANSWERS)
    if not args:  # the size of the built-in bank changes with every question
        run = msgspec.structs.replace(run, out=run.out.split("\n", 1)[1])
    same_as_golden(name, run.out)


def test_the_records_after_a_quiz(dlprep: Dlprep) -> None:
    dlprep(*QUIZ, stdin=ANSWERS)
    for name in ("history", "stats"):
        same_as_golden(name, dlprep(name).out)
    same_as_golden("today", dlprep().out)
    assert dlprep("undo").out.startswith("Taken back: sample/")
