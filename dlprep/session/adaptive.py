"""Which questions a quiz without a topic asks: those that the learner is likely, not sure, to get right."""

import random
from datetime import date

from dlprep.bank.kinds import AnyQuestion
from dlprep.bank.library import Group, Library
from dlprep.reviews.log import ReviewLog
from dlprep.scheduling.ability import LABELS, Ability
from dlprep.scheduling.card import DECAY, retrievability
from dlprep.scheduling.memory import decays
from dlprep.session.choosing import Picked, choose
from dlprep.session.standing import AT_ONCE, able

LOWEST, HIGHEST = 0.7, 0.85
"""The chance of a right answer at which practice is hard enough to teach and easy enough to go on."""
ENOUGH = 20
"""With fewer first answers the ability says little, and the draw is a plain one."""
TRIES = 12
"""Draws for one place; then the nearest to the band is taken, as by a learner who knows it all."""


def adapted(
    library: Library,
    log: ReviewLog,
    count: int,
    seed: int,
    day: date,
    kind: str | None = None,
    difficulty: str | None = None,
) -> list[Picked]:
    """Up to `count` questions with a chance of 70-85 % to be answered right, topics taking turns.

    What was answered before has the chance of its retrievability, what was not that of the
    learner's ability. A question named as the follow-up of the one before, and what shares a tag
    with it, comes right behind it: what is easily confused is told apart best side by side. With
    fewer than `ENOUGH` first answers this is `choose`. The same log, bank, day and seed give the
    same questions.
    """
    ability = able(library, log, AT_ONCE)
    if ability.answers < ENOUGH:
        return choose(library, count, seed, (), kind, difficulty)
    draw = _Draw(library, log, ability, day, random.Random(f"adaptive:{seed}"), kind, difficulty)
    chosen: list[Picked] = []
    while len(chosen) < count and (picked := draw.next(chosen[-1] if chosen else None)):
        chosen.append(picked)
    return _pairs_together(chosen)


class _Draw:
    """Draws one question after the other, none twice."""

    def __init__(
        self,
        library: Library,
        log: ReviewLog,
        ability: Ability,
        day: date,
        rng: random.Random,
        kind: str | None,
        difficulty: str | None,
    ) -> None:
        self._library, self._log, self._ability = library, log, ability
        self._day, self._rng, self._kind, self._difficulty = day, rng, kind, difficulty
        self._decays = decays(log.models())
        self._taken: set[str] = set()
        self._groups: dict[str, list[tuple[Group, int]]] = {}
        for group, size in sorted(library.groups((), kind, difficulty).items()):
            self._groups.setdefault(group[0], []).append((group, size))
        self._turn: list[str] = []

    def next(self, before: Picked | None) -> Picked | None:
        """The next question: a follow-up of the one before where that fits, else the next topic's."""
        if before is not None:
            for full_id in before.question.follow_ups:
                question = self._library.find(full_id)
                if question is not None and self._fits(full_id):
                    return self._take(full_id, question)
        for _ in range(len(self._groups)):
            if found := self._of_topic(self._next_topic()):
                return self._take(*found)
        return None

    def _next_topic(self) -> str:
        if not self._turn:
            self._turn = sorted(self._groups)
            self._rng.shuffle(self._turn)
        return self._turn.pop()

    def _of_topic(self, topic: str) -> tuple[str, AnyQuestion] | None:
        """A question of the topic within the band, or the nearest to it of those drawn."""
        groups = self._groups[topic]
        weights = [size * self._likely(group) for group, size in groups]
        best: tuple[float, str, AnyQuestion] | None = None
        for _ in range(TRIES):
            (group, size), *_ = self._rng.choices(groups, weights)
            full_id, question = self._library.nth(*group, self._rng.randrange(size))
            if full_id in self._taken:
                continue
            off = _off(self._chance(full_id, *group))
            if best is None or off < best[0]:
                best = off, full_id, question
            if off == 0:
                break
        return best[1:] if best else None

    def _likely(self, group: Group) -> float:
        """Groups whose unseen questions lie in the band are drawn from ten times as often."""
        return 1.0 if _off(self._ability.chance(*group)) == 0 else 0.1

    def _chance(self, full_id: str, topic: str, kind: str, difficulty: str) -> float:
        card = self._log.card(full_id)
        if card is None:
            return self._ability.chance(topic, kind, difficulty, full_id)
        return retrievability(card, self._day, self._decays.get(card.model, DECAY))

    def _fits(self, full_id: str) -> bool:
        kind, difficulty = self._library.labels([full_id]).get(full_id, ("", ""))
        if full_id in self._taken or difficulty not in LABELS:
            return False
        if self._kind not in (None, kind) or self._difficulty not in (None, difficulty):
            return False
        return _off(self._chance(full_id, full_id.split("/")[0], kind, difficulty)) == 0

    def _take(self, full_id: str, question: AnyQuestion) -> Picked:
        self._taken.add(full_id)
        return Picked(full_id, question, self._rng.randrange(2**31))


def _off(chance: float) -> float:
    """How far a chance lies outside the band."""
    return max(LOWEST - chance, chance - HIGHEST, 0.0)


def _pairs_together(chosen: list[Picked]) -> list[Picked]:
    """Each question with the next one that shares a topic and a tag with it right behind it."""
    waiting, ordered = list(chosen), []
    while waiting:
        first = waiting.pop(0)
        ordered.append(first)
        if waiting and waiting[0].id in first.question.follow_ups:
            continue
        for other in waiting:
            same_topic = other.id.split("/")[0] == first.id.split("/")[0]
            if same_topic and set(other.question.tags) & set(first.question.tags):
                waiting.remove(other)
                ordered.append(other)
                break
    return ordered
