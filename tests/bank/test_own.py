"""The list of the learner's own folders."""

from pathlib import Path

import pytest

from dlprep import paths
from dlprep.bank.own import add, listed, remove
from dlprep.errors import UnreadableError, UsageError

from .conftest import Bank


def test_adding_and_removing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Bank(tmp_path / "one").write("a", ["q"])
    file = Bank(tmp_path / "two words é").write("b", ["q"])
    monkeypatch.chdir(tmp_path)
    assert listed() == []
    assert add(Path("one")) == tmp_path / "one"
    add(file.parent)
    add(Path("one/../one"))
    assert listed() == [tmp_path / "one", file.parent]
    assert [p.name for p in paths.home().iterdir()] == ["banks.txt"]
    file.unlink()
    file.parent.rmdir()
    assert remove(file.parent) == file.parent
    with pytest.raises(UsageError, match="one'"):
        remove(Path("onn"))
    remove(Path("one"))
    assert listed() == []
    with pytest.raises(UsageError, match="not an added folder"):
        remove(Path("one"))


def test_what_cannot_be_added(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such folder"):
        add(tmp_path / "gone")
    bank = Bank(tmp_path / "bank")
    with pytest.raises(UsageError, match="no question file"):
        add(bank.folder)
    bank.text("x.yaml", "topic: x\n")
    with pytest.raises(UnreadableError, match=r"x\.yaml:1:1: .*bank check"):
        add(bank.folder)
    line = Bank(tmp_path / "two\nlines")
    line.write("a", ["q"])
    with pytest.raises(UsageError, match="rename"):
        add(line.folder)
    with pytest.raises(UsageError, match="built-in"):
        add(paths.built_in_bank())
    for garbage in (Path("a\0b"), Path("x" * 5000)):
        with pytest.raises(UsageError):
            add(garbage)
    assert listed() == []


def test_a_list_that_cannot_be_read_or_written(tmp_path: Path) -> None:
    Bank(tmp_path / "one").write("a", ["q"])
    paths.home().write_text("in the way")
    assert listed() == []
    with pytest.raises(UnreadableError, match="cannot be written"):
        add(tmp_path / "one")
    paths.home().unlink()
    paths.own_banks_file().mkdir(parents=True)
    with pytest.raises(UnreadableError, match="cannot be read"):
        listed()
    paths.own_banks_file().rmdir()
    paths.own_banks_file().write_bytes(b"\xff")
    with pytest.raises(UnreadableError, match="not UTF-8"):
        add(tmp_path / "one")
