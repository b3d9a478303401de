"""The histogram, the bars, the canvas and the sentences of the threshold demo."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlprep.demos.threshold import Scores, Words, run
from dlprep.screen.canvas import Canvas
from dlprep.screen.threshold_card import card, plain_card
from dlprep.screen.threshold_figures import bar, points, score_histogram
from dlprep.screen.threshold_words import who_moved

unit = st.floats(0, 1)
columns = st.lists(unit, min_size=1, max_size=30)


def made(positives: list[float], negatives: list[float]) -> Scores:
    return Scores(tuple(sorted(positives)), tuple(sorted(negatives)), Words(), "made up", None)


def test_a_mark_stands_left_of_the_bin_it_starts() -> None:
    text = score_histogram(made([0.5], [0.1]), 0.25, 0.5, 80, 1).plain.splitlines()
    up, axis, down = text[0], text[1], text[2]
    assert axis.index("╂") == axis.index("┼") + 25 // 2 + 2
    assert up[axis.index("╂") + 1] == "█"
    assert up[axis.index("╂")] == down[axis.index("╂")] == "┃"


@given(columns, columns, unit, unit, st.integers(30, 200), st.integers(1, 8))
def test_a_histogram_keeps_its_size(
    pos: list[float], neg: list[float], a: float, b: float, width: int, rows: int
) -> None:
    lines = score_histogram(made(pos, neg), a, b, width, rows).plain.split("\n")
    assert len(lines) == 2 * rows + 2
    assert max(map(len, lines)) <= max(width, 30)


@given(columns, columns, unit, unit)
def test_any_scores_make_a_card_of_80_columns(
    pos: list[float], neg: list[float], a: float, b: float
) -> None:
    import io

    from rich.console import Console

    scores = made(pos, neg)
    result = run(scores, a, b)
    console = Console(width=80, file=io.StringIO())
    console.print(card(scores, result))
    assert {len(x) for x in console.file.getvalue().splitlines()} == {80}  # type: ignore[attr-defined]
    assert max(map(len, plain_card(scores, result).splitlines())) <= 80


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        (0.5, 0.8, "1 case scored 50-80%: 1 positive is now missed, no false alarm goes away"),
        (0.8, 0.5, "1 case scored 50-80%: 1 positive more is found, no false alarm is added"),
        (0.1, 0.8, "3 cases scored 10-80%: 1 positive is now missed, 2 false alarms go away"),
        (0.8, 0.9, "No case scored 80-90%: nobody moves."),
        (0.5, 0.5, "Both thresholds are 50%: nobody moves."),
        (0.005, 0.15, "1 case scored 0.5-15%"),
    ],
)
def test_who_moved(before: float, after: float, says: str) -> None:
    scores = made([0.6], [0.1, 0.2])
    assert who_moved(run(scores, before, after), scores.words).plain.startswith(says)


def test_bars_and_points() -> None:
    assert bar(0.5, None, 10).plain == "━━━━━─────"
    assert bar(0.5, 0.2, 10).plain == "━━╋━━─────"
    assert bar(None, 1.0, 4).plain == "───┼"
    assert points(0.5, 0.75).plain == "▲ 25.0"
    assert points(0.5, 0.5).plain == "=  0.0"
    assert points(0.5, None).plain == "undefined"


def test_a_canvas_draws_in_the_marks_asked_for() -> None:
    braille, block = Canvas(2, 1), Canvas(2, 1, "block")
    for canvas in (braille, block):
        canvas.curve([(0, 0), (1, 0)], "red")
        canvas.put(1, 0, "●", "blue")
    assert [x.plain for x in braille.lines()] == ["⣀●"]
    assert [x.plain for x in block.lines()] == ["▄●"]
    copied = braille.copy()
    copied.put(0, 0, "x", "")
    assert braille.lines()[0].plain == "⣀●"


@given(st.lists(st.tuples(unit, unit), min_size=1, max_size=20), st.integers(1, 40))
def test_a_canvas_never_runs_over(curve: list[tuple[float, float]], width: int) -> None:
    canvas = Canvas(width, 5)
    canvas.curve(curve, "")
    assert [len(x.plain) for x in canvas.lines()] == [width] * 5
