"""What `--json` prints: one object, named by its schema."""

from collections.abc import Sequence
from typing import Any

import msgspec

from dlprep.bank.kinds import Choice, Multi, PythonQuestion, SqlQuestion
from dlprep.bank.library import Library
from dlprep.bank.templates import LETTERS, Variant, draw
from dlprep.grading.grade import SCHEMA, Grade
from dlprep.screen.question import shown_texts
from dlprep.session.quiz import SUMMARY_SCHEMA, Answered, Summary


def line(schema: str, **fields: Any) -> str:
    """One JSON object on one line, its `schema` first."""
    return msgspec.json.encode({"schema": schema, **fields}).decode()


def answered_line(answered: Answered) -> str:
    """A `dlprep.grade/1` object, with `confidence` and its `mark` where one was given.

    `leech` is the number of lapses where that is worth a word (at 8, and at each 4 more).
    """
    more: dict[str, float | None] = {}
    if answered.confidence is not None:
        more |= {"confidence": answered.confidence, "mark": answered.mark}
    if answered.schedule and answered.schedule.leech:
        more["leech"] = answered.schedule.leech
    if answered.second is not None:
        more["second"] = msgspec.to_builtins(answered.second)
    return grade_line(answered.grade, **more)


def grade_line(grade: Grade, **more: Any) -> str:
    """A `dlprep.grade/1` object; for text `points`, voiced `misconceptions` and `flags`; `unreadable` where there is a reason."""
    fields: dict[str, Any] = {
        "question": grade.question,
        "kind": grade.kind,
        "score": grade.score,
        "verdict": grade.verdict,
        "expected": grade.expected,
        "feedback": grade.feedback,
    }
    if grade.kind == "text":
        fields["points"] = [msgspec.to_builtins(p) for p in grade.points]
        fields["misconceptions"] = grade.misconceptions
        fields["flags"] = grade.flags
    if grade.unreadable:
        fields["unreadable"] = grade.unreadable
    return line(SCHEMA, **fields, **more)


def summary_line(summary: Summary) -> str:
    """A `dlprep.summary/1` object."""
    return line(SUMMARY_SCHEMA, **msgspec.to_builtins(summary))


def topics_line(library: Library) -> str:
    """A `dlprep.topics/1` object."""
    topics = [
        {
            "slug": topic.slug,
            "title": topic.title,
            "group": topic.group,
            "questions": topic.questions,
            "kinds": dict(sorted(topic.kinds.items())),
        }
        for topic in sorted(library.topics(), key=lambda t: t.slug)
    ]
    return line("dlprep.topics/1", topics=topics)


def question_line(variant: Variant, expected: str | None) -> str:
    """A `dlprep.question/1` object: without its key, or with it when `expected` is given."""
    question = variant.question
    fields: dict[str, Any] = {
        "id": variant.id,
        "kind": variant.kind,
        "difficulty": question.difficulty,
        "concept": question.concept,
        "prompt": variant.prompt,
        "tags": question.tags,
        "seed": variant.seed,
    }
    if texts := shown_texts(variant):
        fields["options"] = [{"letter": x, "text": t} for x, t in zip(LETTERS, texts, strict=False)]
    if hasattr(question, "unit"):
        fields["unit"] = question.unit
    if isinstance(question, PythonQuestion):
        examples = [t for t in question.tests if not t.hidden]
        fields |= {"function": question.function, "starter": question.starter}
        fields |= {"setup": question.setup, "allow": question.allow}
        fields["examples"] = [msgspec.to_builtins(t) for t in examples]
    if isinstance(question, SqlQuestion):
        fields |= {"tables": msgspec.to_builtins(question.tables), "ordered": question.ordered}
    if expected is not None:
        fields["expected"] = expected
        if isinstance(question, PythonQuestion | SqlQuestion):
            fields["cost"] = question.cost
        fields["explanation"] = variant.explanation
        fields["sources"] = msgspec.to_builtins(question.sources)
        if isinstance(question, Choice | Multi):
            for shown, option in zip(fields["options"], variant.options, strict=True):
                shown.update(correct=option.correct, why=option.why)
    return line("dlprep.question/1", **fields)


def blind_line(variant: Variant, name: str) -> str:
    """A `dlprep.question/1` object under another name: an id, a concept or a tag can tell the key."""
    fields = msgspec.json.decode(question_line(variant, None), type=dict[str, Any])
    for telling in ("schema", "id", "concept", "tags", "difficulty"):
        del fields[telling]
    return line("dlprep.question/1", question=name, **fields)


def found_line(library: Library, ids: Sequence[str]) -> str:
    """A `dlprep.search/1` object; prompts are those of seed 0."""
    found = []
    for full_id in ids:
        variant = draw(full_id, library.question(full_id), 0)
        found.append(
            {
                "id": full_id,
                "topic": full_id.split("/")[0],
                "kind": variant.kind,
                "concept": variant.question.concept,
                "prompt": variant.prompt,
            }
        )
    return line("dlprep.search/1", questions=found)
