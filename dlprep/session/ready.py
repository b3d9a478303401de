"""Readiness of a learner's topics on a day: as things stand, or after a plan."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date

from dlprep.bank.library import Library
from dlprep.reviews.log import ReviewLog
from dlprep.scheduling.ability import LABELS, ability
from dlprep.scheduling.readiness import Abilities, Ready, Unseen, ready
from dlprep.session.plan import Laid, recall_on
from dlprep.session.standing import first_answers


def readiness(
    library: Library, log: ReviewLog, day: date, topics: Iterable[str] | None = None
) -> list[Ready]:
    """Each topic's readiness on a day if nothing more is answered; all topics, or those named."""
    recall, able = recall_on(log, day), _abilities(library, log)
    return [
        ready(topic, *_parted(library, topic, recall), able) for topic in _wanted(library, topics)
    ]


def planned_readiness(library: Library, log: ReviewLog, plan: Laid) -> list[Ready]:
    """Each topic's readiness on the day of a plan that is followed, in the middle of its luck."""
    rehearsed = plan.aimed.aimed
    seen = (rehearsed.asked > 0).mean(0) + (plan.deck.stability > 0) >= 0.5
    mean = rehearsed.recall.mean(0)
    recall = {i: float(r) for i, r, s in zip(plan.ids, mean, seen, strict=True) if s}
    able = _abilities(library, log)
    return [ready(topic, *_parted(library, topic, recall), able) for topic in plan.weights]


def _abilities(library: Library, log: ReviewLog) -> Abilities:
    firsts = first_answers(library, log)
    return Abilities(ability(firsts, log.learner), firsts)


def _wanted(library: Library, topics: Iterable[str] | None) -> list[str]:
    known = sorted(t.slug for t in library.topics() if t.questions)
    return known if topics is None else [t for t in topics if t in known]


def _parted(
    library: Library, topic: str, recall: Mapping[str, float]
) -> tuple[list[float], list[Unseen]]:
    """The recall of a topic's questions that were seen, and the others by kind and difficulty."""
    ids = list(library.ids(topic))
    labels = library.labels(ids)
    fresh = Counter(labels[i] for i in ids if i not in recall and labels[i][1] in LABELS)
    unseen = [Unseen(kind, difficulty, n) for (kind, difficulty), n in sorted(fresh.items())]
    return [recall[i] for i in ids if i in recall], unseen
