"""Any demo on the full screen, driven by its keys and the mouse."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from dlprep.demos.family.catalog import load, slugs
from dlprep.demos.family.prediction import Prediction
from dlprep.screen.demo.app import DemoApp
from dlprep.screen.demo.drawn import Drawn
from dlprep.screen.demo.look import dark
from dlprep.screen.demo.overlay import Overlay
from dlprep.screen.demo.predict import Predict

SMALL, LARGE = (80, 24), (120, 40)


@asynccontextmanager
async def running(
    slug: str,
    size: tuple[int, int] = SMALL,
    *,
    ask: bool = False,
    kept: list[Prediction] | None = None,
    marks: str = "braille",
    **knobs: Any,
) -> AsyncIterator[tuple[DemoApp, Pilot[None]]]:
    demo = load(slug)

    def keep(predictions: Sequence[Prediction]) -> None:
        if kept is not None:
            kept.extend(predictions)

    app = DemoApp(demo, demo.defaults(**knobs), demo.seed, dark(marks), ask=ask, keep=keep)
    async with app.run_test(size=size) as pilot:
        await app.workers.wait_for_complete()
        await pilot.pause()
        yield app, pilot


async def settle(app: DemoApp, pilot: Pilot[None]) -> None:
    await app.workers.wait_for_complete()
    await pilot.pause()


def drawn(app: DemoApp, name: str) -> str:
    """What a part of the screen shows, line by line."""
    part = app.screen_stack[0].query_one(f"#{name}", Drawn)
    return "\n".join(part.render_line(y).text.rstrip() for y in range(part.size.height))


def over(app: DemoApp) -> str:
    """The text of the screen that lies over the demo."""
    box = app.screen.query_one("#rows" if isinstance(app.screen, Predict) else "#text", Static)
    return " ".join(str(box.content).split())


async def test_arrows_select_and_turn() -> None:
    async with running("threshold") as (app, pilot):
        assert "threshold ‹80%›" in drawn(app, "knobs")
        assert "TP 26 -37" in drawn(app, "board")
        assert "37 tumours now missed" in drawn(app, "said")
        await pilot.press("right")
        assert app.knobs["threshold"] == 0.81
        assert "TP 23 -40" in drawn(app, "board")
        await pilot.press("shift+left")
        assert app.knobs["threshold"] == 0.76
        await pilot.press("down", "left")
        assert app.knobs["from"] == 0.49
        await pilot.press("up", *["pageup"] * 6)
        assert app.knobs["threshold"] == 1.0
        await pilot.press("r")
        assert (app.knobs["threshold"], app.knobs["from"]) == (0.8, 0.5)


async def test_a_choice_goes_round_and_a_slow_knob_settles() -> None:
    async with running("attention") as (app, pilot):
        await pilot.press("down", "right")
        await settle(app, pilot)
        assert app.knobs["scaled"] == "yes"
        assert "divided by root d" in drawn(app, "said")
        await pilot.press("up", *["left"] * 3)
        await settle(app, pilot)
        assert app.knobs["d"] == 128
        assert "d = 128" in drawn(app, "said")


async def test_the_first_state_is_compared_with_and_a_pin_takes_its_place() -> None:
    async with running("roc_pr", LARGE) as (app, pilot):
        assert "▼ 0.726" in drawn(app, "board")  # average precision, against 50% positives
        assert "┈ before" in drawn(app, "board")
        await pilot.press("p")
        assert app.pinned is app.result
        assert "▼ 0.726" not in drawn(app, "board")
        assert "p unpin" in drawn(app, "keys")
        await pilot.press("right")
        await settle(app, pilot)
        assert "▲" in drawn(app, "board")
        await pilot.press("p", "p")
        assert app.pinned is None


async def test_views_that_found_no_room_are_a_key_away() -> None:
    async with running("threshold") as (app, pilot):
        assert "v views" in drawn(app, "keys")
        seen = []
        for _ in range(8):
            seen.append(drawn(app, "board").splitlines()[0])
            await pilot.press("v")
        assert any("against the threshold" in first for first in seen)
        assert any("ROC" in first for first in seen)
    async with running("simpson", (200, 60)) as (app, _):
        assert "v views" not in drawn(app, "keys")


async def test_predictions_come_first_are_judged_and_kept() -> None:
    kept: list[Prediction] = []
    async with running("threshold", ask=True, kept=kept) as (app, pilot):
        assert isinstance(app.screen, Predict)
        assert "after your prediction" in drawn(app, "board")
        assert "37 tumours" not in drawn(app, "said")
        await pilot.press("up", "up", "left", "down", "right")
        assert not isinstance(app.screen, Predict)
        await settle(app, pilot)
        assert "precision rises ✓" in drawn(app, "predicted")
        assert "accuracy stays ✗ falls" in drawn(app, "predicted")
    assert [(p.about, p.right) for p in kept] == [
        ("precision", True),
        ("recall", True),
        ("accuracy", False),
    ]


async def test_choices_are_answered_by_their_number_after_the_first_state() -> None:
    async with running("attention", ask=True) as (app, pilot):
        assert "Before: d = 1,024, divided by root d" in over(app)
        await pilot.press("3")
        assert "you say: above .8" in over(app)
        await pilot.press("b")
        await settle(app, pilot)
        assert "largest weight above .8 ✓" in drawn(app, "predicted")
        assert "order no ✓" in drawn(app, "predicted")


async def test_a_direction_is_an_arrow_its_letter_or_its_number() -> None:
    async with running("threshold", ask=True) as (app, pilot):
        await pilot.press("1", "f", "down")
        await settle(app, pilot)
        assert "precision rises" in drawn(app, "predicted")
        assert "recall falls" in drawn(app, "predicted")
        assert "accuracy falls" in drawn(app, "predicted")


async def test_skipping_predicts_nothing() -> None:
    kept: list[Prediction] = []
    async with running("threshold", ask=True, kept=kept) as (app, pilot):
        await pilot.press("up", "escape")
        await settle(app, pilot)
        assert "37 tumours" in drawn(app, "said")
        assert not app.screen_stack[0].query_one("#predicted").display
    assert kept == []


async def test_why_tells_what_was_seen_said_and_found() -> None:
    async with running("threshold", ask=True) as (app, pilot):
        await pilot.press("up", "up", "up")
        await settle(app, pilot)
        await pilot.press("w")
        assert isinstance(app.screen, Overlay)
        for text in (
            "What did the screen show? 56 patients",
            "You said of recall: rises. ✗ no: falls",
        ):
            assert text in over(app)
        assert "In the interview" in over(app)
        await pilot.press("escape")
        assert not isinstance(app.screen, Overlay)
        assert app.is_running


async def test_repeating_counts_how_often_each_claim_held() -> None:
    async with running("simpson", data="drawn") as (app, pilot):
        await pilot.press("n")
        await settle(app, pilot)
        assert "100 of 100 other draws" in over(app)
        assert "held in 100 of 100" in over(app)
        await pilot.press("n")
        assert not isinstance(app.screen, Overlay)


async def test_another_seed_is_another_draw() -> None:
    async with running("overfit") as (app, pilot):
        before = drawn(app, "said")
        await pilot.press("s")
        await settle(app, pilot)
        assert app.seed == load("overfit").seed + 1
        assert drawn(app, "said") != before


async def test_the_mouse_selects_and_turns() -> None:
    async with running("simpson", LARGE) as (app, pilot):
        line = drawn(app, "knobs").splitlines()[0]
        place = line.index("tilt") + 1  # of padding
        await pilot.click("#knobs", offset=(place, 0))
        assert app.selected == 1
        left = line.index("‹", place) + 1
        await pilot.click("#knobs", offset=(left, 0))
        assert app.knobs["tilt"] == 0.9


async def test_light_and_dark() -> None:
    async with running("simpson") as (app, pilot):
        ground = app.look["ground"]
        await pilot.press("t")
        assert app.look["ground"] != ground
        assert app.screen.styles.background.hex.lower() == app.look["ground"]
        await pilot.press("t")
        assert app.look["ground"] == ground


@pytest.mark.parametrize("slug", slugs())
async def test_every_demo_fits(slug: str) -> None:
    async with running(slug) as (app, pilot):
        await pilot.resize_terminal(*LARGE)
        await pilot.pause()
        await pilot.resize_terminal(*SMALL)
        await pilot.pause()
        assert drawn(app, "board").strip()
        assert drawn(app, "said").strip()
        assert drawn(app, "keys").rstrip().endswith("q quit")
        for part in app.query(Drawn):
            if part.display:
                assert app.screen.region.contains_region(part.region), part.id


async def test_ascii_marks_draw_ascii() -> None:
    async with running("threshold", LARGE, marks="ascii") as (app, pilot):
        for name in ("title", "knobs", "board", "said", "keys"):
            assert drawn(app, name).isascii(), name
        await pilot.press("w")
        assert over(app).isascii()


@pytest.mark.parametrize(("key", "code"), [("q", 0), ("escape", 0), ("ctrl+c", 130)])
@pytest.mark.parametrize("ask", [True, False])
async def test_leaving(key: str, code: int, ask: bool) -> None:
    async with running("simpson", ask=ask) as (app, pilot):
        if ask and key == "escape":
            await pilot.press("escape")
        await pilot.press(key)
        await pilot.pause()
    assert (app.return_code or 0) == code
