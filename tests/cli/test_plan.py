"""`dlprep plan`: made, shown, followed by practice, dropped; and what is refused in one line."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Dlprep = Callable[..., Any]


@pytest.fixture(autouse=True)
def a_day(monkeypatch: pytest.MonkeyPatch, sample_bank: Path) -> None:
    monkeypatch.setenv("DLPREP_NOW", "2026-11-02T10:00:00+00:00")


def test_a_plan_says_each_day_and_what_it_leads_to(dlprep: Dlprep) -> None:
    made = dlprep("plan", "--by", "2026-11-12", "--topic", "metrics", "--topic", "trees", "--json")
    assert made.code == 0, made.err
    said = json.loads(made.out)
    assert (said["schema"], said["days_left"], len(said["days"])) == ("dlprep.plan/1", 10, 10)
    assert [d["day"] for d in said["days"]][:2] == ["2026-11-02", "2026-11-03"]
    assert said["days"][0]["new"] > 0
    assert all(d["minutes"] <= 30 for d in said["days"])
    assert said["expected"]["plan"] >= said["expected"]["plain"]
    assert {t["topic"] for t in said["topics"]} == {"metrics", "trees"}
    assert sum(t["weight"] for t in said["topics"]) == pytest.approx(1)
    for topic in said["topics"]:
        for when in ("without_practice", "with_plan"):
            share = topic[when]
            assert 0 <= share["low"] <= share["expected"] <= share["high"] <= 1
    assert json.loads(dlprep("plan", "--json").out) == said  # the one in force
    assert "in 10 days" in dlprep().out


def test_it_says_what_cannot_be_reached(dlprep: Dlprep) -> None:
    run = dlprep("plan", "--by", "2026-11-04", "--minutes-per-day", "5")
    assert "Out of reach:" in run.out and "minutes a day" in run.out
    assert all(len(line) <= 80 for line in run.out.splitlines())


def test_practice_follows_the_plan_and_stops_when_the_minutes_are_used(dlprep: Dlprep) -> None:
    dlprep("plan", "--by", "2026-11-12", "--topic", "metrics", "--minutes-per-day", "8")
    out = dlprep("practice", "--json", stdin="\n" * 40).out.splitlines()
    asked = [json.loads(line)["question"] for line in out[:-1]]
    assert 2 <= len(asked) <= 10 and {q.split("/")[0] for q in asked} == {"metrics"}
    assert len(set(asked)) == len(asked)
    again = dlprep("practice", "--json", stdin="\n" * 40).out.splitlines()[:-1]
    assert not {json.loads(line)["question"] for line in again} & set(asked)
    over = dlprep("practice")
    assert over.code == 4 and "the plan's minutes" in over.err
    assert dlprep("practice", "--ahead", "-n", "1", "--json", stdin="\n").code == 0


def test_a_dropped_or_past_plan_is_followed_no_more(
    dlprep: Dlprep, monkeypatch: pytest.MonkeyPatch
) -> None:
    dlprep("plan", "--by", "2026-11-05", "--topic", "metrics")
    monkeypatch.setenv("DLPREP_NOW", "2026-11-05T10:00:00+00:00")
    assert dlprep("plan").code == 4
    asked = dlprep("practice", "-n", "5", "--json", stdin="\n" * 5).out.splitlines()[:-1]
    assert len({json.loads(line)["question"].split("/")[0] for line in asked}) > 1
    assert dlprep("plan", "--drop").code == 0
    assert (dlprep("plan", "--drop").code, dlprep("plan").code) == (4, 4)


@pytest.mark.parametrize(
    ("args", "code", "says"),
    [
        (("--by", "2026-11-01"), 2, "is past"),
        (("--by", "2026-11-02"), 2, "is today"),
        (("--by", "2036-11-02"), 2, "too far"),
        (("--by", "next week"), 2, "2026-12-15"),
        (("--by", "2026-11-12", "--minutes-per-day", "0"), 2, "from 1 to 720"),
        (("--by", "2026-11-12", "--minutes-per-day", "nan"), 2, "from 1 to 720"),
        (("--by", "2026-11-12", "--topic", "metrix"), 2, "metrics"),
        (("--by", "2026-11-12", "--role", "ml-enginer"), 2, "ml-engineer"),
        (("--topic", "metrics"), 2, "--by"),
        ((), 4, "there is no plan"),
    ],
)
def test_what_cannot_be_planned_is_said_in_one_line(
    dlprep: Dlprep, args: tuple[str, ...], code: int, says: str
) -> None:
    run = dlprep("plan", *args)
    assert (run.code, run.err.count("\n"), run.out) == (code, 1, "")
    assert says in run.err


def test_a_damaged_plan_is_named(dlprep: Dlprep, tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "plan.json").write_text("{")
    run = dlprep("practice")
    assert run.code == 3 and "plan.json" in run.err and "--drop" in run.err
    assert dlprep("plan", "--drop").code == 0
