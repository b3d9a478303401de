"""A log in a folder of its own, and a short way to answer a question on a study day."""

import shutil
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from dlprep.reviews.log import ReviewLog
from dlprep.reviews.review import Review, new_id
from dlprep.scheduling.memory import model

DAY_0 = date(2026, 3, 2)
MODEL = model()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "home" / "reviews.db"


def review(question: str, day: int, rating: int, new_id: Callable[[datetime], str]) -> Review:
    study_day = DAY_0 + timedelta(days=day)
    at = datetime(study_day.year, study_day.month, study_day.day, 18, tzinfo=UTC)
    return Review(
        id=new_id(at),
        question=question,
        at=at,
        study_day=study_day,
        answer="B",
        machine_score=(rating - 1) / 3,
        rating=rating,
        milliseconds=5000,
        asked_by="quiz",
        scheduler=MODEL.name,
    )


def answer(log: ReviewLog, question: str, day: int = 0, rating: int = 3, **more: Any) -> Review:
    """Record an answer on the study day `day` days after the first; gives the review as kept."""
    made = msgspec.structs.replace(review(question, day, rating, log.new_id), **more)
    log.record(made)
    return next(kept for kept in log.of_question(made.question) if kept.id == made.id)


@pytest.fixture(name="answer")
def _answer() -> Callable[..., Review]:
    return answer


@pytest.fixture(scope="session")
def filled_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("filled") / "reviews.db"
    reviews: list[Review] = []

    def next_id(at: datetime) -> str:
        return new_id(at, reviews[-1].id if reviews else None)

    for i in range(400):
        made = review(f"topic-{i % 4}/q{i % 40}", i // 20, 1 + i * 7 % 4, next_id)
        reviews.append(msgspec.structs.replace(made, answer=f"{i} " + "words " * 30))
    with ReviewLog.open(path, today=DAY_0) as log:
        log.unite(reviews)
    return path


@pytest.fixture
def filled(path: Path, filled_once: Path) -> Path:
    """A closed log of 400 answers to 40 questions over 20 days; no backup yet."""
    path.parent.mkdir()
    shutil.copyfile(filled_once, path)
    return path
