"""Markdown for the terminal: rich renderables and single lines, formulas as Unicode.

Weighed: rich.markdown knows all of Markdown, but its import takes 95 ms of the 216 ms within which
the first question has to stand on the screen, and it would need the formulas taken out first, since
`_` and `*` in them are emphasis to it. The bank uses a small part of Markdown; `blocks` and
`inline` read that part with no further import. rich.table (11 ms), rich.syntax (30 ms) and
pylatexenc (14 ms) are imported when a text has a table, code with a language, or a formula.
"""

from collections.abc import Iterable
from typing import Literal, cast

from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.segment import Segment
from rich.text import Text

from dlprep.screen.blocks import Block, Fence, Formula, Grid, Item, Paragraph, Rule, blocks
from dlprep.screen.console import harmless
from dlprep.screen.inline import spans

_STYLES = {"code": "cyan", "maths": "", "bold": "bold", "italic": "italic"}


class Hung:
    """A renderable behind a mark, its further lines indented as far."""

    def __init__(self, first: str, rest: str, body: RenderableType) -> None:
        self._first, self._rest, self._body = first, rest, body

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Draw the body in the width that the mark leaves it."""
        width = max(1, options.max_width - len(self._first))
        mark = self._first
        for line in console.render_lines(self._body, options.update(width=width), pad=False):
            yield Segment(mark if any(s.text.strip() for s in line) else mark.rstrip())
            yield from line
            yield Segment.line()
            mark = self._rest


def renderable(markdown: str) -> RenderableType:
    r"""Markdown to be printed by rich at any width.

    `$...$` and `$$...$$` become Unicode, `\$` a dollar sign; code is left as it is. Rich markup is
    shown as typed, control characters and bidirectional controls as their code points.
    """
    return _all(blocks(harmless(markdown)))


def plain(markdown: str) -> str:
    """Markdown as one line without styles, for lists and tables; nothing in it is obeyed."""
    return " ".join(" ".join(_words(blocks(harmless(markdown)))).split())


def _close(before: Block, after: Block, inside: bool) -> bool:
    """Whether no blank line stands between two blocks; `inside` an item, a list leans on a text."""
    if not isinstance(after, Item) or after.mark == "│":
        return False
    if isinstance(before, Item):
        return before.mark[0].isdigit() == after.mark[0].isdigit()
    return inside and isinstance(before, Paragraph)


def _all(found: tuple[Block, ...], *, inside: bool = False) -> RenderableType:
    drawn: list[RenderableType] = []
    for place, block in enumerate(found):
        if place and not _close(found[place - 1], block, inside):
            drawn.append(Text(""))
        drawn.append(_drawn(block))
    return drawn[0] if len(drawn) == 1 else Group(*drawn)


def _drawn(block: Block) -> RenderableType:
    if isinstance(block, Paragraph):
        return styled(block.text, "bold" if block.level else "")
    if isinstance(block, Formula):
        return Hung("  ", "  ", Text(_formula(block)))
    if isinstance(block, Fence):
        return Hung("  ", "  ", _code(block))
    if isinstance(block, Item):
        mark = block.mark if block.mark == "│" else f" {block.mark}"
        rest = mark if block.mark == "│" else " " * len(mark)
        return Hung(
            f"{mark} ", f"{rest} ", _all(block.blocks, inside=True) if block.blocks else Text("")
        )
    if isinstance(block, Rule):
        return Text("─" * 20, style="dim")
    return _table(block)


def styled(markdown: str, style: str = "") -> Text:
    """One paragraph as rich text."""
    text = Text(style=style)
    for span in spans(markdown):
        text.append(span.text, " ".join(filter(None, (_STYLES[s] for s in sorted(span.styles)))))
    return text


def _formula(block: Formula) -> str:
    from dlprep.screen.mathematics import in_unicode

    return in_unicode(block.latex)


def _code(block: Fence) -> Text:
    if not block.language:
        return Text(block.code, style="cyan", overflow="fold")
    from rich.syntax import Syntax

    coloured = Syntax("", block.language, theme="ansi_dark", background_color="default")
    text = coloured.highlight(block.code)
    text.rstrip()
    text.no_wrap, text.overflow = False, "fold"
    return text


def _table(block: Grid) -> RenderableType:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for title, side in zip(block.rows[0], block.sides, strict=True):
        table.add_column(
            styled(title), justify=cast(Literal["left", "center", "right"], side), overflow="fold"
        )
    for row in block.rows[1:]:
        table.add_row(*(styled(cell) for cell in row))
    return table


def _words(found: Iterable[Block]) -> Iterable[str]:
    for block in found:
        if isinstance(block, Paragraph):
            yield "".join(span.text for span in spans(block.text))
        elif isinstance(block, Formula):
            yield _formula(block)
        elif isinstance(block, Fence):
            yield block.code
        elif isinstance(block, Item):
            yield "" if block.mark == "│" else block.mark
            yield from _words(block.blocks)
        elif isinstance(block, Grid):
            for row in block.rows:
                yield " | ".join("".join(s.text for s in spans(cell)) for cell in row)
