"""The review log as JSON Lines, one review a line: to look at, to keep, and to bring together."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from dlprep import paths
from dlprep.errors import UnreadableError
from dlprep.reviews.database import told_plainly
from dlprep.reviews.review import Review


def as_line(review: Review) -> str:
    """A review as one line of JSON, without the line's end."""
    return msgspec.json.encode(review).decode("utf-8")


def to_file(path: Path, reviews: Iterable[Review]) -> int:
    """Write reviews as JSON Lines into a file, which appears whole or not at all; how many.

    Raises
    ------
    UnreadableError
        The file cannot be written.
    """
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    count = 0
    with told_plainly(path):
        try:
            with unfinished.open("w", encoding="utf-8") as file:
                for review in reviews:
                    file.write(as_line(review) + "\n")
                    count += 1
                file.flush()
                os.fsync(file.fileno())
            unfinished.replace(path)
        finally:
            unfinished.unlink(missing_ok=True)
    return count


def from_lines(path: Path) -> Iterator[Review]:
    """The reviews of a JSON Lines file; empty lines are passed over.

    Raises
    ------
    UnreadableError
        The file cannot be read, or a line is no review; the line's number is named.
    """
    decoder = msgspec.json.Decoder(Review)
    try:
        with path.open("rb") as file:
            for number, line in enumerate(file, start=1):
                if line.strip():
                    try:
                        yield decoder.decode(line)
                    except (msgspec.DecodeError, UnicodeDecodeError) as error:
                        place = f"{paths.shown(path)}:{number}"
                        raise UnreadableError(f"{place}: is no review: {error}") from error
    except OSError as error:
        raise UnreadableError(f"{paths.shown(path)}: cannot be read: {error.strerror}") from error
