"""How the bank looks: its topics in a table, one question with or without its key."""

from collections.abc import Sequence

from rich.table import Table
from rich.text import Text

from dlprep.bank.kinds import kind
from dlprep.bank.library import Library
from dlprep.screen.console import harmless


def topic_table(library: Library) -> Table:
    """The topics with their titles and numbers of questions."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    table.add_column("topic", no_wrap=True, style="cyan")
    table.add_column("questions", justify="right")
    table.add_column("about")
    for topic in sorted(library.topics(), key=lambda t: t.slug):
        table.add_row(topic.slug, str(topic.questions), Text(harmless(topic.title)))
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
