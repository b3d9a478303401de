"""Markdown cut into blocks: paragraphs, headings, lists, quotes, fences and tables."""

import re
from collections.abc import Sequence

import msgspec

WIDEST = 30  # columns of a table; a wider one is a paragraph
DEEPEST = 6  # lists and quotes within each other; further ones are paragraphs
_FENCE = re.compile(r"( {0,3})(`{3,}|~{3,})\s*([\w+#.-]*)[^`]*$")
_HEADING = re.compile(r" {0,3}(#{1,6})\s+(.*)$")
_ITEM = re.compile(r"( {0,3})([-*+]|\d{1,9}[.)])(?: {1,4}(?=\S)|\s*$)")
_QUOTE = re.compile(r" {0,3}> ?")
_RULE = re.compile(r" {0,3}([-*_])(?:\s*\1){2,}\s*$")
_DELIMITERS = re.compile(r" {0,3}\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$")
_CELL = re.compile(r"(?:\\.|`[^`]*`|\$[^$|]*\$|[^|\\])+")


class Paragraph(msgspec.Struct, frozen=True):
    """Running text; `level` is 1 to 6 for a heading, 0 for none."""

    text: str
    level: int = 0


class Formula(msgspec.Struct, frozen=True):
    """A `$$...$$` that stands by itself, without its dollars."""

    latex: str


class Fence(msgspec.Struct, frozen=True):
    """Code between fences, with its language or an empty text."""

    code: str
    language: str


class Item(msgspec.Struct, frozen=True):
    """One item of a list, or a quote: the mark before it and what it holds."""

    mark: str
    blocks: tuple["Block", ...]


class Grid(msgspec.Struct, frozen=True):
    """A pipe table: the first row is the head; `sides` holds left, right or center."""

    rows: tuple[tuple[str, ...], ...]
    sides: tuple[str, ...]


class Rule(msgspec.Struct, frozen=True):
    """A line across."""


Block = Paragraph | Formula | Fence | Item | Grid | Rule


def blocks(markdown: str, depth: int = 0) -> tuple[Block, ...]:
    """The blocks of a text; whatever it is, every character that is not markup is in one."""
    lines = markdown.split("\n")
    found: list[Block] = []
    place = 0
    while place < len(lines):
        if not lines[place].strip():
            place += 1
            continue
        block, place = _block(lines, place, depth)
        found.append(block)
    return tuple(found)


def _block(lines: Sequence[str], place: int, depth: int) -> tuple[Block, int]:
    line = lines[place]
    if fence := _FENCE.match(line):
        return _fence(lines, place, fence)
    if line.strip().startswith("$$") and (formula := _formula(lines, place)):
        return formula
    if heading := _HEADING.match(line):
        return Paragraph(heading[2].rstrip().rstrip("#"), len(heading[1])), place + 1
    if _RULE.match(line):
        return Rule(), place + 1
    if depth < DEEPEST and _QUOTE.match(line):
        return _quote(lines, place, depth)
    if depth < DEEPEST and (item := _ITEM.match(line)):
        return _item(lines, place, depth, item)
    if "|" in line and place + 1 < len(lines) and _heads_table(line, lines[place + 1]):
        return _table(lines, place)
    end = place + 1
    while end < len(lines) and lines[end].strip() and not _interrupts(lines, end, depth):
        end += 1
    return Paragraph("\n".join(lines[place:end])), end


def _interrupts(lines: Sequence[str], place: int, depth: int) -> bool:
    """Whether a new block begins on a line although no blank line stands before it."""
    line = lines[place]
    if _FENCE.match(line) or _HEADING.match(line) or _RULE.match(line):
        return True
    if line.strip().startswith("$$") and _formula(lines, place):
        return True
    item = _ITEM.match(line)
    # A line may begin with `2. ` or end up as `- ` by wrapping: only 1. begins a list in a text.
    listed = item and item.end() < len(line) and (not item[2][0].isdigit() or item[2][:-1] == "1")
    return depth < DEEPEST and bool(_QUOTE.match(line) or listed)


def _fence(lines: Sequence[str], place: int, opening: re.Match[str]) -> tuple[Block, int]:
    indent, ticks, language = opening.groups()
    end = place + 1
    closing = re.compile(rf" {{0,3}}{re.escape(ticks[0])}{{{len(ticks)},}}\s*$")
    while end < len(lines) and not closing.match(lines[end]):
        end += 1
    code = [line.removeprefix(indent) for line in lines[place + 1 : end]]
    return Fence("\n".join(code), language), end + 1


def _formula(lines: Sequence[str], place: int) -> tuple[Block, int] | None:
    """A formula from `$$` at the start of a line to `$$` at the end of one, in one paragraph."""
    text = lines[place].strip()[2:]
    end = place + 1
    while not text.rstrip().endswith("$$"):
        if end == len(lines) or not lines[end].strip() or "$$" in text:
            return None
        text += "\n" + lines[end]
        end += 1
    latex = text.rstrip()[:-2]
    return (Formula(latex), end) if latex.strip() and "$$" not in latex else None


def _quote(lines: Sequence[str], place: int, depth: int) -> tuple[Block, int]:
    end = place
    while end < len(lines) and _QUOTE.match(lines[end]):
        end += 1
    inside = "\n".join(_QUOTE.sub("", line, count=1) for line in lines[place:end])
    return Item("│", blocks(inside, depth + 1)), end


def _item(
    lines: Sequence[str], place: int, depth: int, opening: re.Match[str]
) -> tuple[Block, int]:
    """An item: its own line, the indented lines after it, and lines that run on without a blank."""
    width = opening.end() if opening.end() < len(lines[place]) else len(opening[1] + opening[2]) + 1
    inside = [lines[place][width:]]
    end = place + 1
    while end < len(lines):
        line = lines[end]
        indent = len(line) - len(line.lstrip(" "))
        if line.strip() and indent < width:
            # An indent short of the text still goes deeper when it is past the mark.
            nested = indent > len(opening[1]) and _ITEM.match(line.lstrip(" "))
            runs_on = lines[end - 1].strip() and not _ITEM.match(line.lstrip(" "))
            if not nested and not (runs_on and not _interrupts(lines, end, depth)):
                break
            line = line.lstrip(" ")
        else:
            line = line[width:]
        inside.append(line)
        end += 1
    mark = "•" if opening[2] in "-*+" else opening[2]
    return Item(mark, blocks("\n".join(inside), depth + 1)), end


def _cells(line: str) -> list[str]:
    line = line.strip().removeprefix("|")
    line = line.removesuffix("|") if not line.endswith("\\|") else line
    parts = (
        re.split(r"(\|)", line)
        if "\\|" not in line and "$" not in line and "`" not in line
        else None
    )
    if parts is not None:
        return [p.strip() for p in parts[::2]]
    cells, place = [], 0
    while place <= len(line):
        found = _CELL.match(line, place)
        cells.append(found.group().strip() if found else "")
        place = (found.end() if found else place) + 1
    return cells


def _heads_table(head: str, line: str) -> bool:
    if not _DELIMITERS.match(line) or "-" not in line:
        return False
    return len(_cells(head)) == len(_cells(line)) <= WIDEST


def _table(lines: Sequence[str], place: int) -> tuple[Block, int]:
    head = _cells(lines[place])
    sides = tuple(
        "center" if c[:1] == c[-1:] == ":" else "right" if c[-1:] == ":" else "left"
        for c in _cells(lines[place + 1])
    )
    rows = [tuple(head)]
    end = place + 2
    while end < len(lines) and "|" in lines[end]:
        cells = _cells(lines[end])[: len(head)]
        rows.append(tuple(cells + [""] * (len(head) - len(cells))))
        end += 1
    return Grid(tuple(rows), sides), end
