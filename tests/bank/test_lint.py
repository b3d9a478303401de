"""What `bank check` finds beyond the schema."""

from pathlib import Path

import pytest

from dlprep import paths
from dlprep.bank.lint import check
from dlprep.grading.proof import disproof
from dlprep.grading.rubric.lint import faults

GOOD = (Path(__file__).parents[1] / "data" / "sample.yaml").read_text()
DEMOS = frozenset({"threshold"})


def lint(tmp_path: Path, text: str) -> list[str]:
    file = tmp_path / "sample.yaml"
    file.write_text(text)
    report = check([file], DEMOS, paths.built_in_bank(), disproof, rubrics=faults)
    return [str(f) for f in report.findings]


def test_a_good_file_has_no_finding(tmp_path: Path) -> None:
    assert lint(tmp_path, GOOD) == []


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("    explanation: Look at the formulas.\n", "", "no explanation"),
        ("        why: Recall looks at actual positives alone.\n", "", "no why"),
        ("text: It rises or stays the same", "text: All of the above", "expected an option of its own"),
        ("demo: threshold", "demo: thresold", "no demo 'thresold'"),
        ("hint: What", "follow_ups: [metrics/nowhere]\n    hint: What", "no question 'metrics/nowhere'"),
        ("id: pick-some", "id: pick-one", "used twice"),
        ("        correct: true\n", "", "0 correct options, expected exactly one"),
        ("bounds: [0, 1]", "bounds: [0, 0.4]", "outside 0 to 0.4"),
        ('answer: "tp / (tp + fp)"', 'answer: "tp / (tp + fpp)"', "fpp"),
        ("tp: {int: [20, 90]}", "tp: {int: [90, 20]}", "expected low before high"),
        ("TP = {tp}", "TP = {tpp}", "{tpp} is left unfilled"),
        ("formula: people / size", "formula: people * size", "expected the published"),
        ("formula: people / size", "formula: people.__class__", "formula"),
        ("At test time all units are used.", "At test time it is fast.", "scores 0.50, not found: At"),
        ("url: https://example.org/recall", "url: example", "expected an http(s) link"),
        ('"drop|zero|switch random|randomly", ', "", "2 patterns, expected three or more ways to say it"),
        ('"test|inference nothing dropped"', '"test||inference nothing"', "an empty alternative in 'test||inference'"),
        ("model_answer: |", "roles: [a b]\n    model_answer: |", "role 'a b': several words"),
        ('"drop|zero|switch random', '"drop|never random', "with each sentence negated it scores"),
        ("topic: sample", "topic: other", "expected 'sample', the file's own name"),
    ],
)  # fmt: skip
def test_each_slip_is_found(tmp_path: Path, old: str, new: str, found: str) -> None:
    assert old in GOOD
    findings = lint(tmp_path, GOOD.replace(old, new, 1))
    assert any(found in f for f in findings), findings


def test_nearly_the_same_prompt_is_found(tmp_path: Path) -> None:
    again = GOOD.replace("true negatives are added?", "X").replace(
        "Which of these do not change when X",
        "The threshold goes from 0.5 to 0.8. What must now happen to recall?",
    )
    assert any("nearly the prompt of sample/pick-one" in f for f in lint(tmp_path, again))


def test_the_correct_option_being_longest_too_often_is_found(tmp_path: Path) -> None:
    question = GOOD.split("  - id: pick-some")[0].split("questions:\n")[1]
    long = question.replace(
        "It stays the same or falls", "It stays the same, or else it falls, always"
    )
    file = "topic: sample\ntitle: x\nquestions:\n" + "".join(
        long.replace("pick-one", f"q{n}").replace("0.8", f"0.8 on {'abcd'[n] * 40}")
        for n in range(4)
    )
    assert any("longest in 4 of 4" in f for f in lint(tmp_path, file))
