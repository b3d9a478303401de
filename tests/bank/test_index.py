"""The cache of the bank: it notices what changed, and no damage to it changes an answer."""

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from dlprep import paths
from dlprep.bank import index
from dlprep.bank.kinds import Numeric
from dlprep.bank.library import Library, load

from .conftest import Bank, question

Read = Callable[[], list[str]]


def everything(library: Library) -> list[tuple[str, str]]:
    return [(i, library.question(i).prompt) for i in library.ids()]


def cache_file() -> Path:
    (file,) = paths.cache().glob("bank-*.db")
    return file


@pytest.fixture
def bank(built_in: Bank) -> Bank:
    built_in.write("alpha", ["a-one", "a-two", "n-three"])
    built_in.write("beta", ["b-one", "b-two"])
    return built_in


@pytest.fixture
def wanted(bank: Bank) -> list[tuple[str, str]]:
    names = ["alpha/a-one", "alpha/a-two", "alpha/n-three", "beta/b-one", "beta/b-two"]
    return [(name, "What?") for name in names]


def test_nothing_is_parsed_twice(bank: Bank, wanted: list[tuple[str, str]], read: Read) -> None:
    assert everything(load()) == wanted
    assert read() == ["alpha.yaml", "beta.yaml"]
    assert everything(load()) == wanted
    assert read() == []


def test_only_a_changed_file_is_read_again(bank: Bank, read: Read) -> None:
    load()
    bank.write("beta", ["b-zero", "b-two", question("b-one", "Changed?")])
    read()
    library = load()
    assert read() == ["beta.yaml"]
    assert list(library.ids("beta")) == ["beta/b-zero", "beta/b-two", "beta/b-one"]
    assert library.question("beta/b-one").prompt == "Changed?"
    assert library.nth("beta", "choice", "easy", 2)[0] == "beta/b-one"
    assert library.groups(["beta"]) == {("beta", "choice", "easy"): 3}


def test_the_same_size_and_another_time_is_a_change(bank: Bank, read: Read) -> None:
    load()
    bank.write("alpha", [question("a-one", "Whim?")])
    bank.write("alpha", [question("a-one", "Whom?")])
    assert load().question("alpha/a-one").prompt == "Whom?"


def test_files_come_and_go_and_topics_with_them(bank: Bank, read: Read) -> None:
    load()
    (bank.folder / "alpha.yaml").unlink()
    bank.write("gamma", ["g-one"])
    bank.text("notes.txt", "not a question file")
    bank.text(".#beta.yaml", "an editor's lock")
    read()
    assert list(load().ids()) == ["beta/b-one", "beta/b-two", "gamma/g-one"]
    assert read() == ["gamma.yaml"]
    assert [t.slug for t in load().topics()] == ["beta", "gamma"]


def test_a_cache_brought_up_to_date_equals_a_new_one(bank: Bank) -> None:
    load()
    bank.text(
        "aardvark.yaml", "topic: beta\ntitle: First now\nquestions:" + question("b-two", "X?")
    )
    changed = load()
    shutil.rmtree(paths.cache())
    new = load()
    assert changed.topics() == new.topics()
    assert everything(changed) == everything(new)
    assert changed.shadowed == new.shadowed != []
    for (topic, kind, difficulty), count in new.groups().items():
        for n in range(count):
            place = topic, kind, difficulty, n
            assert changed.nth(*place) == new.nth(*place)


@pytest.mark.parametrize(
    "damage",
    [
        lambda whole: b"",
        lambda whole: b"garbage " * 1000,
        lambda whole: whole[: len(whole) // 2],
        lambda whole: whole[:100],
        lambda whole: whole[:4096] + b"\xff" * (len(whole) - 4096),
        lambda whole: whole.replace(b"a-two", b"a-twx"),
        lambda whole: whole.replace(b"What?", b"Whaz?"),
        lambda whole: whole.replace(b'"kind"', b'"kine"'),
    ],
)
def test_a_damaged_cache_is_rebuilt(
    bank: Bank,
    wanted: list[tuple[str, str]],
    read: Read,
    damage: Callable[[bytes], bytes],
) -> None:
    load()
    file = cache_file()
    file.write_bytes(damage(file.read_bytes()))
    assert everything(load()) == wanted
    assert load().nth("beta", "choice", "easy", 1)[0] == "beta/b-two"
    read()
    assert everything(load()) == wanted
    assert read() == []


def test_any_flipped_byte_costs_time_only(bank: Bank, wanted: list[tuple[str, str]]) -> None:
    load()
    file = cache_file()
    whole = file.read_bytes()
    for at in range(0, len(whole), 389):
        file.write_bytes(whole[:at] + bytes([whole[at] ^ 0x41]) + whole[at + 1 :])
        library = load()
        assert [full_id for full_id, _ in wanted if library.question(full_id)]
        assert library.groups() == {
            ("alpha", "choice", "easy"): 2,
            ("alpha", "numeric", "easy"): 1,
            ("beta", "choice", "easy"): 2,
        }
        assert library.nth("alpha", "choice", "easy", 1)[0] == "alpha/a-two"


def test_the_cache_of_another_version_is_not_used(
    bank: Bank, read: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    load()
    read()
    monkeypatch.setattr(index, "MADE_BY", "another version")
    load()
    assert read() == ["alpha.yaml", "beta.yaml"]


def test_caches_of_old_formats_and_killed_processes_are_swept_up(bank: Bank) -> None:
    paths.cache().mkdir()
    for n in range(9):
        old = paths.cache() / f"bank-0-{n}.db"
        old.touch()
        os.utime(old, (n, n))
    left = paths.cache() / "bank-0-1.db.x.tmp"
    left.touch()
    os.utime(left, (0, 0))
    load()
    assert len(list(paths.cache().iterdir())) == 4


@pytest.mark.parametrize("obstacle", ["a file", "a folder", "no right"])
def test_without_a_cache_the_bank_is_read_into_memory(
    bank: Bank,
    wanted: list[tuple[str, str]],
    obstacle: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if obstacle == "a file":
        paths.cache().write_text("in the way")
    elif obstacle == "a folder":
        load()
        file = cache_file()
        file.unlink()
        (file / "inside").mkdir(parents=True)
    else:

        def refuse(*_: object, **__: object) -> None:
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr(Path, "mkdir", refuse)
    assert everything(load()) == wanted


def test_a_damaged_cache_that_cannot_be_replaced(
    bank: Bank, wanted: list[tuple[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    load()
    file = cache_file()
    file.write_bytes(file.read_bytes().replace(b"What?", b"Whaz?"))

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "unlink", refuse)
    monkeypatch.setattr(Path, "replace", refuse)
    assert everything(load()) == wanted


def test_a_library_keeps_what_it_loaded(bank: Bank, wanted: list[tuple[str, str]]) -> None:
    library = load()
    bank.write("alpha", ["other"])
    assert "alpha/other" in load().ids()
    assert everything(library) == wanted


def test_two_processes_at_once(bank: Bank, wanted: list[tuple[str, str]]) -> None:
    code = (
        "import sys; from pathlib import Path; from dlprep import paths\n"
        "paths.built_in_bank = lambda: Path(sys.argv[1])\n"
        "from dlprep.bank.library import load\n"
        "sys.stdin.readline()\n"
        "library = load()\n"
        "print([(i, library.question(i).prompt) for i in library.ids()])\n"
    )
    command = [sys.executable, "-c", code, str(bank.folder)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    both = [subprocess.Popen(command, **pipes) for _ in range(2)]  # type: ignore[call-overload]
    for process in both:
        process.stdin.write("\n")
        process.stdin.flush()
    assert [process.communicate()[0].strip() for process in both] == [str(wanted)] * 2
    assert sqlite3.connect(cache_file()).execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert len(list(paths.cache().iterdir())) == 1


def test_numbers_of_any_size_come_back_whole(built_in: Bank) -> None:
    built_in.write("big", [question("n-big", zeros=30)])
    load()
    found = load().question("big/n-big")
    assert isinstance(found, Numeric) and found.answer == 10**30


def test_a_warm_start_imports_no_parser(bank: Bank) -> None:
    load()
    code = (
        "import sys; from pathlib import Path; from dlprep import paths\n"
        "paths.built_in_bank = lambda: Path(sys.argv[1])\n"
        "from dlprep.bank.library import load\n"
        "from dlprep.session.choosing import choose\n"
        "assert len(choose(load(), 3, 1)) == 3\n"
        "heavy = {'yaml', 'jsonschema', 'simpleeval', 'sklearn', 'numpy', 'difflib', 'tempfile'}\n"
        "print(sorted(heavy & sys.modules.keys()))\n"
    )
    command = [sys.executable, "-c", code, str(bank.folder)]
    assert subprocess.run(command, capture_output=True, text=True).stdout == "[]\n"
