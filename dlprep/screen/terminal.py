"""What the terminal can do, as facts for a bug report."""

import locale
import os
import sys

from dlprep.screen.console import stdout_console
from dlprep.screen.keys import can_read_keys
from dlprep.session.health import Fact


def facts() -> list[Fact]:
    """Size, colours, characters, and whether single keys can be read."""
    console = stdout_console()
    encoding = (sys.stdout.encoding or "unknown").lower()
    environment = [
        f"{name}={os.environ[name]}"
        for name in ("TERM", "COLORTERM", "TERM_PROGRAM", "NO_COLOR", "LANG", "LC_ALL")
        if name in os.environ
    ]
    return [
        Fact("stdin, stdout", ", ".join(map(_kind, (sys.stdin, sys.stdout)))),
        Fact("size", f"{console.width} x {console.height}"),
        Fact("colours", console.color_system or "none"),
        Fact("characters", f"{encoding}, locale {locale.getlocale()[0] or 'C'}"),
        Fact("single keys", "can be read" if can_read_keys() else "cannot be read"),
        Fact("environment", ", ".join(environment) or "nothing set"),
    ]


def _kind(stream: object) -> str:
    isatty = getattr(stream, "isatty", lambda: False)
    return "terminal" if isatty() else "no terminal"
