"""The threshold demo in a real pseudo-terminal."""

import os
import sys

import pytest

pexpect = pytest.importorskip("pexpect")


def start(*args: str, **env: str):  # type: ignore[no-untyped-def]
    return pexpect.spawn(
        sys.executable,
        ["-m", "dlprep", "demo", "threshold", *args],
        dimensions=(24, 80),
        encoding="utf-8",
        timeout=25,
        env={**os.environ, "TERM": "xterm-256color", **env},
    )


def test_predict_turn_and_quit() -> None:
    child = start()
    child.expect("Before you look")
    child.send("\x1b[A")
    child.expect("you say: rises")
    child.send("\x1b")  # skip
    child.expect("37 tumours")
    child.send("\x1b[C")
    child.expect("81%")
    child.send("q")
    child.expect(pexpect.EOF)
    assert "\x1b[?1049l" in child.before  # the shell's screen is back
    child.close()
    assert child.exitstatus == 0


def test_control_c_ends_with_130() -> None:
    child = start("--no-predict")
    child.expect("37 tumours")
    child.send("\x03")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 130


@pytest.mark.parametrize(("args", "env"), [(["--plain"], {}), ([], {"TERM": "dumb"})])
def test_plain_and_dumb_terminals_get_no_full_screen(args: list[str], env: dict[str, str]) -> None:
    child = start(*args, **env)
    child.expect(pexpect.EOF)
    assert "1049h" not in child.before
    assert "\x1b" not in child.before
    assert "56 patients scored" in child.before
    child.close()
    assert child.exitstatus == 0
