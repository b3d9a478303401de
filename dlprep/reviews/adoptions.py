"""Which weights the learner's schedule uses: the shipped ones, or fitted ones that were adopted.

Kept as facts that are only ever added, so that adopted weights can be gone back from one by one.
"""

import sqlite3
from datetime import date

import msgspec

from dlprep.reviews import sql


class Adoption(msgspec.Struct, frozen=True):
    """The model that was adopted, by name, and the last study day of what it was fitted to.

    Without a model it takes back the newest adoption that still holds.
    """

    model: str | None = None
    until: date | None = None


def recorded(connection: sqlite3.Connection) -> list[Adoption]:
    """Every adoption and taking back, oldest first; a fact that cannot be read is left out."""
    found = []
    for (value,) in connection.execute(sql.ADOPTIONS):
        try:
            found.append(msgspec.json.decode(value, type=Adoption))
        except msgspec.MsgspecError:
            continue
    return found


def holding(recorded: list[Adoption]) -> list[Adoption]:
    """The adoptions that were not taken back; the last is in force."""
    stack: list[Adoption] = []
    for adoption in recorded:
        if adoption.model is not None:
            stack.append(adoption)
        elif stack:
            stack.pop()
    return stack


def add(connection: sqlite3.Connection, adoption: Adoption) -> None:
    """Record an adoption behind all others; use it inside a transaction."""
    count = connection.execute(sql.ADOPTION_COUNT).fetchone()[0]
    value = msgspec.json.encode(adoption).decode()
    connection.execute(sql.KEEP_FACT, (f"adoption-{count + 1:06}", value))
