"""learning_rate: gradient descent that crawls, converges or explodes, and where the cliff is."""

from functools import lru_cache
from typing import Any

from dlprep.demos.family.demo import Ask, Claim, Demo, Knobs, Source, Trial, moved
from dlprep.demos.family.turnable import integer, number
from dlprep.demos.family.views import Axis, Bar, Bars, Line, Mark, Plot, Result

PATIENTS = 300
RATES = (0.0005, 0.001, 0.005, 0.01, 0.05, 0.1, 0.2, 0.3, 0.4, 0.44, 0.46, 0.48, 0.49, 0.5, 0.51, 0.52, 0.55, 0.6)  # fmt: skip
LEAST = 1e-300
"""What stands for 0 on a log scale."""


def compute(knobs: Knobs, seed: int) -> Result:
    """Gradient descent from zero on a linear regression of 300 patients, ten standardised features."""
    rate, steps, momentum = knobs["rate"], int(knobs["steps"]), knobs["momentum"]
    curvatures, _, best = _problem(seed)
    limit = 2 * (1 + momentum) / curvatures[-1]
    path = _losses((rate,), steps, momentum, seed)[0]
    left = _left(rate, steps, momentum, curvatures)
    numbers = {
        "loss": path[-1],
        "start": path[0],
        "best": best,
        "limit": limit,
        "curvature": curvatures[-1],
        "condition": curvatures[-1] / curvatures[0],
        "diverges": rate > limit,
        "left_in_flattest": left[0],
        "left_in_steepest": left[-1],
    }
    fate = (
        f"{{-explodes to {path[-1]:.3g}-}}" if path[-1] > path[0]
        else f"{{+reaches {path[-1]:.4f}+}}"
    )  # fmt: skip
    said = (
        f"Rate {rate:g}, limit {limit:.3f}: after {steps} steps the loss {fate}; the least possible "
        f"is {best:.4f}.",
        f"Of the way along the flattest direction {min(left[0], 9.99):.0%} is still to go, along the "
        f"steepest {left[-1]:.2g} of it.",
    )
    return Result(numbers, _views(knobs, seed, numbers, left), said)


def _views(knobs: Knobs, seed: int, n: dict[str, Any], left: list[float]) -> tuple[Any, ...]:
    rate, steps, momentum = knobs["rate"], int(knobs["steps"]), knobs["momentum"]
    limit = n["limit"]
    shown = (rate, 0.97 * limit, 1.03 * limit)
    names = ("now", "0.97 of the limit", "1.03 of the limit")
    every = max(1, steps // 100)
    paths = _losses(shown, steps, momentum, seed)
    at = tuple(range(0, steps + 1, every))
    curves = tuple(
        Line(name, at, [min(p[i], 1e6) for i in at]) for name, p in zip(names, paths, strict=True)
    )
    grid = tuple(0.0005 * (1.6 * limit / 0.0005) ** (i / 59) for i in range(60))
    ends = [min(p[-1], 1e6) for p in _losses(grid, steps, momentum, seed)]
    curvatures = _problem(seed)[0]
    return (
        Plot(f"loss after {steps} steps, by rate", (Line("loss", grid, ends),),
             Axis("learning rate", log=True), Axis("", 0.3, 1e6, log=True),
             (Mark(x=limit, label="limit", base=True), Mark(rate, min(n["loss"], 1e6), "now"))),
        Plot("loss by step", curves, Axis("step", form="integer"), Axis("", 0.3, 1e6, log=True)),
        Bars("still to go, by curvature",
             tuple(Bar(f"curvature {c:.2g}", max(v, LEAST)) for c, v in zip(curvatures, left, strict=True)),
             low=1e-6, high=10, log=True),
    )  # fmt: skip


@lru_cache(maxsize=32)
def _problem(seed: int) -> tuple[tuple[float, ...], Any, float]:
    """Curvatures (rising), the optimum along their directions, and the least mean squared error.

    Gradients are those of half the mean squared error: H (w - optimum).
    """
    import numpy as np

    from dlprep.demos.family.data import diabetes

    x, y = diabetes()
    rows = np.random.default_rng(seed).permutation(len(y))[:PATIENTS]
    x, y = x[rows], y[rows]
    x, y = (x - x.mean(0)) / x.std(0), (y - y.mean()) / y.std()
    values, directions = np.linalg.eigh(x.T @ x / len(y))
    optimum = directions.T @ (x.T @ y / len(y)) / values
    return tuple(values.tolist()), optimum, float(1 - (values * optimum**2).sum())


@lru_cache(maxsize=256)
def _losses(rates: tuple[float, ...], steps: int, momentum: float, seed: int) -> list[list[float]]:
    """For each rate the mean squared error before each step and after the last."""
    import numpy as np

    values, optimum, best = _problem(seed)
    curvature = np.array(values)
    away = -np.tile(optimum, (len(rates), 1))
    speed = np.zeros_like(away)
    rate = np.array(rates)[:, None]
    kept = [best + away**2 @ curvature]
    for _ in range(steps):
        speed = momentum * speed - rate * curvature * away
        away = np.clip(away + speed, -1e100, 1e100)
        kept.append(best + away**2 @ curvature)
    return [list(path) for path in np.array(kept).T.tolist()]


def _left(rate: float, steps: int, momentum: float, curvatures: tuple[float, ...]) -> list[float]:
    """How far along each direction it is still to go, as a share of the way at the start."""
    import numpy as np

    away, speed = np.ones(len(curvatures)), np.zeros(len(curvatures))
    for _ in range(steps):
        speed = momentum * speed - rate * np.array(curvatures) * away
        away = np.clip(away + speed, -1e100, 1e100)
    return [float(v) for v in np.abs(away)]


def _grown(trial: Trial) -> str:
    times = trial["loss"] / trial["start"]
    return (
        "a little higher" if times < 3 else "ten times higher" if times < 1000
        else "over 1,000 times higher"
    )  # fmt: skip


DEMO = Demo(
    slug="learning_rate",
    title="Where the learning rate breaks",
    question="What happens when the learning rate is too small or too large?",
    topic="optimization",
    setting="Linear regression of diabetes progress on ten standardised features, 300 patients. Full "
    "gradient descent from zero: rate {rate}, momentum {momentum}, {steps} steps.",
    compute=compute,
    knobs=(
        number("rate", 0.45, 0.0001, 1.0, "learning rate", stops=RATES,
               changes="loss diverges left_in_flattest"),
        integer("steps", 200, 10, 500, "how many steps", stops=(10, 50, 100, 200, 500),
                changes="loss left_in_flattest"),
        number("momentum", 0.0, 0.0, 0.95, "heavy-ball momentum", stops=(0.0, 0.5, 0.8, 0.9, 0.95),
               changes="limit loss"),
    ),
    asks=(
        Ask("past the limit", "At 97% of the limit it converges. At 103%, after 200 steps, the loss "
            "is ...",
            lambda t: _grown(t.at(rate=1.03 * t.at(momentum=0.0)["limit"], momentum=0.0, steps=200)),
            "In the steepest direction each step ends 6% farther off than it began: 1.06 to the power of "
            "200, and the loss squares that.",
            choices=("a little higher", "ten times higher", "over 1,000 times higher")),
        Ask("momentum", "Momentum of 0.9 instead of none: the largest rate that still converges ...",
            lambda t: moved(t.at(momentum=0.0)["limit"], t.at(momentum=0.9)["limit"]),
            "On a quadratic heavy-ball momentum converges up to 2(1 + momentum) / curvature."),
    ),
    why="On a quadratic each direction is on its own: a step multiplies what is left by 1 - rate times "
    "curvature. That stays below 1 in size only if the rate is below 2 / largest curvature. The same "
    "rate must then do for the flattest direction, which it hardly moves: the condition number decides "
    "how slow that is.",
    say="Too small crawls, too large oscillates and then diverges; the limit is 2 over the largest "
    "curvature. I search on a log scale, take a rate somewhat below where the loss blows up, and use "
    "warm-up and decay. Scaling the inputs lowers the condition number.",
    trap='"A loss that oscillates will settle." Above the limit it grows without end. And no one rate suits '
    "all directions: just below the limit the flattest still has over a third of its way to go.",
    claims=(
        Claim("At 97% of the limit 200 steps come within 10% of the least loss.",
              lambda t: (v := t.at(rate=0.97 * t["limit"]))["loss"] < 1.1 * v["best"],
              knobs={"momentum": 0.0, "steps": 200}),
        Claim("At 103% of the limit the loss grows more than a thousandfold.",
              lambda t: (v := t.at(rate=1.03 * t["limit"]))["loss"] > 1000 * v["start"],
              knobs={"momentum": 0.0, "steps": 200}),
        Claim("At 0.0005, 200 steps leave the loss above 0.7.", lambda t: t["loss"] > 0.7,
              knobs={"rate": 0.0005, "momentum": 0.0, "steps": 200}),
        Claim("Momentum 0.9 converges at 1.8 times the limit without it.",
              lambda t: (v := t.at(rate=1.8 * t["limit"], momentum=0.9))["loss"] < 1.1 * v["best"],
              knobs={"momentum": 0.0, "steps": 200}),
        Claim("The flattest direction still has more than a third of its way to go after 200 steps at "
              "97% of the limit.",
              lambda t: t.at(rate=0.97 * t["limit"])["left_in_flattest"] > 1 / 3,
              knobs={"momentum": 0.0, "steps": 200}),
    ),
    sources=(Source("Goh (2017): Why momentum really works, Distill",
                    "https://distill.pub/2017/momentum/"),),
    questions=("optimization/largest-stable-learning-rate",),
)  # fmt: skip
