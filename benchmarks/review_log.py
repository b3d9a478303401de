"""How long the review log takes with 1,000,000 reviews: the next due question, an answer, statistics."""

import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from benchmarks.table import Row, median_ms
from dlprep.reviews.log import ReviewLog
from dlprep.reviews.review import Review
from dlprep.scheduling.card import new_card
from dlprep.scheduling.memory import GOOD, Step, model, review

REVIEWS = 1_000_000
TOPICS = 25
REVIEWS_A_CARD = 10
REVIEWS_A_DAY = 500
START = date(2021, 1, 1)


def rows(reviews: int = REVIEWS) -> Iterator[Row]:
    """Build a log of so many reviews in a temporary folder, and time what a session does with it.

    On the day after the last review 1 % of the cards are due; half a year later, all are.
    """
    by = model()
    review(
        new_card("warm/up"), Step(START, GOOD, by.name), by
    )  # py-fsrs is imported before the clock runs
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "reviews.db"
        today = build(path, reviews)
        started = time.perf_counter()
        with ReviewLog.open(path, today=today) as log:
            first_of_day = (time.perf_counter() - started) * 1000
            due, later = log.due_count(today), today + timedelta(days=183)
            backlog = log.due_count(later)

            def answer() -> None:
                card = log.due(today, 1)[0]
                at = datetime(today.year, today.month, today.day, 12, tzinfo=UTC)
                log.record(
                    Review(
                        id=log.new_id(at), question=card.question, at=at, study_day=today,
                        answer="A", machine_score=1.0, rating=GOOD, asked_by="practice",
                        scheduler=by.name,
                    ),
                )  # fmt: skip

            def ms(what: str, act: Callable[[], object], budget: float | None = None) -> Row:
                return Row(what, median_ms(act), "ms", budget)

            yield ms(
                f"next due of {reviews:,} reviews ({due:,} due)", lambda: log.due(today, 1), 20
            )
            yield ms(f"the same, half a year later ({backlog:,} due)", lambda: log.due(later, 1))
            yield ms("the day's 200 due", lambda: log.due(today, 200))
            yield ms("statistics", lambda: log.statistics(today))
            yield ms("the last 20 answers", lambda: log.recent(20))
            yield ms("one answer: next due, schedule, commit", answer)
            yield ms("undo", log.undo)
        reopened = median_ms(lambda: ReviewLog.open(path, today=today).close(), 5)
    yield Row("open", reopened, "ms")
    yield Row("open on a new study day: check and backup", first_of_day, "ms")


def build(path: Path, reviews: int) -> date:
    """Fill a log inside SQLite, without py-fsrs; gives the study day after the last review."""
    cards = max(1, reviews // REVIEWS_A_CARD)
    with ReviewLog.open(path, today=START):
        pass
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode = OFF")
    connection.execute("PRAGMA synchronous = OFF")
    values = {"reviews": reviews, "cards": cards, "a_day": REVIEWS_A_DAY, "topics": TOPICS}
    last = START.toordinal() + reviews // REVIEWS_A_DAY + 1
    connection.execute("BEGIN")
    connection.execute(_REVIEWS, {**values, "start": START.isoformat(), "model": model().name})
    connection.execute(_DAYS)
    connection.execute(_CARDS, {**values, "last": last})
    connection.execute("COMMIT")
    connection.close()
    return date.fromordinal(last)


_REVIEWS = """
WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < :reviews)
INSERT INTO reviews (
    id, learner, device, question, content_hash, seed, at, study_day, answer, machine_score,
    rating, milliseconds, asked_by, scheduler
)
SELECT printf('%08x-0000-7000-8000-000000000000', i), 'me', 'bench',
    printf('topic-%02d/question-%d', i * 7919 % :cards % :topics, i * 7919 % :cards),
    '0123456789abcdef', 0, date(:start, printf('+%d days', i / :a_day)) || 'T12:00:00+00:00',
    date(:start, printf('+%d days', i / :a_day)), 'A', CAST(i % 3 > 0 AS REAL),
    1 + i % 4, 8000, 'practice', :model
FROM n"""
_DAYS = """
INSERT INTO days
SELECT learner, study_day, substr(question, 1, 8), count(*), CAST(sum(machine_score) AS INTEGER) * 1000000
FROM reviews GROUP BY 1, 2, 3"""
_CARDS = """
WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < :cards),
    seen (i, stability, due) AS (
        SELECT i, 1.0 + i * 7919 % 300, :last - 1 + i * 104729 % 180 FROM n)
INSERT INTO cards
SELECT 'me', printf('topic-%02d/question-%d', i % :topics, i), stability, 5.0, due - 400,
    CAST(due - stability AS INTEGER), due, 10, 1, 'fsrs-6' FROM seen"""
