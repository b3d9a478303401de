"""`dlprep stats`: in the terminal, as JSON, as a page and a picture that need no network."""

import json
import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

Dlprep = Callable[..., Any]
QUIZ = ("quiz", "--topic", "sample", "-n", "5", "--confidence")
ANSWERS = "A !3\n!1\nB !2\nB !3\nA !1\n"


@pytest.fixture
def three_days(dlprep: Dlprep, monkeypatch: pytest.MonkeyPatch, sample_bank: Path) -> None:
    for day in (2, 3, 5):
        monkeypatch.setenv("DLPREP_NOW", f"2026-11-{day:02}T10:00:00+00:00")
        dlprep(*QUIZ, "--seed", str(day), stdin=ANSWERS)


def test_json_keeps_what_it_had_and_tells_progress(dlprep: Dlprep, three_days: None) -> None:
    said = json.loads(dlprep("stats", "--json").out)
    assert (said["schema"], said["answers"], said["streak"]) == ("dlprep.stats/1", 15, 1)
    assert [t["topic"] for t in said["topics"]] == ["sample"]
    progress = said["progress"]
    assert [d["day"] for d in progress["days"]] == ["2026-11-02", "2026-11-03", "2026-11-05"]
    assert sum(d["answers"] for d in progress["days"]) == said["answers"]
    levels = progress["calibration"]["levels"]
    assert sum(level["answers"] for level in levels) == 15
    assert all(0 <= one["low"] <= one["right"] <= one["high"] <= 1 for one in levels)
    assert 0 <= progress["calibration"]["brier"] <= 1
    assert len(progress["load"]) == 14 and progress["load"][0]["due"] == said["due"]
    for fading in progress["weakest"]:
        assert fading["recall"] == sorted(fading["recall"], reverse=True)
    assert all(0 <= r["low"] <= r["expected"] <= r["high"] <= 1 for r in progress["readiness"])


def test_the_terminal_shows_every_part_in_80_columns(dlprep: Dlprep, three_days: None) -> None:
    out = dlprep("stats").out
    for heading in ("Practice", "Expected", "How sure", "Brier", "Due in", "fades fastest"):
        assert heading in out
    assert all(len(line) <= 80 for line in out.splitlines())
    assert "\x1b" not in out


class Page(HTMLParser):
    """The tags of a page with their attributes, and a stack that must come out empty."""

    VOID = frozenset({"meta"})

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_page_needs_no_network_and_tells_its_pictures_in_words(
    dlprep: Dlprep, three_days: None, tmp_path: Path
) -> None:
    file = tmp_path / "progress.html"
    assert dlprep("stats", "--save", str(file)).code == 0
    text = file.read_text(encoding="utf-8")
    assert not re.search(r"https?://|src=|@import|url\(", text)
    page = Page()
    page.feed(text)
    assert page.open == []
    ids = [attrs["id"] for _, attrs in page.tags if "id" in attrs]
    assert len(ids) == len(set(ids))
    drawn = [attrs for tag, attrs in page.tags if tag == "svg"]
    assert len(drawn) == 5
    for attrs in drawn:
        assert attrs["role"] == "img"
        assert set((attrs["aria-labelledby"] or "").split()) <= set(ids)
    tables = [tag for tag, _ in page.tags if tag == "table"]
    assert len(tables) == 5
    assert any(attrs.get("name") == "viewport" for tag, attrs in page.tags if tag == "meta")


def test_the_picture_is_sound_xml_without_variables(
    dlprep: Dlprep, three_days: None, tmp_path: Path
) -> None:
    file = tmp_path / "progress.svg"
    dlprep("stats", "--save", str(file))
    text = file.read_text(encoding="utf-8")
    assert "var(" not in text
    root = ElementTree.fromstring(text)
    assert root.tag.endswith("svg") and "Progress" in root.attrib["aria-label"]


def test_before_the_first_answer_and_with_wrong_names(
    dlprep: Dlprep, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DLPREP_NOW", "2026-11-02T10:00:00+00:00")
    assert "No answers yet" in dlprep("stats").out
    said = json.loads(dlprep("stats", "--json").out)
    assert (said["answers"], said["progress"]["calibration"]["brier"]) == (0, None)
    for name in ("empty.html", "empty.svg"):
        assert dlprep("stats", "--save", str(tmp_path / name)).code == 0
        assert "No answers yet" in (tmp_path / name).read_text(encoding="utf-8")
    assert dlprep("stats", "--save", str(tmp_path / "p.png")).code == 2
    assert dlprep("stats", "--save", str(tmp_path / "no" / "p.svg")).code == 3


def test_an_interview_is_told(
    dlprep: Dlprep, monkeypatch: pytest.MonkeyPatch, three_days: None
) -> None:
    dlprep("interview", "--minutes", "10", "--seed", "1", stdin="I do not know\n" * 3)
    assert len(json.loads(dlprep("stats", "--json").out)["progress"]["interviews"]) == 1
    assert "data-scientist" in dlprep("stats").out
