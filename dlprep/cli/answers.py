"""Reads an answer that takes more than one line, from a pipe, a file or an option."""

import re
import sys
from collections.abc import Callable
from pathlib import Path

from dlprep.bank.kinds import PROGRAMS
from dlprep.errors import UsageError

MAX_BYTES = 200_000
_BLOCK = re.compile(r"<<\s*(\w+)\s*$")


def from_option(kind: str, text: str) -> str:
    """What `--answer` says: `@FILE` and `-` (stdin) for programs, else the text itself."""
    if kind not in PROGRAMS:
        return text
    if text == "-":
        return sys.stdin.read(MAX_BYTES)
    return _file(text[1:]) if text.startswith("@") else text


def from_line(kind: str, line: str, read_line: Callable[[], str]) -> str:
    """What a line of a pipe says; for programs it may be one of four things.

    `@FILE`, a JSON string in double quotes, `<<END` with further lines up to one that says `END`,
    or the program itself when it fits on the line.

    Raises
    ------
    UsageError
        The file cannot be read, or the JSON is none.
    """
    typed = line.strip()
    if kind not in PROGRAMS:
        return line
    if typed.startswith("@"):
        return _file(typed[1:])
    if typed.startswith('"'):
        import json

        try:
            return str(json.loads(typed))
        except ValueError as error:
            raise UsageError(f"{typed[:40]!r}: no JSON string: {error}") from None
    if block := _BLOCK.match(typed):
        return "".join(iter_until(block.group(1), read_line))
    return line


def iter_until(end: str, read_line: Callable[[], str]) -> list[str]:
    """The lines before the one that says `end`, or before the end of input."""
    lines = []
    while (line := read_line()) and line.strip() != end:
        lines.append(line)
    return lines


def _file(name: str) -> str:
    file = Path(name.strip()).expanduser()
    try:
        if file.stat().st_size > MAX_BYTES:
            raise UsageError(f"{file}: larger than {MAX_BYTES // 1000} kB, expected one answer")
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise UsageError(f"{file}: not UTF-8 text, expected a program") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise UsageError(f"{file}: cannot be read: {reason}") from None
