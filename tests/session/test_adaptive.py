"""Adaptive choice by the real command: in the band after enough answers, plain before, reproducible."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from dlprep.bank.library import load
from dlprep.cli.opened import opened, study_day
from dlprep.session.adaptive import ENOUGH, HIGHEST, LOWEST, adapted
from dlprep.session.choosing import choose
from dlprep.session.standing import able

Dlprep = Callable[..., Any]


@pytest.fixture(autouse=True)
def a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DLPREP_NOW", "2026-11-02T10:00:00+00:00")


def asked(run: Any) -> list[str]:
    return [json.loads(line)["question"] for line in run.out.splitlines()[:-1]]


def test_few_answers_give_the_plain_draw(dlprep: Dlprep) -> None:
    said = asked(dlprep("quiz", "-n", "3", "--seed", "4", "--json", stdin="\n" * 3))
    assert said == [p.id for p in choose(load(), 3, 4)]


def test_after_enough_answers_the_chances_lie_in_the_band(dlprep: Dlprep) -> None:
    n = str(2 * ENOUGH)
    dlprep("quiz", "-n", n, "--seed", "1", "--kind", "choice", stdin="A\n" * 40)
    library, day = load(), study_day()
    with opened() as log:
        ability = able(library, log)
        assert ability.answers >= ENOUGH
        picked = adapted(library, log, 20, 7, day)
        again = adapted(library, log, 20, 7, day)
        assert [p.id for p in picked] != [p.id for p in choose(library, 20, 7)]
        chances = [
            ability.chance(p.id.split("/")[0], *library.labels([p.id])[p.id])
            for p in picked
            if log.card(p.id) is None
        ]
    assert [(p.id, p.seed) for p in picked] == [(p.id, p.seed) for p in again]
    assert len({p.id for p in picked}) == 20
    plain = [ability.chance(*group) for group in library.groups()]
    best = sum(LOWEST <= c <= HIGHEST for c in chances) / len(chances)
    assert best >= sum(LOWEST <= c <= HIGHEST for c in plain) / len(plain)
    assert len({p.id.split("/")[0] for p in picked}) > 8  # interleaved
    for args in (("--no-adaptive",), ("--no-adaptive", "--kind", "choice")):
        kind = args[2] if len(args) == 3 else None
        run = dlprep("quiz", "-n", "2", "--seed", "3", "--json", *args, stdin="\n\n")
        assert asked(run) == [p.id for p in choose(library, 2, 3, (), kind)]


def test_no_numpy_is_loaded_on_the_way_to_the_first_question(dlprep: Dlprep) -> None:
    import os
    import subprocess
    import sys

    dlprep("quiz", "-n", "30", "--seed", "1", "--kind", "choice", stdin="A\n" * 30)
    program = (
        "import sys; from datetime import date\n"
        "from dlprep.bank.library import load\n"
        "from dlprep.cli.opened import opened\n"
        "from dlprep.session.adaptive import adapted\n"
        "with opened() as log: assert adapted(load(), log, 5, 1, date(2026, 11, 2))\n"
        "print(sorted({'numpy', 'fsrs', 'scipy', 'sklearn', 'textual', 'yaml'} & set(sys.modules)))"
    )
    run = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, env=os.environ, check=True
    )
    assert run.stdout.strip() == "[]"
