"""The second marker from the command line: off until configured, announced, and never in the way."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from dlprep import paths
from tests import model_server as model

pytestmark = pytest.mark.usefixtures("sample_bank")
Dlprep = Callable[..., Any]
ANSWER = "Units are dropped at random. Later on the net is complete."
GRADE = ("grade", "sample/say", "--answer", ANSWER)
QUIZ = ("quiz", "--topic", "sample", "--kind", "text", "-n", "1")


def configured(url: str) -> None:
    file = paths.config_file()
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f'llm_url = "{url}"\nllm_model = "small"\n')


def test_it_is_off_until_configured_and_without_a_key(
    dlprep: Dlprep, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DLPREP_LLM_KEY", raising=False)
    with model.serving(model.obedient) as server:
        assert "second" not in json.loads(dlprep(*GRADE, "--json").out)
        configured(server.url)
        done = dlprep(*GRADE, "--json")
        assert "second" not in json.loads(done.out)
        assert (done.err, server.requests) == ("", [])


def test_it_says_what_is_sent_and_shows_where_the_markers_differ(
    dlprep: Dlprep, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DLPREP_LLM_KEY", "k")
    said = model.marks((True, "dropped at random"), (True, "the net is complete"))
    with model.serving(said) as server:
        configured(server.url)
        done = dlprep(*GRADE)
        assert done.err.startswith("dlprep: note: your answers to prose questions")
        assert server.url in done.err
        assert "small marks otherwise (100%, offline 50%)" in done.out
        assert "said: the net is complete" in done.out
        grade = json.loads(dlprep(*GRADE, "--json").out)
        assert (grade["score"], grade["second"]["score"]) == (0.5, 1)
        lines = dlprep(*QUIZ, "--json", stdin=f"{ANSWER}\n").out.splitlines()
        assert json.loads(lines[0])["second"]["score"] == 1
        assert json.loads(lines[1])["score"] == 0.5


def test_its_failure_loses_neither_answer_nor_mark(
    dlprep: Dlprep, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DLPREP_LLM_KEY", "k")
    with model.serving(model.status(401)) as server:
        configured(server.url)
        done = dlprep(*QUIZ, stdin=f"{ANSWER}\n")
    assert done.code == 0
    assert "gave no second mark: the key is refused (401)" in done.out
    assert "1 of 2 points found" in done.out
    (review,) = json.loads(dlprep("history", "--json").out)["reviews"]
    assert (review["answer"], review["machine_score"]) == (ANSWER, 0.5)


def test_an_address_that_is_none_is_refused(dlprep: Dlprep) -> None:
    configured("ftp://x")
    done = dlprep(*GRADE)
    assert done.code == 3
    assert 'llm_url must be an address such as "http://localhost:11434/v1"' in done.err
