"""A quiz without a screen: which questions are asked, what was answered, how it went."""

import random
from collections.abc import Sequence

import msgspec

from dlprep.bank.library import Group, Library
from dlprep.bank.templates import Variant, draw
from dlprep.grading.grade import Grade
from dlprep.grading.marker import grade, grade_any

SUMMARY_SCHEMA = "dlprep.summary/1"


class TopicScore(msgspec.Struct, frozen=True):
    """How one topic went: `score` is the sum of the scores, 0..`asked`."""

    topic: str
    asked: int
    score: float


class Summary(msgspec.Struct, frozen=True):
    """How a quiz went; `again` holds the ids of the questions not answered right."""

    asked: int
    score: float
    topics: tuple[TopicScore, ...]
    again: tuple[str, ...]


def choose(
    library: Library,
    count: int,
    seed: int,
    topics: Sequence[str] = (),
    kind: str | None = None,
    difficulty: str | None = None,
) -> list[Variant]:
    """Up to `count` questions that match, drawn from a seed, topics taking turns.

    The same library and seed give the same questions, the same option order, the same numbers.

    Raises
    ------
    UsageError
        A topic is not known.
    """
    rng = random.Random(f"quiz:{seed}")
    by_topic: dict[str, dict[Group, int]] = {}
    for group, size in sorted(library.groups(topics, kind, difficulty).items()):
        by_topic.setdefault(group[0], {})[group] = size
    piles = [_Pile(groups) for groups in by_topic.values()]
    rng.shuffle(piles)
    chosen: list[Variant] = []
    while piles:
        for pile in piles:
            if len(chosen) == count:
                return chosen
            full_id, question = library.nth(*pile.take(rng))
            chosen.append(draw(full_id, question, rng.randrange(2**31)))
        piles = [pile for pile in piles if pile.left]
    return chosen


class _Pile:
    """A topic's questions in random order, never listed.

    The Fisher-Yates shuffle, which remembers only the places where something was moved: taking k
    questions costs k steps, however many there are.
    """

    def __init__(self, groups: dict[Group, int]) -> None:
        self._groups = groups
        self._moved: dict[int, int] = {}
        self.left = sum(groups.values())

    def take(self, rng: random.Random) -> tuple[str, str, str, int]:
        """The group and the number within it of a question not yet taken."""
        at = rng.randrange(self.left)
        self.left -= 1
        taken = self._moved.get(at, at)
        self._moved[at] = self._moved.get(self.left, self.left)
        for group, size in self._groups.items():
            if taken < size:
                return (*group, taken)
            taken -= size
        raise AssertionError("a place beyond the pile")


class Quiz:
    """The questions of a session in turn, and the grades so far."""

    def __init__(self, variants: Sequence[Variant]) -> None:
        self.variants = tuple(variants)
        self.grades: list[Grade] = []

    @property
    def current(self) -> Variant | None:
        """The question to be asked now, or None at the end."""
        done = len(self.grades)
        return self.variants[done] if done < len(self.variants) else None

    def answer(self, text: str, *, strict: bool = False) -> Grade:
        """Grade an answer to the current question and go on to the next.

        With `strict`, an unreadable answer raises `UnreadableAnswerError` and the question stays;
        otherwise it counts as wrong and the grade says why.
        """
        variant = self.current
        assert variant is not None
        result = grade(variant, text) if strict else grade_any(variant, text)
        self.grades.append(result)
        return result

    def take_back(self) -> Grade | None:
        """Undo the last answer; its question is asked again."""
        return self.grades.pop() if self.grades else None

    def summary(self) -> Summary:
        """How it went so far."""
        by_topic: dict[str, list[float]] = {}
        for g in self.grades:
            by_topic.setdefault(g.question.split("/")[0], []).append(g.score)
        return Summary(
            len(self.grades),
            round(sum(g.score for g in self.grades), 4),
            tuple(TopicScore(t, len(s), round(sum(s), 4)) for t, s in sorted(by_topic.items())),
            tuple(g.question for g in self.grades if g.verdict != "correct"),
        )
