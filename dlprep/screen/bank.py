"""How the bank looks: its topics in a table, one question with or without its key."""

from collections import Counter
from collections.abc import Collection, Sequence

from rich.table import Table
from rich.text import Text

from dlprep.bank.kinds import kind
from dlprep.bank.library import Library
from dlprep.reviews.statistics import Statistics
from dlprep.screen.console import harmless

GROUPS = ("classic ML", "deep learning", "LLM", "mathematics", "applied")


def topic_table(library: Library, seen: Collection[str], statistics: Statistics) -> Table:
    """The topics by group, with how many of their questions were seen and the share right."""
    seen_of = Counter(full_id.split("/")[0] for full_id in seen)
    right = {t.topic: f"{t.accuracy:.0%}" for t in statistics.topics}
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    table.add_column("topic", no_wrap=True)
    for name in ("questions", "seen", "right"):
        table.add_column(name, justify="right")
    table.add_column("about")
    topics = library.topics()
    for group in (*GROUPS, ""):
        members = sorted((t for t in topics if t.group == group), key=lambda t: t.slug)
        if not members:
            continue
        table.add_row(Text(group or "your own", style="bold"))
        for t in members:
            seen_here = str(seen_of[t.slug]) if seen_of[t.slug] else "–"
            slug = Text(f"  {harmless(t.slug)}", style="cyan")
            about = Text(harmless(t.title))
            table.add_row(slug, str(t.questions), seen_here, right.get(t.slug, "–"), about)
    return table


def found_table(library: Library, ids: Sequence[str]) -> Table:
    """Questions that a search found, with what they are about."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    table.add_column("question", no_wrap=True, style="cyan")  # to be copied whole
    table.add_column("kind", no_wrap=True)
    table.add_column("concept", overflow="fold")
    for full_id in ids:
        question = library.question(full_id)
        table.add_row(full_id, kind(question), Text(harmless(question.concept)))
    return table
