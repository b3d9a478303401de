"""Programs and queries on the command line, on pipes and in a terminal; banks of strangers."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from tests.terminal import Terminal

Dlprep = Callable[..., Any]
DOUBLE = "def double(x):\n\n    return 2 * x\n"
BANK = {
    "topic": "own",
    "title": "Own",
    "questions": [
        {
            "id": "double", "kind": "python", "difficulty": "easy", "concept": "Doubling",
            "prompt": "Write `double`.", "function": "double", "cost": "O(1)",
            "starter": "def double(x):\n    ...\n", "solution": DOUBLE, "explanation": "So.",
            "tests": [
                {"call": "double(2)", "expect": "4"},
                {"call": "double(5)", "hidden": True},
            ],
            "wrong": [
                {"code": "def double(x): return x ** 2", "why": "A square."},
                {"code": "def double(x): return x", "why": "Once only."},
            ],
        },
        {
            "id": "rows", "kind": "sql", "difficulty": "hard", "concept": "All rows",
            "prompt": "Give all rows.", "solution": "SELECT a FROM t", "explanation": "So.",
            "tables": [{"name": "t", "columns": {"a": "TEXT"}, "rows": [["one"], ["two"]]}],
            "hidden": [{"t": []}],
            "wrong": [
                {"query": "SELECT a FROM t LIMIT 1", "why": "One."},
                {"query": "SELECT max(a) FROM t", "why": "The last."},
            ],
        },
    ],
}  # fmt: skip


@pytest.fixture
def bank(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "bank"
    folder.mkdir()
    (folder / "own.yaml").write_bytes(msgspec.json.encode(BANK))
    monkeypatch.setenv("DLPREP_BANK", str(folder))
    return folder


@pytest.fixture
def trusted(bank: Path, dlprep: Dlprep) -> Path:
    assert dlprep("bank", "trust", str(bank)).code == 0
    return bank


def graded(out: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(out.splitlines()[0])
    return found


def test_an_answer_from_a_file_from_stdin_and_as_text(
    trusted: Path, dlprep: Dlprep, tmp_path: Path
) -> None:
    file = tmp_path / "answer.py"
    file.write_text(DOUBLE)
    for answer in (f"@{file}", "-", DOUBLE):
        run = dlprep("grade", "own/double", "--answer", answer, "--json", stdin=DOUBLE)
        assert graded(run.out)["verdict"] == "correct", answer
    missing = dlprep("grade", "own/double", "--answer", "@nothing.py")
    assert (missing.code, missing.err.count("\n")) == (2, 1)
    assert "nothing.py: cannot be read" in missing.err


@pytest.mark.parametrize("way", ["file", "json", "block", "line"])
def test_four_ways_to_give_a_program_on_a_pipe(
    trusted: Path, dlprep: Dlprep, tmp_path: Path, way: str
) -> None:
    (tmp_path / "a.py").write_text(DOUBLE)
    said = {
        "file": f"@{tmp_path / 'a.py'}\n",
        "json": json.dumps(DOUBLE) + "\n",
        "block": f"<<END\n{DOUBLE}END\n",
        "line": "def double(x): return 2 * x\n",
    }[way]
    for more in ([], ["--json"]):
        run = dlprep("quiz", "--topic", "own", "--kind", "python", *more, stdin=said)
        assert run.code == 0
        assert ('"score":1.0' if more else "All 2 tests passed.") in run.out


def test_confidence_stands_behind_the_first_line(trusted: Path, dlprep: Dlprep) -> None:
    said = "<<END !3\nSELECT a\nFROM t\nEND\n"
    run = dlprep("quiz", "--topic", "own", "--kind", "sql", "--confidence", "--json", stdin=said)
    assert (graded(run.out)["verdict"], graded(run.out)["mark"]) == ("correct", 3)


def test_show_and_search_know_the_kinds(bank: Path, dlprep: Dlprep) -> None:
    shown = dlprep("show", "own/rows").out
    assert "t(a TEXT)" in shown
    assert "SELECT" not in shown
    key = dlprep("show", "own/double", "--key").out
    assert ">>> double(2)" in key
    assert "double(5)" not in key
    assert "return 2 * x" in key
    assert "Cost: O(1)" in key
    asked = json.loads(dlprep("show", "own/double", "--json").out)
    assert asked["function"] == "double"
    assert [t["call"] for t in asked["examples"]] == ["double(2)"]
    assert "expected" not in asked
    found = json.loads(dlprep("search", "rows", "--kind", "sql", "--topic", "own", "--json").out)
    assert [q["id"] for q in found["questions"]] == ["own/rows"]
    assert dlprep("search", "attention", "--kind", "python").code == 0


def test_programs_of_strangers_are_refused_on_a_pipe(bank: Path, dlprep: Dlprep) -> None:
    for command in (
        ["grade", "own/double", "--answer", DOUBLE],
        ["quiz", "--topic", "own"],
        ["quiz", "--topic", "own", "--json"],
    ):
        run = dlprep(*command, stdin="\n")
        assert run.code == 2
        assert run.err.count("\n") == 1
        assert f"allow them: dlprep bank trust {bank}" in run.err
    checked = dlprep("bank", "check", str(bank))
    assert checked.code == 0
    assert "2 programs were not run" in checked.err
    assert dlprep("bank", "trust", str(bank)).code == 0
    assert "not run" not in dlprep("bank", "check", str(bank)).err
    assert str(bank) in dlprep("bank", "trust").out
    assert dlprep("bank", "trust", "--no", str(bank)).code == 0
    assert dlprep("grade", "own/double", "--answer", DOUBLE).code == 2
    assert dlprep("bank", "trust", str(bank / "nowhere")).code == 2


def terminal(tmp_path: Path, kind: str, **environment: str) -> Terminal:
    environment["DLPREP_BANK"] = str(tmp_path / "bank")
    return Terminal(tmp_path, "quiz", "--topic", "own", "--kind", kind, **environment)


def test_in_a_terminal_a_bank_is_asked_about_once(bank: Path, tmp_path: Path) -> None:
    first = terminal(tmp_path, "sql")
    first.until("[y/N]")
    first.press("n")
    assert first.ended() == 4
    second = terminal(tmp_path, "sql")
    second.until("[y/N]")
    second.press("y")
    second.until("quit")
    second.press("select a\r")
    second.until(". ")
    second.press("from t\r")
    second.until(". ")
    second.press("\r")
    assert second.ended() == 0
    assert "✓ right" in second.shown()
    third = terminal(tmp_path, "sql")
    third.until("quit")
    assert "[y/N]" not in third.raw.decode()
    third.press("q\r")
    assert third.ended() == 0


def test_a_program_is_pasted_with_an_empty_line_and_ended_by_ctrl_d(
    trusted: Path, tmp_path: Path
) -> None:
    quiz = terminal(tmp_path, "python")
    quiz.until("quit")
    assert "Empty line or Ctrl-D" in quiz.shown()
    quiz.press(DOUBLE.replace("\n", "\r"))
    quiz.until("return 2 * x")
    quiz.until(". ")
    quiz.press("\x04")
    assert quiz.ended() == 0
    assert "All 2 tests passed." in quiz.shown()


def test_the_editor_begins_with_the_starter_and_goes_on_with_the_draft(
    trusted: Path, tmp_path: Path
) -> None:
    editor = tmp_path / "editor.py"
    editor.write_text(
        "import sys, pathlib\n"
        "file = pathlib.Path(sys.argv[1])\n"
        "text = file.read_text()\n"
        "assert file.suffix == '.py' and '# Write `double`.' in text\n"
        "file.write_text(text.replace('    ...', '    return (2 * x').replace('(2 * x\\n', '2 * x\\n')\n"
        "    if 'return' in text else text.replace('    ...', '    return (2 * x'))\n"
    )
    quiz = terminal(tmp_path, "python", EDITOR=f"{sys.executable} {editor}", VISUAL="")
    quiz.until("quit")
    quiz.press("e\r")
    quiz.until("this is no Python: line 2")
    quiz.until("quit")
    quiz.press("e\r")
    assert quiz.ended() == 0
    assert "All 2 tests passed." in quiz.shown()
    assert "# Write" not in quiz.raw.decode()


def test_doctor_is_fit_for_a_bug_report(
    trusted: Path, dlprep: Dlprep, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    home = tmp_path / "home"
    run = dlprep("doctor")
    assert run.code == 0, run.out
    assert str(tmp_path) not in run.out
    assert "learner's folder: ~/home" in run.out
    assert "works: yes" in run.out
    assert "language model: not configured" in run.out
    report = json.loads(dlprep("doctor", "--json").out)
    assert (report["schema"], report["well"]) == ("dlprep.doctor/1", True)
    assert {"dlprep", "terminal", "sandbox for programs and queries"} <= {
        part["title"] for part in report["parts"]
    }
    (home / "config.toml").write_text("nonsense = 1\n")
    (home / "reviews.db").write_bytes(b"SQLite format 3\0" + b"x" * 500)
    ill = dlprep("doctor")
    assert ill.code == 3
    assert "unknown setting 'nonsense'" in ill.out
    assert "! health:" in ill.out
