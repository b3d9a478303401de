"""A small rubric that the tests of the matcher share."""

from collections.abc import Callable

import pytest

from dlprep.bank.kinds import Misconception, Point, TextQuestion
from dlprep.grading.rubric.marking import Marking, mark

PROMPT = "What do L1 and L2 do to the weights, and when do you stop training?"


def rubric(accept: list[str], **more: object) -> TextQuestion:
    """A question with one point and these patterns."""
    fields: dict[str, object] = {
        "id": "q",
        "difficulty": "easy",
        "concept": "c",
        "prompt": PROMPT,
        "points": [Point(point="The point", accept=accept)],
        "model_answer": "A model answer.",
        **more,
    }
    return TextQuestion(**fields)  # type: ignore[arg-type]


@pytest.fixture
def verdict() -> Callable[..., str]:
    """The mark that one pattern gives an answer."""

    def told(pattern: str | list[str], answer: str, **more: object) -> str:
        accept = [pattern] if isinstance(pattern, str) else pattern
        return mark(rubric(accept, **more), PROMPT, answer).points[0].mark

    return told


@pytest.fixture
def norms() -> Callable[[str], Marking]:
    """Marks an answer against a rubric with roles and a misconception."""
    question = rubric(
        [],
        points=[
            Point(point="L1 gives exact zeros", accept=["exact|exactly zero|zeros", "sparse"]),
            Point(point="L2 shrinks all weights", accept=["shrinks|smaller all|every weights"]),
        ],
        misconceptions=[
            Misconception(
                claim="L2 gives zeros", accept=["l2|ridge zero|zeros|sparse"], why="It shrinks."
            )
        ],
        roles=["l1|lasso", "l2|ridge|weight_decay"],
    )
    return lambda answer: mark(question, PROMPT, answer)
