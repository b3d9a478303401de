"""The commands as typed: output, JSON and exit codes."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
Dlprep = Callable[..., Any]


def test_version(dlprep: Dlprep) -> None:
    import dlprep as package

    assert dlprep("--version").out == f"dlprep {package.__version__}\n"


def test_topics_as_json(dlprep: Dlprep) -> None:
    said = json.loads(dlprep("topics", "--json").out)
    assert said["schema"] == "dlprep.topics/1"
    metrics = next(t for t in said["topics"] if t["slug"] == "metrics")
    assert metrics["questions"] == sum(metrics["kinds"].values()) >= 12


@pytest.mark.usefixtures("sample_bank")
def test_a_piped_quiz_asks_grades_and_sums_up(dlprep: Dlprep) -> None:
    run = dlprep("quiz", "--topic", "sample", "-n", "6", "--seed", "1", stdin="A\n\n\n\n\n\n")
    assert run.code == 0
    assert "6/6" in run.out and "of 6" in run.out
    assert "\x1b" not in run.out
    assert all(len(x) <= 80 for x in run.out.splitlines() if not x.startswith("  http"))


@pytest.mark.usefixtures("sample_bank")
def test_a_json_quiz_gives_one_grade_an_answer_and_a_summary(dlprep: Dlprep) -> None:
    run = dlprep("quiz", "--topic", "sample", "-n", "6", "--seed", "1", "--json", stdin="Z\n" * 9)
    lines = [json.loads(line) for line in run.out.splitlines()]
    assert [x["schema"] for x in lines] == ["dlprep.grade/1"] * 6 + ["dlprep.summary/1"]
    assert lines[-1]["asked"] == 6
    for grade in lines[:-1]:
        assert {"question", "kind", "score", "verdict", "expected", "feedback"} <= grade.keys()
        assert ("points" in grade) == (grade["kind"] == "text")


@pytest.mark.usefixtures("sample_bank")
def test_input_that_ends_early_ends_the_quiz(dlprep: Dlprep) -> None:
    run = dlprep("quiz", "--topic", "sample", "-n", "6", "--json", stdin="A\n")
    assert json.loads(run.out.splitlines()[-1])["asked"] == 1


@pytest.mark.parametrize(
    ("args", "code", "says"),
    [
        (["quiz", "--topic", "metrcs"], 2, "did you mean 'metrics'"),
        (["quiz", "--kind", "chioce"], 2, "did you mean 'choice'"),
        (["quiz", "--difficulty", "medum"], 2, "did you mean 'medium'"),
        (["quiz", "-n", "0"], 2, "dlprep: error: "),
        (["quiz", "--topic", "sample", "--kind", "text", "--difficulty", "easy"], 4, "no question"),
        (["show", "metrics/threshold-50-to-8"], 2, "did you mean 'metrics/threshold-50-to-80'"),
        (["nonsense"], 2, "dlprep: error: "),
        (["bank", "check", "nowhere.yaml"], 3, "no such file"),
    ],
)
@pytest.mark.usefixtures("sample_bank")
def test_bad_input_gets_one_line_and_its_exit_code(
    dlprep: Dlprep, args: list[str], code: int, says: str
) -> None:
    run = dlprep(*args)
    assert (run.code, run.out) == (code, "")
    assert says in run.err
    assert run.err.count("\n") == 1


def test_show_keeps_the_key_unless_asked(dlprep: Dlprep) -> None:
    full_id = "metrics/threshold-50-to-80"
    bare = json.loads(dlprep("show", full_id, "--json").out)
    assert "expected" not in bare and "explanation" not in bare
    assert all("correct" not in option for option in bare["options"])
    keyed = json.loads(dlprep("show", full_id, "--json", "--key").out)
    right = [o["letter"] for o in keyed["options"] if o["correct"]]
    assert keyed["expected"] == "".join(right)
    graded = json.loads(dlprep("grade", full_id, "--answer", right[0], "--json").out)
    assert graded["verdict"] == "correct"


def test_the_built_in_bank_has_no_finding(dlprep: Dlprep) -> None:
    run = dlprep("bank", "check")
    assert (run.code, run.out) == (0, "")


def test_the_committed_schema_is_the_one_the_program_has(dlprep: Dlprep) -> None:
    assert dlprep("bank", "schema").out == (ROOT / "questions" / "schema.json").read_text()


def test_a_new_file_passes_the_check_and_is_never_overwritten(
    dlprep: Dlprep, tmp_path: Path
) -> None:
    assert dlprep("bank", "new", "time-series", "--to", str(tmp_path)).code == 0
    assert dlprep("bank", "check", str(tmp_path)).out == ""
    again = dlprep("bank", "new", "time-series", "--to", str(tmp_path))
    assert again.code == 2 and "there already" in again.err


def test_findings_start_with_file_line_and_column(dlprep: Dlprep, tmp_path: Path) -> None:
    file = tmp_path / "x.yaml"
    file.write_text("topic: x\ntitle: X\nquestions:\n  - id: A\n")
    run = dlprep("bank", "check", str(file))
    assert run.code == 3
    assert all(line.startswith(f"{file}:4:") for line in run.out.splitlines())


def test_a_program_in_a_file_that_is_not_there_counts_as_unreadable_and_the_quiz_goes_on(
    dlprep: Dlprep,
) -> None:
    run = dlprep(
        "quiz", "--kind", "python", "-n", "2", "--seed", "1", "--json", stdin="@nowhere.py\n\n"
    )
    first, second, summary = (json.loads(line) for line in run.out.splitlines())
    assert "nowhere.py: cannot be read" in first["unreadable"] and first["score"] == 0
    assert (second["score"], summary["asked"], run.code) == (0, 2, 0)


def test_a_folder_without_question_files_is_told(dlprep: Dlprep, tmp_path: Path) -> None:
    run = dlprep("bank", "check", str(tmp_path))
    assert run.code == 3 and "no question file" in run.err
