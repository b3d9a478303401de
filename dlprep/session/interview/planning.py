"""The plan of an interview: which questions in which stage, drawn from role, text and seed."""

import random
from collections.abc import Sequence
from itertools import islice

import msgspec

from dlprep.bank.kinds import PROGRAMS, AnyQuestion, kind
from dlprep.bank.library import Library
from dlprep.bank.trust import is_trusted
from dlprep.session.interview.about import Invited, invited
from dlprep.session.interview.roles import MINUTES_A_QUESTION, ROLES, STAGES, Role

LEVELS = ("easy", "medium", "hard")
INVITED_SHARE = 0.5
"""At most this share of the technical questions comes from what the learner told."""

_KINDS = ("choice", "multi", "numeric", "order", "text")


class Item(msgspec.Struct, frozen=True, omit_defaults=True):
    """A question of the plan; `because` is the sentence of the learner's text that brought it."""

    question: str
    seed: int
    because: str = ""


class StagePlan(msgspec.Struct, frozen=True):
    """A stage, the seconds it should take, and the questions to begin with, in order."""

    stage: str
    seconds: int
    items: tuple[Item, ...]


class Plan(msgspec.Struct, frozen=True):
    """An interview before it begins."""

    role: str
    minutes: int
    seed: int
    stages: tuple[StagePlan, ...]


def planned(
    library: Library,
    role: str,
    minutes: int,
    seed: int,
    about: str = "",
    stages: Sequence[str] = STAGES,
) -> Plan:
    """The interview for a role: the same arguments and bank give the same plan.

    Half of the technical questions at most come from `about`, the learner's own text; the rest by
    the role's topics. They go from easy to hard.
    """
    chosen = ROLES[role]
    rng = random.Random(f"interview:{role}:{seed}")
    share = sum(chosen.shares[stage] for stage in stages)
    told = invited(about, _candidates(library)) if about.strip() else []
    planned_stages = []
    for stage in (s for s in STAGES if s in stages):
        seconds = round(60 * minutes * chosen.shares[stage] / share)
        count = max(1, round(seconds / 60 / MINUTES_A_QUESTION[stage]))
        found = _STAGES[stage](library, chosen, count, rng, told)
        items = tuple(Item(full_id, rng.randrange(2**31), because) for full_id, because in found)
        planned_stages.append(StagePlan(stage, seconds, items))
    return Plan(role, minutes, seed, tuple(planned_stages))


Found = list[tuple[str, str]]
"""Full ids, each with the sentence that brought it, or nothing."""


def _candidates(library: Library) -> list[tuple[str, AnyQuestion]]:
    aside = ("behavioural", "estimation")
    return [
        (full_id, library.question(full_id))
        for full_id in library.ids()
        if full_id.split("/")[0] not in aside
    ]


def _behavioural(library: Library, tag: str | None) -> list[str]:
    """The questions about the learner with a tag, or those that have no place of their own."""
    placed = {"introduction", "closing"}
    ids = []
    for full_id in library.ids("behavioural"):
        tags = set(library.question(full_id).tags)
        if (tag in tags) if tag else not (placed & tags):
            ids.append(full_id)
    return ids


def _introduction(
    library: Library, role: Role, count: int, rng: random.Random, told: list[Invited]
) -> Found:
    return [(full_id, "") for full_id in _behavioural(library, "introduction")[:1]]


def _closing(
    library: Library, role: Role, count: int, rng: random.Random, told: list[Invited]
) -> Found:
    return [(full_id, "") for full_id in _behavioural(library, "closing")[:1]]


def _projects(
    library: Library, role: Role, count: int, rng: random.Random, told: list[Invited]
) -> Found:
    ids = _behavioural(library, None)
    rng.shuffle(ids)
    ids.sort(key=lambda i: "projects" not in library.question(i).tags)  # then other stories
    return [(full_id, "") for full_id in ids[:count]]


def _technical(
    library: Library, role: Role, count: int, rng: random.Random, told: list[Invited]
) -> Found:
    because = {i.question: i.sentence for i in told if kind(library.question(i.question)) in _KINDS}
    picked = list(because)[: round(count * INVITED_SHARE)]
    while len(picked) < count:
        one = _by_topic(library, role, rng, set(picked))
        if one is None:
            break
        picked.append(one)
    rng.shuffle(picked)
    picked.sort(key=lambda i: LEVELS.index(library.question(i).difficulty))
    return [(full_id, because.get(full_id, "")) for full_id in picked]


def _by_topic(library: Library, role: Role, rng: random.Random, taken: set[str]) -> str | None:
    """One more question: the topic by the role's weights, then any of its questions."""
    known = {t.slug for t in library.topics()}
    weights = {t: w for t, w in role.topics.items() if t in known}
    while weights:
        topic = rng.choices(list(weights), list(weights.values()))[0]
        left = [
            full_id
            for kind_ in _KINDS
            for full_id in library.ids(topic, kind_)
            if full_id not in taken
        ]
        if left:
            return rng.choice(left)
        del weights[topic]
    return None


def _hands_on(
    library: Library, role: Role, count: int, rng: random.Random, told: list[Invited]
) -> Found:
    """Python and SQL in turn, for all but data scientists Python first."""
    order = PROGRAMS if role.name != "data-scientist" else tuple(reversed(PROGRAMS))
    piles = []
    for kind_ in order:
        ids = list(library.ids(kind=kind_))
        rng.shuffle(ids)
        piles.append(list(islice((i for i in ids if _may_run(library, i)), count)))
    picked = [
        pile[n // len(piles)]
        for n in range(count)
        if len(pile := piles[n % len(piles)]) > n // len(piles)
    ]
    return [(full_id, "") for full_id in picked]


def _may_run(library: Library, full_id: str) -> bool:
    owner = library.owner(full_id)
    return owner is None or is_trusted(owner)


def _estimation(
    library: Library, role: Role, count: int, rng: random.Random, told: list[Invited]
) -> Found:
    ids = list(library.ids(kind="estimate"))
    rng.shuffle(ids)
    return [(full_id, "") for full_id in ids[:count]]


_STAGES = {
    "introduction": _introduction,
    "projects": _projects,
    "technical": _technical,
    "hands-on": _hands_on,
    "estimation": _estimation,
    "closing": _closing,
}
