"""Which questions a quiz asks: drawn from a seed, topics taking turns."""

import random
from collections.abc import Sequence

import msgspec

from dlprep.bank.kinds import AnyQuestion, Choice
from dlprep.bank.library import Group, Library


class Picked(msgspec.Struct, frozen=True):
    """A question that will be asked, and the seed of its variant; drawn only when its turn comes."""

    id: str
    question: AnyQuestion
    seed: int


def choose(
    library: Library,
    count: int,
    seed: int,
    topics: Sequence[str] = (),
    kind: str | None = None,
    difficulty: str | None = None,
) -> list[Picked]:
    """Up to `count` questions that match, chosen by a seed, topics taking turns.

    Where no topic comes twice, one to warm up leads: a choice that is not hard. The same library and seed give the same questions, the same option order, the same numbers.

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
    chosen: list[Picked] = []
    while piles:
        for pile in piles:
            if len(chosen) == count:
                return chosen if len(chosen) > len(by_topic) else _warm(chosen)
            full_id, question = library.nth(*pile.take(rng))
            chosen.append(Picked(full_id, question, rng.randrange(2**31)))
        piles = [pile for pile in piles if pile.left]
    return chosen


def _warm(chosen: list[Picked]) -> list[Picked]:
    for i, picked in enumerate(chosen):
        if isinstance(picked.question, Choice) and picked.question.difficulty != "hard":
            return [picked, *chosen[:i], *chosen[i + 1 :]]
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
