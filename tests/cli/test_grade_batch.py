"""A file of answers in, grades out: in order, bad lines told by number, the rest graded."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.usefixtures("sample_bank")
Dlprep = Callable[..., Any]


def lines(*objects: object) -> str:
    return "".join(o if isinstance(o, str) else json.dumps(o) + "\n" for o in objects)


GOOD = (
    {"question": "sample/say", "answer": "Units are dropped at random."},
    {"question": "sample/compute", "answer": "abc", "seed": 3},
    {"question": "sample/pick-one", "answer": "A", "seed": 4},
    {"question": "sample/say", "answer": ""},
)


def test_grades_come_in_order(dlprep: Dlprep, tmp_path: Path) -> None:
    file = tmp_path / "answers.jsonl"
    file.write_text(lines(*GOOD))
    done = dlprep("grade", "--batch", str(file), "--json")
    assert (done.code, done.err) == (0, "")
    grades = [json.loads(line) for line in done.out.splitlines()]
    assert [g["question"] for g in grades] == [g["question"] for g in GOOD]
    assert {g["schema"] for g in grades} == {"dlprep.grade/1"}
    assert [p["hit"] for p in grades[0]["points"]] == [True, False]
    assert [p["mark"] for p in grades[0]["points"]] == ["found", "missed"]
    assert grades[0]["points"][0]["evidence"] == "Units are dropped at random"
    assert "unreadable" in grades[1]
    assert [p["hit"] for p in grades[3]["points"]] == [False, False]
    alone = dlprep("grade", "sample/say", "--answer", GOOD[0]["answer"], "--json")
    assert json.loads(alone.out) == grades[0]


def test_bad_lines_are_told_by_number_and_the_rest_is_graded(dlprep: Dlprep) -> None:
    done = dlprep(
        "grade", "--batch", "-", "--json",
        stdin=lines(
            GOOD[0], "no json\n", "\n", {"question": "sample/nowhere", "answer": "x"},
            {"question": "sample/say"}, {"question": "sample/say", "answer": 3},
            {"question": "sample/say", "answer": "x", "more": 1}, GOOD[2],
        ),
    )  # fmt: skip
    assert done.code == 3
    assert [json.loads(line)["question"] for line in done.out.splitlines()] == [
        "sample/say", "sample/pick-one",
    ]  # fmt: skip
    told = done.err.splitlines()
    assert [line.split(":")[3] for line in told] == ["2", "4", "5", "6", "7"]
    assert all(line.startswith("dlprep: error: stdin:") for line in told)
    assert "no question 'sample/nowhere'" in told[1]


def test_without_json_each_grade_is_a_line(dlprep: Dlprep) -> None:
    done = dlprep("grade", "--batch", "-", stdin=lines(*GOOD))
    assert done.code == 0
    assert done.out.splitlines()[0] == " 0.50  sample/say  1:found 2:missed"
    assert len(done.out.splitlines()) == len(GOOD)


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (("--batch", "gone.jsonl"), 3, "gone.jsonl: cannot be read"),
        (("sample/say", "--batch", "-"), 2, "give it alone"),
        (("sample/say",), 2, "--answer TEXT is missing"),
        ((), 2, "an ID is missing"),
    ],
)
def test_what_cannot_be_graded(dlprep: Dlprep, args: tuple[str, ...], code: int, said: str) -> None:
    done = dlprep("grade", *args)
    assert done.code == code
    assert said in done.err
