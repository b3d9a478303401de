"""What `dlprep interview --json` prints: the plan, each question, what came of its answer, the card."""

from typing import Any

import msgspec

from dlprep.screen.wire import grade_line, line, question_line
from dlprep.session.interview.course import Heard, Turn
from dlprep.session.interview.record import Record
from dlprep.session.interview.scorecard import Scorecard


def plan_line(record: Record) -> str:
    """A `dlprep.interview/1` object: what is to come, without the questions."""
    stages = [{"stage": s.stage, "seconds": s.seconds} for s in record.plan.stages]
    return line(
        "dlprep.interview/1",
        name=record.name,
        role=record.plan.role,
        minutes=record.plan.minutes,
        seed=record.plan.seed,
        stages=stages,
    )


def turn_line(turn: Turn) -> str:
    """A `dlprep.turn/1` object: the question, its stage, and why it is asked."""
    fields: dict[str, Any] = {"stage": turn.stage.stage}
    for name in ("part", "follows", "hint", "because"):
        if value := getattr(turn, name):
            fields[name] = value
    question = msgspec.json.decode(question_line(turn.variant, None))
    return line("dlprep.turn/1", **fields, question=question)


def heard_line(heard: Heard) -> str:
    """A `dlprep.grade/1` object, or a `dlprep.breakdown/1` for an estimate taken apart."""
    if heard.grade is not None:
        return grade_line(heard.grade)
    assert heard.parts is not None
    factors = [
        {"name": f.name, "said": f.said, "range_score": f.range_score} for f in heard.parts.factors
    ]
    return line(
        "dlprep.breakdown/1",
        question=heard.exchange.question,
        score=heard.exchange.score,
        factors=factors,
        own=heard.parts.own,
        oddities=[{"what": what, "noticed": noticed} for what, noticed in heard.parts.oddities],
    )


def scorecard_line(card: Scorecard) -> str:
    """A `dlprep.scorecard/1` object."""
    fields = msgspec.to_builtins(card)
    fields["estimates"] = [question for question, _ in card.estimates]
    return line("dlprep.scorecard/1", **fields)
