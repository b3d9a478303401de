"""Keeps the answers of a session in the learner's review log, each with the rating it earned."""

from typing import TYPE_CHECKING

import msgspec

from dlprep import clock, paths
from dlprep.bank.kinds import AnyQuestion
from dlprep.config import Config
from dlprep.session.quiz import Answered, Schedule

if TYPE_CHECKING:
    from dlprep.reviews.log import ReviewLog

USUAL_OF = 50


def content_hash(question: AnyQuestion) -> str:
    """Names the wording of a question, so that the log tells which one was answered."""
    import hashlib

    return hashlib.sha256(msgspec.msgpack.encode(question)).hexdigest()[:16]


class LogRecorder:
    """A `Recorder` on the review log; what asks is `quiz`, `practice`, `interview` or `demo`.

    Opened before the first answer, not with the first question: an answer that could not be kept
    must not be asked for, and a question that is on the screen is being read meanwhile.
    """

    def __init__(self, config: Config, asked_by: str) -> None:
        self._config = config
        self._asked_by = asked_by
        self._log: ReviewLog | None = None
        self._kept: list[str] = []
        self._times: list[int] = []

    def open(self) -> list[str]:
        """Open the log, and give what went wrong without stopping anything (see `ReviewLog`).

        Raises
        ------
        UnreadableError
            The log cannot be read or written.
        """
        if self._log is not None:
            return []
        # 10 ms that the first question need not wait for
        from dlprep.reviews.log import ReviewLog

        today = clock.study_day(clock.now(), self._config.day_start_hour)
        self._log = ReviewLog.open(paths.database(), today=today)
        self._model = self._log.in_force(self._config.retention)
        self._times = [r.milliseconds for r in self._log.recent(USUAL_OF) if r.milliseconds]
        return self._log.notes

    def close(self) -> None:
        """Close the log."""
        if self._log is not None:
            self._log.close()
            self._log = None

    def add(self, answered: Answered) -> Schedule:
        """Commit an answer as one review."""
        from dlprep.reviews.review import Correction, Review
        from dlprep.scheduling.card import leech_named
        from dlprep.scheduling.rating import rating, usual

        self.open()
        assert self._log is not None
        now = clock.now()
        review = Review(
            id=self._log.new_id(now),
            device=self._log.device(),
            question=answered.variant.id,
            content_hash=content_hash(answered.variant.question),
            seed=answered.variant.seed,
            at=now,
            study_day=clock.study_day(now, self._config.day_start_hour),
            answer=answered.text,
            machine_score=answered.grade.score,
            learner_score=answered.learner_score,
            rating=answered.rating
            or rating(
                answered.score,
                answered.confidence,
                answered.milliseconds or None,
                usual(self._times),
            ),
            confidence=answered.confidence,
            milliseconds=answered.milliseconds,
            asked_by=self._asked_by,
            scheduler=self._model.name,
            corrections=tuple(
                Correction(point.point, point.mark, said)
                for point, said in zip(answered.grade.points, answered.said, strict=True)
                if point.hit != said
            )
            if answered.said
            else None,
        )
        before = self._log.card(review.question)
        card = self._log.record(review)
        self._kept.append(review.id)
        assert card.due_day is not None
        named = leech_named(before.lapses if before else 0, card.lapses)
        return Schedule(
            review.rating, (card.due_day - review.study_day).days, card.lapses if named else 0
        )

    def take_back(self) -> None:
        """Withdraw the newest review that this session added."""
        assert self._log is not None
        self._log.undo(review=self._kept.pop())
