"""The quiz as a person meets it: the real command in a pseudo-terminal, single keys, Ctrl-C, kill."""

import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.terminal import Terminal

DATA = str(Path(__file__).parents[1] / "data")


def quiz(tmp_path: Path, *args: str, **environment: str) -> Terminal:
    return Terminal(tmp_path, "quiz", "--topic", "sample", *args, DLPREP_BANK=DATA, **environment)


def history(tmp_path: Path) -> list[dict[str, object]]:
    said = subprocess.run(
        [sys.executable, "-m", "dlprep", "history", "--json"],
        env={**os.environ, "DLPREP_HOME": str(tmp_path / "home")},
        capture_output=True,
        check=True,
    )
    reviews = json.loads(said.stdout)["reviews"]
    assert isinstance(reviews, list)
    return reviews


def wrong_letter(terminal: Terminal) -> str:
    return next(a for a in "ABC" if f"  {a}  It rises" in terminal.shown())


def test_one_key_answers_a_choice_and_teaches(tmp_path: Path) -> None:
    terminal = quiz(tmp_path, "-n", "1", "--kind", "choice")
    terminal.until("quit")
    assert "A-C answer   ? hint   s skip   d demo   q quit" in terminal.shown()
    terminal.press(wrong_letter(terminal).lower())
    assert terminal.ended() == 0
    shown = terminal.shown()
    assert "✗ not right" in shown
    assert shown.index("a stricter rule to find more") < shown.index("No false negative can turn")
    assert shown.index("No false negative can turn") < shown.index("https://example.org/recall")
    assert "0 of 1 points" in shown
    assert "dlprep show sample/pick-one --key" in shown
    assert [r["question"] for r in history(tmp_path)] == ["sample/pick-one"]


def test_hint_skip_and_a_number_that_cannot_be_read(tmp_path: Path) -> None:
    terminal = quiz(tmp_path, "-n", "1", "--kind", "numeric")
    terminal.until("quit")
    terminal.press("?")
    terminal.until("it tests: Precision from a confusion matrix")
    terminal.until("quit")
    terminal.press("abc\r")
    terminal.until("is no number")
    terminal.press("s")
    terminal.until("skipped")
    assert terminal.ended() == 0
    assert history(tmp_path) == []


def test_taking_back_asks_again_and_withdraws_the_review(tmp_path: Path) -> None:
    terminal = quiz(tmp_path, "-n", "2", "--kind", "choice", "--topic", "metrics", "--seed", "4")
    terminal.until("quit")
    terminal.press("a")
    terminal.until("next")
    terminal.until("quit")
    terminal.press("u")
    terminal.until("1/2")
    terminal.until("quit")
    terminal.press("q")
    assert terminal.ended() == 0
    assert "Nothing was answered" in terminal.shown()
    assert history(tmp_path) == []


def test_ctrl_c_ends_with_the_summary_and_130(tmp_path: Path) -> None:
    terminal = quiz(tmp_path, "-n", "3", "--seed", "2")
    terminal.until("quit")
    terminal.press("\r")
    terminal.until("next")
    terminal.press("\r")
    terminal.until("2/3")
    terminal.until("quit")
    terminal.press("\x03")
    assert terminal.ended() == 130
    assert "0 of 1 points" in terminal.shown()
    assert "Traceback" not in terminal.raw.decode()


def test_prose_from_an_editor(tmp_path: Path) -> None:
    editor = tmp_path / "editor.sh"
    editor.write_text(
        '#!/bin/sh\nprintf "Units are dropped at random.\\nAt test all units are used.\\n" > new\n'
        'cat "$1" >> new && mv new "$1"\n'
    )
    editor.chmod(0o755)
    terminal = quiz(tmp_path, "-n", "1", "--kind", "text", EDITOR=str(editor), VISUAL="")
    terminal.until("quit")
    terminal.press("e\r")
    terminal.until("points found")
    terminal.until("quit")
    assert "2 of 2 points found" in terminal.shown()
    terminal.press("\r")
    assert terminal.ended() == 0


def test_confidence_is_asked_after_the_answer(tmp_path: Path) -> None:
    terminal = quiz(tmp_path, "-n", "1", "--kind", "choice", "--confidence")
    terminal.until("quit")
    terminal.press(wrong_letter(terminal))
    terminal.until("How sure are you?")
    terminal.press("3")
    assert terminal.ended() == 0
    assert "with confidence: -6 of +3" in terminal.shown()
    assert history(tmp_path)[0]["confidence"] == 3


def test_d_opens_the_demo_and_comes_back(tmp_path: Path) -> None:
    terminal = quiz(tmp_path, "-n", "1", "--kind", "choice")
    terminal.until("quit")
    terminal.press("d")
    terminal.until("Before you look")
    terminal.press("\x1b")
    terminal.until("TP")
    terminal.press("q")
    terminal.until("A-C")
    terminal.press("q")
    assert terminal.ended() == 0


def test_killed_at_any_moment_nothing_that_was_graded_is_lost(tmp_path: Path) -> None:
    for round_ in range(3):
        terminal = quiz(tmp_path, "-n", "4", "--seed", "2")
        for _ in range(round_ + 1):
            terminal.until("quit")
            terminal.press("\r")
            terminal.until("Read on")
            terminal.until("quit")
            terminal.press("\r")
        terminal.child.kill(signal.SIGKILL)
        terminal.child.wait()
        assert len(history(tmp_path)) == sum(range(round_ + 2))


def test_two_sessions_at_once_keep_every_answer(tmp_path: Path) -> None:
    both = [quiz(tmp_path, "-n", "3", "--seed", str(seed)) for seed in (2, 3)]
    for _ in range(2):
        for terminal in both:
            terminal.until("quit")
            terminal.press("\r")
            terminal.until("Read on")
            terminal.until("quit")
            terminal.press("\r")
    for terminal in both:
        terminal.until("quit")
        terminal.press("q\r")  # prose takes a line
        assert terminal.ended() == 0
    assert len(history(tmp_path)) == 4


def test_without_colour_nothing_is_coloured(tmp_path: Path) -> None:
    terminal = quiz(tmp_path, "-n", "1", "--kind", "choice", NO_COLOR="1")
    terminal.until("quit")
    terminal.press("q")
    assert terminal.ended() == 0
    assert not re.search(rb"\x1b\[[\d;]*3[0-7]", terminal.raw)


HOSTILE = """\
topic: hostile
title: "Bad \\e[31mtitle [red]x[/red]"
questions:
  - id: evil
    kind: choice
    difficulty: easy
    concept: "Nothing \\e]0;owned\\a"
    prompt: "[bold]Prompt[/bold] \\e[2J\\e[H wipe \\u202Eesrever {x} `\\e[31m`"
    options:
      - {text: "[link=http://x]one[/link] \\e[5m", correct: true, why: "[red]because\\e[0m"}
      - {text: "two \\u2066", why: "\\e[1A up"}
      - {text: "three \\r hidden", why: "no"}
    explanation: "\\e]8;;http://evil\\e\\\\click\\e]8;;\\e\\\\"
    sources: [{title: "A \\e[32mpage", url: "https://example.org/x"}]
"""


def test_text_from_a_bank_is_shown_and_never_obeyed(tmp_path: Path) -> None:
    bank = tmp_path / "bank"
    bank.mkdir()
    (bank / "hostile.yaml").write_text(HOSTILE)
    terminal = Terminal(tmp_path, "quiz", "--topic", "hostile", DLPREP_BANK=str(bank), NO_COLOR="1")
    terminal.until("quit")
    terminal.press("?")
    terminal.until("it tests")
    terminal.until("quit")
    terminal.press("b")
    assert terminal.ended() == 0
    said = terminal.raw.decode()
    for forbidden in ("\x1b[31m", "\x1b[2J", "\x1b[H", "\x1b]0", "\x1b]8", "\u202e", "\u2066"):
        assert forbidden not in said
    assert "[bold]Prompt[/bold]" in said
    for command in (["show", "hostile/evil", "--key"], ["topics"], ["search", "wipe"]):
        other = subprocess.run(
            [sys.executable, "-m", "dlprep", *command],
            env={
                **os.environ,
                "DLPREP_BANK": str(bank),
                "DLPREP_HOME": str(tmp_path / "home"),
                "DLPREP_CACHE": str(tmp_path / "cache"),
            },
            capture_output=True,
            check=True,
            text=True,
        )
        assert not re.search("[\x00-\x09\x0b-\x1f\u202e\u2066]", other.stdout), command


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (40, 12)])
def test_every_size_of_screen_shows_the_key_bar_last(tmp_path: Path, size: tuple[int, int]) -> None:
    columns, lines = size
    terminal = Terminal(
        tmp_path, "quiz", "--topic", "sample", "--kind", "multi", "-n", "1",
        columns=columns, lines=lines, DLPREP_BANK=DATA,
    )  # fmt: skip
    terminal.until("quit")
    last = [line for line in terminal.shown().splitlines() if line.strip()][-1]
    assert last.endswith("q quit")
    terminal.press("q")
    assert terminal.ended() == 0
