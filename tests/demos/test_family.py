"""Every demo, by the same tests: its claims hold, its knobs turn something, every face shows it."""

import importlib.util
import json
import os
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from importlib.util import find_spec
from pathlib import Path

import msgspec
import pytest

from dlprep import paths
from dlprep.bank.library import Library
from dlprep.bank.library import load as load_bank
from dlprep.demos.family.catalog import load, slugs
from dlprep.demos.family.demo import DIRECTIONS, Demo, Knobs, Trial
from dlprep.demos.family.knobs import Knob
from dlprep.demos.family.views import Result
from dlprep.screen.demo.blocks import wrapped
from dlprep.screen.demo.board import board, places, shown_count
from dlprep.screen.demo.card import WIDTH, Shown, card
from dlprep.screen.demo.explain import explanation
from dlprep.screen.demo.lines import plain_lines
from dlprep.screen.demo.look import MARKS, dark, printed
from dlprep.screen.demo.save import save
from dlprep.screen.demo.wire import run_line

SEEDS = range(20)


def remembering(demo: Demo) -> Demo:
    """The demo, computing each run once for all tests: most look at the same draws."""
    known: dict[str, Result] = {}

    def compute(knobs: Knobs, seed: int) -> Result:
        key = f"{sorted(knobs.items(), key=str)} {seed}"
        if key not in known:
            known[key] = demo.compute(knobs, seed)
        return known[key]

    return msgspec.structs.replace(demo, compute=compute)


DEMOS = [remembering(load(slug)) for slug in slugs()]
CLAIMS = [
    pytest.param(demo, claim, id=f"{demo.slug}-{i}")
    for demo in DEMOS
    for i, claim in enumerate(demo.claims)
]
KNOBS = [
    pytest.param(demo, knob, id=f"{demo.slug}-{knob.name}")
    for demo in DEMOS
    for knob in demo.knobs
    if knob.turns
]
each = pytest.mark.parametrize("demo", DEMOS, ids=lambda demo: demo.slug)


def run(demo: Demo, seed: int | None = None, **knobs: object) -> Shown:
    settled = demo.defaults(**knobs)  # type: ignore[arg-type]
    at = demo.seed if seed is None else seed
    before = demo.compute({**settled, **demo.before}, at) if demo.before else None
    return Shown(demo, settled, at, demo.compute(settled, at), before)


@pytest.mark.parametrize(("demo", "claim"), CLAIMS)
def test_a_claim_holds_as_often_as_stated(demo: Demo, claim) -> None:  # type: ignore[no-untyped-def]
    knobs = demo.defaults(**claim.knobs)
    verdicts = [claim.holds(Trial(demo, knobs, seed)) for seed in SEEDS]
    spoken = [bool(verdict) for verdict in verdicts if verdict is not None]
    assert spoken, "it speaks of none of the draws"
    least, most = claim.often
    assert least <= sum(spoken) / len(spoken) <= most, claim.text


@pytest.mark.parametrize(("demo", "knob"), KNOBS)
def test_turning_a_knob_changes_what_it_should(demo: Demo, knob: Knob) -> None:
    at_default = run(demo, **knob.turned_with)
    other = run(demo, **{**knob.turned_with, knob.name: knob.other()})
    before, after = at_default.result.numbers, other.result.numbers
    names = knob.changes or tuple(before)
    changed = [name for name in names if before.get(name) != after.get(name)]
    assert changed if not knob.changes else changed == list(names)
    assert (
        knob.turned(knob.default, 1) != knob.default
        or knob.turned(knob.default, -1) != knob.default
    )


@pytest.mark.parametrize(("demo", "knob"), [p for p in KNOBS if p.values[1].kind != "choice"])
def test_any_number_that_can_be_typed_computes(demo: Demo, knob: Knob) -> None:
    high = max([*knob.stops, 3 * float(knob.default)]) if knob.max is None else knob.max
    low = float(knob.min or 0)
    for value in (low, high, low + 0.37 * (high - low)):  # seldom a stop
        typed = str(round(value)) if knob.kind == "integer" else f"{value:g}"
        if knob.exact and float(typed) not in knob.stops:
            continue
        shown = run(demo, **{**knob.turned_with, knob.name: knob.read(typed)})
        assert len(board(shown.result, 80, 16, dark(), shown.before)) == 16
        trial = Trial(demo, shown.knobs, demo.seed)
        assert all(ask.truth(trial) in (None, *ask.choices) for ask in demo.asks)


@each
def test_the_same_seed_gives_the_same_numbers(demo: Demo) -> None:
    """Worked out again in a module of its own, so that no cache can answer."""
    spec = find_spec(f"dlprep.demos.{demo.slug}")
    assert spec is not None and spec.loader is not None
    fresh = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(fresh)
    again = fresh.DEMO.compute(demo.defaults(), demo.seed).numbers
    assert msgspec.json.encode(run(demo).result.numbers) == msgspec.json.encode(again)


@each
def test_predictions_have_an_answer(demo: Demo) -> None:
    assert demo.asks, "a demo asks before it shows"
    assert len({ask.about for ask in demo.asks}) == len(demo.asks)
    trial = Trial(demo, demo.defaults(), demo.seed)
    for ask in demo.asks:
        assert ask.truth(trial) in ask.choices
        assert ask.choices == DIRECTIONS or 2 <= len(ask.choices) <= 9
        assert ask.why


@each
def test_what_a_demo_says_of_itself(demo: Demo, bank: Library, topics: set[str]) -> None:
    assert demo.question.endswith("?")
    assert demo.topic in topics
    assert len(demo.claims) >= 2
    assert demo.sources
    for question in demo.questions:
        assert bank.find(question) is not None, f"no question {question}"
    for text in (demo.setting, demo.why, demo.say, demo.trap, *(a.text for a in demo.asks)):
        assert text.strip()
        assert "{" not in demo.filled(text, demo.defaults()), "a brace that names no knob"


@pytest.fixture
def bank() -> Library:
    return load_bank()


@pytest.fixture(scope="module")
def topics() -> set[str]:
    """The topics of the bank, and those that it is going to have."""
    built_in = {path.stem for path in paths.built_in_bank().glob("*.yaml")}
    return built_in | {"transformers", "generative", "rl-forecasting", "rag-agents"}


@each
def test_defaults_lie_within_their_ranges(demo: Demo) -> None:
    assert len({knob.name for knob in demo.knobs}) == len(demo.knobs)
    for knob in demo.knobs:
        assert knob.help
        if knob.turns:
            assert knob.read(str(knob.default)) == knob.default
            for stop in knob.stops:
                assert knob.read(str(stop)) == stop


@each
def test_the_card_is_80_columns_and_complete_without_colour(demo: Demo) -> None:
    shown = run(demo)
    for marks in MARKS:
        lines = [line.plain for line in card(shown, printed(marks))]
        assert {len(line) for line in lines} == {WIDTH}
        text = "\n".join(lines)
        assert "Trap" in text and "next: dlprep" in text
        if marks == "ascii":
            assert text.isascii(), set(text) - set(map(chr, range(128)))


@each
def test_plain_lines_are_ascii_and_say_everything(demo: Demo) -> None:
    text = plain_lines(run(demo))
    assert text.isascii()
    assert max(map(len, text.splitlines())) <= WIDTH
    assert "In the interview:" in text
    words = " ".join(text.split())
    assert all(view.title in words for view in run(demo).result.views if view.title.isascii())


@each
@pytest.mark.parametrize("size", [(80, 16), (120, 32), (200, 50)])
def test_the_board_fills_its_size(demo: Demo, size: tuple[int, int]) -> None:
    shown = run(demo)
    lines = board(shown.result, *size, dark(), shown.before)
    assert len(lines) == size[1]
    assert max(line.cell_len for line in lines) <= size[0]
    assert lines[0].plain.startswith("╭")


def cut_off(shown: Shown) -> list[str]:
    """The lines of boards in a terminal of 80x24, each view first once, in which something is cut."""
    return [
        line.plain
        for first in range(len(shown.result.views))
        for line in board(shown.result, 80, 16, dark(), shown.before, first)
        if "…" in line.plain
    ]


@each
def test_nothing_is_cut_off_in_80_columns(demo: Demo) -> None:
    shown = run(demo)
    assert cut_off(shown) == []
    assert len(wrapped(demo.question, 78, dark())) <= 2
    assert len(wrapped(shown.result.said[0], 78, dark())) <= 3


@pytest.mark.parametrize(("demo", "knob"), KNOBS)
def test_nothing_is_cut_off_after_a_turn(demo: Demo, knob: Knob) -> None:
    assert cut_off(run(demo, **{**knob.turned_with, knob.name: knob.other()})) == []


@each
def test_every_view_can_be_reached_in_80_columns(demo: Demo) -> None:
    result, first, seen = run(demo).result, 0, set()
    for _ in result.views:
        shown = places(result.views, 80, 16, dark(), first)
        seen |= {place.view.title for place in shown}
        first += shown_count(result, 80, 16, dark(), first)
    assert seen == {view.title for view in result.views}


@each
def test_json_pictures_and_explanation(demo: Demo, tmp_path: Path) -> None:
    shown = run(demo)
    said = json.loads(run_line(shown))
    assert list(said)[:5] == ["schema", "demo", "knobs", "seed", "result"]
    assert said["schema"] == "dlprep.demo/1"
    save(tmp_path / "x.svg", shown, "braille")
    text = (tmp_path / "x.svg").read_text(encoding="utf-8")
    root = ElementTree.fromstring(text)
    _, _, width, height = map(float, root.attrib["viewBox"].split())
    for label in root.iter("{http://www.w3.org/2000/svg}text"):
        assert 0 <= float(label.attrib["x"]) <= width
        assert 0 <= float(label.attrib["y"]) <= height
    assert '="nan"' not in text and "url(" not in text and "<style" not in text
    assert all(line.cell_len <= 80 for line in explanation(demo, printed(), 80))


def test_demos_that_need_only_numpy_never_import_scikit_learn() -> None:
    numpy_only = [demo.slug for demo in DEMOS if "sklearn" not in demo.needs]
    code = (
        "import sys\nfrom dlprep.demos.family.catalog import load\n"
        f"for slug in {numpy_only!r}:\n"
        "    demo = load(slug)\n    demo.compute(demo.defaults(), demo.seed)\n"
        "    assert 'sklearn' not in sys.modules, slug\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=os.environ
    )
    assert done.returncode == 0, done.stderr
