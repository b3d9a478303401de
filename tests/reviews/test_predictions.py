"""Predictions made in demos are kept beside the reviews: appended, united, and worked off."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from dlprep.reviews.log import ReviewLog
from dlprep.reviews.predictions import Predicted
from dlprep.reviews.review import Review
from tests.reviews.conftest import DAY_0

Answer = Callable[..., Review]
AT = datetime(2026, 3, 2, 18, tzinfo=UTC)


def predict(
    log: ReviewLog, demo: str = "threshold", *, right: bool = False, **more: Any
) -> Predicted:
    fields: dict[str, Any] = {
        "about": "recall",
        "said": "rises",
        "truth": "falls",
        "knobs": {"threshold": 0.8, "csv": None},
        "seed": 42,
        "questions": ("metrics/a", "metrics/b"),
    }
    made = Predicted(
        id=log.new_id(AT), demo=demo, correct=right, at=AT, study_day=DAY_0, **{**fields, **more}
    )
    log.predict(made)
    return made


def test_what_was_kept_comes_back(path: Path) -> None:
    with ReviewLog.open(path, today=DAY_0) as log:
        made = [predict(log), predict(log, right=True, truth=None)]
        assert list(log.predictions()) == made
        assert log.predicted() == {"threshold": (2, 1)}


def test_they_are_never_changed(path: Path) -> None:
    with ReviewLog.open(path, today=DAY_0) as log:
        predict(log)
    with closing(sqlite3.connect(path)) as connection:
        for statement in ("UPDATE predictions SET correct = 1", "DELETE FROM predictions"):
            with pytest.raises(sqlite3.IntegrityError, match="append-only"):
                connection.execute(statement)


def test_a_wrong_one_asks_for_its_questions_until_they_are_answered(
    path: Path, answer: Answer
) -> None:
    with ReviewLog.open(path, today=DAY_0) as log:
        answer(log, "metrics/b")  # before the prediction: it taught nothing about it
        predict(log)
        assert log.to_practise() == ["metrics/a", "metrics/b"]
        answer(log, "metrics/a")
        assert log.to_practise() == ["metrics/b"]
        predict(log, right=True)  # the same prediction made again, rightly
        assert log.to_practise() == []


def test_an_answer_taken_back_was_never_given(path: Path, answer: Answer) -> None:
    with ReviewLog.open(path, today=DAY_0) as log:
        predict(log)
        answer(log, "metrics/a")
        log.undo()
        assert "metrics/a" in log.to_practise()


def test_two_logs_unite_in_either_order(path: Path) -> None:
    other = path.with_name("other.db")
    with ReviewLog.open(path, today=DAY_0) as one, ReviewLog.open(other, today=DAY_0) as two:
        predict(one)
        predict(two, "attention", right=True)
        one.unite_log(two)
        two.unite_log(one)
        two.unite_log(one)
        assert list(one.predictions()) == list(two.predictions())
        assert one.predicted() == {"threshold": (1, 0), "attention": (1, 1)}
