"""A quiz without a screen: what is asked now, what was answered, how it went."""

from collections.abc import Callable, Sequence
from typing import Any, Protocol

import msgspec

from dlprep.bank.templates import Variant, draw
from dlprep.grading.grade import Grade, score_of, verdict
from dlprep.grading.marker import grade, grade_any, unreadable
from dlprep.grading.second.view import Second
from dlprep.session.choosing import Picked
from dlprep.session.confidence import certainty_mark

SUMMARY_SCHEMA = "dlprep.summary/1"


class Schedule(msgspec.Struct, frozen=True):
    """The rating that an answer earned, 1 (Again) to 4 (Easy), and the days until it comes back.

    `leech` is how often the question was forgotten, where that is worth a word now, else 0.
    """

    rating: int
    days: int
    leech: int = 0


class Answered(msgspec.Struct, frozen=True):
    """One answer: what was typed, its grade, how sure (1..3 or None), after how long.

    `rating` is set where the learner chose another than the one that was earned; `said` are the
    learner's own marks of a rubric's points, where they differ from the machine's; `second` is a
    language model's view, where one is asked.
    """

    variant: Variant
    text: str
    grade: Grade
    confidence: int | None = None
    milliseconds: int = 0
    rating: int | None = None
    schedule: Schedule | None = None
    said: tuple[bool, ...] | None = None
    second: Second | None = None

    @property
    def learner_score(self) -> float | None:
        """The score by the learner's own marks, 0..1, or None where they are the machine's."""
        if self.said is None:
            return None
        return score_of(self.grade.points, self.said, len(self.grade.misconceptions))

    @property
    def score(self) -> float:
        """The score that counts: the learner's own where there is one."""
        return self.grade.score if self.learner_score is None else self.learner_score

    @property
    def mark(self) -> float | None:
        """The certainty-based mark, -6..3, or None where no confidence was given."""
        return None if self.confidence is None else certainty_mark(self.score, self.confidence)


class TopicScore(msgspec.Struct, frozen=True):
    """How one topic went: `score` is the sum of the scores, 0..`asked`."""

    topic: str
    asked: int
    score: float


class Summary(msgspec.Struct, frozen=True, omit_defaults=True):
    """How a quiz went.

    `again` holds the ids of the questions not answered right; `certainty` is the sum of the
    certainty-based marks, -6..3 an answer, None where no confidence was asked for; `corrected`
    counts the answers whose score is by the learner's own marks.
    """

    asked: int
    score: float
    topics: tuple[TopicScore, ...]
    again: tuple[str, ...]
    skipped: int = 0
    certainty: float | None = None
    corrected: int = 0


class Recorder(Protocol):
    """Where answers are kept: what `add` was given is safe when it returns."""

    def add(self, answered: Answered) -> Schedule:
        """Keep an answer; says when its question comes back."""

    def take_back(self) -> None:
        """Withdraw the newest answer that was added and not withdrawn."""


class Quiz:
    """The questions of a session in turn, and what was answered so far."""

    def __init__(
        self,
        picked: Sequence[Picked],
        recorder: Recorder | None = None,
        enough: Callable[[], bool] = lambda: False,
        second: Callable[[Variant, str, Grade], Second | None] | None = None,
    ) -> None:
        """Begin; when `enough` says so, no further question is begun.

        `second` marks prose once more, after the answer and its grade are kept.
        """
        self.picked = tuple(picked)
        self._recorder = recorder
        self._enough = enough
        self._second = second
        self._past: list[Answered | None] = []  # None: skipped
        self._drawn: tuple[int, Variant] | None = None

    @property
    def place(self) -> int:
        """How many questions are behind us, answered or skipped."""
        return len(self._past)

    @property
    def current(self) -> Variant | None:
        """The question to be asked now, or None at the end."""
        at = self.place
        if at >= len(self.picked):
            return None
        if self._drawn is None or self._drawn[0] != at:
            if at and self._enough():
                return None
            picked = self.picked[at]
            self._drawn = (at, draw(picked.id, picked.question, picked.seed))
        return self._drawn[1]

    @property
    def answers(self) -> list[Answered]:
        """What was answered, in order."""
        return [answered for answered in self._past if answered is not None]

    def answer(
        self,
        text: str,
        *,
        strict: bool = False,
        confidence: int | None = None,
        milliseconds: int = 0,
    ) -> Answered:
        """Grade an answer to the current question, keep it, and go on to the next.

        With `strict`, an unreadable answer raises `UnreadableAnswerError` and the question stays;
        otherwise it counts as wrong and the grade says why.
        """
        variant = self.current
        assert variant is not None
        result = grade(variant, text) if strict else grade_any(variant, text)
        answered = self._keep(Answered(variant, text.strip(), result, confidence, milliseconds))
        if self._second is not None and variant.kind == "text" and answered.text:
            view = self._second(variant, answered.text, result)
            answered = self._past[-1] = msgspec.structs.replace(answered, second=view)
        return answered

    def refuse(self, text: str, reason: str) -> Answered:
        """Count an answer that could not be had (a file that is not there) as wrong, and go on."""
        assert self.current is not None
        return self._keep(Answered(self.current, text.strip(), unreadable(self.current, reason)))

    def rate(self, rating: int) -> Answered:
        """Give the last answer another rating, 1 (Again) to 4 (Easy)."""
        return self._replace_last(rating=rating)

    def correct(self, said: Sequence[bool]) -> Answered:
        """Mark the points of the last answer otherwise than the machine; the learner's count."""
        last = self._past[-1]
        assert last is not None
        hits = [p.hit for p in last.grade.points]
        return self._replace_last(said=None if list(said) == hits else tuple(said))

    def _replace_last(self, **fields: Any) -> Answered:
        """Keep the last answer anew, changed: what was kept is never rewritten but taken back."""
        last = self._past[-1]
        assert last is not None
        self.take_back()
        return self._keep(msgspec.structs.replace(last, **fields))

    def _keep(self, answered: Answered) -> Answered:
        if self._recorder is not None:
            schedule = self._recorder.add(answered)
            answered = msgspec.structs.replace(answered, schedule=schedule)
        self._past.append(answered)
        return answered

    def check(self, text: str) -> None:
        """Raise `UnreadableAnswerError` where the current question cannot read this answer."""
        assert self.current is not None
        grade(self.current, text)

    def skip(self) -> None:
        """Leave the current question out: neither graded nor kept."""
        self._past.append(None)

    def take_back(self) -> bool:
        """Go back one question and withdraw its answer; False when there is none."""
        if not self._past:
            return False
        if self._past.pop() is not None and self._recorder is not None:
            self._recorder.take_back()
        return True

    def summary(self) -> Summary:
        """How it went so far."""
        answers = self.answers
        by_topic: dict[str, list[float]] = {}
        for a in answers:
            by_topic.setdefault(a.variant.id.split("/")[0], []).append(a.score)
        marks = [a.mark for a in answers if a.mark is not None]
        return Summary(
            len(answers),
            round(sum(a.score for a in answers), 4),
            tuple(TopicScore(t, len(s), round(sum(s), 4)) for t, s in sorted(by_topic.items())),
            tuple(a.variant.id for a in answers if verdict(a.score) != "correct"),
            len(self._past) - len(answers),
            round(sum(marks), 2) if marks else None,
            sum(a.said is not None for a in answers),
        )
