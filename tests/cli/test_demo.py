"""`dlprep demo` as typed: the list, the card, JSON, plain lines, pictures, predictions, errors."""

import json
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Dlprep = Callable[..., Any]
CSV = "label,score\n1,0.9\n0,0.2\n1,0.6\n0,0.7\n"

PLAIN = """\
The threshold goes from 50% to 80%: what happens to the matrix?
285 test patients, 106 malignant
logistic regression on 3 features of the breast-cancer data

Confusion matrix at 50%, then at 80%:
  TP tumours found:          63 -> 26      (-37)
  FN tumours missed:         43 -> 80      (+37)
  FP false alarms:           21 -> 2       (-19)
  TN rightly cleared:       158 -> 177     (+19)

Metrics at 50%, then at 80%:
  precision   TP/(TP+FP)       75.0% -> 92.9%  up 17.9 points
  recall      TP/(TP+FN)       59.4% -> 24.5%  down 34.9 points
  specificity TN/(TN+FP)       88.3% -> 98.9%  up 10.6 points
  F1          2TP/(2TP+FP+FN)  66.3% -> 38.8%  down 27.5 points
  accuracy    (TP+TN)/all      77.5% -> 71.2%  down 6.3 points

Cost 236 -> 402 (miss 5 : false alarm 1); cheapest 118 at 14%, theory 17%.

Scores, by tenths:
  0-10%: malignant 1, benign 50
  10-20%: malignant 7, benign 46
  20-30%: malignant 8, benign 28
  30-40%: malignant 13, benign 16
  40-50%: malignant 14, benign 18
  50-60%: malignant 11, benign 9
  60-70%: malignant 10, benign 7
  70-80%: malignant 16, benign 3
  80-90%: malignant 19, benign 2
  90-100%: malignant 7, benign 0

56 patients scored 50-80%: 37 tumours are now missed, 19 false alarms go away.
Nobody else moves.
Recall can only fall. Precision usually rises, but not always: here it falls
from 92.9% to 92.0% on the step from 80% to 81%.
"""


def result(run: Any) -> Any:
    assert run.code == 0, run.err
    said = json.loads(run.out)
    assert said["schema"] == "dlprep.demo/1"
    return said["result"]


def test_lists_the_demos(dlprep: Dlprep) -> None:
    run = dlprep("demo")
    assert run.code == 0
    assert "threshold" in run.out
    said = json.loads(dlprep("demo", "--json").out)
    assert said["schema"] == "dlprep.demos/1"
    (demo,) = (d for d in said["demos"] if d["slug"] == "threshold")
    assert demo.keys() == {"slug", "title", "question", "topic", "knobs"}
    for knob in demo["knobs"]:
        assert knob.keys() == {"name", "kind", "default", "min", "max", "choices"}


def test_json_run(dlprep: Dlprep) -> None:
    said = json.loads(dlprep("demo", "threshold", "--json").out)
    assert (said["demo"], said["seed"]) == ("threshold", 42)
    assert (said["knobs"]["from"], said["knobs"]["threshold"]) == (0.5, 0.8)
    keys = "threshold tp fp fn tn precision recall specificity f1 accuracy".split()
    before, after = said["result"]["from"], said["result"]["to"]
    assert list(before) == list(after) == keys
    assert [before[k] for k in keys[:5]] == [0.5, 63, 21, 43, 158]
    assert [after[k] for k in keys[:5]] == [0.8, 26, 2, 80, 177]
    assert said["result"]["moved"] == {"cases": 56, "positives": 37, "negatives": 19}
    assert said["result"]["cost"]["to"] == 402


def test_every_knob_turns_something(dlprep: Dlprep, tmp_path: Path) -> None:
    path = tmp_path / "p.csv"
    path.write_text("truth,p,other\ncat,0.9,0.1\ndog,0.2,0.9\n")
    plain = result(dlprep("demo", "threshold", "--json"))
    assert result(dlprep("demo", "threshold", "--json", "--from", "0.4"))["from"] != plain["from"]
    for option in ("--to", "--threshold"):
        other = result(dlprep("demo", "threshold", "--json", option, "0.7"))
        assert other["to"] != plain["to"]
    for option in ("--miss-cost", "--alarm-cost"):
        other = result(dlprep("demo", "threshold", "--json", option, "2"))
        assert other["cost"] != plain["cost"]
    assert result(dlprep("demo", "threshold", "--json", "--features", "30"))["from"]["tp"] == 99
    own = ["demo", "threshold", "--json", "--csv", str(path), "--y-true", "truth"]
    p, other = (
        result(dlprep(*own, "--y-score", column, "--positive", "cat"))["to"]
        for column in ("p", "other")
    )
    assert (p["tp"], p["fp"]) == (1, 0)
    assert (other["tp"], other["fp"]) == (0, 1)
    dog = result(dlprep(*own, "--y-score", "p", "--positive", "dog"))["to"]
    assert (dog["tp"], dog["fp"]) == (0, 1)


def test_undefined_precision_is_null(dlprep: Dlprep) -> None:
    assert result(dlprep("demo", "threshold", "--json", "--to", "1"))["to"]["precision"] is None
    run = dlprep("demo", "threshold", "--plain", "--to", "1")
    assert "precision is 0 / 0, undefined" in run.out


def test_plain_output_is_as_it_was(dlprep: Dlprep) -> None:
    assert dlprep("demo", "threshold", "--plain").out == PLAIN
    assert PLAIN.isascii()
    assert max(map(len, PLAIN.splitlines())) <= 80


def test_a_pipe_gets_the_card_and_no_escape_codes(dlprep: Dlprep) -> None:
    run = dlprep("demo", "threshold")
    assert run.code == 0
    assert "TP 63 → 26  -37" in run.out
    assert "56 patients scored 50-80%" in run.out
    assert "\x1b" not in run.out
    assert {len(line) for line in run.out.splitlines()} == {80}


def test_predictions_are_read_from_a_pipe_and_judged(dlprep: Dlprep) -> None:
    run = dlprep("demo", "threshold", "--plain", "--predict", stdin="rises\nrises\n\n")
    assert "precision rises right; recall rises not so, it falls" in run.out.replace("\n", " ")
    assert "accuracy rises" not in run.out
    run = dlprep("demo", "threshold", "--json", "--predict", stdin="up\nperhaps\ndown\n")
    said = json.loads(run.out)
    assert [(p["about"], p["right"]) for p in said["predictions"]] == [
        ("precision", True),
        ("accuracy", True),
    ]
    assert "'perhaps' for recall is not rises, falls or stays" in run.err


def test_without_predict_stdin_is_left_alone(dlprep: Dlprep) -> None:
    assert "You said" not in dlprep("demo", "threshold", "--plain", stdin="rises\n").out


def test_saves_a_picture_that_needs_no_network(dlprep: Dlprep, tmp_path: Path) -> None:
    path = tmp_path / "card.svg"
    path.write_text("old")
    run = dlprep("demo", "threshold", "--save", str(path))
    assert (run.code, run.out) == (0, f"wrote {path}\n")
    text = path.read_text(encoding="utf-8")
    root = ElementTree.fromstring(text)
    assert root.tag.endswith("svg")
    assert "56 patients scored 50-80%" in root.attrib["aria-label"]
    assert "@font-face" not in text
    assert "url(http" not in text
    assert [p.name for p in tmp_path.glob("*card*")] == ["card.svg"]


def test_own_scores(dlprep: Dlprep, tmp_path: Path) -> None:
    path = tmp_path / "preds.csv"
    path.write_text(CSV)
    said = json.loads(dlprep("demo", "threshold", "--csv", str(path), "--json").out)
    assert said["seed"] is None
    assert [said["result"]["from"][k] for k in ("tp", "fp", "fn", "tn")] == [2, 1, 0, 1]
    assert "1 positive is now missed, 1 false alarm goes away" in " ".join(
        dlprep("demo", "threshold", "--csv", str(path), "--plain").out.split()
    )


def test_a_column_name_cannot_write_to_the_terminal(dlprep: Dlprep, tmp_path: Path) -> None:
    path = tmp_path / "preds.csv"
    path.write_text(CSV.replace("label", "l\x1b[31m[red]"))
    args = ["demo", "threshold", "--csv", str(path), "--y-true", "l\x1b[31m[red]"]
    for more in ([], ["--plain"]):
        run = dlprep(*args, *more)
        assert run.code == 0
        assert "\x1b" not in run.out
    svg = tmp_path / "x.svg"
    assert dlprep(*args, "--save", str(svg)).code == 0
    ElementTree.fromstring(svg.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("args", "code", "says"),
    [
        (["treshold"], 2, "did you mean 'threshold'"),
        (["threshold", "--threshold", "80"], 2, "outside 0..1; 80% is 0.8"),
        (["threshold", "--from", "-0.1"], 2, "outside 0..1"),
        (["threshold", "--from", "nan"], 2, "outside 0..1"),
        (["threshold", "--miss-cost", "-1"], 2, "at least 0"),
        (["threshold", "--alarm-cost", "inf"], 2, "at least 0"),
        (["threshold", "--features", "7"], 2, "none of 3, 30"),
        (["threshold", "--y-true", "label"], 2, "--y-true needs a file"),
        (["threshold", "--csv", "x.csv", "--features", "3"], 2, "leave it out with --csv"),
        (["--threshold", "0.8"], 2, "--threshold needs a demo"),
        (["threshold", "--csv", "no-such.csv"], 3, "no-such.csv: No such file"),
        (["threshold", "--save", "no/such/folder.svg"], 3, "there is no folder 'no/such'"),
        (["threshold", "--save", "card.png"], 2, "ends in .svg"),
    ],
)
def test_errors_are_one_line(dlprep: Dlprep, args: list[str], code: int, says: str) -> None:
    run = dlprep("demo", *args)
    assert run.code == code
    assert run.out == ""
    assert run.err.startswith("dlprep: error: ")
    assert run.err.count("\n") == 1
    assert says in run.err


def test_help_shows_examples_before_options(dlprep: Dlprep) -> None:
    said = dlprep("demo", "--help").out
    assert said.index("dlprep demo threshold --from 0.5") < said.index("Options")
