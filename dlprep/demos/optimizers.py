"""optimizers: SGD, momentum, RMSProp and Adam in a valley, each at its best step size."""

from functools import lru_cache
from typing import Any, NamedTuple

from dlprep.demos.family.demo import Ask, Claim, Demo, Knobs, Source, Trial
from dlprep.demos.family.forms import shown
from dlprep.demos.family.turnable import choice, integer
from dlprep.demos.family.views import Axis, Bar, Bars, Line, Mark, Plot, Result

RULES = {"sgd": "SGD", "momentum": "momentum", "rmsprop": "RMSProp", "adam": "Adam"}
CONDITIONS = (1, 10, 30, 100, 300, 1000)
SIZES = 32
STEPS, SOLVED = 600, 1e-3
LOW, HIGH = 1e-4, 1e3
"""Where a curve of the loss leaves the plot."""


class Run(NamedTuple):
    """Steps until the best size is below the goal for good, that size, and how many sizes get there."""

    steps: int | None
    size: float
    sizes: int
    path: tuple[float, ...]


def compute(knobs: Knobs, seed: int) -> Result:
    """Minimise half of a^2 + c b^2 from a start drawn by the seed, with 32 step sizes each."""
    condition, valley = int(knobs["condition"]), knobs["valley"]
    runs = _runs(condition, valley, seed)
    solved = {rule: r.steps for rule, r in runs.items()}
    work = {rule: r.sizes for rule, r in runs.items()}
    fastest = min(RULES, key=lambda rule: solved[rule] or 10**9)
    numbers = {
        "steps": solved,
        "sizes_that_work": work,
        "best_size": {rule: r.size for rule, r in runs.items()},
        "limit": 2 / condition,
        "fastest": fastest,
    }
    words = [
        f"{{+{name} {_shown(solved[rule])}+}}"
        if rule == fastest
        else f"{name} {_shown(solved[rule])}"
        for rule, name in RULES.items()
    ]
    said = (
        f"Steps until the loss stays below {SOLVED:g}: {', '.join(words)}.",
        f"SGD diverges above a step size of {2 / condition:.3g}: 2 / the largest curvature.",
    )
    return Result(numbers, _views(runs, condition, valley, seed), said)


def _shown(steps: int | None) -> str:
    return f"over {STEPS}" if steps is None else str(steps)


def _views(runs: dict[str, Run], condition: int, valley: str, seed: int) -> tuple[Any, ...]:
    at = tuple(range(0, STEPS + 1, 3))
    lines = tuple(
        Line(RULES[rule], at, [r.path[i] if LOW < r.path[i] < HIGH else None for i in at])
        for rule, r in runs.items()
    )
    known = sorted({*CONDITIONS, condition})
    all_runs = [_runs(c, valley, seed) for c in known]
    curves = tuple(
        Line(name, known, [one[rule].steps or STEPS for one in all_runs])
        for rule, name in RULES.items()
    )
    return (
        Plot("loss at the best step size", lines, Axis("step", 0, STEPS, form="integer"),
             Axis("", LOW, HIGH, log=True), (Mark(y=SOLVED, label="goal", base=True),)),
        Plot("steps to the goal", curves, Axis("condition", 1, CONDITIONS[-1], log=True, form="integer"),
             Axis("", 1, STEPS, log=True, form="integer"),
             (Mark(condition, label="now"), Mark(y=STEPS, label="600 or more", base=True))),
        Bars(f"step sizes that work, of {SIZES}",
             tuple(Bar(RULES[rule], r.sizes, "integer", 1, note=f"best {shown(r.size)}")
                   for rule, r in runs.items()), high=SIZES),
    )  # fmt: skip


def _runs(condition: int, valley: str, seed: int) -> dict[str, Run]:
    at_once = CONDITIONS if condition in CONDITIONS else (condition,)
    return _all_runs(at_once, valley, seed)[at_once.index(condition)]


@lru_cache(maxsize=64)
def _all_runs(conditions: tuple[int, ...], valley: str, seed: int) -> list[dict[str, Run]]:
    """For each condition and rule the step size that gets there first, or else ends lowest."""
    import numpy as np

    angle = {"along": 0.0, "turned": np.pi / 4}[valley]
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    rng = np.random.default_rng(seed)
    start = turn @ (np.array([10.0, 1.0]) * rng.uniform(0.7, 1.3, 2) * rng.choice([-1, 1], 2))
    shapes = np.array([turn @ np.diag([1.0, float(c)]) @ turn.T for c in conditions])
    sizes = np.logspace(-4, 1, SIZES)
    with np.errstate(all="ignore"):  # step sizes above the limit overflow
        tables = [*_linear(shapes, start, sizes), *_scaled(shapes, start, sizes)]
    best = [[_best(table[:, c], sizes) for table in tables] for c in range(len(conditions))]
    return [dict(zip(RULES, runs, strict=True)) for runs in best]


def _linear(shapes: Any, start: Any, sizes: Any) -> Any:
    """Losses (rules, steps, conditions, sizes) of SGD and of SGD with momentum 0.9."""
    import numpy as np

    decay = np.array([0.0, 0.9])[:, None, None, None]
    at = np.empty((2, len(shapes), 2, len(sizes)))  # rules, conditions, coordinates, sizes
    at[:] = start[:, None]
    speed, losses = np.zeros_like(at), []
    for _ in range(STEPS + 1):
        slope = shapes @ at
        losses.append(0.5 * (at * slope).sum(2))
        speed = decay * speed + slope
        at = at - sizes * speed
    return np.array(losses).swapaxes(0, 1)


def _scaled(shapes: Any, start: Any, sizes: Any) -> Any:
    """The same of RMSProp (decay 0.9) and of Adam (0.9, 0.999, both corrected for their start)."""
    import numpy as np

    first = np.array([0.0, 0.9])[:, None, None, None]
    second = np.array([0.9, 0.999])[:, None, None, None]
    corrected = np.array([0.0, 1.0])[:, None, None, None]
    at = np.empty((2, len(shapes), 2, len(sizes)))
    at[:] = start[:, None]
    speed, squares, losses = np.zeros_like(at), np.zeros_like(at), []
    for i in range(1, STEPS + 2):
        slope = shapes @ at
        losses.append(0.5 * (at * slope).sum(2))
        speed = first * speed + (1 - first) * slope
        squares = second * squares + (1 - second) * slope**2
        root = np.sqrt(squares / (1 - corrected * second**i)) + 1e-8
        at = at - sizes / (1 - first**i) * speed / root
    return np.array(losses).swapaxes(0, 1)


def _best(table: Any, sizes: Any) -> Run:
    """Of losses (steps, sizes)."""
    import numpy as np

    table = np.nan_to_num(table, nan=np.inf)
    above = table >= SOLVED
    work = ~above[-1]
    # a curve that only passes below would be luck: large steps hop over the minimum
    below_since = np.where(above.any(0), len(table) - above[::-1].argmax(0), 0)
    best = (
        int(np.where(work, below_since, STEPS + 1).argmin())
        if work.any()
        else int(table[-1].argmin())
    )
    steps = int(below_since[best]) if work.any() else None
    return Run(steps, float(sizes[best]), int(work.sum()), tuple(table[:, best].tolist()))


def _fastest(trial: Trial) -> str:
    return "Adam" if trial["fastest"] == "adam" else "another"


def _steps(trial: Trial, rule: str) -> int:
    return trial["steps"][rule] or STEPS + 1


def _turned(trial: Trial) -> str:
    along, turned = (
        _steps(trial.at(condition=1000, valley=v), "adam") for v in ("along", "turned")
    )
    return "more than twice as many" if turned > 2 * along else "about as many"


def _same_when_turned(trial: Trial) -> bool:
    along = trial.at(valley="along")
    return all(abs(_steps(trial, rule) - _steps(along, rule)) <= 1 for rule in ("sgd", "momentum"))


DEMO = Demo(
    slug="optimizers",
    title="SGD, momentum, RMSProp, Adam",
    question="Which optimiser would you choose, and is Adam always the fastest?",
    topic="optimization",
    setting="Half of a^2 + {condition} b^2 is minimised from about 10 in a and 1 in b, of either sign. "
    "The valley: {valley} (a and b along the axes, or turned by 45 degrees). Each rule tries 32 constant "
    "step sizes from 0.0001 to 10; its best is the one that first has the loss below 0.001 for good.",
    compute=compute,
    knobs=(
        integer("condition", 100, 1, 1000, "the steepest curvature over the flattest", stops=CONDITIONS,
                changes="steps limit"),
        choice("valley", "turned along", "turned by 45 degrees, or along the axes", changes="steps"),
    ),
    asks=(
        Ask("a round bowl", "Condition 1, a round bowl: is Adam the fastest of the four?",
            lambda t: _fastest(t.at(condition=1)),
            "In a round bowl the slope points at the minimum: one good step of SGD arrives. Adam's "
            "first steps all have about the same length.", choices=("Adam", "another")),
        Ask("turning", "Adam scales each coordinate. A valley of condition 1,000 along the axes is turned "
            "by 45 degrees. How many steps does Adam need then?", _turned,
            "Turned, both coordinates have slopes of one size: there is nothing to even out.",
            choices=("about as many", "more than twice as many")),
    ),
    why="SGD's step size is limited by the steepest curvature (2 / it), while progress along the flattest "
    "is at most 2 / condition of the rest a step. Momentum averages the zigzag away and adds up along the "
    "valley. RMSProp and Adam divide each coordinate of the slope by its recent size, which undoes the "
    "condition number where the valley lies along the axes (Adam then needs hardly more steps at 1,000 "
    "than at 1); turned by 45 degrees, both sizes are alike and it stays.",
    say="AdamW as a default for transformers and sparse or badly scaled gradients: it works for many step "
    "sizes. SGD with momentum and a schedule is as good or better for many vision models. No rule wins "
    "everywhere: tune the step size of each, and compare at equal budget.",
    trap='"Adam is the fastest." In a round bowl SGD needs a few steps and Adam dozens. Comparing two '
    "optimisers at one learning rate compares learning rates. And a scaled step does not shrink with the "
    "slope: RMSProp at a constant step size hops about the floor of a narrow valley, along the axes too.",
    claims=(
        Claim("In a round bowl SGD arrives within 5 steps and Adam takes more than 10 times as many.",
              lambda t: _steps(t, "sgd") <= 5 and _steps(t, "adam") > 10 * _steps(t, "sgd"),
              knobs={"condition": 1}),
        Claim("At condition 100 momentum is at least twice as fast as SGD.",
              lambda t: 2 * _steps(t, "momentum") <= _steps(t, "sgd"), knobs={"condition": 100}),
        Claim("At condition 1,000 Adam takes over twice as many steps in the turned valley as along the "
              "axes.", lambda t: _turned(t) == "more than twice as many"),
        Claim("Along the axes it takes at most half as many again at condition 1,000 as at 1.",
              lambda t: _steps(t, "adam") <= 1.5 * _steps(t.at(condition=1), "adam"),
              knobs={"condition": 1000, "valley": "along"}),
        Claim("SGD and momentum take as many steps in the turned valley as along the axes.",
              _same_when_turned, knobs={"valley": "turned"}),
        Claim("At condition 100 more step sizes work for Adam than for SGD.",
              lambda t: t["sizes_that_work"]["adam"] > t["sizes_that_work"]["sgd"],
              knobs={"condition": 100}),
        Claim("At condition 100 no step size lets RMSProp settle within 600 steps, in either valley.",
              lambda t: t["steps"]["rmsprop"] is None
              and t.at(valley="along")["steps"]["rmsprop"] is None,
              knobs={"condition": 100, "valley": "turned"}),
    ),
    sources=(
        Source("Kingma, Ba (2015): Adam, a method for stochastic optimization",
               "https://arxiv.org/abs/1412.6980"),
    ),
    questions=("optimization/choose-an-optimiser", "optimization/largest-stable-learning-rate"),
)  # fmt: skip
