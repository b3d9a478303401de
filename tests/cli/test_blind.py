"""Blind answers: questions go out without their keys, and what comes back is held against them."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dlprep.bank import confirmed
from dlprep.bank.library import load
from dlprep.bank.templates import draw
from dlprep.grading.marker import expected

Dlprep = Callable[..., Any]
SAMPLE = Path(__file__).parents[1] / "data" / "sample.yaml"


@pytest.fixture
def bank(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "bank"
    folder.mkdir()
    (folder / "sample.yaml").write_text(SAMPLE.read_text())
    monkeypatch.setenv("DLPREP_BANK", str(folder))
    return folder


def answers(bank: Path, sent: str, **change: Any) -> Path:
    """The keys as answers, under the names that went out."""
    library = load()
    names = {confirmed.key_hash(library.question(i)): i for i in library.ids("sample")}
    lines = []
    for line in map(json.loads, sent.splitlines()):
        full_id = names[line["question"]]
        variant = draw(full_id, library.question(full_id), line["seed"])
        given = {"question": line["question"], "seed": line["seed"], "answer": expected(variant)}
        lines.append({**given, "agrees": True, **(change if full_id == "sample/pick-one" else {})})
    file = bank.parent / "answers.jsonl"
    file.write_text("".join(json.dumps(line) + "\n" for line in lines))
    return file


def test_what_goes_out_tells_no_key_no_concept_and_no_id(dlprep: Dlprep, bank: Path) -> None:
    sent = [
        json.loads(line) for line in dlprep("bank", "blind", "--topic", "sample").out.splitlines()
    ]
    assert len(sent) == 6
    for line in sent:
        assert not {"id", "concept", "expected", "explanation", "tags", "difficulty"} & line.keys()
        assert all(option.keys() == {"letter", "text"} for option in line.get("options", ()))


def test_right_answers_confirm_and_a_change_of_the_key_undoes_it(
    dlprep: Dlprep, bank: Path
) -> None:
    file = answers(bank, dlprep("bank", "blind", "--topic", "sample").out)
    run = dlprep("bank", "confirm", str(file), "--to", str(bank))
    assert (run.code, run.out) == (0, "") and "6 confirmed, 0 differ" in run.err
    assert dlprep("bank", "check", "--confirmed", str(bank)).code == 0
    text = (bank / "sample.yaml").read_text()
    (bank / "sample.yaml").write_text(text.replace("It rises", "It goes up"))
    told = dlprep("bank", "check", str(bank))
    assert told.code == 0 and "1 not confirmed" in told.err
    strict = dlprep("bank", "check", "--confirmed", str(bank))
    assert strict.code == 3 and "changed since it was answered blind" in strict.out


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"answer": "none of these"}, "answered 'none of these', the key is"),
        ({"objection": "two options hold"}, "objection: two options hold"),
    ],
)
def test_a_difference_is_kept_and_told(
    dlprep: Dlprep, bank: Path, change: dict[str, str], says: str
) -> None:
    file = answers(bank, dlprep("bank", "blind", "--topic", "sample").out, **change)
    run = dlprep("bank", "confirm", str(file), "--to", str(bank))
    assert run.out.startswith("sample/pick-one: ") and says in run.out
    assert "5 confirmed, 1 differ" in run.err
    assert "a blind answer differed" in dlprep("bank", "check", "--confirmed", str(bank)).out


def test_a_broken_record_is_told_with_its_line(dlprep: Dlprep, bank: Path) -> None:
    (bank / confirmed.FILE).write_text(
        "id,content_hash,checked,outcome,date\nsample/pick-one,ab,blind answer,fine,2026-11-24\n"
    )
    run = dlprep("bank", "check", str(bank))
    assert run.code == 3
    assert "REVIEWS.csv:2: 'fine' is none of confirmed, differs" in run.err


def test_a_line_that_is_no_answer_changes_nothing(dlprep: Dlprep, bank: Path) -> None:
    file = bank.parent / "answers.jsonl"
    file.write_text('{"question": "sample/pick-one", "seed": 1, "answer": "A"}\n{"answer": 3}\n')
    run = dlprep("bank", "confirm", str(file), "--to", str(bank))
    assert run.code == 3 and "answers.jsonl:2" in run.err
    assert not (bank / confirmed.FILE).exists()
