"""Small banks that tests write, change and break."""

import os
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from dlprep import paths
from dlprep.bank import reader

QUESTION = """
  - id: {name}
    kind: {kind}
    difficulty: {difficulty}
    concept: The concept of {name}
    prompt: {prompt}
"""
CHOICE = QUESTION + "    options: [{{text: A, correct: true}}, {{text: B}}, {{text: C}}]\n"
NUMERIC = QUESTION + "    answer: 1{zeros}\n"


def question(name: str, prompt: str = "What?", difficulty: str = "easy", zeros: int = 0) -> str:
    """A choice question, or a numeric one where the name begins with `n`."""
    kind, text = ("numeric", NUMERIC) if name.startswith("n") else ("choice", CHOICE)
    return text.format(
        name=name, kind=kind, prompt=prompt, difficulty=difficulty, zeros="0" * zeros
    )


class Bank:
    """A folder of question files whose times tick by a second at every write."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True)
        self._time = 1_700_000_000

    def write(
        self, topic: str, questions: Sequence[str], *, title: str = "", more: str = ""
    ) -> Path:
        """Write one topic; `questions` are names or whole items."""
        items = [q if "\n" in q else question(q) for q in questions]
        text = f"topic: {topic}\ntitle: {title or topic.title()}\n{more}questions:{''.join(items)}"
        return self.text(f"{topic}.yaml", text if items else text + " []\n")

    def text(self, name: str, text: str) -> Path:
        """Write a file as it is."""
        file = self.folder / name
        file.write_text(text, encoding="utf-8")
        self._time += 1
        os.utime(file, (self._time, self._time))
        return file


@pytest.fixture
def built_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bank:
    """A bank in place of the built-in one, and a cache of its own."""
    bank = Bank(tmp_path / "built-in")
    monkeypatch.setattr(paths, "built_in_bank", lambda: bank.folder)
    monkeypatch.setenv("DLPREP_CACHE", str(tmp_path / "cache"))
    return bank


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bank:
    """A bank of the learner's own."""
    bank = Bank(tmp_path / "own")
    monkeypatch.setenv("DLPREP_BANK", str(bank.folder))
    return bank


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> Callable[[], list[str]]:
    """The names of the files that were parsed since this was last asked."""
    names: list[str] = []
    real = reader.read_file

    def read_file(file: Path) -> reader.Reading:
        names.append(file.name)
        return real(file)

    monkeypatch.setattr(reader, "read_file", read_file)

    def since() -> list[str]:
        seen, names[:] = list(names), []
        return seen

    return since
