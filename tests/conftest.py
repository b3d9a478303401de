"""What tests share: a home and a cache of their own, and a small bank with every kind of question."""

import io
import sys
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

import dlprep.demos

SAMPLE = Path(__file__).parent / "data" / "sample.yaml"


@pytest.fixture(autouse=True)
def own_folders(
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DLPREP_HOME", str(tmp_path / "home"))
    # One cache for the whole run: parsing the bank anew for every test takes minutes.
    monkeypatch.setenv("DLPREP_CACHE", str(tmp_path_factory.getbasetemp() / "cache"))
    for name in ("DLPREP_BANK", "DLPREP_NOW", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def sample_bank(monkeypatch: pytest.MonkeyPatch) -> Path:
    """The small bank of `tests/data`, beside the built-in one."""
    monkeypatch.setenv("DLPREP_BANK", str(SAMPLE.parent))
    return SAMPLE


class Run(msgspec.Struct, frozen=True):
    """What a command gave back."""

    code: int
    out: str
    err: str


@pytest.fixture
def dlprep(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., Run]:
    """Run the command line in this process, with text on stdin."""
    from dlprep.cli.main import main

    def run(*args: str, stdin: str = "") -> Run:
        monkeypatch.setattr(sys, "argv", ["dlprep", *args])
        monkeypatch.setattr(sys, "stdin", io.StringIO(stdin))
        code = 0
        try:
            main()
        except SystemExit as stop:
            code = int(stop.code or 0)
        captured = capsys.readouterr()
        return Run(code, captured.out, captured.err)

    return run
