"""learning_rate: gradient descent that crawls, converges or explodes, and where the cliff is."""

from functools import lru_cache
from typing import Any

from dlprep.demos.family.demo import Ask, Claim, Demo, Knobs, Source, Trial, moved
from dlprep.demos.family.forms import shown
from dlprep.demos.family.turnable import integer, number
from dlprep.demos.family.views import Axis, Bar, Bars, Line, Mark, Plot, Result

PATIENTS = 300
RATES = (0.001, 0.002, 0.005, 0.01, 0.05, 0.1, 0.2, 0.3, 0.4, 0.45, 0.46, 0.47, 0.48, 0.49, 0.5, 0.51, 0.52, 0.55, 0.6, 0.7, 0.8, 0.9, 1.0)  # fmt: skip
CRAWL, FAR, TOP, SWINGS, HUGE = 0.001, 1.1, 10.0, 40, 1e99
"""The least and the largest rate drawn (the limit passes 1 at momentum 0.95); the loss at which a
curve leaves the plot; steps of which the way is drawn.

Beyond HUGE (a way is kept within 1e100, to stay finite) no number is told.
"""


def compute(knobs: Knobs, seed: int) -> Result:
    """Gradient descent from zero on a linear regression of 300 patients, ten standardised features."""
    rate, steps, momentum = knobs["rate"], int(knobs["steps"]), knobs["momentum"]
    curvatures, _, best = _problem(seed)
    limit = 2 * (1 + momentum) / curvatures[-1]
    path = _losses((rate,), steps, momentum, seed)[0]
    left = [abs(way) for way in _ways(rate, steps, momentum, curvatures)[-1]]
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
    fate = f"{{-loss {_size(path[-1])}-}}" if path[-1] > path[0] else f"{{+loss {path[-1]:.4f}+}}"
    said = (
        f"Rate {rate:g}, limit {limit:.3f}: {fate} after {steps} steps; the least is {best:.4f}.",
        f"Of the way, {left[0]:.1%} is left in the flattest direction, {_share(left[-1])} in the "
        "steepest.",
    )
    return Result(numbers, _views(knobs, seed, numbers, left), said)


def _views(knobs: Knobs, seed: int, n: dict[str, Any], left: list[float]) -> tuple[Any, ...]:
    rate, steps, momentum = knobs["rate"], int(knobs["steps"]), knobs["momentum"]
    limit = n["limit"]
    rates = (rate, 0.97 * limit, 1.03 * limit)
    names = (("now", "now"), ("97% of the limit", "b"), ("103%", "c"))
    at = tuple(range(0, steps + 1, max(1, steps // 100)))
    curves = tuple(
        Line(name, at, _drawn([path[i] for i in at], TOP), tone)
        for (name, tone), path in zip(names, _losses(rates, steps, momentum, seed), strict=True)
    )
    curvatures = _problem(seed)[0]
    swings = [w[-1] for w in _ways(rate, min(steps, SWINGS), momentum, curvatures)]
    grid = tuple(CRAWL * (FAR / CRAWL) ** (i / 119) for i in range(120))
    ends = [path[-1] for path in _losses(grid, steps, momentum, seed)]
    bars = tuple(
        Bar(
            f"{c:.2g}",
            round(min(v, 1.0), 3),
            "percent",
            note="" if v <= 1 else f"off scale: {_size(v)}x",
        )
        for c, v in zip(curvatures, left, strict=True)
    )
    return (
        Plot("loss at the end, by rate", (Line("loss", grid, _drawn(ends, TOP)),),
             Axis("rate", CRAWL, FAR, log=True), Axis("", 0.3, TOP, log=True),
             (Mark(x=limit, label=f"limit {limit:.3f}", base=True),
              Mark(max(CRAWL, rate), min(n["loss"], TOP), "now"))),
        Plot("loss by step", curves, Axis("step", form="integer"), Axis("", 0.3, TOP, log=True)),
        Plot("way to go, steepest direction", (Line("way", tuple(range(len(swings))), _drawn(swings, 2)),),
             Axis("step", 0, SWINGS, form="integer"), Axis("", -2, 2), (Mark(y=0, label="there", base=True),)),
        Bars("still to go, by curvature", bars, high=1.0),
    )  # fmt: skip


def _drawn(values: list[float], top: float) -> list[float | None]:
    """What of a curve is on the plot: it ends where it leaves."""
    kept: list[float | None] = []
    for value in values:
        gone = bool(kept) and kept[-1] in (None, top, -top)
        kept.append(None if gone else max(-top, min(value, top)))
    return kept


def _share(left: float) -> str:
    return f"{left:.1%}" if left <= 1 else f"{_size(left)}x"


def _size(value: float) -> str:
    return shown(value) if value < HUGE else f"over {shown(HUGE)}"


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


@lru_cache(maxsize=64)
def _ways(
    rate: float, steps: int, momentum: float, curvatures: tuple[float, ...]
) -> list[list[float]]:
    """What is still to go along each direction, before each step and after the last; 1 at the start."""
    import numpy as np

    way, speed = np.ones(len(curvatures)), np.zeros(len(curvatures))
    kept = [way]
    for _ in range(steps):
        speed = momentum * speed - rate * np.array(curvatures) * way
        way = np.clip(way + speed, -1e100, 1e100)
        kept.append(way)
    return [list(way) for way in np.array(kept).tolist()]


def _grown(trial: Trial) -> str:
    times = trial["loss"] / trial["start"]
    return (
        "a little" if times < 3 else "about ten times" if times < 1000 else "over 1,000 times"
    )  # fmt: skip


DEMO = Demo(
    slug="learning_rate",
    title="Where the learning rate breaks",
    question="What happens when the learning rate is too small or too large?",
    topic="optimization",
    setting="Linear regression of diabetes progress on ten standardised features, 300 patients. {steps} "
    "steps of full gradient descent on half the mean squared error, from zero: rate {rate}, "
    "momentum {momentum}.",
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
        Ask("past the limit", "At 97% of the largest stable rate it converges. At 103%, how much "
            "higher than at the start is the loss after 200 steps?",
            lambda t: _grown(t.at(rate=1.03 * t.at(momentum=0.0)["limit"], momentum=0.0, steps=200)),
            "In the steepest direction each step ends 6% farther off than it began: 1.06 to the power of "
            "200, and the loss squares that.",
            choices=("a little", "about ten times", "over 1,000 times")),
        Ask("momentum", "Momentum of 0.9 instead of none: the largest rate that still converges ...",
            lambda t: moved(t.at(momentum=0.0)["limit"], t.at(momentum=0.9)["limit"]),
            "On a quadratic heavy-ball momentum converges up to 2(1 + momentum) / curvature."),
    ),
    why="On a quadratic each direction is on its own: a step multiplies what is left by 1 - rate times "
    "curvature. That stays below 1 in size only if the rate is below 2 / largest curvature. The same "
    "rate must then do for the flattest direction, which it hardly moves: the condition number decides "
    "how slow that is. Momentum m raises the limit (1 + m)-fold; what matters more, it takes the flat "
    "directions along about 1 / (1 - m) times as fast.",
    say="Too small crawls, too large overshoots and in the end diverges; on a quadratic the limit is 2 "
    "over the largest curvature, in a network the curvature changes as it trains. I search on a log "
    "scale, take a rate somewhat below where the loss blows up, and use warm-up and decay. Scaling the "
    "inputs usually lowers the condition number.",
    trap='"What overshoots will settle." Below the limit it does; above it each swing is wider than the '
    "last. And no one rate suits all directions: without momentum the flattest still has over a "
    "third of its way to go after 200 steps just below the limit.",
    claims=(
        Claim("At 97% of the limit 200 steps come within 10% of the least loss.",
              lambda t: (v := t.at(rate=0.97 * t["limit"]))["loss"] < 1.1 * v["best"],
              knobs={"momentum": 0.0, "steps": 200}),
        Claim("At 103% of the limit the loss grows more than a thousandfold.",
              lambda t: (v := t.at(rate=1.03 * t["limit"]))["loss"] > 1000 * v["start"],
              knobs={"momentum": 0.0, "steps": 200}),
        Claim("At 0.001, 200 steps leave the loss above 0.6.", lambda t: t["loss"] > 0.6,
              knobs={"rate": 0.001, "momentum": 0.0, "steps": 200}),
        Claim("Momentum 0.9 converges at 1.8 times the limit without it.",
              lambda t: (v := t.at(rate=1.8 * t["limit"], momentum=0.9))["loss"] < 1.1 * v["best"],
              knobs={"momentum": 0.0, "steps": 200}),
        Claim("The flattest direction still has more than a third of its way to go after 200 steps at "
              "97% of the limit.",
              lambda t: t.at(rate=0.97 * t["limit"])["left_in_flattest"] > 1 / 3,
              knobs={"momentum": 0.0, "steps": 200}),
        Claim("With momentum 0.9 the same rate and steps leave it less than 1%.",
              lambda t: t.at(rate=0.97 * t["limit"], momentum=0.9)["left_in_flattest"] < 0.01,
              knobs={"momentum": 0.0, "steps": 200}),
    ),
    sources=(Source("Goh (2017): Why momentum really works, Distill",
                    "https://distill.pub/2017/momentum/"),),
    questions=("optimization/largest-stable-learning-rate",),
)  # fmt: skip
