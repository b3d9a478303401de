"""The review log: every answer is on the disk before the next question, and nothing is rewritten."""

import json
import sqlite3
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import msgspec

from dlprep import clock
from dlprep.reviews import adoptions, derived, predictions, sql
from dlprep.reviews.adoptions import Adoption
from dlprep.reviews.backup import back_up_daily, copy
from dlprep.reviews.database import (
    connect,
    damaged,
    in_memory,
    log_ahead,
    told_plainly,
    transaction,
)
from dlprep.reviews.migrations import MIGRATIONS, migrate, version
from dlprep.reviews.review import LEARNER, Review, as_row, from_row, new_id
from dlprep.reviews.statistics import Statistics, statistics
from dlprep.scheduling.answers import Answers
from dlprep.scheduling.card import LEECH_LAPSES, Card, new_card
from dlprep.scheduling.memory import Model, model, named, same_weights
from dlprep.scheduling.memory import review as next_card
from dlprep.scheduling.queue import Counts
from dlprep.scheduling.spread import settled


class ReviewLog:
    """The log of one file, open; a context manager. Every method may raise `UnreadableError`.

    The methods that ask about cards, days and recent reviews speak of one learner.
    """

    def __init__(self, path: Path, connection: sqlite3.Connection, learner: str) -> None:
        self.path = path
        self.learner = learner
        self.notes: list[str] = []
        """What went wrong without stopping anything, such as a backup that found no room."""
        self._connection = connection
        self._models: dict[str, Model] | None = None

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        writing: bool = True,
        learner: str = LEARNER,
        today: date | None = None,
    ) -> Self:
        """Open the log of a file, and create it when it is not there.

        With `writing` (the default) a new study day begins with a check and a backup of the file,
        into `backups` beside it. Without, the file is not changed, and one that is not there
        reads as an empty log.

        Raises
        ------
        UnreadableError
            The file is damaged, newer, not ours, locked, or cannot be written. It is left as it is.
        """
        with told_plainly(path):
            exists = path.exists()
            connection = connect(path, writing=writing) if exists or writing else in_memory()
            try:
                log = cls(path, connection, learner)
                if log._prepare(writing, today or clock.study_day(clock.now())):
                    return log
            except BaseException:
                connection.close()
                raise
            connection.close()
        return cls.open(path, learner=learner, today=today)  # an older schema: bring it up first

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        with told_plainly(self.path):
            self._connection.close()

    # --- writing

    def new_id(self, at: datetime) -> str:
        """An id for a review at an instant, behind every id that the log holds."""
        newest = [self._one(query)[0] for query in (sql.NEWEST_ID, predictions.NEWEST_ID)]
        return new_id(at, max((i for i in newest if i is not None), default=None))

    def predict(self, predicted: predictions.Predicted) -> None:
        """Commit one prediction made in a demo."""
        with self._transaction():
            predictions.insert(self._connection, [predicted])

    def record(self, review: Review) -> Card:
        """Commit a review and the card it leads to, in one transaction; gives that card.

        The card is worked out inside the transaction, from what the log holds at that moment:
        another window may have answered the same question since it was shown here. So is the
        day on which it comes back, where the review names none: what is due on which day counts
        as well (see `spread`).
        """
        learner, question = review.learner, review.question
        with self._transaction():
            known = self._known(review.scheduler)
            by = named(review.scheduler, known)
            newest = self._one(sql.NEWEST_ID_OF_QUESTION, learner, question)[0]
            is_newest = newest is None or newest < review.id
            before = self._card(learner, question) or new_card(question)
            if is_newest and (not before.reviews or same_weights(before.model, by.name)):
                card = next_card(before, derived.as_step(review), by)
            else:
                all_of_it = sorted([*self._of(learner, question), review], key=lambda r: r.id)
                card = derived.replayed(question, all_of_it, known) or before
            if is_newest and review.interval_days is None:
                card, days = settled(card, by, partial(self._load, question))
                review = msgspec.structs.replace(review, interval_days=days)
            self._connection.execute(sql.INSERT_REVIEW, as_row(review))
            self._connection.execute(sql.TALLY, derived.tally_row(review))
            self._connection.execute(sql.PUT_CARD, derived.card_row(learner, card))
        return card

    def undo(self, at: datetime | None = None, review: str | None = None) -> Review | None:
        """Take back the newest review that still counts, or the one of an id, by a row naming it.

        The question's card becomes what it was before. Gives the review taken back, or None when
        there is none. `at` is the instant of the undoing (default: now).
        """
        with self._transaction():
            if review is None:
                row = self._connection.execute(sql.RECENT, (self.learner, 1)).fetchone()
            else:
                row = self._connection.execute(sql.LIVE, (self.learner, review)).fetchone()
            if row is None:
                return None
            taken = self._review(row)
            now = at or clock.now()
            undoing = msgspec.structs.replace(taken, id=self.new_id(now), at=now, undoes=taken.id)
            self._connection.execute(sql.INSERT_REVIEW, as_row(undoing))
            self._connection.execute(sql.TALLY, derived.tally_row(taken, -1))
            day = taken.study_day.isoformat()
            self._connection.execute(sql.DROP_EMPTY_DAYS, (self.learner, day))
            rest = self._of(self.learner, taken.question)
            card = derived.replayed(taken.question, rest, self.models())
            if card is None:
                self._connection.execute(sql.DROP_CARD, (self.learner, taken.question))
            else:
                self._connection.execute(sql.PUT_CARD, derived.card_row(self.learner, card))
        return taken

    def adopt(self, model: Model) -> None:
        """Keep the weights of a model, so that reviews which name it can be replayed by it."""
        with self._transaction():
            self._keep(model)

    def put_in_force(self, model: Model, until: date | None = None) -> None:
        """Schedule with the weights of a model from now on; `until`: the last day it was fitted to.

        Questions answered before come back when they were said to; each moves to the new weights
        at its next review.
        """
        with self._transaction():
            self._keep(model)
            adoptions.add(self._connection, Adoption(model.name, until))

    def take_over(self, adopted: Iterable[Adoption]) -> None:
        """Use the weights that another copy of the log uses, unless this one has made its choice."""
        with self._transaction():
            if not adoptions.recorded(self._connection):
                for adoption in adopted:
                    adoptions.add(self._connection, adoption)

    def take_back_weights(self) -> bool:
        """Go back to the weights in force before the last adoption; False when there is none."""
        with self._transaction():
            if not adoptions.holding(adoptions.recorded(self._connection)):
                return False
            adoptions.add(self._connection, Adoption())
        return True

    def unite(self, reviews: Iterable[Review]) -> int:
        """Add the reviews whose ids are not here yet, whoever wrote them; how many there were.

        Two logs united in either order hold the same reviews, cards and tallies.
        """
        with self._transaction():
            before = self._connection.total_changes
            self._connection.executemany(sql.UNITE_REVIEW, map(as_row, reviews))
            added = self._connection.total_changes - before
            if added:
                derived.make_again(self._connection, self.models())
        return added

    def unite_log(self, other: "ReviewLog") -> int:
        """`unite` with everything that another log holds, its memory models too."""
        for kept in other.models().values():
            self.adopt(kept)
        self.take_over(other.adoptions())
        self.unite_predictions(other.predictions())
        return self.unite(other.reviews())

    def unite_predictions(self, made: Iterable[predictions.Predicted]) -> None:
        """Add the predictions made in demos whose ids are not here yet."""
        with self._transaction():
            predictions.insert(self._connection, made)

    def rebuild(self) -> int:
        """Make cards and tallies again from the reviews; how many cards there are."""
        with self._transaction():
            return derived.make_again(self._connection, self.models())

    # --- reading

    def device(self) -> str:
        """A random name for this copy of the log; it says nothing about the computer."""
        found = self._connection.execute(sql.FACT, ("device",)).fetchone()
        return str(found[0]) if found else ""

    def reviews(self) -> Iterator[Review]:
        """Every row of the log, oldest first: all learners, undone reviews and undoings too."""
        yield from self._reviews(sql.ALL_REVIEWS)

    def predictions(self) -> Iterator[predictions.Predicted]:
        """Every prediction made in demos, oldest first."""
        yield from map(predictions.from_row, self._rows(predictions.ALL))

    def predicted(self) -> dict[str, tuple[int, int]]:
        """For each demo, how many predictions were made and how many came true."""
        return {
            demo: (made, right) for demo, made, right in self._rows(predictions.DONE, self.learner)
        }

    def to_practise(self) -> list[str]:
        """The questions that wrong predictions ask for and that were not answered since."""
        with told_plainly(self.path):
            return predictions.to_practise(self._connection, self.learner)

    def size(self) -> int:
        """How many rows the log holds."""
        return int(self._one(sql.SIZE)[0])

    def recent(self, n: int) -> list[Review]:
        """The newest `n` reviews that still count, newest first."""
        return list(self._reviews(sql.RECENT, self.learner, n))

    def of_question(self, question: str) -> list[Review]:
        """The reviews of a question that still count, oldest first."""
        return list(self._of(self.learner, question))

    def corrected(self) -> list[Review]:
        """The reviews that still count and in which the learner corrected a mark, oldest first."""
        return list(self._reviews(sql.CORRECTED, self.learner))

    def card(self, question: str) -> Card | None:
        """The memory state of a question, or None when it was never answered."""
        with told_plainly(self.path):
            return self._card(self.learner, question)

    def cards(self) -> list[Card]:
        """The cards of every question answered, in the order of their ids."""
        return self._cards(sql.CARDS, self.learner)

    def due(self, study_day: date, limit: int = -1) -> list[Card]:
        """The cards due by a study day, highest retrievability first; all of them without `limit`."""
        day, learner = study_day.toordinal(), self.learner
        limit = limit if limit >= 0 else 2**62
        return self._cards(sql.DUE, learner, learner, day, day, limit, day)

    def leeches(self) -> list[Card]:
        """The cards forgotten `LEECH_LAPSES` times or more, the worst first."""
        return self._cards(sql.LEECHES, self.learner, LEECH_LAPSES)

    def due_count(self, study_day: date) -> int:
        """How many cards are due by a study day."""
        return int(self._one(sql.DUE_COUNT, self.learner, study_day.toordinal())[0])

    def next_due_day(self) -> date | None:
        """The first study day on which a card is due, be it past or to come."""
        day = self._one(sql.NEXT_DUE_DAY, self.learner)[0]
        return None if day is None else date.fromordinal(day)

    def seen(self) -> frozenset[str]:
        """The ids of the questions answered at least once."""
        return frozenset(row[0] for row in self._rows(sql.SEEN, self.learner))

    def seen_on(self, study_day: date) -> frozenset[str]:
        """The ids of the questions last answered on a study day."""
        rows = self._rows(sql.SEEN_ON, self.learner, study_day.toordinal())
        return frozenset(row[0] for row in rows)

    def counts_today(self, study_day: date) -> Counts:
        """How many new and how many known questions were last answered on a study day.

        Whatever asked them: a question that a quiz introduced comes back too.
        """
        done, new = self._one(sql.DONE_ON, self.learner, study_day.toordinal())
        return Counts(new=new, due=done - new)

    def statistics(self, study_day: date, since: date = date.min) -> Statistics:
        """Answers and accuracy since a study day, and the streak; reads tallies, not reviews."""
        with told_plainly(self.path):
            topics = self._connection.execute(sql.TOPICS, (self.learner, since.isoformat()))
            days = self._connection.execute(sql.STUDY_DAYS, (self.learner,))
            return statistics(topics, (date.fromisoformat(row[0]) for row in days), study_day)

    def by_day(self) -> list[tuple[date, int, float]]:
        """Each study day with answers, oldest first: how many, and their mean score in 0..1."""
        return [
            (date.fromisoformat(day), n, score / derived.MILLION / n)
            for day, n, score in self._rows(sql.BY_DAY, self.learner)
        ]

    def first_answers(self, among: int, limit: int) -> list[tuple[str, str, float]]:
        """Learner, question and score of first answers that still count, of all learners.

        Newest first, `limit` of them at most, looked for `among` the newest rows.
        """
        return list(self._rows(sql.FIRST_ANSWERS, among, limit))

    def models(self) -> dict[str, Model]:
        """The memory models whose weights are kept, by name."""
        if self._models is None:
            self._models = {
                name: Model(tuple(json.loads(weights)), retention)
                for name, weights, retention in self._rows(sql.MODELS)
            }
        return self._models

    def adoptions(self) -> list[Adoption]:
        """Every adoption of weights and taking back, oldest first."""
        with told_plainly(self.path):
            return adoptions.recorded(self._connection)

    def adoptions_in_force(self) -> list[Adoption]:
        """The adoptions not taken back, oldest first; without any the shipped weights hold."""
        return adoptions.holding(self.adoptions())

    def in_force(self, retention: float) -> Model:
        """The model to schedule with: the weights that were adopted last, else the shipped ones."""
        for adoption in reversed(self.adoptions_in_force()):
            if (found := self.models().get(adoption.model or "")) is not None:
                return model(retention, found.weights)
        return model(retention)

    def answers(self) -> Answers:
        """Every review of the learner that still counts, in columns, oldest first."""
        return derived.in_columns(self._rows(sql.ANSWERS, self.learner))

    def derived(self) -> tuple[list[tuple[Any, ...]], list[tuple[Any, ...]]]:
        """The rows of every card and of every day's tally, of all learners; to compare two logs."""
        return list(self._rows(sql.ALL_CARDS)), list(self._rows(sql.ALL_DAYS))

    def back_up(self, to: Path) -> None:
        """Copy the whole log into one file, which appears whole or not at all."""
        copy(self._connection, to)

    # --- within

    def _prepare(self, writing: bool, today: date) -> bool:
        """Back up and migrate; False when the schema is old and must not be written to here."""
        applied = version(self._connection, self.path)
        if not writing and applied == 0:  # not there, or created and left before the first table
            self._connection.close()
            self._connection = in_memory()
        elif not writing:
            return applied == len(MIGRATIONS)
        if applied:
            self.notes += back_up_daily(self._connection, self.path, today)
        log_ahead(self._connection)
        migrate(self._connection, self.path, clock.now().isoformat())
        if not applied:
            self._connection.execute(sql.KEEP_FACT, ("device", uuid.uuid4().hex[:8]))
        return True

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        try:
            with told_plainly(self.path), transaction(self._connection):
                yield
        except BaseException:
            self._models = None  # one may have been kept by what was just rolled back
            raise

    def _rows(self, query: str, *values: object) -> Iterator[tuple[Any, ...]]:
        with told_plainly(self.path):
            yield from self._connection.execute(query, values)

    def _one(self, query: str, *values: object) -> tuple[Any, ...]:
        """The only row of a query that always has one."""
        return next(self._rows(query, *values))

    def _reviews(self, query: str, *values: object) -> Iterator[Review]:
        return map(self._review, self._rows(query, *values))

    def _review(self, row: tuple[object, ...]) -> Review:
        try:
            return from_row(row)
        except msgspec.ValidationError as error:
            raise damaged(self.path, f"review {row[0]}: {error}") from error

    def _of(self, learner: str, question: str) -> Iterator[Review]:
        return self._reviews(sql.OF_QUESTION, learner, question)

    def _card(self, learner: str, question: str) -> Card | None:
        row = self._connection.execute(sql.CARD, (learner, question)).fetchone()
        return derived.card_from_row(row) if row else None

    def _cards(self, query: str, *values: object) -> list[Card]:
        return [derived.card_from_row(row) for row in self._rows(query, *values)]

    def _load(self, question: str, first: int, last: int) -> dict[int, int]:
        return dict(self._connection.execute(sql.LOAD, (self.learner, first, last, question)))

    def _known(self, scheduler: str) -> dict[str, Model]:
        known = self.models()
        if scheduler not in known:
            model = named(scheduler, known)
            if model.name == scheduler:
                self._keep(model)
        return known

    def _keep(self, model: Model) -> None:
        weights = json.dumps(model.weights)
        self._connection.execute(sql.KEEP_MODEL, (model.name, weights, model.retention))
        self.models()[model.name] = model
