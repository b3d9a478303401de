"""How long the review log takes with 1,000,000 reviews: the next due question, an answer, statistics.

Run as `python benchmarks/review_log.py [REVIEWS]`; nothing here is asserted by a test.
"""

import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from dlprep.reviews import sql
from dlprep.reviews.derived import tally_row
from dlprep.reviews.log import ReviewLog
from dlprep.reviews.review import Review, as_row
from dlprep.scheduling.card import new_card
from dlprep.scheduling.memory import GOOD, model, review

REVIEWS = 1_000_000
TOPICS = 25
REVIEWS_A_CARD = 10
REVIEWS_A_DAY = 500
START = date(2021, 1, 1)
REPEATS = 20


def measure(reviews: int = REVIEWS) -> list[tuple[str, float]]:
    """Build a log of so many reviews in a temporary folder; what was timed, and its median seconds."""
    by = model()
    review(new_card("warm/up"), GOOD, START, by)  # py-fsrs is imported before the clock runs
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "reviews.db"
        today = build(path, reviews)
        started = time.perf_counter()
        with ReviewLog.open(path, today=today) as log:
            first_of_day = time.perf_counter() - started
            due = log.due_count(today)

            def answer() -> None:
                card = log.due(today, 1)[0]
                at = datetime.now(UTC)
                log.record(
                    Review(
                        id=log.new_id(at), question=card.question, at=at, study_day=today,
                        answer="A", machine_score=1.0, rating=GOOD, asked_by="practice",
                        scheduler=by.name,
                    ),
                    review(card, GOOD, today, by),
                )  # fmt: skip

            timed = [
                (f"next due of {reviews:,} reviews ({due:,} due)", _median(lambda: log.due(today, 1))),
                ("the day's 200 due", _median(lambda: log.due(today, 200))),
                ("statistics", _median(lambda: log.statistics(today))),
                ("the last 20 answers", _median(lambda: log.recent(20))),
                ("one answer: next due, schedule, commit", _median(answer)),
                ("undo", _median(log.undo)),
            ]
        reopened = _median(lambda: ReviewLog.open(path, today=today).close(), 5)
    return [
        *timed,
        ("open", reopened),
        ("open on a new study day: check and backup", first_of_day),
    ]


def build(path: Path, reviews: int) -> date:
    """Fill a log directly, without py-fsrs; gives the study day after the last review."""
    cards = max(1, reviews // REVIEWS_A_CARD)
    days = reviews // REVIEWS_A_DAY + 1
    with ReviewLog.open(path, today=START):
        pass
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("BEGIN")
    connection.executemany(sql.INSERT_REVIEW, map(as_row, _answers(reviews, cards)))
    connection.executemany(sql.TALLY, map(tally_row, _answers(reviews, cards)))
    last = START.toordinal() + days
    connection.executemany(sql.PUT_CARD, (_card_row(i, last) for i in range(cards)))
    connection.execute("COMMIT")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    return date.fromordinal(last)


def _answers(reviews: int, cards: int) -> Iterator[Review]:
    name = model().name
    for i in range(reviews):
        day = START + timedelta(days=i // REVIEWS_A_DAY)
        at = datetime(day.year, day.month, day.day, 12, tzinfo=UTC) + timedelta(seconds=i % 500)
        yield Review(
            id=f"{i:08x}-0000-7000-8000-000000000000",
            device="bench", question=_question(i * 7919 % cards), content_hash="0" * 16, at=at,
            study_day=day, answer="ABCD"[i % 4], machine_score=float(i % 3 > 0), rating=1 + i % 4,
            milliseconds=8000, asked_by="practice", scheduler=name,
        )  # fmt: skip


def _card_row(i: int, last: int) -> tuple[object, ...]:
    stability = 1 + i * 7919 % 300
    seen = last - 1 - i * 104_729 % 200
    return ("me", _question(i), stability, 5.0, seen - 300, seen, seen + stability, 10, 1, "fsrs-6")


def _question(i: int) -> str:
    return f"topic-{i % TOPICS:02}/question-{i}"


def _median(act: Callable[[], object], repeats: int = REPEATS) -> float:
    times = []
    for _ in range(repeats):
        started = time.perf_counter()
        act()
        times.append(time.perf_counter() - started)
    return sorted(times)[repeats // 2]


if __name__ == "__main__":
    for what, seconds in measure(int(sys.argv[1]) if sys.argv[1:] else REVIEWS):
        print(f"{seconds * 1000:10.2f} ms  {what}")
