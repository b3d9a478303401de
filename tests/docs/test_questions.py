"""The page for writers: its example is a bank that passes the check and can be asked."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

PAGE = Path(__file__).parents[2] / "docs" / "questions.md"
Dlprep = Callable[..., Any]


def test_the_example_passes_the_check_and_is_asked(
    dlprep: Dlprep, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    example = re.search(r"```yaml\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert example is not None
    folder = tmp_path / "my-questions"
    folder.mkdir()
    (folder / "graph-learning.yaml").write_text(example.group(1), encoding="utf-8")
    checked = dlprep("bank", "check", str(folder))
    assert (checked.code, checked.out) == (0, "")
    assert dlprep("bank", "add", str(folder)).code == 0
    run = dlprep("quiz", "--topic", "graph-learning", "-n", "5", stdin="\n" * 5)
    assert run.code == 0 and "5/5" in run.out
