"""The real command where streams are closed, full or cut off, and in a narrow terminal without abilities."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.terminal import Terminal

QUIZ = ("quiz", "--topic", "metrics", "--kind", "choice", "-n", "1", "--seed", "1")


def shell(line: str, *args: str) -> "subprocess.CompletedProcess[str]":
    """Run `dlprep` within a line of sh, in which it is `"$@"`."""
    command = ("sh", "-c", line, "sh", sys.executable, "-m", "dlprep", *args)
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)


def test_closed_stdin_is_an_input_without_answers() -> None:
    run = shell('"$@" <&-', *QUIZ)
    assert (run.returncode, run.stderr) == (0, "")
    assert "Nothing was answered" in run.stdout


def test_with_every_stream_closed_the_log_is_not_written_over(tmp_path: Path) -> None:
    answers = tmp_path / "answers"
    answers.write_text("A\n")
    assert shell(f'"$@" <{answers} >&- 2>&-', *QUIZ).returncode == 0
    assert shell('"$@"', "log", "check").stdout.startswith("The review log is sound: 1 row")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
@pytest.mark.parametrize("args", [QUIZ, ("topics",), ("topics", "--json")])
def test_a_full_disk_under_the_output_is_one_line(args: tuple[str, ...]) -> None:
    run = shell('"$@" </dev/null >/dev/full', *args)
    assert run.returncode == 3
    assert run.stderr == "dlprep: error: no space left where the output goes; free some\n"


def test_a_reader_that_leaves_early_is_no_error() -> None:
    run = shell('{ "$@"; echo "code $?" >&2; } | head -1', "topics")
    assert run.stderr == "code 0\n"


def test_a_terminal_without_abilities_is_written_to_its_width(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path, *QUIZ, columns=50, TERM="dumb")
    terminal.until("  A  ")
    prompt = terminal.shown()
    terminal.press("\x03")
    assert terminal.ended() == 130
    # A line that fills the terminal to the last column was broken by it, within a word.
    assert prompt.strip()
    assert all(len(line) < 50 for line in prompt.splitlines())


def test_a_wrong_option_names_the_commands_own_help() -> None:
    run = shell('"$@"', "search")
    assert run.returncode == 2
    assert "(see `dlprep search --help`)" in run.stderr
