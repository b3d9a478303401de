"""What a learner is able to answer unseen: a Rasch model over the first answers to questions.

The chance of a right answer is ``1 / (1 + exp(difficulty - ability))``. Ability is the learner's own
and that in the topic; difficulty is the author's label, the kind of question and the question
itself. Every part starts at a prior and learns from answers, so few answers move little. Plain
Python: `dlprep quiz` asks for it before its first question, and NumPy alone takes longer than that.
"""

import math
from collections.abc import Iterable, Sequence

import msgspec

LABELS = {"easy": -1.0, "medium": 0.0, "hard": 1.0}
"""Logits at which the author's labels start: a learner of middling ability gets 73, 50 and 27 %."""
SPREADS = {"learner": 1.5, "topic": 0.7, "label": 0.5, "kind": 0.5, "question": 0.5}
"""The standard deviation, in logits, of what each part may differ from its start."""
SWEEPS = 12
SETTLED = 1e-4
"""Logits: a sweep that moves nothing further than this is the last."""

Part = tuple[str, ...]


class First(msgspec.Struct, frozen=True):
    """The first answer of a learner to a question; `score` lies in 0..1."""

    learner: str
    question: str
    kind: str
    difficulty: str
    score: float

    @property
    def topic(self) -> str:
        """The topic's slug."""
        return self.question.split("/", 1)[0]


class Ability(msgspec.Struct, frozen=True):
    """One learner's ability after `answers` first answers; `parts` in logits, ability-wards."""

    learner: str
    answers: int
    parts: dict[Part, float]

    def chance(self, topic: str, kind: str, difficulty: str, question: str = "") -> float:
        """The chance, in 0..1, that a question is answered right at first sight."""
        return sigmoid(self.logit(topic, kind, difficulty, question))

    def logit(self, topic: str, kind: str, difficulty: str, question: str = "") -> float:
        """The same in logits."""
        parts = parts_of(self.learner, topic, kind, difficulty, question)
        return sum(self.parts.get(part, 0.0) for part in parts) - LABELS[difficulty]


def sigmoid(logit: float) -> float:
    """The probability of a logit."""
    return 1 / (1 + math.exp(-max(-50.0, min(50.0, logit))))


def parts_of(learner: str, topic: str, kind: str, difficulty: str, question: str) -> list[Part]:
    """The parts that bear on an answer."""
    return [
        ("learner", learner),
        ("topic", learner, topic),
        ("label", difficulty),
        ("kind", kind),
        ("question", question),
    ]


def ability(firsts: Sequence[First], learner: str) -> Ability:
    """The likeliest ability of a learner, given first answers (of others too) and the priors.

    Other learners of the same log teach how hard questions are. Newton's method, a part at a time;
    a score between 0 and 1 counts as so much of a right answer.
    """
    of_part: dict[Part, list[int]] = {}
    logits = []
    for at, first in enumerate(firsts):
        logits.append(-LABELS[first.difficulty])
        for part in _parts(first):
            of_part.setdefault(part, []).append(at)
    values = dict.fromkeys(of_part, 0.0)
    for _ in range(SWEEPS):
        furthest = 0.0
        for part, rows in of_part.items():
            precision = SPREADS[part[0]] ** -2
            slope, bend = -values[part] * precision, precision
            for at in rows:
                p = sigmoid(logits[at])
                slope += firsts[at].score - p
                bend += p * (1 - p)
            step = max(-1.0, min(1.0, slope / bend))
            values[part] += step
            for at in rows:
                logits[at] += step
            furthest = max(furthest, abs(step))
        if furthest < SETTLED:
            break
    own = sum(first.learner == learner for first in firsts)
    return Ability(learner, own, values)


def parts_in(firsts: Iterable[First]) -> list[Part]:
    """Every part that the answers say something about, in the order in which they come up."""
    return list(dict.fromkeys(part for first in firsts for part in _parts(first)))


def _parts(first: First) -> list[Part]:
    return parts_of(first.learner, first.topic, first.kind, first.difficulty, first.question)
