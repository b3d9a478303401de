"""`dlprep memory` as typed."""

import json
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from dlprep import paths
from dlprep.exchange.review_csv import COLUMNS
from dlprep.reviews.log import ReviewLog
from dlprep.reviews.review import Review, new_id
from dlprep.scheduling.memory import model

JOSH = str(Path(__file__).parents[1] / "data" / "reviews-josh.csv")
AT = ("--utc-offset", "-05:00")
Dlprep = Callable[..., Any]


def test_replay_gives_every_row_of_the_file_in_its_order(dlprep: Dlprep) -> None:
    said = json.loads(dlprep("memory", "replay", JOSH, *AT, "--json").out)
    assert list(said) == ["schema", "model", "reviews"]
    assert said["schema"] == "dlprep.replay/1" and said["model"].startswith("fsrs-6/")
    rows = Path(JOSH).read_text().splitlines()[1:]
    assert [r["review_time"] for r in said["reviews"]] == [row.split(",")[2] for row in rows]
    seen: set[str] = set()
    for review in said["reviews"]:
        assert list(review) == [
            *COLUMNS, "elapsed_days", "retrievability", "stability", "difficulty", "interval_days",
        ]  # fmt: skip
        assert (review["retrievability"] is None) == (review["card_id"] not in seen)
        assert review["interval_days"] == max(1, round(review["stability"]))
        seen.add(review["card_id"])


def test_replay_for_people_fits_the_screen(dlprep: Dlprep) -> None:
    lines = dlprep("memory", "replay", JOSH, *AT).out.splitlines()
    assert len(lines) == 1481
    assert max(map(len, lines)) <= 80
    assert lines[1].split()[2:] == ["good", "0", "—", "2.31", "2.12", "2"]


def test_a_reader_that_goes_away_is_no_error() -> None:
    command = [sys.executable, "-m", "dlprep", "memory", "replay", JOSH, *AT]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as child:
        assert child.stdout and child.stderr
        child.stdout.readline()
        child.stdout.close()
        said = child.stderr.read()
    assert (child.returncode, said) == (0, b"")


def test_evaluate_names_its_figures(dlprep: Dlprep) -> None:
    said = json.loads(dlprep("memory", "evaluate", JOSH, *AT, "--json").out)
    assert said["schema"] == "dlprep.evaluate/1"
    assert set(said["baselines"]) == {"constant_rate", "sm2"}
    assert said["log_loss"] < said["baselines"]["constant_rate"]["log_loss"]
    assert said["n"] == sum(group["n"] for group in said["calibration"])
    table = dlprep("memory", "evaluate", JOSH, *AT).out
    assert f"{said['log_loss']:.3f}" in table and "constant rate" in table and "SM-2" in table


def fitting(wins: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fit that is decided beforehand: what comes of it is what is tested here."""
    from dlprep.scheduling import fitting
    from dlprep.scheduling.memory import shipped

    weights = (
        *(w * 1.05 if i < 4 else w for i, w in enumerate(shipped())),
        9000.0,
        -0.1,
        0,
        0,
        0,
        0,
    )
    gain = 0.01 if wins else 0.001
    made = fitting.Trial(weights, ("slow-right",), 900, 300, 0.4, 0.4 + gain, gain, 0.002, 738000)
    monkeypatch.setattr(fitting, "trial", lambda *_: made)


@pytest.mark.usefixtures("sample_bank")
def test_adopted_weights_schedule_until_they_are_taken_back(
    dlprep: Dlprep, monkeypatch: pytest.MonkeyPatch
) -> None:
    quiz = ("quiz", "--topic", "sample", "-n", "1", "--seed", "1")
    fitting(True, monkeypatch)
    said = json.loads(dlprep("memory", "fit", JOSH, *AT, "--json").out)
    assert (said["schema"], said["adopted"], said["wins"]) == ("dlprep.fit/1", True, True)
    assert said["model"] != said["was"]
    dlprep(*quiz, stdin="A\n")
    assert (
        json.loads(dlprep("memory", "evaluate", JOSH, *AT, "--json").out)["model"] == said["model"]
    )
    assert dlprep("memory", "fit", "--revert").out.startswith("Back to the shipped weights")
    dlprep(*quiz, stdin="A\n")
    with ReviewLog.open(paths.database()) as log:
        newest, before = log.recent(2)
        assert (before.scheduler, newest.scheduler) == (said["model"], said["was"])
        kept = log.derived()
        log.rebuild()
        assert log.derived() == kept
    again = dlprep("memory", "fit", "--revert")
    assert again.code == 4 and "no fitted weights" in again.err


def test_the_learners_own_log_is_evaluated_and_a_test_on_old_ground_is_told(dlprep: Dlprep) -> None:
    """The real log as this learner's own: it says what the file says."""
    rows = json.loads(dlprep("memory", "replay", JOSH, *AT, "--json").out)["reviews"]
    kept: list[Review] = []
    for row in rows:
        at = datetime.fromisoformat(row["review_time"])
        newest = kept[-1].id if kept else None
        kept.append(
            Review(
                id=new_id(at, newest), question=f"t/q{row['card_id']}", at=at, answer="",
                study_day=(at - timedelta(hours=9)).date(), machine_score=0.0,
                rating=row["review_rating"], asked_by="practice", scheduler=model().name,
            )
        )  # fmt: skip
    with ReviewLog.open(paths.database()) as log:
        log.unite(kept)
        card = log.card(kept[-1].question)
        assert card and card.stability == pytest.approx(rows[-1]["stability"], rel=1e-6)
    own, file = (
        json.loads(dlprep("memory", "evaluate", *args, "--json").out) for args in ((), (JOSH, *AT))
    )
    assert own == file
    with ReviewLog.open(paths.database()) as log:
        log.put_in_force(model(), until=kept[-1].study_day)
    assert "take a smaller --test-share" in dlprep("memory", "evaluate").err


def test_weights_that_do_not_win_change_nothing(
    dlprep: Dlprep, monkeypatch: pytest.MonkeyPatch
) -> None:
    fitting(False, monkeypatch)
    assert "the weights in force stay" in dlprep("memory", "fit", JOSH, *AT).out
    fitting(True, monkeypatch)
    assert "nothing was changed" in dlprep("memory", "fit", JOSH, *AT, "--dry-run").out
    assert not paths.database().exists()


@pytest.mark.parametrize(
    ("args", "code", "says"),
    [
        (["replay", "none.csv"], 3, "cannot be read"),
        (["replay", JOSH, "--utc-offset", "east"], 2, "no offset"),
        (["evaluate"], 4, "your log is empty"),
        (["evaluate", JOSH, "--test-share", "0"], 2, "test-share"),
        (["evaluate", "--utc-offset", "-05:00"], 2, "your own log knows"),
        (["fit"], 4, "your log is empty"),
        (["fit", "--revert"], 4, "no fitted weights"),
        (["fit", JOSH, "--revert"], 2, "takes no file"),
        (["replay"], 2, "Missing argument 'file'"),
    ],
)
def test_bad_input_gets_one_line(dlprep: Dlprep, args: list[str], code: int, says: str) -> None:
    run = dlprep("memory", *args)
    assert (run.code, run.out) == (code, "")
    assert says in run.err and run.err.count("\n") == 1
    assert not paths.database().exists()


def test_too_few_reviews_for_a_fit(dlprep: Dlprep, tmp_path: Path) -> None:
    file = tmp_path / "few.csv"
    file.write_text("\n".join(Path(JOSH).read_text().splitlines()[:200]) + "\n")
    run = dlprep("memory", "fit", str(file), *AT)
    assert run.code == 4 and "too few reviews" in run.err
