"""Weeks of practice with the real commands, across a daylight-saving change, in two time zones."""

import json
import os
import subprocess
import sys
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from dlprep.reviews.log import ReviewLog

SAMPLE = Path(__file__).parents[1] / "data"


class Learner:
    """A learner at a place, with a home of their own and a clock that the test sets."""

    def __init__(self, home: Path, zone: str) -> None:
        self.home = home
        self.zone = ZoneInfo(zone)
        self.cache = home.parent / "cache"
        self.now = datetime(2026, 1, 1, tzinfo=self.zone)

    def types(self, *args: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "dlprep", *args],
            input=stdin,
            capture_output=True,
            text=True,
            check=False,
            env={
                **os.environ,
                "TZ": self.zone.key,
                "DLPREP_HOME": str(self.home),
                "DLPREP_CACHE": str(self.cache),
                "DLPREP_BANK": str(SAMPLE),
                "DLPREP_NOW": self.now.isoformat(),
            },
        )

    def asked(self, *args: str, answer: str = "\n") -> list[str]:
        """The ids of what `practice` asked; each was answered with the same line."""
        lines = self.types("practice", "--json", *args, stdin=answer * 300).stdout.splitlines()
        return [x["question"] for x in map(json.loads, lines) if "question" in x]

    def settings(self, **values: int | float) -> None:
        self.home.mkdir(parents=True, exist_ok=True)
        lines = "".join(f"{name} = {value}\n" for name, value in values.items())
        (self.home / "config.toml").write_text(lines)


@pytest.mark.parametrize(
    ("zone", "before"),
    [
        ("Europe/Berlin", date(2026, 3, 28)),  # the night to the 29th has 23 hours
        ("America/New_York", date(2026, 10, 31)),  # the night to the 1st has 25
    ],
)
def test_a_night_of_23_or_25_hours_is_one_night(tmp_path: Path, zone: str, before: date) -> None:
    learner = Learner(tmp_path / "home", zone)
    learner.settings(new_per_day=3)
    learner.now = datetime(before.year, before.month, before.day, 23, 30, tzinfo=learner.zone)
    first = learner.asked()
    assert len(first) == 3  # not known: each comes back on the next study day
    after = before + timedelta(days=1)
    learner.settings(new_per_day=0)
    learner.now = datetime(after.year, after.month, after.day, 3, 59, tzinfo=learner.zone)
    assert learner.asked() == []
    learner.now = datetime(after.year, after.month, after.day, 4, 0, tzinfo=learner.zone)
    assert sorted(learner.asked()) == sorted(first)
    with ReviewLog.open(learner.home / "reviews.db") as log:
        assert {r.study_day for r in log.recent(3)} == {after}
        assert {r.study_day for r in log.recent(6)[3:]} == {before}


def test_weeks_of_practice_keep_the_limits_and_can_be_made_again(tmp_path: Path) -> None:
    learner = Learner(tmp_path / "home", "Europe/Berlin")
    learner.settings(new_per_day=6, due_per_day=5)
    asked: dict[date, list[str]] = {}
    for day in range(18):
        at = datetime(2026, 3, 20, 8, 0, tzinfo=learner.zone) + timedelta(days=day)
        learner.now = at
        if day in range(8, 13):  # a break, over the change to summer time
            continue
        asked[at.date()] = learner.asked(answer="A\n")
        assert learner.asked(answer="A\n") == []  # the day is done
    seen: set[str] = set()
    for queue in asked.values():
        known = [q for q in queue if q in seen]
        assert len(known) <= 5 and len(queue) - len(known) <= 6
        assert len(set(queue)) == len(queue)
        seen |= set(queue)
    assert len(seen) == 6 * len(asked)
    with ReviewLog.open(learner.home / "reviews.db") as log:
        before = log.derived()
        log.rebuild()
        assert log.derived() == before
        with ReviewLog.open(tmp_path / "other.db") as other:
            other.unite_log(log)
            assert other.derived() == before


def test_a_backlog_is_told_and_worked_off_by_the_limit(tmp_path: Path) -> None:
    learner = Learner(tmp_path / "home", "Europe/Berlin")
    learner.settings(new_per_day=12)
    learner.now = datetime(2026, 3, 2, 9, 0, tzinfo=learner.zone)
    learnt = learner.asked()
    assert len(learnt) == 12
    learner.settings(new_per_day=0, due_per_day=5)
    learner.now = datetime(2026, 5, 2, 9, 0, tzinfo=learner.zone)
    told = "12 are due in all; working that off takes about"
    assert told in learner.types().stdout
    assert told in learner.types("practice", stdin="").stdout
    assert len(learner.asked()) == 5
    assert "Done for today" in learner.types().stdout
    cram = learner.asked("--cram")
    assert sorted(cram) == sorted(learnt)
    both = learner.types("practice", "--cram", "--ahead")
    assert (both.returncode, both.stderr.count("\n")) == (2, 1)


def test_a_question_forgotten_again_and_again_is_named(tmp_path: Path) -> None:
    learner = Learner(tmp_path / "home", "Europe/Berlin")
    learner.settings(new_per_day=1)
    learner.now = datetime(2026, 3, 1, 9, 0, tzinfo=learner.zone)
    (leech,) = learner.asked()
    learner.settings(new_per_day=0)
    said = []
    for day in range(1, 14):
        learner.now = datetime(2026, 3, 1, 9, 0, tzinfo=learner.zone) + timedelta(days=2 * day)
        if day == 8:
            printed = learner.types("practice", stdin="\n").stdout
            assert "Forgotten 8 times" in printed and f"dlprep show {leech}" in printed
            assert f"8 times  dlprep show {leech} --key" in learner.types().stdout
            continue
        lines = learner.types("practice", "--json", stdin="\n").stdout.splitlines()
        said += [json.loads(lines[0]).get("leech")]
    assert said == [None] * 10 + [12, None]
