"""optimizers: every rule's path against the rule written out for two numbers."""

import math

import pytest

from dlprep.demos.optimizers import SOLVED, STEPS, _runs

Pair = tuple[float, float]


def by_hand(rule: str, size: float, condition: float, at: Pair) -> list[float]:
    """Losses of half of a^2 + c b^2 before each step and after the last."""
    a, speed, squares, losses = list(at), [0.0, 0.0], [0.0, 0.0], []
    for t in range(1, STEPS + 2):
        losses.append(0.5 * (a[0] ** 2 + condition * a[1] ** 2))
        for i, g in enumerate((a[0], condition * a[1])):
            if rule in ("sgd", "momentum"):
                speed[i] = (0.9 if rule == "momentum" else 0.0) * speed[i] + g
                a[i] -= size * speed[i]
            elif rule == "rmsprop":
                squares[i] = 0.9 * squares[i] + 0.1 * g * g
                a[i] -= size * g / (math.sqrt(squares[i]) + 1e-8)
            else:
                speed[i] = 0.9 * speed[i] + 0.1 * g
                squares[i] = 0.999 * squares[i] + 0.001 * g * g
                root = math.sqrt(squares[i] / (1 - 0.999**t)) + 1e-8
                a[i] -= size * speed[i] / (1 - 0.9**t) / root
    return losses


@pytest.mark.parametrize("rule", ["sgd", "momentum", "rmsprop", "adam"])
def test_paths_agree_with_the_rules_by_hand(rule: str) -> None:
    import numpy as np

    rng = np.random.default_rng(5)
    start = np.array([10.0, 1.0]) * rng.uniform(0.7, 1.3, 2) * rng.choice([-1, 1], 2)
    run = _runs(3, "along", 5)[rule]
    losses = by_hand(rule, run.size, 3.0, (start[0], start[1]))
    assert run.path[:60] == pytest.approx(losses[:60])
    assert run.steps is not None
    assert losses[run.steps - 1] >= SOLVED > max(losses[run.steps :])


def test_sgd_keeps_below_its_limit() -> None:
    steps = _runs(1, "turned", 0)["sgd"].steps
    assert steps is not None and steps <= 5
    assert _runs(100, "turned", 0)["sgd"].size < 2 / 100
