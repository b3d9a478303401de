"""All the questions there are: the built-in ones and the learner's own, found by topic and id."""

import functools
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

import msgspec

from dlprep import paths
from dlprep.bank import index
from dlprep.bank.contents import Contents
from dlprep.bank.kinds import AnyQuestion
from dlprep.bank.places import files_in as files_in
from dlprep.bank.places import places, seen
from dlprep.errors import UnreadableError, UsageError
from dlprep.spelling import did_you_mean

T = TypeVar("T")
Group = tuple[str, str, str]
"""Topic, kind and difficulty."""


class Topic(msgspec.Struct, frozen=True):
    """A topic and how many questions it has: `kinds` counts them by kind."""

    slug: str
    title: str
    group: str
    about: str
    also_known_as: tuple[str, ...]
    kinds: dict[str, int]

    @property
    def questions(self) -> int:
        """How many there are of all kinds."""
        return sum(self.kinds.values())


class Library:
    """The bank as it was when it was loaded; questions are fetched one by one.

    `warnings` are sentences about own files that had to be left out.
    """

    def __init__(
        self, folders: list[tuple[Path, bool]], opened: index.Index, warnings: Sequence[str] = ()
    ) -> None:
        self._folders = folders
        self._index = opened
        broken = [e.broken for e in opened.contents.entries if e.broken]
        self.warnings = (*warnings, *(f"left out: {what}" for what in broken))

    def topics(self) -> list[Topic]:
        """Every topic, in the order of the files."""
        return [
            Topic(
                t.slug,
                t.title,
                t.group,
                t.about,
                t.also_known_as,
                {kind: sum(counts.values()) for kind, counts in t.numbers.counts.items()},
            )
            for t in self._contents.topics
        ]

    def topic(self, name: str) -> Topic:
        """The topic of a slug or of another name that it is known by (any case).

        Raises
        ------
        UsageError
            There is none; the nearest name is given.
        """
        topics = self.topics()
        names = {alias: t for t in reversed(topics) for alias in t.also_known_as}
        names.update({t.slug: t for t in topics})
        wanted = name.strip().lower().replace(" ", "-").replace("_", "-")
        if wanted in names:
            return names[wanted]
        guess = did_you_mean(wanted, names)
        raise UsageError(f"no topic {name!r}{guess}; `dlprep topics` lists them")

    def find(self, full_id: str) -> AnyQuestion | None:
        """The question of a full id, or None when it is not (or no longer) in the bank."""
        return self._sound(lambda bank: bank.by_id(full_id))

    def question(self, full_id: str) -> AnyQuestion:
        """The question of a full id such as `metrics/threshold-50-to-80`.

        Raises
        ------
        UsageError
            There is none; the nearest id is named.
        """
        found = self.find(full_id)
        if found is not None:
            return found
        slug = full_id.split("/")[0]
        known = any(t.slug == slug for t in self._contents.topics)
        near = did_you_mean(full_id, self.ids(slug if known else None))
        raise UsageError(f"no question {full_id!r}{near}; see `dlprep topics`")

    def owner(self, full_id: str) -> Path | None:
        """The own folder (or file) that a question comes from; None for a built-in one.

        Raises
        ------
        UsageError
            There is no such question.
        """
        key = self._sound(lambda bank: bank.file_of(full_id))
        entry = next((e for e in self._contents.entries if e.key == key), None)
        if entry is None:
            raise UsageError(f"no question {full_id!r}")
        if not entry.seen.own:
            return None
        own = [place for place, own in self._folders if own]
        return next((p for p in own if p == entry.seen.file.parent), entry.seen.file)

    def ids(
        self, topic: str | None = None, kind: str | None = None, difficulty: str | None = None
    ) -> Iterator[str]:
        """The full ids that match, topic by topic, in the order of the files."""
        slugs = [self.topic(topic).slug] if topic else [t.slug for t in self._contents.topics]
        for slug in slugs:
            ask = functools.partial(index.Index.ids, topic=slug, kind=kind, difficulty=difficulty)
            yield from self._sound(ask)

    def labels(self, full_ids: Sequence[str]) -> dict[str, tuple[str, str]]:
        """Kind and difficulty of those of the ids that are in the bank."""
        return self._sound(lambda bank: bank.labels(full_ids))

    def groups(
        self, topics: Sequence[str] = (), kind: str | None = None, difficulty: str | None = None
    ) -> dict[Group, int]:
        """How many questions match in each topic, kind and difficulty; groups of none are left out.

        Raises
        ------
        UsageError
            A topic is not known.
        """
        wanted = {self.topic(name).slug for name in topics}
        return {
            (t.slug, k, d): count
            for t in self._contents.topics
            if not topics or t.slug in wanted
            for k, by_difficulty in t.numbers.counts.items()
            if kind in (None, k)
            for d, count in by_difficulty.items()
            if difficulty in (None, d)
        }

    def nth(self, topic: str, kind: str, difficulty: str, n: int) -> tuple[str, AnyQuestion]:
        """The full id and question number `n` (from 0) of a group; see `groups`."""
        found = self._sound(lambda bank: bank.by_ordinal(topic, kind, difficulty, n))
        if found is None:
            where = f"{topic}, {kind}, {difficulty}"
            raise UnreadableError(
                f"question {n} of {where} is gone: the files changed; run it again"
            )
        return found

    @property
    def shadowed(self) -> list[str]:
        """Sentences about questions that are not asked because an earlier file has their id."""
        files = {e.key: e.seen for e in self._contents.entries}
        return [
            f"{paths.shown(files[d.loser].file)}: {d.id} is not asked: "
            + (
                f"{paths.shown(files[d.winner].file)} has that id"
                if files[d.winner].own
                else "a built-in question has that id"
            )
            for t in self._contents.topics
            for d in t.numbers.doubles
        ]

    @property
    def stamp(self) -> str:
        """Names this state of the bank: another one whenever a file was added, changed or gone."""
        import hashlib

        state = [(e.seen, e.broken) for e in self._contents.entries]
        return hashlib.sha256(msgspec.msgpack.encode([index.MADE_BY, state])).hexdigest()

    def cache_path(self, what: str) -> Path:
        """Where something derived from these folders can be kept."""
        return index.cache_path(self._folders, what)

    @property
    def _contents(self) -> Contents:
        return self._index.contents

    def _sound(self, ask: Callable[[index.Index], T]) -> T:
        """What the index says; a damaged one is first rebuilt, in memory if the disk is bad too."""
        for on_disk in (True, False):
            try:
                return ask(self._index)
            except index.DamagedError:
                self._index.close()
                file = index.cache_path(self._folders)
                self._index = index.rebuilt(file, seen(self._folders), on_disk=on_disk)
        return ask(self._index)


def load() -> Library:
    """The bank on disk now: built-in questions first, which own ones cannot shadow.

    An own file with an error is left out and named in `warnings`.

    Raises
    ------
    UnreadableError
        A built-in file has an error; the first is shown, with how to see the others.
    """
    folders, warnings = places()
    library = Library(folders, index.opened(index.cache_path(folders), seen(folders)), warnings)
    for entry in library._contents.entries:
        if entry.broken and not entry.seen.own:
            raise UnreadableError(entry.broken)
    return library
