"""A whole interview: on a pipe, as JSON, in a pseudo-terminal with the clock under control."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.terminal import Terminal

Dlprep = Callable[..., Any]
SLOW = str(Path(__file__).parents[1] / "data" / "slow_learner.py")
ARGS = ("interview", "--minutes", "10", "--seed", "5")


def lines(out: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in out.splitlines()]


def test_a_script_drives_a_whole_interview(dlprep: Dlprep) -> None:
    said = lines(dlprep(*ARGS, "--json", stdin="\n" * 90).out)
    assert said[0]["schema"] == "dlprep.interview/1"
    assert said[-1]["schema"] == "dlprep.scorecard/1"
    turns = said[1:-1:2]
    assert {t["schema"] for t in turns} == {"dlprep.turn/1"}
    assert {h["schema"] for h in said[2:-1:2]} == {"dlprep.grade/1", "dlprep.breakdown/1"}
    stages = list(dict.fromkeys(t["stage"] for t in turns))
    assert stages == [s["stage"] for s in said[0]["stages"]]
    assert all("expected" not in t["question"] for t in turns)
    kept = json.loads(dlprep("history", "--json", "-n", "100").out)["reviews"]
    asked = {t["question"]["id"] for t in turns}
    assert {r["question"] for r in kept} == asked
    assert {r["asked_by"] for r in kept} == {"interview"}


def test_the_same_seed_asks_the_same(dlprep: Dlprep) -> None:
    first, second = (
        [x.get("question") for x in lines(dlprep(*ARGS, "--json", stdin="\n" * 90).out)][1:-1]
        for _ in range(2)
    )
    assert first == second


def test_input_that_ends_pauses_and_resume_goes_on(dlprep: Dlprep) -> None:
    begun = dlprep(*ARGS, "--json", stdin="\n\n")
    assert "interview --resume" in begun.err
    assert lines(begun.out)[-1]["schema"] == "dlprep.turn/1"
    on = lines(dlprep("interview", "--resume", "--json", stdin="\n" * 90).out)
    assert on[1] == lines(begun.out)[-1]
    assert on[-1]["schema"] == "dlprep.scorecard/1"
    assert dlprep("interview", "--resume").code == 4


def test_the_scorecard_is_kept_listed_shown_and_saved(dlprep: Dlprep, tmp_path: Path) -> None:
    run = dlprep(*ARGS, "--save", str(tmp_path / "card.md"), stdin="\n" * 90)
    assert run.code == 0 and "What would change the outcome most" in run.out
    assert "\x1b" not in run.out
    name = lines(dlprep("history", "--json").out)[0]["reviews"][0]["study_day"] + "-1"
    assert (tmp_path / "card.md").read_text().startswith(f"# Interview {name}")
    assert name in dlprep("interview", "--list").out
    assert "By competency" in dlprep("interview", "--show", name).out
    assert dlprep("interview", "--show", name, "--save", str(tmp_path / "card.html")).code == 0
    page = (tmp_path / "card.html").read_text()
    assert page.startswith("<!doctype html>") and "http" not in page.split("<main>")[0]


@pytest.mark.parametrize(
    ("args", "code", "says"),
    [
        (["--role", "data-scientits"], 2, "did you mean 'data-scientist'"),
        (["--stage", "tecnical"], 2, "did you mean 'technical'"),
        (["--show", "2020-01-01-1"], 2, "no interview '2020-01-01-1'"),
        (["--show", "../config"], 2, "no interview"),
        (["--about", "nowhere.md"], 3, "nowhere.md: cannot be read"),
        (["--about", os.devnull], 3, "there is no text in it"),
        (["--save", "card.pdf"], 2, ".md or .html"),
        (["--list"], 4, "no interview yet"),
        (["--resume"], 4, "no interview was left unfinished"),
        (["--minutes", "1"], 2, "dlprep: error: "),
    ],
)
def test_bad_input_gets_one_line(dlprep: Dlprep, args: list[str], code: int, says: str) -> None:
    run = dlprep("interview", *args)
    assert (run.code, run.out) == (code, "")
    assert says in run.err and run.err.count("\n") == 1


def test_a_pdf_is_read(dlprep: Dlprep, tmp_path: Path) -> None:
    import pypdf

    writer = pypdf.PdfWriter()
    writer.add_blank_page(200, 200)
    writer.write(tmp_path / "scan.pdf")
    run = dlprep("interview", "--about", str(tmp_path / "scan.pdf"))
    assert run.code == 3 and "holds no text" in run.err


def test_a_whole_interview_in_a_terminal_with_the_clock_under_control(tmp_path: Path) -> None:
    """Every answer takes 40 seconds; the clock shows it, and the stages end by it."""
    terminal = Terminal(tmp_path, *ARGS, lines=40, program=(SLOW,))
    terminal.until("0:00 of 10:00")
    answered = 0
    while True:
        place = terminal.child.expect_exact(["pause", "By competency", "then Enter."])
        if place == 1:
            break
        if place == 0:
            answered += 1
            terminal.press("\r" if answered > 1 else "I build models.\r\r")
        else:
            terminal.press("AB\r")
    assert terminal.ended() == 0
    told = terminal.raw.decode() + terminal.child.before.decode()
    assert answered >= 6
    record = json.loads(next((tmp_path / "home" / "interviews").glob("*.json")).read_text())
    assert record["finished"] is True
    assert all(e["seconds"] >= 40 for e in record["exchanges"])
    assert record["exchanges"][0]["own_score"] > 0
    assert "Traceback" not in told


def test_killed_at_every_stage_it_goes_on_where_it_was(tmp_path: Path) -> None:
    stages = []
    for _ in range(30):
        args = ("interview", "--resume") if stages else ARGS
        terminal = Terminal(tmp_path, *args, lines=40, program=(SLOW,))
        found = terminal.child.expect_exact(["pause", "By competency", "nothing was answered"])
        if found:
            break
        file = next((tmp_path / "home" / "interviews").glob("*.json"))
        before = len(json.loads(file.read_text())["exchanges"])
        assert before == len(stages)
        terminal.press("\r")
        terminal.child.expect_exact(["pause", "By competency", "then Enter."])
        terminal.child.kill(signal.SIGKILL)
        terminal.child.wait()
        kept = json.loads(file.read_text())
        assert len(kept["exchanges"]) == before + 1
        stages.append(kept["exchanges"][-1]["stage"])
        if kept["finished"]:
            break
    assert list(dict.fromkeys(stages)) == [
        "introduction", "projects", "technical", "hands-on", "estimation", "closing",
    ]  # fmt: skip


def test_ctrl_c_pauses_with_130(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path, *ARGS)
    terminal.until("pause")
    terminal.press("\x03")
    assert terminal.ended() == 130
    assert "interview --resume" in terminal.shown()


def test_about_on_standard_input(tmp_path: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "dlprep", *ARGS, "--about", "-", "--json"],
        input="I built a convolutional network for images.",
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0
    assert json.loads(run.stdout.splitlines()[1])["schema"] == "dlprep.turn/1"


def test_bytes_on_standard_input_that_are_no_text_are_one_line() -> None:
    run = subprocess.run(
        [sys.executable, "-m", "dlprep", *ARGS, "--about", "-"],
        input=b"\xff\xfe",
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONIOENCODING": "utf-8:strict"},
    )
    assert run.returncode == 3
    assert run.stderr.startswith(b"dlprep: error: stdin: not UTF-8 text")
    assert run.stderr.count(b"\n") == 1


def test_the_stages_are_in_the_help_and_none_is_said_to_take_no_minutes(dlprep: Dlprep) -> None:
    from dlprep.session.interview.roles import STAGES

    words = dlprep("interview", "--help").out.replace("-\n", "-").split()
    assert set(STAGES) <= {word.strip(",.;") for word in words}
    begun = dlprep(*ARGS, stdin="").out
    assert "<1 min" in begun
    assert " 0 min" not in begun
