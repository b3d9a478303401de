"""The real command in a real pseudo-terminal, and the screen that a person would see."""

import os
import sys
from pathlib import Path

import pexpect
import pyte

KEY_WAIT = 30


class Terminal:
    """A running `dlprep`, its screen of `columns` x `lines`, and the keys pressed in it."""

    def __init__(
        self,
        folder: Path,
        *args: str,
        columns: int = 80,
        lines: int = 24,
        program: tuple[str, ...] = ("-m", "dlprep"),
        **environment: str,
    ) -> None:
        self.screen = pyte.HistoryScreen(columns, lines, history=2000)
        self._stream = pyte.ByteStream(self.screen)
        self.raw = b""
        self.child = pexpect.spawn(
            sys.executable,
            [*program, *args],
            dimensions=(lines, columns),
            timeout=KEY_WAIT,
            env={
                **{
                    k: v
                    for k, v in os.environ.items()
                    if k not in ("NO_COLOR", "PYTEST_VERSION", "COLUMNS", "LINES")
                },
                "TERM": "xterm-256color",
                "DLPREP_HOME": str(folder / "home"),
                "DLPREP_CACHE": str(folder / "cache"),
                **environment,
            },
        )

    def press(self, keys: str) -> None:
        """Send keys as they are; Enter is `\\r`."""
        self.child.send(keys)

    def until(self, text: str) -> str:
        """Read until the text has been printed; gives the whole of what was printed since."""
        self.child.expect_exact(text)
        self._feed(self.child.before + self.child.after)
        return (self.child.before + self.child.after).decode()

    def ended(self) -> int:
        """Wait for the end; the exit code."""
        self.child.expect(pexpect.EOF)
        self._feed(self.child.before)
        self.child.close()
        assert self.child.exitstatus is not None, self.child.signalstatus
        return int(self.child.exitstatus)

    def shown(self) -> str:
        """The visible screen."""
        return "\n".join(line.rstrip() for line in self.screen.display)

    def _feed(self, data: bytes) -> None:
        self.raw += data
        self._stream.feed(data)
