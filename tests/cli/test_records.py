"""What was answered, as the commands tell it: history, practice over weeks, the log and its repair."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Dlprep = Callable[..., Any]
QUIZ = ("quiz", "--topic", "sample", "-n", "4", "--seed", "1")


@pytest.fixture(autouse=True)
def a_day(monkeypatch: pytest.MonkeyPatch, sample_bank: Path) -> None:
    monkeypatch.setenv("DLPREP_NOW", "2026-11-02T10:00:00+00:00")


def reviews(dlprep: Dlprep) -> list[dict[str, Any]]:
    said = json.loads(dlprep("history", "--json", "-n", "100").out)
    assert said["schema"] == "dlprep.history/1"
    found: list[dict[str, Any]] = said["reviews"]
    return found


def test_history_tells_what_was_answered_newest_first(dlprep: Dlprep) -> None:
    asked = dlprep(*QUIZ, "--json", stdin="A\n\nB\nC\n").out.splitlines()[:-1]
    ids = [json.loads(line)["question"] for line in asked]
    kept = reviews(dlprep)
    assert [r["question"] for r in kept] == ids[::-1]
    assert [r["answer"] for r in kept] == ["C", "B", "", "A"]
    assert {r["asked_by"] for r in kept} == {"quiz"}
    assert {r["study_day"] for r in kept} == {"2026-11-02"}


def test_undo_takes_back_one_answer_after_the_other(dlprep: Dlprep) -> None:
    dlprep(*QUIZ, stdin="A\nB\n")
    assert dlprep("undo").code == 0
    assert [r["answer"] for r in reviews(dlprep)] == ["A"]
    assert dlprep("undo").code == 0
    last = dlprep("undo")
    assert (last.code, reviews(dlprep)) == (4, [])
    assert "no answer to take back" in last.err


def test_what_was_wrong_is_due_the_next_day_and_comes_before_new_ones(
    dlprep: Dlprep, monkeypatch: pytest.MonkeyPatch
) -> None:
    dlprep(*QUIZ, stdin="\n\n\n\n")
    wrong = {r["question"] for r in reviews(dlprep)}
    monkeypatch.setenv("DLPREP_NOW", "2026-11-03T10:00:00+00:00")
    assert "4 due" in dlprep().out
    asked = dlprep("practice", "-n", "4", "--json", stdin="\n\n\n\n").out.splitlines()[:-1]
    assert {json.loads(line)["question"] for line in asked} == wrong
    assert "0 due" in dlprep().out


def test_nothing_due_says_when_and_exits_with_4(
    dlprep: Dlprep, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "config.toml").write_text("new_per_day = 0\n")
    dlprep(*QUIZ, stdin="\n\n\n\n")
    run = dlprep("practice")
    assert run.code == 4
    assert "Tuesday, 03 November" in run.err and "--ahead" in run.err
    assert dlprep("practice", "--ahead").code == 4  # what was answered today is not asked again
    monkeypatch.setenv("DLPREP_NOW", "2026-11-03T10:00:00+00:00")
    assert (
        json.loads(dlprep("practice", "--json", stdin="\n" * 9).out.splitlines()[-1])["asked"] == 4
    )


def test_limits_of_the_settings_hold(dlprep: Dlprep, tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "config.toml").write_text("new_per_day = 3\n")
    asked = json.loads(dlprep("practice", "--json", stdin="\n" * 30).out.splitlines()[-1])["asked"]
    assert asked == 3
    assert dlprep("practice").code == 4


def test_settings_tell_where_they_come_from(
    dlprep: Dlprep, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "config.toml").write_text('retention = 0.85\nday_start = "05:00"\n')
    monkeypatch.setenv("VISUAL", "nano")
    said = json.loads(dlprep("config", "--json").out)
    origins = {s["name"]: (s["value"], s["origin"]) for s in said["settings"]}
    assert origins["retention"][0] == 0.85 and origins["retention"][1].endswith("config.toml:1")
    assert origins["editor"] == ("nano", "VISUAL")
    assert origins["new_per_day"] == (20, "default")


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("new_per_dya = 3", "did you mean 'new_per_day'"),
        ("retention = 1.5", "from 0.7 to 0.99"),
        ("day_start = 4", "full hour"),
        ("retention = ", "is not TOML"),
    ],
)
def test_a_wrong_setting_names_file_and_line(
    dlprep: Dlprep, tmp_path: Path, line: str, says: str
) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "config.toml").write_text(f"# mine\n{line}\n")
    for command in (["config"], [], ["practice"], [*QUIZ]):
        run = dlprep(*command)
        assert run.code == 3
        assert "config.toml:2" in run.err and says in run.err and run.err.count("\n") == 1


def test_backup_export_and_merge_bring_two_devices_together(
    dlprep: Dlprep, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dlprep(*QUIZ, stdin="A\nB\n")
    assert dlprep("log", "backup", str(tmp_path / "copy.db")).code == 0
    (tmp_path / "lines.jsonl").write_text(dlprep("log", "export").out)
    monkeypatch.setenv("DLPREP_HOME", str(tmp_path / "other"))
    dlprep(*QUIZ, stdin="C\n")
    assert "2 rows were new" in dlprep("log", "merge", str(tmp_path / "copy.db")).out
    assert "0 rows were new" in dlprep("log", "merge", str(tmp_path / "lines.jsonl")).out
    assert sorted(r["answer"] for r in reviews(dlprep)) == ["A", "B", "C"]
    assert dlprep("log", "check").code == 0


def test_a_damaged_log_is_told_left_alone_and_mended_from_the_backup(
    dlprep: Dlprep, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dlprep(*QUIZ, stdin="A\nB\n")
    monkeypatch.setenv("DLPREP_NOW", "2026-11-03T10:00:00+00:00")
    dlprep("quiz", "--topic", "sample", "-n", "1", stdin="C\n")  # a new day: backed up before
    log = tmp_path / "home" / "reviews.db"
    for beside in ("-wal", "-shm"):
        log.with_name(log.name + beside).unlink(missing_ok=True)
    log.write_bytes(log.read_bytes()[:4096] + b"\xa5" * 60_000)
    before = log.read_bytes()
    refused = dlprep("stats")
    assert (refused.code, refused.err.count("\n")) == (3, 1)
    assert "log check --repair" in refused.err
    assert log.read_bytes() == before
    mended = dlprep("log", "check", "--repair")
    assert mended.code == 0 and "moved to" in mended.out
    assert [r["answer"] for r in reviews(dlprep)] == ["B", "A"]
    assert dlprep("log", "check").code == 0
