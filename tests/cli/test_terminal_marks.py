"""Correcting the marks of prose by keys, in a real terminal, and what the log and the bank make of it."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.terminal import Terminal

DATA = str(Path(__file__).parents[1] / "data")


def said(tmp_path: Path, *command: str) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", "dlprep", *command, "--json"],
        env={**os.environ, "DLPREP_HOME": str(tmp_path / "home"), "DLPREP_BANK": DATA},
        capture_output=True,
        check=True,
    )
    result = json.loads(done.stdout)
    assert isinstance(result, dict)
    return result


def answered(tmp_path: Path, answer: str, *more: str) -> Terminal:
    terminal = Terminal(
        tmp_path, "quiz", "--topic", "sample", "--kind", "text", "-n", "1", *more, DLPREP_BANK=DATA
    )
    terminal.until("quit")
    terminal.press(f"{answer}\r")
    terminal.until("correct a mark")
    terminal.until("quit")
    return terminal


def test_a_mark_is_corrected_and_both_scores_are_kept_apart(tmp_path: Path) -> None:
    terminal = answered(tmp_path, "Units are dropped at random. Later on the net is complete.")
    assert "1 of 2 points found" in terminal.shown()
    assert "1-2 correct a mark" in terminal.shown()
    terminal.press("2")
    terminal.until("2 of 2 points by your own marks")
    terminal.until("quit")
    terminal.press("\r")
    assert terminal.ended() == 0
    assert "1 of 1 points" in terminal.shown()
    assert "1 answer by your own marks" in terminal.shown()
    (review,) = said(tmp_path, "history")["reviews"]
    assert (review["machine_score"], review["learner_score"], review["score"]) == (0.5, 1, 1)
    assert review["rating"] >= 3
    assert review["corrections"] == [
        {"point": "At test time all units are used", "machine": "missed", "said": True}
    ]
    (candidate,) = said(tmp_path, "bank", "phrasings", "sample/say")["phrasings"]
    assert candidate["said"] is True
    assert candidate["pattern"] == "later net complete"
    assert candidate["words"] == "Later on the net is complete"


def test_a_mark_turned_round_twice_is_no_correction(tmp_path: Path) -> None:
    terminal = answered(tmp_path, "Units are dropped at random.")
    for count in ("0 of 2", "1 of 2"):
        terminal.press("1")
        terminal.until(f"{count} points by your own marks")
        terminal.until("quit")
    terminal.press("q")
    assert terminal.ended() == 0
    (review,) = said(tmp_path, "history")["reviews"]
    assert (review["learner_score"], review["corrections"]) == (None, None)
    assert said(tmp_path, "bank", "phrasings")["phrasings"] == []


def test_interrupted_marks_are_kept(tmp_path: Path) -> None:
    terminal = answered(tmp_path, "Units are dropped at random.")
    terminal.press("1")
    terminal.until("0 of 2 points by your own marks")
    terminal.until("quit")
    terminal.press("\x03")
    assert terminal.ended() == 130
    (review,) = said(tmp_path, "history")["reviews"]
    assert (review["machine_score"], review["learner_score"]) == (0.5, 0)


def test_in_practice_marks_come_before_the_rating(tmp_path: Path) -> None:
    answered(tmp_path, "Units are dropped at random.").press("q")
    terminal = Terminal(
        tmp_path, "practice", "--ahead", "-n", "1",
        DLPREP_BANK=DATA, DLPREP_NOW="2126-01-01T12:00:00Z",
    )  # fmt: skip
    terminal.until("sample/say")
    terminal.until("quit")
    terminal.press("Units are dropped at random. It is complete later on.\r")
    terminal.until("correct a mark")
    terminal.until("quit")
    terminal.press("2")
    terminal.until("by your own marks")
    terminal.until("quit")
    terminal.press("\r")
    terminal.until("comes back")
    terminal.until("quit")
    assert "1 again" in terminal.shown()
    terminal.press("1\r")
    assert terminal.ended() == 0
    newest = said(tmp_path, "history")["reviews"][0]
    assert (newest["rating"], newest["learner_score"], newest["asked_by"]) == (1, 1, "practice")
