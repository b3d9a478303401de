"""Search: found however it is spelt, ranked by where it stands, and unbreakable by what is typed."""

import json
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dlprep import paths
from dlprep.bank import search as search_module
from dlprep.bank.library import Library, load
from dlprep.bank.search import search
from dlprep.errors import UnreadableError, UsageError

from .conftest import Bank, question

PROMPTS = {
    "clusters": "Where do the centroids of k-means go?",
    "boost": "What does XGBoost add to gradient boosting?",
    "folds": "How many folds does cross-validation need?",
    "ridge": "What does an L2 penalty, $\\\\ell_2$, do to the weights when you regularise?",
    "mask": "Why is dropout switched off when predicting?",
    "n-size": "How many parameters has the layer?",
}


@pytest.fixture
def library(built_in: Bank) -> Library:
    built_in.write("methods", [question(n, f'"{p}"') for n, p in PROMPTS.items()])
    built_in.write("other", [question("dropout-rate", '"Which share is kept?"')])
    return load()


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("kmeans", "clusters"),
        ("k-means", "clusters"),
        ("K Means", "clusters"),
        ("xgboost", "boost"),
        ("XG Boost", "boost"),
        ("boosted gradients", "boost"),
        ("crossvalidation", "folds"),
        ("cross validation", "folds"),
        ("l2", "ridge"),
        ("L_2", "ridge"),
        ("L²", "ridge"),
        ("regularization", "ridge"),
        ("regularised", "ridge"),
        ("drop-out predict", "mask"),
        ("centrods", "clusters"),
        ("penal", "ridge"),
        ("parameter nonexistentword", "n-size"),
    ],
)
def test_a_question_is_found_however_it_is_spelt(library: Library, typed: str, first: str) -> None:
    assert search(library, typed).ids[0] == f"methods/{first}"


def test_a_misspelt_word_is_told(library: Library) -> None:
    assert search(library, "centrods").read_as == {"centrods": "centroids"}
    assert search(library, "centroids").read_as == {}


def test_the_concept_weighs_more_than_the_prompt(library: Library) -> None:
    assert search(library, "dropout").ids == ("other/dropout-rate", "methods/mask")
    assert search(library, "dropout", topic="methods").ids == ("methods/mask",)
    assert search(library, "many", kind="numeric").ids == ("methods/n-size",)
    assert len(search(library, "concept", most=3).ids) == 3
    with pytest.raises(UsageError, match="did you mean 'methods'"):
        search(library, "dropout", topic="method")


def test_nothing_found_names_the_nearest_words(library: Library) -> None:
    found = search(library, "pilty")
    assert (found.ids, "penalty" in found.nearest) == ((), True)


@settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(typed=st.text() | st.text(alphabet="\"*^:()+-{}. aorndNEARt\0'%_\\"))
def test_any_text_may_be_typed(library: Library, typed: str) -> None:
    search(library, typed)


@pytest.mark.parametrize(
    "typed",
    ["", '"', "\0", "AND", 'k" OR "x', "NEAR(a b)", "concept:x*", "\ud800", "-", "a" * 9999],
)
def test_operators_are_words(library: Library, typed: str) -> None:
    search(library, typed)


def test_the_index_is_made_once_and_again_after_a_change(
    library: Library, built_in: Bank, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = []
    real = search_module._fill
    monkeypatch.setattr(search_module, "_fill", lambda *a: (made.append(1), real(*a))[1])
    assert not list(paths.cache().glob("search-*"))
    for _ in range(2):
        search(load(), "dropout")
    assert len(made) == 1
    built_in.write("new", [question("a", "Quantization?")])
    assert search(load(), "quantization").ids == ("new/a",)
    assert len(made) == 2


@pytest.mark.parametrize("size", [0, 50, 5000])
def test_a_damaged_search_index_is_made_again(library: Library, size: int) -> None:
    search(library, "dropout")
    (file,) = paths.cache().glob("search-*.db")
    whole = file.read_bytes()
    file.write_bytes(whole[:size] + b"\xff" * min(size, len(whole) - size))
    for _ in range(2):
        assert search(library, "xgboost").ids == ("methods/boost",)


def test_without_a_cache_it_is_made_in_memory(built_in: Bank) -> None:
    built_in.write("methods", ["a"])
    paths.cache().write_text("in the way")
    assert search(load(), "concept").ids == ("methods/a",)


def test_without_full_text_in_sqlite_one_line_says_so(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search_module, "_TABLES", "CREATE VIRTUAL TABLE texts USING fts99 (a)")
    with pytest.raises(UnreadableError, match="no such module"):
        search(library, "dropout")


@pytest.mark.usefixtures("library")
def test_the_command(dlprep: Callable[..., object]) -> None:
    run = dlprep("search", "centrods", "--json")
    assert run.code == 0
    assert run.err == "dlprep: 'centrods' read as 'centroids'\n"
    assert json.loads(run.out) == {
        "schema": "dlprep.search/1",
        "questions": [
            {
                "id": "methods/clusters",
                "topic": "methods",
                "kind": "choice",
                "concept": "The concept of clusters",
                "prompt": "Where do the centroids of k-means go?",
            }
        ],
    }
    run = dlprep("search", "gradient", "boosting", "-n", "1")
    assert (run.code, "methods/boost" in run.out) == (0, True)
    run = dlprep("search", "pilty")
    assert (run.code, run.out, run.err.count("\n")) == (4, "", 1)
    assert "nearest words: " in run.err
    run = dlprep("search", "pilty", "--json")
    assert (run.code, json.loads(run.out)["questions"]) == (4, [])
    assert dlprep("search", "x", "--kind", "chioce").code == 2
