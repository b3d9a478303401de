"""The scorecard of an interview as Markdown: the same text for the screen, a file and a page."""

from collections.abc import Iterator

from dlprep.grading.breakdown import Breakdown
from dlprep.screen.interview import minutes
from dlprep.session.interview.roles import TITLES
from dlprep.session.interview.scorecard import Competency, Scorecard

SHOWN = 3


def markdown(card: Scorecard) -> str:
    """The whole scorecard."""
    total = "" if card.score is None else f" ({card.score:.0%})"
    lines = [
        f"# Interview {card.name}, {card.role}",
        "",
        f"Outcome: **{card.verdict}**{total}",
        "",
        "## By competency",
        "",
        "| competency | score | answers |",
        "|---|---|---|",
    ]
    for c in card.competencies:
        score = "–" if c.score is None else f"{c.score:.0%}"
        lines.append(f"| {c.name} | {score} | {len(c.evidence)} |")
    lines += ["", "## What it rests on", ""]
    for c in card.competencies:
        lines += _evidence(c)
    for full_id, tree in card.estimates:
        lines += ["", f"## The estimate taken apart: `{full_id}`", "", *_tree(tree)]
    if card.changes:
        lines += ["", "## What would change the outcome most", ""]
        for n, change in enumerate(card.changes, start=1):
            lines.append(f"{n}. {change.what}. Practise: `{change.command}`")
    lines += ["", "## Time", ""]
    for t in card.times:
        lines.append(f"- {TITLES[t.stage]}: {minutes(t.used)} of {minutes(t.planned)}")
    if card.remarks:
        lines += ["", "## Remarks", "", *(f"- {remark}" for remark in card.remarks)]
    return "\n".join(lines) + "\n"


def page(card: Scorecard) -> str:
    """The scorecard as one HTML file that needs nothing from the network."""
    from html import escape

    from markdown_it import MarkdownIt

    body = MarkdownIt("commonmark", {"html": False}).enable("table").render(markdown(card))
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(f'Interview {card.name}')}</title>\n<style>\n"
        ":root { color-scheme: light dark; }\n"
        "body { font: 1rem/1.5 system-ui, sans-serif; max-width: 45rem; margin: 2rem auto; "
        "padding: 0 1rem; }\n"
        "table { border-collapse: collapse; } th, td { text-align: left; padding: .2rem 1rem .2rem 0; "
        "border-bottom: 1px solid #8884; }\n"
        f"</style>\n</head>\n<body>\n<main>\n{body}</main>\n</body>\n</html>\n"
    )


def _evidence(c: Competency) -> Iterator[str]:
    """The best and the worst answers of a competency."""
    ranked = sorted(c.evidence, key=lambda e: -e.score)
    shown = ranked if len(ranked) <= SHOWN else [ranked[0], *ranked[-(SHOWN - 1) :]]
    for e in shown:
        hinted = ", after a hint" if e.hinted else ""
        because = f' (brought up by "{e.because}")' if e.because else ""
        yield f"- {c.name}: {e.score:.0%}{hinted} on `{e.question}`: {e.concept.rstrip('.')}{because}"


def _tree(tree: Breakdown) -> Iterator[str]:
    yield "| the reference's factor | what you said | range |"
    yield "|---|---|---|"
    for f in tree.factors:
        sound = "–" if f.range_score is None else f"{f.range_score:.0%}"
        yield f"| {_cell(f.what)} | {_cell(f.said) or 'not named'} | {sound} |"
    yield ""
    for line in tree.own:
        yield f"- Of your own: {_cell(line)}"
    for oddity, noticed in tree.oddities:
        yield f"- {'Noticed' if noticed else 'Not noticed'}: {oddity}"


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "/").split())
