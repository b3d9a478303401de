"""Lets a learner write prose in an editor of their own."""

import os
import shlex
import subprocess
import tempfile
from pathlib import Path

from dlprep.errors import UnreadableError

_MARK = "Your answer goes above this line; what follows is not part of it."
_COMMENTS = {"python": ("# ", "", ".py"), "sql": ("-- ", "", ".sql")}
"""How a line is kept out of an answer of a kind: before it, after it; and the file's suffix."""


def written(kind: str, prompt: str, begin: str, editor: str | None) -> str:
    """What was written in the editor above the question, begun with `begin`.

    `editor` is a command such as `code --wait`; without one, `VISUAL`, `EDITOR`, then `vi`.

    Raises
    ------
    UnreadableError
        The editor cannot be started, or ended with an error.
    """
    command = editor or os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi"
    before, after, suffix = _COMMENTS.get(kind, ("<!-- ", " -->", ".md"))
    below = (
        prompt if suffix == ".md" else "\n".join(f"{before}{line}" for line in prompt.split("\n"))
    )
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"answer{suffix}"
        file.write_text(f"{begin}\n\n{before}{_MARK}{after}\n\n{below}\n", encoding="utf-8")
        try:
            done = subprocess.run([*shlex.split(command), str(file)], check=False)
        except (OSError, ValueError) as error:
            raise UnreadableError(
                f"the editor {command!r} cannot be started: {error}; set EDITOR, or `editor` in "
                "config.toml"
            ) from None
        if done.returncode:
            raise UnreadableError(f"the editor {command!r} ended with code {done.returncode}")
        return file.read_text(encoding="utf-8", errors="replace").split(before + _MARK)[0].strip()
