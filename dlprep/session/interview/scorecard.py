"""The scorecard at the end of an interview: competencies, evidence, and what would change the outcome."""

from collections.abc import Iterable, Sequence

import msgspec

from dlprep.bank.kinds import PROGRAMS, Estimate, kind
from dlprep.bank.library import Library
from dlprep.grading import breakdown
from dlprep.session.interview.course import BREAKDOWN
from dlprep.session.interview.delivery import delivery
from dlprep.session.interview.record import Exchange, Record

COMPETENCIES = (
    "foundations", "modelling", "evaluation", "coding", "estimation", "communication",
)  # fmt: skip
_OF_TOPIC = {
    "activations": "foundations", "optimization": "foundations", "maths": "foundations",
    "probability": "foundations", "statistics": "foundations", "normalization": "foundations",
    "regularization": "foundations", "metrics": "evaluation", "validation": "evaluation",
    "overfitting": "evaluation", "llm-evaluation": "evaluation", "estimation": "estimation",
    "behavioural": "communication", "tools": "coding",
}  # fmt: skip
_WEIGHT = {
    "foundations": 1.0,
    "modelling": 1.2,
    "evaluation": 1.2,
    "coding": 1.0,
    "estimation": 0.6,
    "communication": 1.0,
}
VERDICTS = ((0.8, "strong yes"), (0.65, "yes"), (0.5, "not yet, close"), (0.0, "not yet"))
CHANGES = 3
HINTED_WORTH = 0.5
"""What a second try after a hint counts, beside an answer that needed none."""

NUMBER_SHARE = 0.5
"""Of an estimate's mark, what the number counts; the rest is for the breakdown."""


class Evidence(msgspec.Struct, frozen=True):
    """One answer as it counts: 0..1."""

    question: str
    concept: str
    score: float
    stage: str
    hinted: bool
    because: str


class Competency(msgspec.Struct, frozen=True):
    """A competency with its mean score, 0..1, None where nothing was asked, and what it rests on."""

    name: str
    score: float | None
    evidence: tuple[Evidence, ...]


class Change(msgspec.Struct, frozen=True):
    """Something that would change the outcome, and the command that practises it."""

    what: str
    command: str


class Time(msgspec.Struct, frozen=True):
    """A stage's planned and used seconds."""

    stage: str
    planned: int
    used: float


class Scorecard(msgspec.Struct, frozen=True):
    """An interview as a hiring panel would sum it up; scores lie in 0..1."""

    name: str
    role: str
    score: float | None
    verdict: str
    competencies: tuple[Competency, ...]
    changes: tuple[Change, ...]
    times: tuple[Time, ...]
    remarks: tuple[str, ...]
    estimates: tuple[tuple[str, breakdown.Breakdown], ...]


def competency_of(full_id: str, kind_: str) -> str:
    """Where an answer counts: programs as coding, else by topic."""
    if kind_ in PROGRAMS:
        return "coding"
    return _OF_TOPIC.get(full_id.split("/")[0], "modelling")


def scorecard(record: Record, library: Library) -> Scorecard:
    """Sum up an interview, finished or not."""
    evidence = list(_evidence(record, library))
    by_name: dict[str, list[Evidence]] = {name: [] for name in COMPETENCIES}
    for one in evidence:
        question = library.find(one.question)
        by_name[competency_of(one.question, kind(question) if question else "")].append(one)
    competencies = tuple(
        Competency(name, _mean(e.score for e in found), tuple(found))
        for name, found in by_name.items()
    )
    asked = [c for c in competencies if c.score is not None]
    total = sum(_WEIGHT[c.name] for c in asked)
    score = sum(_WEIGHT[c.name] * (c.score or 0) for c in asked) / total if asked else None
    return Scorecard(
        record.name,
        record.plan.role,
        None if score is None else round(score, 4),
        "nothing was answered"
        if score is None
        else next(w for least, w in VERDICTS if score >= least),
        competencies,
        _changes(asked, evidence),
        tuple(
            Time(
                s.stage,
                s.seconds,
                round(sum(e.seconds for e in record.exchanges if e.stage == s.stage)),
            )
            for s in record.plan.stages
        ),
        tuple(_remarks(record)),
        tuple(_breakdowns(record, library)),
    )


def _evidence(record: Record, library: Library) -> Iterable[Evidence]:
    """One entry a question: the first try, lifted by half of what a hint brought; estimates from both parts."""
    by_question: dict[str, list[Exchange]] = {}
    for exchange in record.exchanges:
        by_question.setdefault(exchange.question, []).append(exchange)
    for full_id, said in by_question.items():
        parts = [e for e in said if e.part == BREAKDOWN]
        numbers = [e for e in said if e.part != BREAKDOWN]
        first = (numbers or parts)[0]
        score = first.mark
        if again := [e for e in numbers if e.hinted]:
            score = max(score, score + HINTED_WORTH * (again[-1].mark - score))
        if parts and numbers:
            score = NUMBER_SHARE * score + (1 - NUMBER_SHARE) * parts[0].mark
        elif parts:
            score = (1 - NUMBER_SHARE) * parts[0].mark
        question = library.find(full_id)
        concept = question.concept if question else full_id
        yield Evidence(full_id, concept, round(score, 4), first.stage, bool(again), first.because)


def _mean(scores: Iterable[float]) -> float | None:
    values = list(scores)
    return round(sum(values) / len(values), 4) if values else None


def _changes(asked: Sequence[Competency], evidence: Sequence[Evidence]) -> tuple[Change, ...]:
    """The weakest competencies by what they weigh, each with its weakest answer's topic to practise."""
    weak = sorted(asked, key=lambda c: -_WEIGHT[c.name] * (1 - (c.score or 0)))
    found = []
    for competency in weak[:CHANGES]:
        if competency.score is not None and competency.score < 0.9:
            worst = min(competency.evidence, key=lambda e: e.score)
            what = f"{competency.name} at {competency.score:.0%}: {worst.concept.rstrip('.')}"
            found.append(Change(what, _command(competency.name, worst)))
    return tuple(found)


def _command(competency: str, worst: Evidence) -> str:
    if competency == "coding" and worst.stage == "hands-on":
        return f"dlprep show {worst.question} --key"
    return f"dlprep quiz --topic {worst.question.split('/')[0]}"


def _remarks(record: Record) -> Iterable[str]:
    for exchange in record.exchanges:
        if exchange.stage == "introduction" and exchange.answer:
            yield from delivery(exchange.answer).remarks
    for stage in record.plan.stages:
        used = sum(e.seconds for e in record.exchanges if e.stage == stage.stage)
        if used > stage.seconds * 1.1 + 30:
            over = round((used - stage.seconds) / 60, 1)
            yield f"The stage '{stage.stage}' ran {over:g} minutes over its {stage.seconds / 60:.0f}."


def _breakdowns(record: Record, library: Library) -> Iterable[tuple[str, breakdown.Breakdown]]:
    for exchange in record.exchanges:
        question = library.find(exchange.question) if exchange.part == BREAKDOWN else None
        if isinstance(question, Estimate):
            yield exchange.question, breakdown.mark(question, exchange.answer)
