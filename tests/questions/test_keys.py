"""Every drawn key, held against a computation that does not share its formula.

`keys/TOPIC.py` holds `CHECKS`: from a question's id to a function of the drawn numbers (by name, as
in `params` and `let`) that works the key out another way: by counting, simulation, NumPy or
scikit-learn. A pair `(function, relative)` allows for a simulation's noise.
"""

import importlib
from collections.abc import Callable
from pathlib import Path

import pytest

from dlprep import paths
from dlprep.bank.expressions import Value, number
from dlprep.bank.kinds import Numeric
from dlprep.bank.library import Library, load
from dlprep.bank.templates import draw

DRAWS = 25
EXACT = 1e-6
Check = Callable[..., float]
TOPICS = sorted(
    file.stem.replace("_", "-") for file in (Path(__file__).parent / "keys").glob("[a-z]*.py")
)


def checks(topic: str) -> dict[str, Check | tuple[Check, float]]:
    module = importlib.import_module(f"tests.questions.keys.{topic.replace('-', '_')}")
    found: dict[str, Check | tuple[Check, float]] = module.CHECKS
    return found


def templates(library: Library, topic: str) -> set[str]:
    return {
        full_id.split("/")[1]
        for full_id in library.ids(topic, "numeric")
        if library.question(full_id).params
    }


@pytest.mark.parametrize("topic", TOPICS)
def test_every_draw_has_the_key_that_another_computation_gives(topic: str) -> None:
    library = load()
    for name, check in checks(topic).items():
        other, relative = check if isinstance(check, tuple) else (check, EXACT)
        question = library.question(f"{topic}/{name}")
        assert isinstance(question, Numeric)
        for seed in range(DRAWS):
            values: dict[str, Value] = draw(f"{topic}/{name}", question, seed).values
            key = number(question.answer, values)
            given = {k: v for k, v in values.items() if k in question.params}
            assert other(**given) == pytest.approx(key, rel=relative, abs=1e-9), (
                name,
                seed,
                values,
            )


@pytest.mark.parametrize("topic", TOPICS)
def test_every_template_has_another_computation(topic: str) -> None:
    assert templates(load(), topic) <= set(checks(topic)), topic


def test_every_topic_with_templates_is_checked() -> None:
    library = load()
    built_in = {file.stem for file in paths.built_in_bank().glob("*.yaml")}
    unchecked = {t for t in built_in if templates(library, t)} - set(TOPICS)
    assert not unchecked
