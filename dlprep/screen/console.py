"""The one way to the screen: colour only where it is wanted, and untrusted text made harmless."""

import os
import re
import shutil
import sys

from rich.console import Console

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def stdout_console(*, color: bool = True) -> Console:
    """A console on stdout; plain and 80 columns wide when stdout is not a terminal."""
    dumb = os.environ.get("TERM") == "dumb"  # rich takes each for 80 columns, and words break
    tty = sys.stdout.isatty() and not dumb
    columns = shutil.get_terminal_size().columns if dumb and sys.stdout.isatty() else 80
    plain = not (color and tty) or bool(os.environ.get("NO_COLOR"))
    return Console(
        width=None if tty else columns,
        no_color=plain,
        color_system=None if plain else "auto",
        force_terminal=tty and not plain,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
    )


def harmless(text: str) -> str:
    """The text with control characters and bidirectional controls shown as their code points."""
    return _CONTROL.sub(lambda m: f"\\u{ord(m.group()):04x}", text.expandtabs(4))


def note(text: str) -> None:
    """One line on stderr that stops nothing."""
    print(f"dlprep: note: {harmless(text)}", file=sys.stderr)
