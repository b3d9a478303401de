"""The statistics as one HTML file without network, and as one SVG: `dlprep stats --save`."""

from collections.abc import Iterable, Sequence
from html import escape

from dlprep.reviews.statistics import Statistics
from dlprep.screen import progress_charts as charts
from dlprep.screen.console import harmless
from dlprep.screen.plan import share
from dlprep.screen.progress import LETTERS
from dlprep.screen.records import statistics_words
from dlprep.session.progress import Progress

_STYLE = """
:root { color-scheme: light dark; --ground: #ffffff; --ink: #1f2328; --dim: #59636e;
  --line: #d1d9e0; --mark: #1a7f37; }
@media (prefers-color-scheme: dark) { :root { --ground: #0d1117; --ink: #e6edf3; --dim: #9198a1;
  --line: #3d444d; --mark: #3fb950; } }
* { box-sizing: border-box; }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 44rem; margin: 0 auto; padding: 1rem;
  background: var(--ground); color: var(--ink); }
h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; }
svg { width: 100%; height: auto; display: block; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; margin-top: .5rem; font-size: .9rem; }
th, td { text-align: left; padding: .25rem .75rem .25rem 0; border-bottom: 1px solid var(--line);
  vertical-align: top; }
.n { text-align: right; font-variant-numeric: tabular-nums; }
td.n { white-space: nowrap; }
summary { cursor: pointer; color: var(--dim); margin-top: .5rem; }
p.dim { color: var(--dim); }
"""
_NUMBERS = frozenset({"answers", "right", "expected", "seen", "due", "stated", "score", "minutes",
                      "today", "in 7 days", "in 30 days"})  # fmt: skip


def page(statistics: Statistics, due: int, progress: Progress) -> str:
    """The whole page: each chart with its numbers in a table."""
    parts = [_section(at, *part) for at, part in enumerate(_parts(progress))]
    words = statistics_words(statistics, due) if statistics.answers else "No answers yet."
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>Progress, {progress.today}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
        f"<main>\n<h1>Progress</h1>\n<p>{escape(words)} "
        f'<time datetime="{progress.today}">{progress.today:%d %B %Y}</time></p>\n'
        f"{''.join(parts)}</main>\n</body>\n</html>\n"
    )


def picture_of(statistics: Statistics, due: int, progress: Progress) -> str:
    """All charts below each other in one SVG, readable on a white ground."""
    words = statistics_words(statistics, due) if statistics.answers else "No answers yet."
    drawn = [chart for chart, *_ in _parts(progress) if chart is not None]
    y, body = 40, []
    for at, chart in enumerate(drawn):
        body.append(
            f'<text x="16" y="{y + 12}" font-size="13" font-weight="bold" fill="#1f2328">'
            f"{escape(chart.title)}</text>"
            f'<svg x="16" y="{y + 22}" width="{charts.WIDTH}" height="{chart.height}"'
            + charts.plain(charts.svg(chart, at))[len("<svg") :]
        )
        y += chart.height + 44
    width = charts.WIDTH + 32
    told = escape(f"Progress on {progress.today}: {words}", quote=True)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {y}" width="{width}" '
        f'height="{y}" role="img" aria-label="{told}" font-family="system-ui, DejaVu Sans, sans-serif">'
        f'<rect width="{width}" height="{y}" fill="#ffffff"/>'
        f'<text x="16" y="24" font-size="12" fill="#1f2328">{escape(words)}</text>'
        f"{''.join(body)}</svg>\n"
    )


Table = tuple[Sequence[str], Sequence[Sequence[str]]]
Part = tuple[charts.Chart | None, str, Table, str]
"""A chart, the heading, the same in numbers, and a remark."""


def _parts(p: Progress) -> Iterable[Part]:
    rows: Sequence[tuple[str, ...]]
    columns: tuple[str, ...]
    if p.days:
        rows = [(str(d.day), str(d.answers), f"{d.right:.0%}") for d in reversed(p.days)]
        yield charts.calendar(p.days, p.today), "Practice", (("day", "answers", "right"), rows), ""
    seen = sorted((r for r in p.readiness if r.seen), key=lambda r: (r.expected, r.topic))
    if seen:
        rows = [(r.topic, share(r), f"{r.seen} of {r.questions}") for r in seen]
        remark = "Expected right answers tomorrow, with the interval that holds nine cases in ten."
        yield (
            charts.readiness(seen),
            "Readiness by topic",
            (("topic", "expected", "seen"), rows),
            remark,
        )
    if p.calibration.brier is not None:
        levels = p.calibration.levels
        rows = [
            (one.word, str(one.answers), f"{one.right:.0%}", f"{one.stated:.0%}") for one in levels
        ]
        remark = f"Brier score {p.calibration.brier:.3f}; 0 is perfect."
        columns = ("you said", "answers", "right", "stated")
        yield charts.sureness(levels), "How sure, and how often right", (columns, rows), remark
    if any(d.due for d in p.load):
        rows = [(f"{d.day:%a %d %b}", str(d.due)) for d in p.load]
        yield charts.load(p.load), "Due in the coming two weeks", (("day", "due"), rows), ""
    if p.weakest:
        rows = [
            (letter, one.concept, *(f"{one.recall[n]:.0%}" for n in (0, 7, 30)))
            for letter, one in zip(LETTERS, p.weakest, strict=False)
        ]
        columns = ("", "concept", "today", "in 7 days", "in 30 days")
        yield charts.curves(p.weakest), "What fades fastest", (columns, rows), ""
    if p.interviews:
        rows = [
            (
                i.name,
                i.role,
                str(i.minutes),
                "–" if i.score is None else f"{i.score:.0%}",
                i.verdict,
            )
            for i in p.interviews
        ]
        yield None, "Interviews", (("interview", "role", "minutes", "score", "verdict"), rows), ""


def _section(
    number: int, chart: charts.Chart | None, heading: str, table: Table, remark: str
) -> str:
    drawn = charts.svg(chart, number) + "\n" if chart else ""
    said = f'<p class="dim">{escape(remark)}</p>\n' if remark else ""
    html = _table(heading, *table)
    if chart is not None and len(table[1]) > 6:
        html = f"<details><summary>The same in numbers</summary>\n{html}</details>\n"
    return (
        f'<section aria-labelledby="h{number}">\n<h2 id="h{number}">{escape(heading)}</h2>\n'
        f"{drawn}{said}{html}</section>\n"
    )


def _table(caption: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    head = "".join(
        f'<th scope="col"{_class(name)}>{escape(name)}</th>' if name else "<td></td>"
        for name in columns
    )
    body = "".join(
        "<tr>"
        + "".join(
            f'<th scope="row">{_cell(cell)}</th>'
            if at == 0
            else f"<td{_class(name)}>{_cell(cell)}</td>"
            for at, (name, cell) in enumerate(zip(columns, row, strict=True))
        )
        + "</tr>\n"
        for row in rows
    )
    return (
        f'<div class="scroll"><table aria-label="{escape(caption, quote=True)}">\n'
        f"<thead><tr>{head}</tr></thead>\n<tbody>\n{body}</tbody>\n</table></div>\n"
    )


def _cell(text: str) -> str:
    return escape(harmless(text))


def _class(name: str) -> str:
    return ' class="n"' if name in _NUMBERS else ""
