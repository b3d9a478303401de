"""Readiness: bounds, intervals that narrow with answers, and that hold what they promise."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dlprep.scheduling.ability import LABELS, First, ability, sigmoid
from dlprep.scheduling.readiness import Abilities, Unseen, ready

LABEL = st.sampled_from(["easy", "medium", "hard"])


def answers(n: int, logit: float, seed: int) -> list[First]:
    rng = random.Random(seed)
    labels = [rng.choice(list(LABELS)) for _ in range(n)]
    return [
        First("me", f"a/{i}", "choice", label, float(rng.random() < sigmoid(logit - LABELS[label])))
        for i, label in enumerate(labels)
    ]


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.floats(0, 1), max_size=20),
    st.lists(st.builds(Unseen, st.just("choice"), LABEL, st.integers(1, 30)), max_size=3),
    st.integers(0, 30),
)
def test_shares_are_shares_within_their_interval(
    recall: list[float], unseen: list[Unseen], n: int
) -> None:
    firsts = answers(n, 0.0, 1)
    abilities = Abilities(ability(firsts, "me"), firsts)
    if not recall and not unseen:
        with pytest.raises(ValueError, match="no questions"):
            ready("a", recall, unseen, abilities)
        return
    told = ready("a", recall, unseen, abilities)
    assert 0 <= told.low <= told.expected <= told.high <= 1
    assert (told.seen, told.questions) == (len(recall), len(recall) + sum(u.count for u in unseen))


def test_answers_narrow_the_interval() -> None:
    widths = []
    for n in (0, 30, 300):
        firsts = answers(n, 0.5, 2)
        told = ready(
            "a", [], [Unseen("choice", "medium", 50)], Abilities(ability(firsts, "me"), firsts)
        )
        widths.append(told.high - told.low)
    assert widths == sorted(widths, reverse=True)
    assert widths[0] > 0.6 and widths[-1] < 0.4


def test_the_interval_holds_the_truth_about_as_often_as_it_says() -> None:
    held, runs = 0, 60
    for seed in range(runs):
        rng = random.Random(f"truth {seed}")
        logit = rng.gauss(0, 1.5)
        firsts = answers(40, logit, seed)
        told = ready(
            "a", [], [Unseen("choice", "medium", 30)], Abilities(ability(firsts, "me"), firsts)
        )
        right = sum(rng.random() < sigmoid(logit) for _ in range(30)) / 30
        held += told.low <= right <= told.high
    assert held / runs > 0.8
