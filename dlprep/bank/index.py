"""The parsed bank in a SQLite file: only files that changed are read again, nothing is listed.

A question is found by its id, or by its number within its topic, kind and difficulty, so a random
one costs the same in a bank of a thousand and of a million. What every start needs (the files, the
topics, how many of what) is one checked blob, `Contents`; each question carries a checksum.
"""

import contextlib
import functools
import sqlite3
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

import dlprep
from dlprep import paths
from dlprep.bank import cache_file
from dlprep.bank.contents import (
    Contents,
    Entry,
    Numbers,
    Place,
    checksum_of,
    headings,
    numbered,
)
from dlprep.bank.kinds import AnyQuestion
from dlprep.bank.kinds import kind as kind_of
from dlprep.bank.places import Seen

if TYPE_CHECKING:
    from dlprep.bank.reader import Reading

FORMAT = 2
"""Raise it when the tables, `Contents` or the meaning of a stored question changes."""

MADE_BY = f"{FORMAT} {dlprep.__version__}"
_TABLES = """
CREATE TABLE contents (blob BLOB NOT NULL, checksum INTEGER NOT NULL);
CREATE TABLE questions (
    file INTEGER NOT NULL,       -- Entry.key
    position INTEGER NOT NULL,   -- in the file, from 0
    id TEXT NOT NULL,            -- topic/name
    topic TEXT NOT NULL,
    kind TEXT NOT NULL,
    difficulty TEXT NOT NULL,
    seat INTEGER,                -- 0.. within the topic, in the files' order; NULL: shadowed
    ordinal INTEGER,             -- 0.. within topic, kind and difficulty
    payload BLOB NOT NULL,       -- the question as JSON: a key may exceed msgpack's 64-bit integers
    checksum INTEGER NOT NULL,   -- CRC-32 of id, kind, difficulty and payload
    PRIMARY KEY (file, position)
);
CREATE INDEX by_id ON questions (id);
CREATE UNIQUE INDEX by_seat ON questions (topic, seat);
CREATE UNIQUE INDEX by_ordinal ON questions (topic, kind, difficulty, ordinal);
"""


_INSERT = """
INSERT INTO questions (file, position, id, topic, kind, difficulty, payload, checksum)
VALUES (?, ?, ?, ?, ?, ?, ?, ?)
"""
Row = tuple[int, int, str, str, str, str, bytes, int]
"""What `_INSERT` takes."""


_AT_ONCE = 500
"""How many ids one query names; SQLite allowed 999 for long."""


class DamagedError(Exception):
    """The cache does not hold what was put into it."""


class Index:
    """One state of the bank: what it holds, and the questions on request."""

    def __init__(self, database: sqlite3.Connection, contents: Contents) -> None:
        self._database = database
        self.contents = contents

    def by_id(self, full_id: str) -> AnyQuestion | None:
        """The question of a full id, or None."""
        found = self._one("id = ? AND seat IS NOT NULL", (full_id,))
        if found is None and full_id in self.ids(full_id.split("/")[0]):
            raise DamagedError(full_id)
        return found[1] if found else None

    def file_of(self, full_id: str) -> int | None:
        """The key of the file (see `Entry`) that the question of a full id comes from, or None."""
        sql = "SELECT file FROM questions WHERE id = ? AND seat IS NOT NULL"
        with _damage():
            row = self._database.execute(sql, (full_id,)).fetchone()
        return int(row[0]) if row else None

    def by_ordinal(
        self, topic: str, kind: str, difficulty: str, ordinal: int
    ) -> tuple[str, AnyQuestion] | None:
        """The question with a number within its topic, kind and difficulty, and its full id."""
        if not 0 <= ordinal < self._count(topic, kind, difficulty):
            return None
        where = "topic = ? AND kind = ? AND difficulty = ? AND ordinal = ?"
        found = self._one(where, (topic, kind, difficulty, ordinal))
        if found is None or (kind_of(found[1]), found[1].difficulty) != (kind, difficulty):
            raise DamagedError(f"question {ordinal} of {topic}, {kind}, {difficulty}")
        return found

    def ids(self, topic: str, kind: str | None = None, difficulty: str | None = None) -> list[str]:
        """The full ids of a topic in the order of the files."""
        sql = "SELECT id, kind, difficulty FROM questions WHERE topic = ? AND seat IS NOT NULL"
        with _damage():
            rows = self._database.execute(f"{sql} ORDER BY seat", (topic,)).fetchall()
        known = [t.numbers.checksum for t in self.contents.topics if t.slug == topic]
        if [checksum_of(rows)] != (known or [checksum_of([])]):
            raise DamagedError(f"the ids of {topic}")
        return [i for i, k, d in rows if kind in (None, k) and difficulty in (None, d)]

    def labels(self, full_ids: Sequence[str]) -> dict[str, tuple[str, str]]:
        """Kind and difficulty of those of the ids that are in the bank; no question is decoded."""
        found: dict[str, tuple[str, str]] = {}
        for start in range(0, len(full_ids), _AT_ONCE):
            some = full_ids[start : start + _AT_ONCE]
            marks = ", ".join("?" * len(some))
            sql = f"SELECT id, kind, difficulty FROM questions WHERE seat IS NOT NULL AND id IN ({marks})"
            with _damage():
                found |= {i: (k, d) for i, k, d in self._database.execute(sql, some)}
        return found

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()

    def copy_into(self, database: sqlite3.Connection) -> None:
        """Copy everything into an empty database."""
        self._database.backup(database)

    def _count(self, topic: str, kind: str, difficulty: str) -> int:
        for heading in self.contents.topics:
            if heading.slug == topic:
                return heading.numbers.counts.get(kind, {}).get(difficulty, 0)
        return 0

    def _one(self, where: str, values: tuple[str | int, ...]) -> tuple[str, AnyQuestion] | None:
        sql = f"SELECT id, kind, difficulty, payload, checksum FROM questions WHERE {where}"
        with _damage():
            row = self._database.execute(sql, values).fetchone()
            if row is None:
                return None
            full_id, kind, difficulty, payload, checksum = row
            if _checksum(full_id, kind, difficulty, payload) != checksum:
                raise DamagedError(full_id)
            return full_id, _decoder().decode(payload)


def cache_path(folders: Sequence[tuple[Path, bool]], what: str = "bank") -> Path:
    """The cache of a set of folders: each set has its own, so that two never undo each other."""
    names = "\0".join(f"{int(own)}{place}" for place, own in folders)
    digest = zlib.crc32(names.encode("utf-8", "surrogateescape"))
    return paths.cache() / f"{what}-{FORMAT}-{digest:08x}.db"


def opened(file: Path, listing: list[Seen]) -> Index:
    """The index of the files in `listing`; those that the cache knows as they are are not read."""
    old = _stored(file)
    if old and old.contents.current(listing):
        return old
    if old:
        try:
            return _updated(file, listing, old)
        except sqlite3.Error:  # damage below the blob: start anew
            old.close()
    return _updated(file, listing, None)


def rebuilt(file: Path, listing: list[Seen], *, on_disk: bool) -> Index:
    """The index with every file read anew, written in place of a damaged cache or kept in memory."""
    with contextlib.suppress(OSError):
        file.unlink()
    return _updated(file if on_disk else None, listing, None)


def _stored(file: Path) -> Index | None:
    database = cache_file.opened(file)
    return _as_index(database) if database else None


def _as_index(database: sqlite3.Connection) -> Index | None:
    """The index in a database; None when it is not ours, cut short, or of another version."""
    try:
        blob, checksum = database.execute("SELECT blob, checksum FROM contents").fetchone()
        if zlib.crc32(blob) == checksum:
            contents = msgspec.msgpack.decode(blob, type=Contents)
            if contents.made_by == MADE_BY:
                return Index(database, contents)
    except (sqlite3.Error, TypeError, ValueError, msgspec.MsgspecError):
        pass
    database.close()
    return None


def _updated(file: Path | None, listing: list[Seen], old: Index | None) -> Index:
    before = {e.seen: e for e in old.contents.entries} if old else {}
    entries: list[Entry] = []
    fresh: dict[int, list[Row]] = {}
    unused = max((e.key for e in before.values()), default=0) + 1
    for seen in listing:
        known = before.get(seen)
        if known is None or known.broken:
            known, fresh[unused] = _read(seen, unused)
            unused += 1
        entries.append(known)
    if old and [e.told for e in entries] == [e.told for e in old.contents.entries]:
        return old  # the broken files are still broken in the same way

    def fill(database: sqlite3.Connection) -> None:
        if old:
            old.copy_into(database)
        else:
            database.executescript(_TABLES)
        _change(database, entries, fresh, old.contents if old else Contents("", [], []))

    index = None
    if file:
        cache_file.write(file, fill)
        index = _stored(file)
    if index is None or [e.told for e in index.contents.entries] != [e.told for e in entries]:
        # The disk refused, or another process has just put another state there.
        index = _as_index(cache_file.in_memory(fill))
        assert index is not None
    if old:
        old.close()
    return index


def _read(seen: Seen, key: int) -> tuple[Entry, list[Row]]:
    from dlprep.bank import reader  # 30 ms of YAML, and only when a file is new or changed

    reading = reader.read_file(seen.file)
    topic = reading.topic
    if topic is None:
        return Entry(seen, key, broken=fault(reading)), []
    encode = msgspec.json.Encoder().encode
    rows: list[Row] = []
    for position, q in enumerate(topic.questions):
        full_id, payload = f"{topic.topic}/{q.id}", encode(q)
        checksum = _checksum(full_id, kind_of(q), q.difficulty, payload)
        rows.append(
            (key, position, full_id, topic.topic, kind_of(q), q.difficulty, payload, checksum)
        )
    names = tuple(topic.also_known_as)
    return Entry(seen, key, topic.topic, topic.title, topic.group or "", topic.about, names), rows


def _change(
    database: sqlite3.Connection, entries: list[Entry], fresh: dict[int, list[Row]], old: Contents
) -> None:
    """Bring the tables from the old contents to the new entries; `fresh` holds the new rows."""
    rank = {e.key: n for n, e in enumerate(entries)}
    gone = [e for e in old.entries if e.key not in rank]
    kept = [rank[e.key] for e in old.entries if e.key in rank]
    database.executemany("DELETE FROM questions WHERE file = ?", [(e.key,) for e in gone])
    for rows in fresh.values():
        database.executemany(_INSERT, rows)
    numbers = {t.slug: t.numbers for t in old.topics}
    stale = {e.topic for e in entries if e.key in fresh} | {e.topic for e in gone}
    for slug in {e.topic for e in entries if not e.broken}:
        if slug in stale or kept != sorted(kept):
            numbers[slug] = _number(database, slug, rank)
    contents = Contents(MADE_BY, entries, headings(entries, numbers))
    blob = msgspec.msgpack.encode(contents)
    database.execute("DELETE FROM contents")
    database.execute("INSERT INTO contents VALUES (?, ?)", (blob, zlib.crc32(blob)))


def _number(database: sqlite3.Connection, slug: str, rank: dict[int, int]) -> Numbers:
    sql = "SELECT rowid, id, kind, difficulty, file, position FROM questions WHERE topic = ?"
    places = [Place(*row) for row in database.execute(sql, (slug,))]
    if any(p.file not in rank for p in places):
        raise sqlite3.DatabaseError("a question of a file that is not known")
    given, numbers = numbered(places, rank)
    database.execute("UPDATE questions SET seat = NULL, ordinal = NULL WHERE topic = ?", (slug,))
    database.executemany(
        "UPDATE questions SET seat = ?, ordinal = ? WHERE rowid = ?",
        [(n.seat, n.ordinal, n.row) for n in given],
    )
    return numbers


def fault(reading: "Reading") -> str:
    """The first thing wrong in a file, as one line, and how to see the others."""
    first, count = reading.findings[0], len(reading.findings)
    more = f" ({count - 1} more)" if count > 1 else ""
    return f"{first}{more}; run `dlprep bank check {paths.shown(reading.file)}` to see all"


def _checksum(full_id: str, kind: str, difficulty: str, payload: bytes) -> int:
    return zlib.crc32(payload, zlib.crc32(f"{full_id} {kind} {difficulty}".encode()))


@functools.cache
def _decoder() -> msgspec.json.Decoder[AnyQuestion]:
    return msgspec.json.Decoder(AnyQuestion)


@contextlib.contextmanager
def _damage() -> Iterator[None]:
    """Whatever SQLite or the decoder find wrong with stored data, as `DamagedError`."""
    try:
        yield
    except (sqlite3.Error, TypeError, ValueError, msgspec.MsgspecError) as error:
        raise DamagedError(str(error)) from error
