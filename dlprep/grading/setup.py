"""The part of a question's `setup` that a reader needs to follow some code."""

import re
from collections.abc import Iterable

_BLOCK = re.compile(r"(?m)^(?=\S)")
_NAMES = re.compile(r"(?:def|class)\s+(\w+)|(?:from\s+\S+\s+)?import\s+(.+)|(\w+)\s*=")


def needed(setup: str, texts: Iterable[str]) -> str:
    """The blocks of `setup` whose names occur in the texts, or in blocks that are needed so."""
    blocks = [block for block in _BLOCK.split(setup) if block.strip()]
    kept: set[int] = set()
    reading = "\n".join(texts)
    while True:
        more = {
            n
            for n, block in enumerate(blocks)
            if n not in kept and any(re.search(rf"\b{name}\b", reading) for name in _names(block))
        }
        if not more:
            return "".join(blocks[n] for n in sorted(kept)).strip()
        kept |= more
        reading = "\n".join(blocks[n] for n in more)


def _names(block: str) -> list[str]:
    found = _NAMES.match(block)
    return re.findall(r"\w+", " ".join(filter(None, found.groups()))) if found else []
