"""Asks the second marker about an answer that was graded offline; trouble is told, never raised."""

import time
from collections.abc import Callable

from dlprep.bank.kinds import TextQuestion
from dlprep.bank.templates import Variant
from dlprep.grading.grade import Grade
from dlprep.grading.rubric.compiled import compiled
from dlprep.grading.rubric.flags import COPIED, SHUFFLED, examine
from dlprep.grading.rubric.words import read
from dlprep.grading.second.client import Endpoint, ModelError, post
from dlprep.grading.second.protocol import ReplyError, believed, request
from dlprep.grading.second.view import Second


def second(
    variant: Variant,
    answer: str,
    grade: Grade,
    endpoint: Endpoint,
    *,
    before: Callable[[], None] = lambda: None,
    pause: Callable[[float], None] = time.sleep,
) -> Second | None:
    """A language model's marks, or None where the offline flags leave nothing to send.

    Sentences that repeat the question or speak to whoever marks are not sent, and quotations from
    them count for nothing. `before` runs when a request is about to be sent.
    """
    question = variant.question
    if not isinstance(question, TextQuestion) or {COPIED, SHUFFLED} & set(grade.flags):
        return None
    rubric = compiled(question, variant.prompt)
    prose = read(answer)
    kept = examine(prose, rubric.prompt, watch_pleas=rubric.watch_pleas).sentences
    sent = " ".join(prose.text[s[0].start : s[-1].end] + "." for s in kept)
    if not sent:
        return None
    before()
    body = request(endpoint.model, variant.prompt, grade.points, sent)
    try:
        reply = post(endpoint, body, pause)
        return believed(endpoint.model, reply, grade.points, sent, len(grade.misconceptions))
    except (ModelError, ReplyError) as error:
        return Second(endpoint.model, trouble=str(error))
