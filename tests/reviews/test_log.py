"""Recording, undoing, and what is derived: the same however it comes about."""

import sqlite3
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dlprep.reviews.log import ReviewLog
from dlprep.reviews.review import Review, new_id
from dlprep.scheduling.memory import model
from dlprep.scheduling.queue import Counts

Answer = Callable[..., Review]
DAY_0 = date(2026, 3, 2)

_ONE = st.tuples(
    st.sampled_from(["a/1", "a/2", "b/1"]), st.integers(-2, 40), st.integers(1, 4), st.booleans()
)
_MANY = st.lists(_ONE, max_size=12)
_QUICKLY = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def _play(log: ReviewLog, answer: Answer, moves: list[Any]) -> None:
    log._connection.execute("PRAGMA synchronous = OFF")  # what is tested here is not the disk
    for question, day, rating, and_undo in moves:
        answer(log, question, day, rating)
        if and_undo:
            log.undo()


def _fresh(folder: Path) -> Path:
    return folder / f"{sum(1 for _ in folder.iterdir())}" / "reviews.db"


def test_an_answer_comes_back_as_it_was_given(path: Path, answer: Answer) -> None:
    with ReviewLog.open(path) as log:
        given_ = answer(
            log, "metrics/recall", rating=4, seed=2**31, confidence=3, learner_score=0.25,
            content_hash="abc", answer="ä\x1b[31m[bold]\n'; DROP TABLE reviews; --",
        )  # fmt: skip
    with ReviewLog.open(path, writing=False) as log:
        assert log.recent(5) == [given_] == list(log.reviews()) == log.of_question("metrics/recall")
        assert given_.score == 0.25
        assert log.seen() == {"metrics/recall"}


def test_bytes_that_are_no_text_are_kept_as_escapes(path: Path, answer: Answer) -> None:
    with ReviewLog.open(path) as log:
        answer(log, "a/1", answer="caf\udce9")
        assert log.recent(1)[0].answer == "caf\\udce9"


def test_an_undo_adds_a_row_and_is_not_itself_undone(path: Path, answer: Answer) -> None:
    with ReviewLog.open(path) as log:
        first, second = answer(log, "a/1"), answer(log, "a/2")
        assert log.undo() == second
        assert log.undo() == first
        assert log.undo() is None
        assert [r.undoes for r in log.reviews()] == [None, None, second.id, first.id]
        assert (log.recent(9), log.cards(), log.statistics(DAY_0).answers) == ([], [], 0)


def test_an_answer_can_be_taken_back_by_its_id_once(path: Path, answer: Answer) -> None:
    with ReviewLog.open(path) as log:
        first, _ = answer(log, "a/1", 0), answer(log, "a/1", 3)
        assert log.undo(review=first.id) == first
        assert log.undo(review=first.id) is None
        before = log.derived()
        log.rebuild()
        assert log.derived() == before


@_QUICKLY
@given(_MANY, _ONE)
def test_an_undo_restores_cards_and_tallies_exactly(
    tmp_path: Path, answer: Answer, moves: list[Any], last: tuple[str, int, int, bool]
) -> None:
    with ReviewLog.open(_fresh(tmp_path)) as log:
        _play(log, answer, moves)
        before = log.derived()
        answer(log, *last[:3])
        log.undo()
        assert log.derived() == before


@_QUICKLY
@given(_MANY)
def test_what_is_made_again_equals_what_was_kept_up_to_date(
    tmp_path: Path, answer: Answer, moves: list[Any]
) -> None:
    with ReviewLog.open(_fresh(tmp_path)) as log:
        _play(log, answer, moves)
        before = log.derived()
        log.rebuild()
        assert log.derived() == before


@_QUICKLY
@given(_MANY, _MANY)
def test_two_logs_unite_to_the_same_in_any_order(
    tmp_path: Path, answer: Answer, here: list[Any], there: list[Any]
) -> None:
    with (
        ReviewLog.open(_fresh(tmp_path)) as one,
        ReviewLog.open(_fresh(tmp_path)) as two,
    ):
        _play(one, answer, here)
        _play(two, answer, there)
        one.unite_log(two)
        two.unite_log(one)
        assert list(one.reviews()) == list(two.reviews())
        assert one.derived() == two.derived()
        assert one.unite_log(two) == 0


def test_ids_sort_by_time_even_when_the_clock_goes_back() -> None:
    later, earlier = datetime(2026, 3, 2, tzinfo=UTC), datetime(2020, 1, 1, tzinfo=UTC)
    ids = [new_id(earlier), new_id(later)]
    for _ in range(5000):
        ids.append(new_id(earlier, ids[-1]))
    assert ids == sorted(set(ids))
    assert all(i[14] == "7" and i[19] in "89ab" for i in ids)


def test_due_cards_come_best_known_first(path: Path, answer: Answer) -> None:
    with ReviewLog.open(path) as log:
        answer(log, "a/steady", 0, 4)
        answer(log, "a/shaky", 0, 1)
        answer(log, "a/middling", 0, 3)
        day = DAY_0 + timedelta(days=60)
        assert [c.question for c in log.due(day)] == ["a/steady", "a/middling", "a/shaky"]
        assert [c.question for c in log.due(day, 1)] == ["a/steady"]
        assert log.due(DAY_0) == []
        assert log.due_count(day) == 3
        assert log.next_due_day() == DAY_0 + timedelta(days=1)


def test_new_and_known_questions_are_counted_apart(path: Path, answer: Answer) -> None:
    with ReviewLog.open(path) as log:
        answer(log, "a/1", 0)
        answer(log, "a/1", 3)
        answer(log, "a/2", 3)
        answer(log, "a/2", 3)
        day = DAY_0 + timedelta(days=3)
        assert log.counts_today(day) == Counts(new=1, due=1)
        assert log.counts_today(day + timedelta(days=1)) == Counts(new=0, due=0)
        assert log.seen_on(day) == {"a/1", "a/2"}


def test_statistics_by_topic_and_the_streak(path: Path, answer: Answer) -> None:
    with ReviewLog.open(path) as log:
        for day in (0, 2, 3, 4):
            answer(log, "a/1", day, 4)
        answer(log, "b/1", 4, 1)
        at = DAY_0 + timedelta(days=4)
        said = log.statistics(at)
        assert (said.answers, said.accuracy, said.streak) == (5, 0.8, 3)
        assert [(t.topic, t.answers, t.accuracy) for t in said.topics] == [("a", 4, 1), ("b", 1, 0)]
        assert log.statistics(at + timedelta(days=1)).streak == 3  # today is still open
        assert log.statistics(at + timedelta(days=2)).streak == 0
        assert log.statistics(at, since=at).answers == 2


def test_learners_do_not_see_each_other(path: Path, answer: Answer) -> None:
    with ReviewLog.open(path) as mine:
        answer(mine, "a/1")
        with ReviewLog.open(path, learner="ada") as hers:
            assert (hers.recent(5), hers.cards(), hers.undo()) == ([], [], None)
            answer(hers, "a/1", rating=1, learner="ada")
            assert hers.cards() != mine.cards()


def test_own_weights_are_kept_and_replayed(path: Path, answer: Answer) -> None:
    shipped = model()
    own = model(0.8, [w * 1.01 for w in shipped.weights[:19]] + list(shipped.weights[19:]))
    with ReviewLog.open(path) as log:
        log.adopt(own)
        answer(log, "a/1", 0, scheduler=own.name)
        answer(log, "a/1", 5, scheduler=own.name)
    with ReviewLog.open(path) as log:
        assert log.models()[own.name] == own
        before = log.derived()
        log.rebuild()
        assert log.derived() == before


def test_reviews_cannot_be_changed_or_removed(path: Path, answer: Answer) -> None:
    with ReviewLog.open(path) as log:
        answer(log, "a/1")
    connection = sqlite3.connect(path)
    for statement in ("UPDATE reviews SET rating = 4", "DELETE FROM reviews"):
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            connection.execute(statement)
    connection.close()


def test_a_review_out_of_range_leaves_nothing_behind(path: Path, answer: Answer) -> None:
    with ReviewLog.open(path) as log:
        good = answer(log, "a/1")
        before = log.derived()
        bad = msgspec.structs.replace(good, id=log.new_id(good.at), machine_score=1.5)
        with pytest.raises(sqlite3.IntegrityError):
            log.record(bad)
        assert log.derived() == before
        assert log.size() == 1


def test_the_next_due_card_and_the_last_answers_need_no_sorting_of_everything(path: Path) -> None:
    from dlprep.reviews import sql

    with ReviewLog.open(path):
        connection = sqlite3.connect(path)
        plans = {
            query: " / ".join(
                row[3]
                for row in connection.execute(f"EXPLAIN QUERY PLAN {query}", [1] * query.count("?"))
            )
            for query in (sql.DUE, sql.RECENT, sql.DUE_COUNT, sql.DONE_ON, sql.OF_QUESTION)
        }
        connection.close()
    assert "COVERING INDEX cards_due (learner=? AND due_day<?)" in plans[sql.DUE]
    assert "TEMP B-TREE" not in plans[sql.RECENT]
    assert "reviews_of_question" in plans[sql.OF_QUESTION]
    assert "COVERING INDEX cards_of_day" in plans[sql.DONE_ON]
