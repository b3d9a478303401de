"""The full-screen threshold demo, driven by its keys."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import pairwise

import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from dlprep.demos.threshold import Scores, held_out_scores
from dlprep.screen.threshold_app import Drawing, ThresholdApp
from dlprep.screen.threshold_predict import Predict
from dlprep.screen.threshold_why import Why

SMALL, LARGE = (80, 24), (120, 40)


@pytest.fixture(scope="module")
def cancer() -> Scores:
    return held_out_scores()


@asynccontextmanager
async def running(
    scores: Scores, size: tuple[int, int] = SMALL, *, ask: bool = False
) -> AsyncIterator[tuple[ThresholdApp, Pilot[None]]]:
    app = ThresholdApp(lambda: scores, ask=ask)
    async with app.run_test(size=size) as pilot:
        await app.workers.wait_for_complete()
        await pilot.pause()
        yield app, pilot


def drawn(app: ThresholdApp, name: str) -> str:
    """What a panel shows, line by line."""
    panel = app.screen_stack[0].query_one(f"#{name}", Drawing)
    return "\n".join(panel.render_line(y).text for y in range(panel.content_size.height))


def said(app: ThresholdApp, name: str) -> str:
    return str(app.screen_stack[0].query_one(f"#{name}", Static).content)


async def test_keys_move_the_threshold(cancer: Scores) -> None:
    async with running(cancer) as (app, pilot):
        assert app.now == 0.8
        for key, now in [("right", 0.81), ("left", 0.8), ("up", 0.85), ("down", 0.8)]:
            await pilot.press(key)
            assert app.now == now
        await pilot.press(*["up"] * 6)
        assert app.now == 1.0
        await pilot.press("space")
        assert app.now == 0.8
        await pilot.press("space")
        assert app.now == 0.5
        assert "Move the threshold" in said(app, "moved")


async def test_every_turn_is_drawn(cancer: Scores) -> None:
    async with running(cancer) as (app, pilot):
        assert "TP 26 -37" in drawn(app, "matrix")
        assert "92.9% ▲ 17.9" in drawn(app, "metrics")
        assert "402 best 118 at 14%" in drawn(app, "metrics")
        assert "56 patients scored 50-80%: 37 tumours are now missed" in said(app, "moved")
        histogram = drawn(app, "scores")
        await pilot.press("right")
        assert "TP 23 -40" in drawn(app, "matrix")
        assert "92.0%" in drawn(app, "metrics")
        assert "50-81%" in said(app, "moved")
        await pilot.press("right")
        assert drawn(app, "scores") != histogram


async def test_compare_from_here(cancer: Scores) -> None:
    async with running(cancer) as (app, pilot):
        await pilot.press("b", "right")
        assert app.base == 0.8
        assert "3 patients scored 80-81%: 3 tumours are now missed" in said(app, "moved")


async def test_costs_go_round(cancer: Scores) -> None:
    async with running(cancer) as (app, pilot):
        seen = []
        for _ in range(4):
            seen.append((app.costs.miss, app.costs.alarm))
            await pilot.press("c")
        assert len(set(seen)) == 4
        assert (app.costs.miss, app.costs.alarm) == seen[0]
        await pilot.press("c")
        assert "802" in drawn(app, "metrics")


async def test_r_shows_pr_and_roc(cancer: Scores) -> None:
    async with running(cancer) as (app, pilot):
        titles = []
        for _ in range(4):
            titles.append(str(app.query_one("#scores", Drawing).border_title))
            await pilot.press("r")
        assert titles[0] == titles[3] == "scores of the 285 test patients"
        assert titles[1] == "precision (up) v recall"
        assert titles[2] == "ROC: recall (up), area 0.861"
    async with running(cancer, LARGE) as (app, pilot):
        assert "●" in drawn(app, "trade")
        await pilot.press("r")
        assert app.query_one("#trade", Drawing).border_title == "ROC: recall (up), area 0.861"


async def test_the_prediction_comes_first_and_is_judged(cancer: Scores) -> None:
    async with running(cancer, ask=True) as (app, pilot):
        assert isinstance(app.screen, Predict)
        assert app.now == 0.5
        assert "TP 63" in drawn(app, "matrix")
        assert "75.0%" in str(app.screen.query_one("#rows", Static).content)
        await pilot.press("up", "up", "left", "down", "right")
        assert not isinstance(app.screen, Predict)
        assert app.now == 0.8
        assert said(app, "said") == (
            "You said: precision ▲ right  recall ▼ right  accuracy = not so, it falls"
        )
        await pilot.press("left")
        assert "precision ▲ right" in said(app, "said")


async def test_the_prediction_can_be_skipped(cancer: Scores) -> None:
    async with running(cancer, ask=True) as (app, pilot):
        await pilot.press("up", "escape")
        assert app.now == 0.8
        assert said(app, "said") == ""


async def test_curves_are_hidden_while_predicting(cancer: Scores) -> None:
    async with running(cancer, LARGE, ask=True) as (app, pilot):
        assert "after your prediction" in drawn(app, "against")
        await pilot.press("escape")
        assert "●" in drawn(app, "against")


async def test_why_explains_and_closes(cancer: Scores) -> None:
    async with running(cancer) as (app, pilot):
        await pilot.press("w")
        assert isinstance(app.screen, Why)
        await pilot.press("escape")
        assert not isinstance(app.screen, Why)
        assert app.is_running


@pytest.mark.parametrize("size", [SMALL, LARGE, (80, 40), (200, 60)])
async def test_everything_fits(cancer: Scores, size: tuple[int, int]) -> None:
    async with running(cancer, size) as (app, _):
        curves = app.query_one("#curves")
        assert curves.display == (size[1] >= 36)
        for name in ("matrix", "metrics", "scores", "moved", "said", "keys"):
            widget = app.query_one(f"#{name}")
            assert widget.region.height > 0
            assert app.screen.region.contains_region(widget.region), name
        tops = [app.query_one(f"#{n}").region for n in ("scores", "moved", "said", "keys")]
        for above, below in pairwise(tops):
            assert above.bottom <= below.y
        assert said(app, "keys").rstrip().endswith("q quit")
        assert len(said(app, "keys").rstrip()) <= size[0] - 2
        for panel in app.query(Drawing):
            if panel.region.height:
                assert drawn(app, str(panel.id)).strip()


async def test_resizing_brings_the_curves(cancer: Scores) -> None:
    async with running(cancer) as (app, pilot):
        await pilot.resize_terminal(*LARGE)
        await pilot.pause()
        assert app.query_one("#curves").display
        assert "●" in drawn(app, "against")


@pytest.mark.parametrize(("key", "code"), [("q", 0), ("ctrl+c", 130)])
async def test_leaving(cancer: Scores, key: str, code: int) -> None:
    async with running(cancer) as (app, pilot):
        await pilot.press(key)
    assert (app.return_code or 0) == code


async def test_leaving_while_predicting(cancer: Scores) -> None:
    async with running(cancer, ask=True) as (app, pilot):
        await pilot.press("q")
    assert app.return_code == 0
