"""Full-text search in the questions: ranked by SQLite's FTS5, forgiving about spelling."""

import contextlib
import itertools
import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping

import msgspec

from dlprep.bank import cache_file
from dlprep.bank.kinds import kind
from dlprep.bank.library import Library
from dlprep.bank.words import fields, parts, words
from dlprep.errors import UnreadableError

WEIGHTS = (10.0, 5.0, 3.0, 1.0)
"""Of concept, prompt, options, and the rest (explanation and tags), in BM25."""

SURE = 0.78
"""How alike (difflib's ratio) a word must be to be read in place of the typed one."""

VAGUE = 0.4
"""How alike a word must be to be named when nothing was found."""

MAX_WORDS = 30
_TABLES = """
CREATE TABLE made_for (stamp TEXT NOT NULL);
CREATE TABLE questions (row INTEGER PRIMARY KEY, id TEXT, topic TEXT, kind TEXT);
CREATE TABLE words (word TEXT PRIMARY KEY, uses INTEGER) WITHOUT ROWID;
CREATE VIRTUAL TABLE texts USING fts5 (
    concept, prompt, options, rest, content = '', tokenize = 'porter unicode61 remove_diacritics 2'
);
"""
_SEARCH = """
SELECT id FROM texts JOIN questions ON row = texts.rowid
WHERE texts MATCH :query AND kind = coalesce(:kind, kind) AND topic = coalesce(:topic, topic)
ORDER BY bm25(texts, {}, {}, {}, {}), id LIMIT :most
""".format(*WEIGHTS)


class Found(msgspec.Struct, frozen=True):
    """Full ids, the best first; `read_as` tells which typed words were taken for others.

    `nearest` names words of the bank to try instead, when nothing was found.
    """

    ids: tuple[str, ...]
    read_as: dict[str, str] = {}
    nearest: tuple[str, ...] = ()


def search(
    library: Library, typed: str, kind: str | None = None, topic: str | None = None, most: int = 10
) -> Found:
    """The questions that say what was typed; any text is allowed and none of it is an operator.

    Questions with all the words; where there are none, those with some of them. A word that no
    question has is read as two words, as the beginning of one, or as the nearest one.

    Raises
    ------
    UsageError
        The topic is not known.
    UnreadableError
        SQLite was built without FTS5.
    """
    slug = library.topic(topic).slug if topic else None
    asked = words(typed)[:MAX_WORDS]
    if not asked:
        return Found(())
    filters = {"kind": kind, "topic": slug, "most": most}
    try:
        with contextlib.closing(_opened(library)) as database:
            return _found(database, asked, filters)
    except sqlite3.Error:  # a damaged cache: once more from the questions themselves
        with contextlib.suppress(OSError):
            library.cache_path("search").unlink()
    try:
        with contextlib.closing(_in_memory(library)) as database:
            return _found(database, asked, filters)
    except sqlite3.Error as error:
        raise UnreadableError(f"this Python's SQLite cannot search full text: {error}") from None


def _found(
    database: sqlite3.Connection, asked: list[str], filters: Mapping[str, str | int | None]
) -> Found:
    read = {word: _read(database, word) for word in asked}
    terms = [term for term, _ in read.values() if term]
    every = [" AND ".join(terms)] if len(terms) == len(asked) else []
    every += _joined_pairs(database, asked, [term for term, _ in read.values()])
    for query in filter(None, (" OR ".join(f"({q})" for q in every), " OR ".join(terms))):
        if rows := database.execute(_SEARCH, {"query": query, **filters}).fetchall():
            meant = {word: as_ for word, (_, as_) in read.items() if as_ not in ("", word)}
            return Found(tuple(row[0] for row in rows), meant)
    near = (n for word in asked for n in _near(database, word, VAGUE))
    return Found((), nearest=tuple(n for n in dict.fromkeys(near) if n not in asked)[:5])


def _read(database: sqlite3.Connection, word: str) -> tuple[str, str]:
    """The query for one typed word and the word that it was read as; empty for what is unknown."""
    whole = word.replace("-", "")
    if whole != word:
        query = f"({_phrase(*parts(word))} OR {_phrase(whole)})"
        return (query, word) if _is_in(database, query) else _read(database, whole)
    if _is_in(database, _phrase(word)):
        return _phrase(word), word
    for cut in range(1, len(word)):
        query = _phrase(word[:cut], word[cut:])
        if _is_in(database, query):
            return query, f"{word[:cut]} {word[cut:]}"
    if len(word) > 2 and _is_in(database, f"{_phrase(word)} *"):
        return f"{_phrase(word)} *", word
    if len(word) > 3 and (near := _near(database, word, SURE)):
        return _phrase(near[0]), near[0]
    return "", ""


def _joined_pairs(database: sqlite3.Connection, asked: list[str], terms: list[str]) -> list[str]:
    """Queries with two neighbouring words as one that the bank has: `drop out rate` as `dropout`."""
    queries = []
    for i, (left, right) in enumerate(itertools.pairwise(asked)):
        one = _phrase((left + right).replace("-", ""))
        others = terms[:i] + terms[i + 2 :]
        if all(others) and _is_in(database, one):
            queries.append(" AND ".join([*others, one]))
    return queries


def _phrase(*tokens: str) -> str:
    """Tokens in this order, quoted: letters and digits only, so that nothing is an operator."""
    return '"' + " ".join(tokens) + '"'


def _is_in(database: sqlite3.Connection, query: str) -> bool:
    sql = "SELECT 1 FROM texts WHERE texts MATCH ? LIMIT 1"
    return database.execute(sql, (query,)).fetchone() is not None


def _near(database: sqlite3.Connection, word: str, alike: float) -> list[str]:
    import difflib  # 5 ms, and only for a word that is not there

    rows = database.execute(
        "SELECT word FROM words WHERE length(word) BETWEEN ? AND ? ORDER BY uses DESC, word",
        (len(word) * 2 // 3, len(word) * 3 // 2 + 1),
    )
    return difflib.get_close_matches(word, [row[0] for row in rows], n=3, cutoff=alike)


def _opened(library: Library) -> sqlite3.Connection:
    """The index of the library as it is now, from the cache, or made and put there."""
    file = library.cache_path("search")
    for made_now in (False, True):
        if made_now and not cache_file.write(file, lambda empty: _fill(empty, library)):
            break
        database = cache_file.opened(file)
        if database and _made_for(database) == library.stamp:
            return database
        if database:
            database.close()
    return _in_memory(library)


def _in_memory(library: Library) -> sqlite3.Connection:
    return cache_file.in_memory(lambda empty: _fill(empty, library))


def _made_for(database: sqlite3.Connection) -> str:
    try:
        return str(database.execute("SELECT stamp FROM made_for").fetchone()[0])
    except (sqlite3.Error, TypeError):
        return ""


def _fill(empty: sqlite3.Connection, library: Library) -> None:
    empty.executescript(_TABLES)
    uses: Counter[str] = Counter()
    for row, (full_id, kind_, texts) in enumerate(_texts(library)):
        empty.execute(
            "INSERT INTO questions VALUES (?, ?, ?, ?)",
            (row, full_id, full_id.split("/")[0], kind_),
        )
        empty.execute(
            "INSERT INTO texts (rowid, concept, prompt, options, rest) VALUES (?, ?, ?, ?, ?)",
            (row, *texts),
        )
        uses.update(word for text in texts for word in parts(text) if len(word) > 2)
    empty.executemany("INSERT INTO words VALUES (?, ?)", uses.items())
    empty.execute("INSERT INTO made_for VALUES (?)", (library.stamp,))


def _texts(library: Library) -> Iterator[tuple[str, str, tuple[str, str, str, str]]]:
    for full_id in library.ids():
        question = library.question(full_id)
        yield full_id, kind(question), fields(question)
