"""The course of an interview: which question comes next, given the plan and what was said so far."""

from collections.abc import Callable, Sequence

import msgspec

from dlprep.bank.kinds import AnyQuestion, Estimate, kind
from dlprep.bank.library import Library
from dlprep.bank.templates import Variant, draw
from dlprep.grading.breakdown import Breakdown
from dlprep.grading.breakdown import mark as mark_breakdown
from dlprep.grading.grade import Grade
from dlprep.grading.marker import grade, grade_any
from dlprep.grading.second.view import Second
from dlprep.session.interview.planning import LEVELS, Item, StagePlan
from dlprep.session.interview.record import Exchange, Record, save
from dlprep.session.interview.roles import STORIES
from dlprep.session.quiz import Answered, Recorder

GOOD, WEAK = 0.9, 0.6
LONGEST_CHAIN = 4
BREAKDOWN = "breakdown"


class Turn(msgspec.Struct, frozen=True):
    """What is asked now. `hint` is given with a second try; `deeper` says why it follows, if it does."""

    stage: StagePlan
    variant: Variant
    part: str = ""
    follows: str = ""
    hint: str = ""
    deeper: bool = False
    because: str = ""


class Heard(msgspec.Struct, frozen=True):
    """What came of an answer: the exchange as kept, and its grade, or the marks of a breakdown."""

    exchange: Exchange
    grade: Grade | None = None
    parts: Breakdown | None = None


class Interview:
    """An interview that is under way; every answer is kept before the next question is asked."""

    def __init__(
        self,
        record: Record,
        library: Library,
        recorder: Recorder | None = None,
        second: Callable[[Variant, str, Grade], Second | None] | None = None,
    ) -> None:
        """Begin, or go on; `second` marks stories once more, after they are kept."""
        self.record = record
        self._library = library
        self._recorder = recorder
        self._second = second
        self._current: Turn | None = None
        self._known = False

    @property
    def current(self) -> Turn | None:
        """The question to be asked now, or None at the end."""
        if not self._known:
            self._current, self._known = next_turn(self.record, self._library), True
        return self._current

    def question(self, full_id: str) -> AnyQuestion | None:
        """A question that was asked, or None when it is no longer in the bank."""
        return self._library.find(full_id)

    def used(self, stage: str) -> float:
        """Seconds spent in a stage."""
        return sum(e.seconds for e in self.record.exchanges if e.stage == stage)

    def check(self, text: str) -> None:
        """Raise `UnreadableAnswerError` where the current question cannot read this answer."""
        turn = self.current
        assert turn is not None
        if turn.part != BREAKDOWN:
            grade(turn.variant, text)

    def answer(self, text: str, seconds: float) -> Heard:
        """Grade and keep an answer, and go on; an unreadable one counts as wrong."""
        turn = self.current
        assert turn is not None
        variant, question = turn.variant, turn.variant.question
        result = parts = None
        if turn.part == BREAKDOWN:
            assert isinstance(question, Estimate)
            parts = mark_breakdown(question, text)
            score = parts.score
        else:
            result = grade_any(variant, text)
            score = result.score
            if self._recorder is not None and not turn.hint:
                milliseconds = round(1000 * seconds)
                self._recorder.add(Answered(variant, text.strip(), result, None, milliseconds))
        exchange = Exchange(
            turn.stage.stage,
            variant.id,
            variant.seed,
            text.strip(),
            round(seconds, 1),
            round(score, 4),
            part=turn.part,
            follows=turn.follows,
            hinted=bool(turn.hint),
            because=turn.because,
        )
        self._keep((*self.record.exchanges, exchange))
        if self._second is not None and turn.stage.stage in STORIES and result and exchange.answer:
            view = self._second(variant, exchange.answer, result)
            if view is not None and view.score is not None:
                exchange = msgspec.structs.replace(exchange, model_score=view.score)
                self._keep((*self.record.exchanges[:-1], exchange))
        return Heard(exchange, result, parts)

    def mark_own(self, place: int, score: float) -> None:
        """Put the learner's own mark, 0..1, beside the machine's on the exchange at a place."""
        said = list(self.record.exchanges)
        said[place] = msgspec.structs.replace(said[place], own_score=score)
        self._keep(tuple(said))

    def finish(self) -> None:
        """Close the interview: it is not resumed any more."""
        self.record = msgspec.structs.replace(self.record, finished=True)
        save(self.record)

    def _keep(self, exchanges: tuple[Exchange, ...]) -> None:
        self.record = msgspec.structs.replace(self.record, exchanges=exchanges)
        self._known = False
        save(self.record)


def next_turn(record: Record, library: Library) -> Turn | None:
    """The next question: what grows out of the last answer, else the stage's next, else the next stage's.

    No further question is begun in a stage whose time is used up, but none is cut off, and every
    stage is begun.
    """
    for stage in record.plan.stages:
        said = [e for e in record.exchanges if e.stage == stage.stage]
        late = sum(e.seconds for e in said) >= stage.seconds
        if said and said[-1].part == BREAKDOWN:
            return _turn(library, stage, said[-1].question, said[-1].seed, because=said[-1].because)
        if said and not late and (turn := _grown(record, stage, said, library)):
            return turn
        begun = {e.question for e in said if not e.follows}
        left = [item for item in stage.items if item.question not in begun]
        for item in left:
            if (not said or not late) and library.find(item.question) is not None:
                return _begin(library, stage, item)
    return None


def _begin(library: Library, stage: StagePlan, item: Item) -> Turn:
    part = BREAKDOWN if kind(library.question(item.question)) == "estimate" else ""
    return _turn(library, stage, item.question, item.seed, part=part, because=item.because)


def _turn(library: Library, stage: StagePlan, full_id: str, seed: int, **more: str | bool) -> Turn:
    return msgspec.structs.replace(
        Turn(stage, draw(full_id, library.question(full_id), seed)), **more
    )


def _grown(
    record: Record, stage: StagePlan, said: Sequence[Exchange], library: Library
) -> Turn | None:
    """A second try with a hint, a deeper question after a good answer, a simpler one after a weak one."""
    last = said[-1]
    question = library.find(last.question)
    if question is None or stage.stage in ("introduction", "closing"):
        return None
    if (
        last.mark < WEAK
        and not last.hinted
        and question.hint
        and kind(question) in ("numeric", "text")
    ):
        again = _turn(
            library, stage, last.question, last.seed, follows=last.follows, because=last.because
        )
        return msgspec.structs.replace(again, hint=again.variant.hint)  # with this draw's numbers
    if WEAK <= last.mark < GOOD or _chain(said) >= LONGEST_CHAIN:
        return None
    good = last.mark >= GOOD
    fits: Callable[[int, int], bool] = (lambda a, b: a >= b) if good else (lambda a, b: a <= b)
    asked = {e.question for e in record.exchanges} | {
        i.question for s in record.plan.stages for i in s.items
    }
    level = LEVELS.index(question.difficulty)
    for name in question.follow_ups:
        follow_up = library.find(name)
        if name in asked or follow_up is None or kind(follow_up) in ("python", "sql", "estimate"):
            continue
        if fits(LEVELS.index(follow_up.difficulty), level):
            seed = (last.seed * 31 + 7) % 2**31
            return _turn(library, stage, name, seed, follows=last.question, deeper=good)
    return None


def _chain(said: Sequence[Exchange]) -> int:
    """How many questions hang together at the end of what was said, second tries aside."""
    length = 1
    for exchange in reversed(said):
        if exchange.hinted:
            continue
        if not exchange.follows:
            break
        length += 1
    return length
