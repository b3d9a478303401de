"""What the bank holds, in short: its files, its topics, and how many questions of what sort."""

import zlib
from collections import Counter
from collections.abc import Iterable, Sequence

import msgspec

from dlprep.bank.places import Seen


class Entry(msgspec.Struct, frozen=True, array_like=True):
    """A file that was read: its topic and number of questions, or what is `broken` about it.

    `key` names the file in the table of questions.
    """

    seen: Seen
    key: int
    topic: str = ""
    title: str = ""
    group: str = ""
    about: str = ""
    also_known_as: tuple[str, ...] = ()
    broken: str = ""

    @property
    def told(self) -> tuple[Seen, str, str]:
        """What makes this another state of the bank than before."""
        return self.seen, self.topic, self.broken


class Double(msgspec.Struct, frozen=True, array_like=True):
    """A question that is not asked because its id was taken; the keys of the two files."""

    id: str
    loser: int
    winner: int


class Numbers(msgspec.Struct, frozen=True, array_like=True):
    """How many questions a topic has, by kind and then difficulty, and which are doubles.

    `checksum` is that of the ids with their kinds and difficulties, see `checksum_of`.
    """

    counts: dict[str, dict[str, int]]
    doubles: list[Double]
    checksum: int


class Heading(msgspec.Struct, frozen=True, array_like=True):
    """A topic without its questions; several files may add to one."""

    slug: str
    title: str
    group: str
    about: str
    also_known_as: tuple[str, ...]
    numbers: Numbers


class Contents(msgspec.Struct, frozen=True, array_like=True):
    """One state of the bank; `made_by` names the format and version that wrote it."""

    made_by: str
    entries: list[Entry]
    topics: list[Heading]

    def current(self, listing: list[Seen]) -> bool:
        """Whether these are the files on disk, none of them changed and none broken."""
        return [e.seen for e in self.entries] == listing and not any(e.broken for e in self.entries)


class Place(msgspec.Struct, frozen=True):
    """Where a question stands in the table, and what numbering it needs to know."""

    row: int
    id: str
    kind: str
    difficulty: str
    file: int
    position: int


class Numbered(msgspec.Struct, frozen=True):
    """The numbers of a question: within its topic, and within its topic, kind and difficulty."""

    seat: int
    ordinal: int
    row: int


def checksum_of(questions: Sequence[tuple[str, str, str]]) -> int:
    """The CRC-32 of a topic's ids, kinds and difficulties, in order."""
    return zlib.crc32("\n".join(map(" ".join, questions)).encode())


def numbered(topic: Iterable[Place], rank: dict[int, int]) -> tuple[list[Numbered], Numbers]:
    """Number the questions of a topic without gaps, in the order of files (`rank`) and positions.

    The first question of an id keeps it, so the built-in ones win.
    """
    counts: Counter[tuple[str, str]] = Counter()
    holder: dict[str, int] = {}
    given, doubles, kept = [], [], []
    for place in sorted(topic, key=lambda p: (rank[p.file], p.position)):
        if place.id in holder:
            doubles.append(Double(place.id, place.file, holder[place.id]))
            continue
        group = place.kind, place.difficulty
        given.append(Numbered(len(holder), counts[group], place.row))
        holder[place.id] = place.file
        kept.append((place.id, place.kind, place.difficulty))
        counts[group] += 1
    by_kind: dict[str, dict[str, int]] = {}
    for (kind, difficulty), count in sorted(counts.items()):
        by_kind.setdefault(kind, {})[difficulty] = count
    return given, Numbers(by_kind, doubles, checksum_of(kept))


def headings(entries: Iterable[Entry], numbers: dict[str, Numbers]) -> list[Heading]:
    """The topics in the order of the files; the first file of a topic gives its title."""
    found: dict[str, Heading] = {}
    for e in entries:
        if e.broken:
            continue
        old = found.get(e.topic) or Heading(
            e.topic, e.title, e.group, e.about, (), numbers[e.topic]
        )
        names = tuple(dict.fromkeys((*old.also_known_as, *e.also_known_as)))
        found[e.topic] = msgspec.structs.replace(old, also_known_as=names)
    return list(found.values())
