"""How the bank's coverage looks: a table, the concepts of a topic, and the page of the documentation."""

from collections.abc import Sequence

from rich.table import Table
from rich.text import Text

from dlprep.bank.coverage import DIFFICULTIES, TopicCoverage
from dlprep.screen.console import harmless


def coverage_table(topics: Sequence[TopicCoverage]) -> Table:
    """One row a topic: how many questions there are of each difficulty and kind."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    table.add_column("topic", no_wrap=True, style="cyan")
    table.add_column("all", justify="right")
    table.add_column("/".join(DIFFICULTIES), justify="right", no_wrap=True)
    table.add_column("kinds")
    for t in topics:
        kinds = ", ".join(f"{n} {kind}" for kind, n in t.kinds.items())
        table.add_row(t.topic, str(len(t.concepts)), _levels([t]), kinds)
    total = str(sum(len(t.concepts) for t in topics))
    table.add_row("all", total, _levels(topics), "", style="bold")
    return table


def _levels(topics: Sequence[TopicCoverage]) -> str:
    return "/".join(str(sum(t.difficulties[d] for t in topics)) for d in DIFFICULTIES)


def thin_lines(topics: Sequence[TopicCoverage]) -> Text:
    """What the topics lack, a line each; empty where nothing is thin."""
    lines = [f"{t.topic}: {'; '.join(t.thin)}" for t in topics if t.thin]
    return Text("\n".join(["", "Thin:", *(f"  {line}" for line in lines)]) if lines else "")


def concept_table(topic: TopicCoverage) -> Table:
    """One row a question: what it tests, of which kind, how hard."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    table.add_column("concept", overflow="fold")
    table.add_column("kind", no_wrap=True)
    table.add_column("difficulty", no_wrap=True)
    for c in topic.concepts:
        table.add_row(Text(harmless(c.concept)), c.kind, c.difficulty)
    return table


def page(topics: Sequence[TopicCoverage]) -> str:
    """Every question's concept as Markdown, by group and topic."""
    total = sum(len(t.concepts) for t in topics)
    lines = [
        "# What is covered",
        "",
        f"{total} questions in {len(topics)} topics. Made by `dlprep bank coverage --markdown`;",
        "`dlprep show ID` shows a question, `dlprep quiz --topic TOPIC` asks them.",
    ]
    for group in dict.fromkeys(t.group for t in topics):
        lines += ["", f"## {group[:1].upper() + group[1:] or 'Other'}"]
        for t in (t for t in topics if t.group == group):
            lines += ["", f"### {t.title} (`{t.topic}`, {len(t.concepts)})", ""]
            lines += [" ".join(t.about.split()), ""] if t.about else []
            lines += [f"- {_plain(c.concept)} ({c.kind}, {c.difficulty})" for c in t.concepts]
    return "\n".join(lines)


def _plain(text: str) -> str:
    return text.replace("<", "&lt;").replace("*", "\\*").replace("_", "\\_").rstrip(".")
