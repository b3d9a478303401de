"""The library: topics, ids, own banks beside the built-in one, and drawing without listing."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dlprep import paths
from dlprep.bank.library import files_in, load
from dlprep.errors import UnreadableError, UsageError
from dlprep.session.choosing import choose

from .conftest import Bank, question


def test_topics_with_their_counts_by_slug_and_other_names(built_in: Bank) -> None:
    built_in.write("trees", ["a", "n-b"], title="Trees", more="also_known_as: [random-forests]\n")
    library = load()
    (topic,) = library.topics()
    assert (topic.slug, topic.title, topic.questions) == ("trees", "Trees", 2)
    assert topic.kinds == {"choice": 1, "numeric": 1}
    for name in ("trees", "TREES", " random forests", "Random_Forests"):
        assert library.topic(name) == topic
    with pytest.raises(UsageError, match="did you mean 'trees'"):
        library.topic("treees")


def test_an_unknown_id_names_the_nearest(built_in: Bank) -> None:
    built_in.write("trees", ["gini-gain", "bagging"])
    for wrong in ("trees/gini-gian", "tree/gini-gain", "gini-gain"):
        with pytest.raises(UsageError, match="did you mean 'trees/gini-gain'"):
            load().question(wrong)
    for garbage in ("", "\0", "trees/", "a/b/c", "' OR 1"):
        with pytest.raises(UsageError, match="no question"):
            load().question(garbage)


def test_ids_and_groups_keep_to_the_filters(built_in: Bank) -> None:
    built_in.write("one", ["a", "n-b", question("c", difficulty="hard")])
    built_in.write("two", ["d"])
    library = load()
    assert list(library.ids()) == ["one/a", "one/n-b", "one/c", "two/d"]
    assert list(library.ids("one", kind="choice")) == ["one/a", "one/c"]
    assert list(library.ids(difficulty="hard")) == ["one/c"]
    assert library.groups(kind="choice", difficulty="easy") == {
        ("one", "choice", "easy"): 1,
        ("two", "choice", "easy"): 1,
    }
    assert library.groups(["two", "TWO"]) == {("two", "choice", "easy"): 1}


def test_own_questions_join_a_topic_and_never_shadow_built_in_ones(
    built_in: Bank, own: Bank
) -> None:
    built_in.write("trees", ["a"], more="also_known_as: [forests]\n")
    own.write("trees", [question("a", "Mine?"), "b"], title="Mine", more="also_known_as: [wood]\n")
    library = load()
    assert library.question("trees/a").prompt == "What?"
    assert list(library.ids("wood")) == ["trees/a", "trees/b"]
    assert (library.topic("trees").title, library.topic("trees").questions) == ("Trees", 2)
    (sentence,) = library.shadowed
    assert "own/trees.yaml: trees/a is not asked: a built-in question has that id" in sentence
    assert library.warnings == ()


def test_of_an_id_given_twice_in_a_file_the_first_is_asked(built_in: Bank) -> None:
    built_in.write("trees", [question("a", "First?"), question("a", "Second?")])
    assert load().question("trees/a").prompt == "First?"
    assert load().topic("trees").questions == 1


def test_a_broken_own_file_is_left_out_and_told(built_in: Bank, own: Bank) -> None:
    built_in.write("trees", ["a"])
    own.write("mine", ["b"])
    broken = own.text("broken.yaml", "topic: broken\ntitle: 1\nquestions: []\n")
    for _ in range(2):
        library = load()
        assert list(library.ids()) == ["trees/a", "mine/b"]
        (warning,) = library.warnings
        assert f"{broken}:2:8" in warning and "bank check" in warning
    own.text("broken.yaml", "topic: broken\ntitle: Mended\nquestions: []\n")
    assert load().warnings == ()
    assert load().topic("broken").questions == 0


def test_a_broken_built_in_file_stops(built_in: Bank) -> None:
    built_in.write("trees", ["a"])
    built_in.text("broken.yaml", "topic: broken\n")
    for _ in range(2):
        with pytest.raises(UnreadableError, match=r"broken\.yaml:1:1: .*bank check"):
            load()


def test_folders_that_are_missing_or_named_twice(
    built_in: Bank, own: Bank, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    built_in.write("trees", ["a"])
    own.write("mine", ["b"])
    named = [own.folder, tmp_path / "gone", own.folder, built_in.folder]
    monkeypatch.setenv("DLPREP_BANK", ":".join(map(str, named)))
    paths.home().mkdir()
    paths.own_banks_file().write_bytes(b"\xff\xfe")
    library = load()
    assert (list(library.ids()), library.shadowed) == (["trees/a", "mine/b"], [])
    assert len(library.warnings) == 2
    assert any("gone:1:1: cannot be read" in w for w in library.warnings)
    assert any("banks.txt: not UTF-8" in w for w in library.warnings)


def test_added_folders_are_read(built_in: Bank, tmp_path: Path) -> None:
    from dlprep.bank.own import add

    built_in.write("trees", ["a"])
    Bank(tmp_path / "added").write("more", ["c"])
    add(tmp_path / "added")
    assert list(load().ids()) == ["trees/a", "more/c"]


def test_sets_of_folders_have_caches_of_their_own(
    built_in: Bank, own: Bank, monkeypatch: pytest.MonkeyPatch
) -> None:
    built_in.write("trees", ["a"])
    own.write("mine", ["b"])
    load()
    monkeypatch.delenv("DLPREP_BANK")
    assert list(load().ids()) == ["trees/a"]
    assert len(list(paths.cache().iterdir())) == 2


def test_the_files_of_a_place(built_in: Bank) -> None:
    file = built_in.write("trees", ["a"])
    built_in.text("b.yml", "")
    built_in.text(".c.yaml", "")
    assert files_in(built_in.folder) == [built_in.folder / "b.yml", file]
    assert files_in(file) == [file]


SIZES = st.dictionaries(st.sampled_from(["x", "y", "z"]), st.integers(0, 12), min_size=1)


@settings(
    deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(sizes=SIZES, count=st.integers(0, 40), seed=st.integers(0, 2**40))
def test_choosing_never_repeats_takes_turns_and_follows_the_seed(
    built_in: Bank, sizes: dict[str, int], count: int, seed: int
) -> None:
    for file in built_in.folder.iterdir():
        file.unlink()
    for topic, size in sizes.items():
        kinds = ("q", "n")
        built_in.write(
            topic,
            [
                question(f"{kinds[i % 2]}-{i}", difficulty=("easy", "hard")[i % 3 == 0])
                for i in range(size)
            ],
        )
    library = load()
    chosen = choose(library, count, seed)
    assert chosen == choose(load(), count, seed)
    ids = [c.id for c in chosen]
    assert len(set(ids)) == len(ids) == min(count, sum(sizes.values()))
    asked = [sum(i.startswith(f"{topic}/") for i in ids) for topic in sizes]
    full = [n for n, size in zip(asked, sizes.values(), strict=True) if n == size]
    rest = [n for n, size in zip(asked, sizes.values(), strict=True) if n < size]
    assert not rest or max(rest) - min(rest) <= 1
    assert not rest or not full or max(full) <= max(rest) + 1
    numeric = choose(library, 99, seed, kind="numeric", difficulty="easy")
    assert {c.id for c in numeric} == set(library.ids(kind="numeric", difficulty="easy"))
