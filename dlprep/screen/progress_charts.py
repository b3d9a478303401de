"""The statistics as SVG: each chart with a title and a description that says it in words.

Colours are CSS variables, so that one chart fits a light and a dark page; `plain` fills them in.
"""

import re
from collections.abc import Sequence
from datetime import date
from html import escape

import msgspec

from dlprep.scheduling.readiness import Ready
from dlprep.screen.console import harmless
from dlprep.screen.progress import LETTERS, WEEKS, heat, level
from dlprep.session.progress import Fading, Load, StudyDay, Sureness

WIDTH = 360
INK, DIM, LINE, MARK = (
    "var(--ink, #1f2328)", "var(--dim, #59636e)", "var(--line, #d1d9e0)", "var(--mark, #1a7f37)",
)  # fmt: skip
GREENS = (0.08, 0.3, 0.5, 0.75, 1.0)
_FONT = "system-ui, DejaVu Sans, Verdana, sans-serif"


class Chart(msgspec.Struct, frozen=True):
    """A drawing of `WIDTH` x `height`; `words` say what it shows to who cannot see it."""

    title: str
    words: str
    height: int
    body: str


def svg(chart: Chart, number: int) -> str:
    """The chart as an element of a page."""
    return (
        f'<svg viewBox="0 0 {WIDTH} {chart.height}" role="img" font-family="{_FONT}" '
        f'aria-labelledby="t{number} d{number}"><title id="t{number}">{escape(chart.title)}</title>'
        f'<desc id="d{number}">{escape(chart.words)}</desc>{chart.body}</svg>'
    )


def plain(drawn: str) -> str:
    """The colours of a light page written out, for programs that know no CSS variables."""
    return re.sub(r"var\(--\w+, (#\w+)\)", r"\1", drawn)


def calendar(days: Sequence[StudyDay], today: date) -> Chart:
    """Half a year of days, darker where more was answered."""
    cells = list(heat(days, today))
    step = (WIDTH - 26) / WEEKS
    body = [_text(0, 22 + row * step, name) for row, name in ((0, "Mon"), (2, "Wed"), (4, "Fri"))]
    month, free = "", 0
    for column, row, day, _ in cells:
        if row == 0 and f"{day:%b}" != month:
            month = f"{day:%b}"
            if free <= column < WEEKS - 1:  # a name is two columns wide
                free = column + 3
                body.append(_text(26 + column * step, 8, month))
    for column, row, day, answers in cells:
        body.append(
            f'<rect x="{26 + column * step:.1f}" y="{14 + row * step:.1f}" width="{step - 2:.1f}" '
            f'height="{step - 2:.1f}" rx="2" fill="{MARK}" fill-opacity="{GREENS[level(answers)]}">'
            f"<title>{day}: {answers} answers</title></rect>"
        )
    spent = [answers for *_, answers in cells if answers]
    words = f"{sum(spent)} answers on {len(spent)} days of the last {WEEKS} weeks."
    return Chart("Practice", words, round(16 + 7 * step), "".join(body))


def intervals(title: str, rows: Sequence[tuple[str, float, float, float]], words: str) -> Chart:
    """A line a row: name, low, middle and high, all in 0..1."""
    left, right, step = 110, WIDTH - 18, 20
    body = []
    for share in (0, 0.5, 1):
        x = left + share * (right - left)
        body.append(_line(x, 14, x, 14 + step * len(rows)))
        body.append(_text(x, 9, f"{share:.0%}", "middle"))
    for at, (name, low, middle, high) in enumerate(rows):
        y = 14 + step * at + step / 2
        xs = [left + v * (right - left) for v in (low, middle, high)]
        body.append(_text(left - 6, y + 3.5, name, "end", INK))
        body.append(
            f'<line x1="{xs[0]:.1f}" y1="{y}" x2="{xs[2]:.1f}" y2="{y}" stroke="{MARK}" '
            f'stroke-width="4" stroke-opacity="0.45" stroke-linecap="round"/>'
            f'<circle cx="{xs[1]:.1f}" cy="{y}" r="4" fill="{MARK}"/>'
        )
    return Chart(title, words, 18 + step * len(rows), "".join(body))


def readiness(ready: Sequence[Ready]) -> Chart:
    """Topics, least ready first."""
    rows = [(r.topic, r.low, r.expected, r.high) for r in ready]
    return intervals("Readiness by topic", rows, "Expected right answers with 90 % intervals.")


def sureness(levels: Sequence[Sureness]) -> Chart:
    """How often each confidence was right."""
    rows = [(one.word, one.low, one.right, one.high) for one in levels]
    return intervals("Right by confidence", rows, "Share right with 90 % intervals.")


def load(days: Sequence[Load]) -> Chart:
    """Bars of what falls due."""
    most = max((d.due for d in days), default=0) or 1
    step, floor = WIDTH / max(1, len(days)), 92
    body = [_line(0, floor, WIDTH, floor)]
    for at, d in enumerate(days):
        tall = 76 * d.due / most
        middle = (at + 0.5) * step
        body.append(
            f'<rect x="{at * step + 3:.1f}" y="{floor - tall:.1f}" width="{step - 6:.1f}" '
            f'height="{tall:.1f}" fill="{MARK}" fill-opacity="0.75"/>'
        )
        if d.due:
            body.append(_text(middle, floor - tall - 3, str(d.due), "middle", INK))
        body.append(_text(middle, floor + 11, f"{d.day:%a}"[:2], "middle"))
    words = f"{sum(d.due for d in days)} questions fall due; at most {most} on a day."
    return Chart("Due in the coming two weeks", words, 106, "".join(body))


def curves(weakest: Sequence[Fading]) -> Chart:
    """The forgetting curves of the weakest concepts, each with its letter."""
    left, right, top, floor = 34, WIDTH - 16, 8, 128
    body = []
    for share in (0, 0.5, 1):
        y = floor - share * (floor - top)
        body += [_line(left, y, right, y), _text(left - 4, y + 3, f"{share:.0%}", "end")]
    body += [_text(left, floor + 12, "today"), _text(right, floor + 12, "in 30 days", "end")]
    for at, (letter, one) in enumerate(zip(LETTERS, weakest, strict=False), start=1):
        last = len(one.recall) - 1
        points = " ".join(
            f"{left + n / last * (right - left):.1f},{floor - r * (floor - top):.1f}"
            for n, r in enumerate(one.recall)
        )
        body.append(f'<polyline points="{points}" fill="none" stroke="{MARK}" stroke-width="1.5"/>')
        n = at * last // len(LETTERS)  # side by side: curves lie close together
        x, y = left + n / last * (right - left), floor - one.recall[n] * (floor - top)
        body.append(_text(x, y - 3, letter, "end", INK))
    words = "; ".join(
        f"{letter}: {harmless(one.concept)}, {one.recall[0]:.0%} today, {one.recall[-1]:.0%} in 30 days"
        for letter, one in zip(LETTERS, weakest, strict=False)
    )
    return Chart("Forgetting curves of the weakest concepts", words, 146, "".join(body))


def _text(x: float, y: float, text: str, anchor: str = "start", fill: str = DIM) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="10" fill="{fill}" text-anchor="{anchor}">'
        f"{escape(harmless(text))}</text>"
    )


def _line(x1: float, y1: float, x2: float, y2: float) -> str:
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{LINE}"/>'
