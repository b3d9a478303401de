"""Pictures of demos: what a file of each format holds, without a network and without its colours."""

import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

from dlprep.demos.family.catalog import load
from dlprep.demos.family.views import Bar, Bars, Line, Mark, Matrix, Plot, Result, Table, Words
from dlprep.errors import UsageError
from dlprep.screen.demo.card import Shown
from dlprep.screen.demo.page import figure
from dlprep.screen.demo.save import save
from dlprep.screen.demo.shapes import Box, Dot, Label, Stroke

DEMO = load("simpson")
NASTY = '<script>"&\x1b[31m'


def nasty_run() -> Shown:
    """A run whose every text is what a stranger's file might hold."""
    views = (
        Plot(NASTY, (Line(NASTY, (0, 1), (0, None)), Line("b", (0, 1), (1, 2), joined=False))),
        Bars(NASTY, (Bar(NASTY, 1.0, mark=float("inf")), Bar("none", None))),
        Matrix(NASTY, (NASTY,), (NASTY,), ((None,),)),
        Table(NASTY, (NASTY,), ((NASTY,),)),
        Words(NASTY, (NASTY,)),
    )
    result = Result({}, views, (NASTY,), own=True, setting=NASTY)
    return Shown(DEMO, DEMO.defaults(), 0, result)


def test_svg_survives_any_text(tmp_path: Path) -> None:
    save(tmp_path / "x.svg", nasty_run(), "braille")
    text = (tmp_path / "x.svg").read_text(encoding="utf-8")
    ElementTree.fromstring(text)
    assert "\x1b" not in text
    assert "<script" not in text


def test_html_survives_any_text(tmp_path: Path) -> None:
    save(tmp_path / "x.html", nasty_run(), "braille")
    text = (tmp_path / "x.html").read_text(encoding="utf-8")
    assert "\x1b" not in text
    assert "<script" not in text
    assert "What came out" in text
    assert "<svg" in text


def test_png_is_a_picture_of_the_page(tmp_path: Path) -> None:
    image = pytest.importorskip("PIL.Image")
    save(tmp_path / "x.png", nasty_run(), "braille")
    with image.open(tmp_path / "x.png") as picture:
        assert picture.size[0] == 1600
        assert len(picture.getcolors(1 << 24)) > 10


def test_png_without_pillow_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "PIL", None)
    with pytest.raises(UsageError, match=r"pip install 'dlprep\[png\]'"):
        save(tmp_path / "x.png", nasty_run(), "braille")
    assert not (tmp_path / "x.png").exists()


def test_txt_is_the_card(tmp_path: Path) -> None:
    save(tmp_path / "x.txt", nasty_run(), "braille")
    text = (tmp_path / "x.txt").read_text(encoding="utf-8")
    assert DEMO.question in " ".join(text.replace("│", " ").split())


def test_lines_are_told_apart_by_marks_and_a_before_is_drawn_behind() -> None:
    now = Plot(
        "p", (Line("a", (0, 1, 2), (0, 1, 2)), Line("b", (0, 1, 2), (2, 1, 0))), marks=(Mark(x=1),)
    )
    before = Plot("p", (Line("a", (0, 1, 2), (1, 1, 1)),))
    shapes, _ = figure(now, 700, before)
    assert {s.mark for s in shapes if isinstance(s, Dot)} == {0, 1}
    assert {s.color for s in shapes if isinstance(s, Stroke)} >= {"a", "b", "base", "now"}
    assert "before" in {s.text for s in shapes if isinstance(s, Label)}


def test_bars_are_as_long_as_their_values() -> None:
    shapes, _ = figure(Bars("b", (Bar("x", 1.0), Bar("y", 0.5), Bar("z", 0.0))), 700)
    long = [s.width for s in shapes if isinstance(s, Box) and s.fill == "b"]
    assert long[1] == pytest.approx(long[0] / 2)
    assert long[2] == 1.0
