"""The learner's corrections of marks go wherever their review goes, and count while it does."""

from collections.abc import Callable
from pathlib import Path

from dlprep.reviews.lines import from_lines, to_file
from dlprep.reviews.log import ReviewLog
from dlprep.reviews.review import Correction, Review

TWO = (Correction("The point", "missed", True), Correction("Another", "found", False))


def test_they_survive_a_rebuild_a_merge_and_an_export(
    path: Path, answer: Callable[..., Review], tmp_path: Path
) -> None:
    exported = tmp_path / "log.jsonl"
    with ReviewLog.open(path) as log:
        answer(log, "a/plain")
        kept = answer(log, "a/prose", learner_score=0.5, corrections=TWO)
        assert kept.corrections == TWO
        log.rebuild()
        to_file(exported, log.reviews())
        with ReviewLog.open(tmp_path / "other.db") as other:
            other.unite_log(log)
            assert other.corrected() == log.corrected() == [kept]
    with ReviewLog.open(tmp_path / "third.db") as third:
        third.unite(from_lines(exported))
        assert third.corrected() == [kept]


def test_those_of_an_answer_taken_back_count_no_more(
    path: Path, answer: Callable[..., Review]
) -> None:
    with ReviewLog.open(path) as log:
        answer(log, "a/prose", corrections=TWO)
        log.undo()
        assert log.corrected() == []
        assert log.recent(5) == []
