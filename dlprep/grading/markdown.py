"""Foreign text inside feedback: fenced and escaped, so that it is shown as it is."""

import re
from collections.abc import Sequence

Cell = str | int | float | None
MOST_ROWS = 12
_SPECIAL = re.compile(r"([\\|$*_`\[\]<>])")
_NUMBER = re.compile(r"\s*[-+]?[\d.]+(?:e[-+]?\d+)?\s*", re.IGNORECASE)


def fenced(text: str, language: str = "") -> str:
    """The text in a fence that nothing in it can close."""
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    ticks = "`" * max(3, longest + 1)
    return f"{ticks}{language}\n{text.strip()}\n{ticks}"


def grid(columns: Sequence[str], rows: Sequence[Sequence[Cell]]) -> str:
    """Rows of a result as a table; of many, the first twelve."""
    lines = [columns, ["---"] * len(columns), *([shown(c) for c in r] for r in rows[:MOST_ROWS])]
    head, rule, *body = [" | ".join(_SPECIAL.sub(r"\\\1", cell) for cell in line) for line in lines]
    text = "\n".join(f"| {line} |" for line in (head, rule, *body))
    more = len(rows) - MOST_ROWS
    return f"{text}\n\nand {more} more" if more > 0 else text


def shown(cell: Cell) -> str:
    """A value of a table: NULL by its name, text in quotes where it could be taken for another."""
    if cell is None:
        return "NULL"
    if isinstance(cell, float):
        return repr(cell) if cell.is_integer() and abs(cell) < 1e15 else f"{cell:.8g}"
    text = str(cell)
    if isinstance(cell, str) and (not text.strip() or text == "NULL" or _NUMBER.fullmatch(text)):
        return f"'{text}'"
    return " ".join(text.split())[:60] if text == text.strip() else f"'{text[:60]}'"
