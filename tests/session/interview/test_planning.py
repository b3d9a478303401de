"""Plans: the same seed gives the same interview, and what one tells decides what one is asked."""

import pytest

from dlprep.bank.kinds import kind
from dlprep.bank.library import Library, load
from dlprep.session.interview.about import invited, sentences
from dlprep.session.interview.planning import planned
from dlprep.session.interview.roles import ROLES, STAGES

VISION = """I built a convolutional network for surface defects on steel sheets.
I fine-tuned a pre-trained ResNet and wrote the image augmentation."""
TABULAR = """I built a churn model with gradient boosting on tabular customer data.
I handled missing values and class imbalance, and tuned the decision threshold."""
LANGUAGE = """I run a chatbot with retrieval-augmented generation over our manuals.
I chose the chunk size and the vector index, and fine-tuned a model with LoRA."""


@pytest.fixture(scope="module")
def library() -> Library:
    return load()


def technical(library: Library, about: str, seed: int = 1) -> list[str]:
    plan = planned(library, "data-scientist", 45, seed, about, ["technical"])
    return [item.question for item in plan.stages[0].items]


def test_every_role_has_shares_that_add_up_and_topics_of_the_bank(library: Library) -> None:
    known = {t.slug for t in library.topics()}
    for role in ROLES.values():
        assert sum(role.shares.values()) == pytest.approx(1)
        assert role.shares.keys() == set(STAGES)
        assert role.topics.keys() <= known


@pytest.mark.parametrize("role", ROLES)
def test_a_plan_is_made_of_the_right_questions_and_no_question_comes_twice(
    library: Library, role: str
) -> None:
    plan = planned(library, role, 45, 7)
    assert [s.stage for s in plan.stages] == list(STAGES)
    assert sum(s.seconds for s in plan.stages) == pytest.approx(45 * 60, abs=5)
    ids = [item.question for stage in plan.stages for item in stage.items]
    assert len(ids) == len(set(ids)) and all(stage.items for stage in plan.stages)
    by_stage = {s.stage: [library.question(i.question) for i in s.items] for s in plan.stages}
    assert {kind(q) for q in by_stage["hands-on"]} <= {"python", "sql"}
    assert {kind(q) for q in by_stage["estimation"]} == {"estimate"}
    levels = [["easy", "medium", "hard"].index(q.difficulty) for q in by_stage["technical"]]
    assert levels == sorted(levels)


def test_the_same_seed_gives_the_same_interview_and_another_seed_another(library: Library) -> None:
    assert planned(library, "research", 45, 3, VISION) == planned(
        library, "research", 45, 3, VISION
    )
    assert planned(library, "research", 45, 3) != planned(library, "research", 45, 4)


def test_three_introductions_bring_three_interviews(library: Library) -> None:
    """A computer-vision project brings vision questions even for a tabular job."""
    topics = {
        name: {i.split("/")[0] for i in technical(library, text)}
        for name, text in (("vision", VISION), ("tabular", TABULAR), ("language", LANGUAGE))
    }
    assert {"vision", "transfer-learning"} & topics["vision"]
    assert {"trees", "data-prep"} & topics["tabular"]
    assert {"rag-agents", "llm-training"} & topics["language"]
    assert not {"rag-agents", "vision"} & topics["tabular"]
    assert "rag-agents" not in topics["vision"]


def test_each_invited_question_names_the_sentence_that_brought_it(library: Library) -> None:
    plan = planned(library, "data-scientist", 45, 1, VISION, ["technical"])
    because = [item.because for item in plan.stages[0].items if item.because]
    assert because and set(because) <= set(sentences(VISION))
    assert len(because) <= round(len(plan.stages[0].items) * 0.5)


def test_a_text_that_says_nothing_invites_nothing(library: Library) -> None:
    questions = [(i, library.question(i)) for i in library.ids("metrics")]
    assert invited("", questions) == []
    assert invited("xyzzy plugh quux\n\nzz", questions) == []
