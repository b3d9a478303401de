"""What the bank covers, counted."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from dlprep.bank.coverage import coverage
from dlprep.bank.library import load

Dlprep = Callable[..., Any]


@pytest.mark.usefixtures("sample_bank")
def test_a_small_topic_is_counted_and_called_thin() -> None:
    (sample,) = coverage(load(), ("sample",))
    assert len(sample.concepts) == 6
    assert sum(sample.kinds.values()) == sum(sample.difficulties.values()) == 6
    assert "only 6 questions" in sample.thin
    assert "no prose" not in sample.thin


def test_every_topic_and_question_is_on_the_page(dlprep: Dlprep) -> None:
    page = dlprep("bank", "coverage", "--markdown").out
    topics = json.loads(dlprep("bank", "coverage", "--json").out)["topics"]
    assert page.count("\n- ") == sum(len(t["concepts"]) for t in topics)
    for topic in topics:
        assert f"(`{topic['topic']}`, {len(topic['concepts'])})" in page


def test_topics_show_progress_by_group(dlprep: Dlprep) -> None:
    dlprep("quiz", "--topic", "metrics", "-n", "3", stdin="\n\n\n")
    lines = dlprep("topics").out.splitlines()
    assert [x for x in lines if x.strip() in ("classic ML", "deep learning", "applied")]
    assert next(x for x in lines if x.startswith("  metrics")).split()[2:4] == ["3", "0%"]
