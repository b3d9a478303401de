"""`dlprep demo` as typed: the list, the card, JSON, plain lines, pictures, predictions, errors."""

import json
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Dlprep = Callable[..., Any]
CSV = "label,score\n1,0.9\n0,0.2\n1,0.6\n0,0.7\n"


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


def test_plain_lines_for_a_screen_reader(dlprep: Dlprep) -> None:
    said = dlprep("demo", "threshold", "--plain").out
    words = " ".join(said.split())
    assert (
        "malignant: says malignant TP 63 -> 26 (found), says benign FN 43 -> 80 (missed)" in words
    )
    assert "precision: 92.9% (notch at 75.0%), TP/(TP+FP)" in said
    assert said.isascii()
    assert max(map(len, said.splitlines())) <= 80


def test_a_pipe_gets_the_card_and_no_escape_codes(dlprep: Dlprep) -> None:
    run = dlprep("demo", "threshold")
    assert run.code == 0
    assert "TP 26 -37" in run.out
    assert "56 patients scored 50-80%" in run.out
    assert "\x1b" not in run.out
    assert {len(line) for line in run.out.splitlines()} == {80}


def test_predictions_are_read_from_a_pipe_and_judged(dlprep: Dlprep) -> None:
    run = dlprep("demo", "threshold", "--plain", "--predict", stdin="rises\nrises\n\n")
    said = " ".join(run.out.split())
    assert "You said of precision: rises; right." in said
    assert "You said of recall: rises; no, falls." in said
    assert "You said of accuracy" not in said
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
    assert "1 positive now missed, 1 false alarm gone" in " ".join(
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
        (["threshhhh"], 2, "did you mean 'threshold'"),
        (["threshold", "--threshold", "80"], 2, "outside 0..1; 80% is 0.8"),
        (["threshold", "--from", "-0.1"], 2, "outside 0..1"),
        (["threshold", "--from", "nan"], 2, "outside 0..1"),
        (["threshold", "--from", "half"], 2, "is not a number; its range is 0..1"),
        (["attention", "--d", "2.5"], 2, "a whole number, 2..2048"),
        (["attention", "--mask", "casual"], 2, "did you mean 'causal'"),
        (["threshold", "--seed", "-1"], 2, "--seed '-1'"),
        (["threshold", "--marks", "dots"], 2, "none of braille, block, ascii"),
        (["threshold", "--miss-cost", "-1"], 2, "at least 0"),
        (["threshold", "--alarm-cost", "inf"], 2, "at least 0"),
        (["threshold", "--features", "7"], 2, "none of 3, 30"),
        (["threshold", "--y-true", "label"], 2, "--y-true needs a file"),
        (["threshold", "--csv", "x.csv", "--features", "3"], 2, "leave it out with --csv"),
        (["--threshold", "0.8"], 2, "No such option: --threshold"),
        (["threshold", "--csv", "no-such.csv"], 3, "no-such.csv: No such file"),
        (["threshold", "--save", "no/such/folder.svg"], 3, "there is no folder 'no/such'"),
        (["threshold", "--save", "card.pdf"], 2, "give a name that ends so"),
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


def test_help_of_a_demo_names_every_knob_with_its_range_and_default(dlprep: Dlprep) -> None:
    said = " ".join(dlprep("demo", "threshold", "--help").out.split())
    for text in ("--threshold, --to NUMBER", "0..1. [0.8]", "at least 0. [5]", "--features 3|30"):
        assert text in said


def test_a_near_miss_opens_the_demo_and_says_so(dlprep: Dlprep) -> None:
    run = dlprep("demo", "tresholds", "--json")
    assert json.loads(run.out)["demo"] == "threshold"
    assert run.err == "dlprep: note: no demo is called 'tresholds'; this is threshold\n"


def test_explain_computes_nothing(dlprep: Dlprep, monkeypatch: pytest.MonkeyPatch) -> None:
    import dlprep.demos.family.scores as scores

    monkeypatch.setattr(scores, "run", None)
    said = dlprep("demo", "threshold", "--explain").out
    assert "In the interview" in said
    assert "Elkan 2001" in said


def test_the_list_tells_what_was_predicted(dlprep: Dlprep) -> None:
    dlprep("demo", "threshold", "--json", "--predict", stdin="rises\nrises\nfalls\n")
    assert "2 of 3 predicted right" in dlprep("demo").out


@pytest.mark.parametrize(
    ("demo", "text", "says"),
    [
        (
            "overfit",
            "epoch,train,validation\n1,1,1\n2,.5,.6\n3,.4,.7\n4,.3,.9\n5,.2,1\n",
            "Overfitting since row 2",
        ),
        (
            "simpson",
            "group,arm,cases,successes\na,x,10,9\na,y,90,72\nb,x,90,27\nb,y,10,2\n",
            "the sign turns",
        ),
        (
            "ab_peeking",
            "users_a,conversions_a,users_b,conversions_b\n500,50,500,80\n500,50,500,52\n",
            "below .05",
        ),
        ("roc_pr", CSV, "ROC area 0.750"),
    ],
)
def test_own_data_from_stdin(dlprep: Dlprep, demo: str, text: str, says: str) -> None:
    run = dlprep("demo", demo, "--csv", "-", "--json", stdin=text)
    assert run.code == 0, run.err
    said = json.loads(run.out)
    assert said["seed"] is None
    assert says in " ".join(said["said"])
