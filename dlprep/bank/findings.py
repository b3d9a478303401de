"""What is wrong in a question file, and the exact place it stands at."""

from pathlib import Path

from msgspec import Struct

from dlprep import paths


class Finding(Struct, frozen=True, order=True):
    """One thing to mend; `str()` gives `file:line:column: path: what, and what was expected`.

    `line` and `column` count from 1; `where` is the path inside the document, such as
    `questions[2].options[0].why`, or empty for the file as a whole.
    """

    file: str
    line: int
    column: int
    where: str
    what: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}:{self.column}: "
        return place + (f"{self.where}: {self.what}" if self.where else self.what)


def at_start(file: Path, what: str) -> Finding:
    """A finding about a file as a whole."""
    return Finding(paths.shown(file), 1, 1, "", what)


def path_text(path: tuple[str | int, ...]) -> str:
    """`("questions", 2, "id")` as `questions[2].id`."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else str(part)
    return text
