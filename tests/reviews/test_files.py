"""Files that are missing, newer, damaged, foreign, full or not ours: one line, and left alone."""

import os
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Callable
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest

from dlprep.errors import UnreadableError
from dlprep.reviews import migrations
from dlprep.reviews.log import ReviewLog
from dlprep.reviews.migrations import MIGRATIONS
from dlprep.reviews.repair import check, repair
from dlprep.reviews.review import COLUMNS, Review

Answer = Callable[..., Review]
DAY_0 = date(2026, 3, 2)


def _refused(path: Path, *, writing: bool) -> str:
    before = path.read_bytes()
    with pytest.raises(UnreadableError) as refusal, ReviewLog.open(path, writing=writing) as log:
        list(log.reviews())
    assert path.read_bytes() == before
    message = str(refusal.value)
    assert "\n" not in message and path.name in message
    return message


def test_a_new_log_is_its_owners_alone(path: Path) -> None:
    with ReviewLog.open(path):
        pass
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert path.stat().st_mode & 0o777 == 0o600
    assert not (path.parent / "backups").exists()  # nothing to lose yet


def test_reading_creates_nothing(path: Path) -> None:
    with ReviewLog.open(path, writing=False) as log:
        assert (log.recent(1), log.cards(), log.statistics(DAY_0).accuracy) == ([], [], None)
    assert not path.parent.exists()


def test_a_file_left_before_its_first_table_is_an_empty_log(path: Path) -> None:
    path.parent.mkdir()
    path.touch()
    with ReviewLog.open(path, writing=False) as log:
        assert log.recent(1) == []
    assert path.read_bytes() == b""


@pytest.mark.parametrize("writing", [True, False])
@pytest.mark.parametrize(
    "content", [b"hello", b"\x00" * 5000, b"SQLite format 3\x00" + b"\xff" * 900]
)
def test_garbage(path: Path, content: bytes, writing: bool) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    assert "log check --repair" in _refused(path, writing=writing)


@pytest.mark.parametrize("writing", [True, False])
def test_a_truncated_file(filled: Path, writing: bool) -> None:
    filled.write_bytes(filled.read_bytes()[:-5000])
    assert "should be" in _refused(filled, writing=writing)


def test_a_page_overwritten_in_the_middle(filled: Path) -> None:
    content = bytearray(filled.read_bytes())
    content[4096 * 10 : 4096 * 14] = b"\xa5" * 4096 * 4
    filled.write_bytes(content)
    assert "damaged" in _refused(filled, writing=True)  # the day's first opening checks


@pytest.mark.parametrize("writing", [True, False])
def test_a_newer_schema(path: Path, writing: bool) -> None:
    with ReviewLog.open(path):
        pass
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("INSERT INTO migrations VALUES (99, 'the future')")
    assert "newer dlprep" in _refused(path, writing=writing)


@pytest.mark.parametrize("writing", [True, False])
def test_another_programs_database(path: Path, writing: bool) -> None:
    path.parent.mkdir()
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("CREATE TABLE bookmarks (url TEXT)")
    assert "another program" in _refused(path, writing=writing)


def test_a_folder_in_its_place(path: Path) -> None:
    path.mkdir(parents=True)
    with pytest.raises(UnreadableError, match="directory"):
        ReviewLog.open(path)


def test_a_disk_that_is_full_loses_nothing(filled: Path, answer: Answer) -> None:
    with ReviewLog.open(filled) as log:
        before, rows = log.derived(), log.size()
        pages = log._connection.execute("PRAGMA page_count").fetchone()[0]
        log._connection.execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(UnreadableError, match=r"reviews\.db: the disk is full"):
            for _ in range(100):
                answer(log, "topic-0/q0", 30, answer="words " * 1000)
                before, rows = log.derived(), log.size()
        assert (log.derived(), log.size()) == (before, rows)
        log._connection.execute("PRAGMA max_page_count = 1000000")
        answer(log, "topic-0/q0", 30)
        assert log.size() == rows + 1


def test_a_lock_that_is_held_too_long(
    filled: Path, answer: Answer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dlprep.reviews.database.BUSY_SECONDS", 0.05)
    with (
        closing(sqlite3.connect(filled, isolation_level=None)) as other,
        ReviewLog.open(filled) as log,
    ):
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(UnreadableError, match="locked by another program"):
            answer(log, "a/1")
        assert len(log.recent(1000)) == 400  # reading goes on
        other.execute("ROLLBACK")


def _as_somebody_else(path: Path) -> list[str]:
    """What reading and opening a log say to a process that may not write (root may always)."""
    with tempfile.TemporaryFile("w+") as said:
        child = os.fork()
        if child == 0:
            try:
                if os.getuid() == 0:
                    os.setuid(65534)
                with ReviewLog.open(path, writing=False) as log:
                    print(len(log.recent(1000)), file=said)
                ReviewLog.open(path)
            except UnreadableError as error:
                print(error, file=said)
            finally:
                said.flush()
                os._exit(0)
        os.waitpid(child, 0)
        said.seek(0)
        return said.read().splitlines()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="rights are POSIX's")
def test_a_home_that_cannot_be_written_can_be_read(filled: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "reviews.db"
        shutil.copyfile(filled, path)
        path.chmod(0o444)
        path.parent.chmod(0o555)
        count, refusal = _as_somebody_else(path)
        path.parent.chmod(0o755)
    assert count == "400"
    assert "DLPREP_HOME" in refusal and "reviews.db" in refusal


def test_the_first_migration_never_changes() -> None:
    import hashlib

    digests = [hashlib.sha256(step.encode()).hexdigest()[:16] for step in MIGRATIONS]
    assert digests[:1] == ["804b5ebb362acc4c"]
    assert len(digests) == 4


def test_a_damaged_log_of_the_first_schema_is_saved_too(filled: Path) -> None:
    old = filled.with_name("old.db")
    with closing(sqlite3.connect(old, isolation_level=None)) as connection:
        connection.execute(migrations._APPLIED)
        for statement in migrations.statements(MIGRATIONS[0]):
            connection.execute(statement)
        connection.execute("INSERT INTO migrations VALUES (1, '2026-03-02')")
        later = ("interval_days", "corrections")
        columns = ", ".join(name for name in COLUMNS if name not in later)
        connection.execute("ATTACH ? AS newer", (str(filled),))
        connection.execute(f"INSERT INTO reviews SELECT {columns} FROM newer.reviews")
        connection.execute("INSERT INTO models SELECT * FROM newer.models")
        connection.execute("DETACH newer")
    data = bytearray(old.read_bytes())
    place = data.index(b"words words")
    data[place - 40 : place] = bytes(40)
    old.write_bytes(data)
    assert check(old)
    repair(old, DAY_0)
    with ReviewLog.open(old, today=DAY_0) as log:
        assert log.size() >= 380
    assert check(old) == []


def test_an_older_log_is_brought_up_and_backed_up_first(
    filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    newer = (*MIGRATIONS, "ALTER TABLE models ADD COLUMN fitted_at TEXT;")
    for module in (migrations, sys.modules["dlprep.reviews.log"]):
        monkeypatch.setattr(module, "MIGRATIONS", newer)
    with ReviewLog.open(filled, writing=False, today=DAY_0 + timedelta(days=50)) as log:
        assert log.size() == 400
    with closing(sqlite3.connect(filled)) as connection:
        assert connection.execute("SELECT count(fitted_at) FROM models").fetchone() == (0,)
        assert connection.execute("SELECT max(number) FROM migrations").fetchone() == (len(newer),)
    assert (filled.parent / "backups" / "reviews-2026-04-21.db").exists()


def test_a_migration_that_fails_leaves_the_log_as_it_was(
    filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps = (*MIGRATIONS, "CREATE TABLE extra (a TEXT);\nCREATE TABLE cards (a TEXT);")
    monkeypatch.setattr(migrations, "MIGRATIONS", steps)
    with pytest.raises(sqlite3.OperationalError), ReviewLog.open(filled):
        pass
    monkeypatch.undo()
    with ReviewLog.open(filled) as log:
        assert log.size() == 400
        assert (
            log._connection.execute("SELECT * FROM sqlite_master WHERE name = 'extra'").fetchall()
            == []
        )
