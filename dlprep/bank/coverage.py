"""What the bank covers: concepts by topic, kind and difficulty, and where a topic is thin."""

from collections import Counter
from collections.abc import Iterator

import msgspec

from dlprep.bank.kinds import kind
from dlprep.bank.library import Library

DIFFICULTIES = ("easy", "medium", "hard")
LEAST_SHARE = {"easy": 0.15, "medium": 0.25, "hard": 0.1}
"""Below these shares a topic lacks questions of a difficulty; the bank as a whole aims at 30/45/25."""

LEAST_QUESTIONS = 9
MOST_CHOICE = 0.6


class Concept(msgspec.Struct, frozen=True):
    """What one question tests."""

    question: str
    concept: str
    kind: str
    difficulty: str


class TopicCoverage(msgspec.Struct, frozen=True):
    """A topic's questions; `thin` says in words what it lacks."""

    topic: str
    title: str
    group: str
    about: str
    concepts: tuple[Concept, ...]
    kinds: dict[str, int]
    difficulties: dict[str, int]
    thin: tuple[str, ...]


def coverage(library: Library, topics: tuple[str, ...] = ()) -> list[TopicCoverage]:
    """The topics that were named, or all, in the order of their slugs.

    Raises
    ------
    UsageError
        A topic is not known.
    """
    wanted = {library.topic(name).slug for name in topics}
    found = []
    for topic in sorted(library.topics(), key=lambda t: t.slug):
        if wanted and topic.slug not in wanted:
            continue
        concepts = []
        for full_id in library.ids(topic.slug):
            q = library.question(full_id)
            concepts.append(Concept(full_id, q.concept, kind(q), q.difficulty))
        kinds = Counter(c.kind for c in concepts)
        difficulties = Counter(c.difficulty for c in concepts)
        found.append(
            TopicCoverage(
                topic.slug,
                topic.title,
                topic.group,
                topic.about,
                tuple(concepts),
                dict(sorted(kinds.items())),
                {d: difficulties[d] for d in DIFFICULTIES},
                tuple(_thin(kinds, difficulties)),
            )
        )
    return found


def _thin(kinds: Counter[str], difficulties: Counter[str]) -> Iterator[str]:
    questions = kinds.total()
    if questions < LEAST_QUESTIONS:
        yield f"only {questions} questions"
    for difficulty, share in LEAST_SHARE.items():
        if difficulties[difficulty] < share * questions:
            yield f"few {difficulty}"
    if kinds["choice"] + kinds["multi"] > MOST_CHOICE * questions:
        yield "mostly choice"
    if not kinds["text"]:
        yield "no prose"
