"""Reads single keys, and lines with editing, from a terminal."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

ENTER = "enter"
END = "end of input"
OTHER = ""
"""A key that means nothing here: an arrow, a function key."""


def can_read_keys() -> bool:
    """Whether single keys can be read: a terminal on both sides, on a system with termios."""
    if os.environ.get("TERM") == "dumb" or not (sys.stdin.isatty() and sys.stdout.isatty()):
        return False
    try:
        import termios  # noqa: F401
    except ImportError:  # Windows
        return False
    return True


def read_key() -> str:
    """Wait for one key: its character, or `ENTER`, `END` (Ctrl-D), `OTHER`; Ctrl-C interrupts."""
    with _unbuffered():
        _await_input()
        first = os.read(sys.stdin.fileno(), 1)
        if first in (b"", b"\x04"):
            return END
        if first in (b"\r", b"\n"):
            return ENTER
        if first == b"\x1b":
            _drain()
            return OTHER
        return _character(first)


def read_line(first: str = "") -> str | None:
    """A line with the usual editing keys, begun with `first`; None at the end of input."""
    import readline  # gives `input` its editing keys and a history of this session

    readline.set_startup_hook(lambda: readline.insert_text(first))
    try:
        return input("> ")
    except EOFError:
        return None
    finally:
        readline.set_startup_hook()


def read_block(first: str) -> str:
    """Further lines after the first, up to an empty one or Ctrl-D; a pasted text may have such."""
    import readline

    readline.parse_and_bind("tab: tab-insert")
    lines = [first]
    while True:
        try:
            line = input(". ")
        except EOFError:
            break
        if not line.strip() and not _waiting():
            break
        lines.append(line)
    return "\n".join(lines)


def _waiting() -> bool:
    """Whether more has arrived already: then somebody pastes, and an empty line ends nothing."""
    import select

    return bool(select.select([sys.stdin], [], [], 0.05)[0])


@contextmanager
def _unbuffered() -> Iterator[None]:
    import termios
    import tty

    terminal = sys.stdin.fileno()
    before = termios.tcgetattr(terminal)
    tty.setcbreak(terminal, termios.TCSADRAIN)  # keeps what was typed ahead
    try:
        yield
    finally:
        termios.tcsetattr(terminal, termios.TCSADRAIN, before)


def _character(first: bytes) -> str:
    length = 1 + sum(first[0] >= start for start in (0xC0, 0xE0, 0xF0))
    rest = b"".join(os.read(sys.stdin.fileno(), 1) for _ in range(length - 1))
    return (first + rest).decode("utf-8", "replace")


def _await_input() -> None:
    """Wait in spells of a second: a Ctrl-C just before a read would else wait for the next key."""
    import select

    while not select.select([sys.stdin.fileno()], [], [], 1.0)[0]:
        pass


def _drain() -> None:
    """Drop the rest of an escape sequence, which arrives together with its first byte."""
    import select

    while select.select([sys.stdin], [], [], 0.01)[0]:
        os.read(sys.stdin.fileno(), 1)
