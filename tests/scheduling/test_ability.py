"""The ability model: it starts at the labels, learns, and finds what made synthetic answers."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlprep.scheduling.ability import First, ability, sigmoid

FIRSTS = st.lists(
    st.builds(
        First,
        st.sampled_from(["me", "you"]),
        st.sampled_from(["a/1", "a/2", "b/1", "b/2"]),
        st.sampled_from(["choice", "text"]),
        st.sampled_from(["easy", "medium", "hard"]),
        st.floats(0, 1),
    ),
    max_size=40,
)


def test_without_answers_the_labels_speak() -> None:
    able = ability([], "me")
    chances = [able.chance("a", "choice", label) for label in ("easy", "medium", "hard")]
    assert chances == pytest.approx([0.731, 0.5, 0.269], abs=1e-3)


@given(FIRSTS)
def test_chances_are_chances_and_fall_with_the_label_prior(firsts: list[First]) -> None:
    able = ability(firsts, "me")
    for label in ("easy", "medium", "hard"):
        assert 0 < able.chance("a", "choice", label) < 1
    assert able == ability(firsts, "me")
    assert able.answers == sum(f.learner == "me" for f in firsts)


@given(FIRSTS)
def test_one_more_right_answer_never_lowers_the_chance(firsts: list[First]) -> None:
    more = [*firsts, First("me", "a/9", "choice", "medium", 1.0)]
    before = ability(firsts, "me").chance("a", "choice", "medium")
    assert ability(more, "me").chance("a", "choice", "medium") > before - 1e-3


def test_it_finds_the_ability_and_the_topics_that_made_the_answers() -> None:
    rng = random.Random(1)
    truth = {"a": 1.2, "b": -0.6}
    firsts = []
    for n in range(600):
        topic = rng.choice("ab")
        label = rng.choice(["easy", "medium", "hard"])
        right = rng.random() < sigmoid(truth[topic] - {"easy": -1, "medium": 0, "hard": 1}[label])
        firsts.append(First("me", f"{topic}/{n}", "choice", label, float(right)))
    able = ability(firsts, "me")
    for topic, logit in truth.items():
        assert able.chance(topic, "choice", "medium") == pytest.approx(sigmoid(logit), abs=0.07)


def test_a_question_that_others_fail_is_hard_for_me_too() -> None:
    firsts = [First(f"l{n}", "a/1", "choice", "easy", 0.0) for n in range(20)]
    firsts += [First(f"l{n}", "a/2", "choice", "easy", 1.0) for n in range(20)]
    able = ability(firsts, "me")
    assert able.chance("a", "choice", "easy", "a/1") < able.chance("a", "choice", "easy", "a/2")
