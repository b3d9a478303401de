"""optimizers: SGD, momentum, RMSProp and Adam in a valley, each at its best step size."""

from functools import lru_cache
from typing import Any, NamedTuple

from dlprep.demos.family.demo import Ask, Claim, Demo, Knobs, Source, Trial
from dlprep.demos.family.turnable import choice, integer
from dlprep.demos.family.views import Axis, Bar, Bars, Line, Mark, Plot, Result, Table

RULES = ("sgd", "momentum", "rmsprop", "adam")
CONDITIONS = (1, 10, 30, 100, 300)
SIZES = 28
STEPS, SOLVED = 600, 1e-3


class Run(NamedTuple):
    """Steps to the goal at the best step size, that size, and how many of the sizes get there."""

    steps: int | None
    size: float
    sizes: int
    path: tuple[float, ...]


def compute(knobs: Knobs, seed: int) -> Result:
    """Minimise half of a^2 + c b^2 from a start drawn by the seed, with 28 step sizes each."""
    condition, turned = int(knobs["condition"]), knobs["valley"]
    runs = {rule: _best(rule, condition, turned, seed) for rule in RULES}
    solved = {rule: r.steps for rule, r in runs.items()}
    work = {rule: r.sizes for rule, r in runs.items()}
    numbers = {
        "steps": solved,
        "sizes_that_work": work,
        "best_size": {rule: r.size for rule, r in runs.items()},
        "limit": 2 / condition,
        "fastest": min(RULES, key=lambda rule: solved[rule] or 10**9),
    }
    words = ", ".join(f"{rule} {_shown(solved[rule])}" for rule in RULES)
    said = (
        f"Steps to a loss below {SOLVED:g}, each at its best step size: {words}.",
        f"SGD diverges above {2 / condition:.3g} (2 / largest curvature); of {SIZES} step sizes "
        f"{work['sgd']} work for SGD, {work['momentum']} with momentum, {work['adam']} for Adam.",
    )
    return Result(numbers, _views(runs, condition, turned, seed), said)


def _shown(steps: int | None) -> str:
    return f"more than {STEPS}" if steps is None else str(steps)


def _views(runs: dict[str, Run], condition: int, turned: str, seed: int) -> tuple[Any, ...]:
    shown = max([r.steps or STEPS for r in runs.values()] + [10])
    at = tuple(range(0, shown + 1, max(1, shown // 80)))
    lines = tuple(
        Line(rule, at, [min(max(r.path[min(i, len(r.path) - 1)], 1e-9), 1e6) for i in at])
        for rule, r in runs.items()
    )
    curves = tuple(
        Line(rule, CONDITIONS, [_best(rule, c, turned, seed).steps or STEPS for c in CONDITIONS])
        for rule in RULES
    )
    rows = tuple((rule, _shown(r.steps), r.size, r.sizes) for rule, r in runs.items())
    return (
        Plot("loss by step, each at its best step size", lines, Axis("step", form="integer"),
             Axis("loss", log=True), (Mark(y=SOLVED, label="goal", base=True),)),
        Plot("steps to the goal against the condition number", curves,
             Axis("condition", log=True, form="integer"), Axis("", 1, STEPS, log=True, form="integer"),
             (Mark(condition, label=f"condition {condition}"),)),
        Bars(f"step sizes of {SIZES} that reach the goal",
             tuple(Bar(rule, r.sizes, "integer", 1) for rule, r in runs.items()), high=SIZES),
        Table("best of the grid", ("rule", "steps", "size", "sizes that work"), rows,
              ("text", "text", "number", "integer")),
    )  # fmt: skip


@lru_cache(maxsize=512)
def _best(rule: str, condition: int, turned: str, seed: int) -> Run:
    """All step sizes at once; the one that gets there first, or ends lowest."""
    import numpy as np

    angle = {"along": 0.0, "turned": np.pi / 4}[turned]
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    shape = turn @ np.diag([1.0, float(condition)]) @ turn.T
    rng = np.random.default_rng(seed)
    start = turn @ (np.array([10.0, 1.0]) * rng.uniform(0.7, 1.3, 2) * rng.choice([-1, 1], 2))
    sizes = np.logspace(-4, 0.3, SIZES)
    at = np.repeat(start[:, None], SIZES, 1)
    speed, squares = np.zeros_like(at), np.zeros_like(at)
    losses = [0.5 * (at * (shape @ at)).sum(0)]
    with np.errstate(all="ignore"):
        for i in range(1, STEPS + 1):
            slope = shape @ at
            if rule == "sgd":
                move = slope
            elif rule == "momentum":
                speed = 0.9 * speed + slope
                move = speed
            elif rule == "rmsprop":
                squares = 0.9 * squares + 0.1 * slope**2
                move = slope / (np.sqrt(squares) + 1e-8)
            else:
                speed, squares = 0.9 * speed + 0.1 * slope, 0.999 * squares + 0.001 * slope**2
                move = (speed / (1 - 0.9**i)) / (np.sqrt(squares / (1 - 0.999**i)) + 1e-8)
            at = at - sizes * move
            losses.append(0.5 * (at * (shape @ at)).sum(0))
    table = np.nan_to_num(np.array(losses), nan=np.inf)
    there = table < SOLVED
    first = np.where(there.any(0), there.argmax(0), STEPS + 1)
    best = int(first.argmin()) if there.any() else int(table[-1].argmin())
    steps = int(first[best]) if there.any() else None
    return Run(steps, float(sizes[best]), int(there.any(0).sum()), tuple(table[:, best].tolist()))


def _fastest(trial: Trial) -> str:
    return "Adam" if trial["fastest"] == "adam" else "another"


DEMO = Demo(
    slug="optimizers",
    title="SGD, momentum, RMSProp, Adam",
    question="Which optimiser would you choose, and is Adam always the fastest?",
    topic="optimization",
    setting="Half of a^2 + {condition} b^2 is minimised from a point drawn near (10, 1). The valley: "
    "{valley} (along the axes, or turned by 45 degrees). 28 step sizes from 0.0001 to 2; the best counts.",
    compute=compute,
    knobs=(
        integer("condition", 100, 1, 300, "the steepest curvature over the flattest", stops=CONDITIONS,
                changes="steps limit"),
        choice("valley", "turned along", "turned by 45 degrees, or along the axes", changes="steps"),
    ),
    asks=(
        Ask("a round bowl", "Condition 1, a round bowl: is Adam the fastest of the four?",
            lambda t: _fastest(t.at(condition=1)),
            "In a round bowl the slope points at the minimum: one good step of SGD arrives. Adam's "
            "first steps all have the same length.", choices=("Adam", "another")),
        Ask("turning", "A valley of condition 100 is turned by 45 degrees. RMSProp, which scales each "
            "coordinate, then needs ...",
            lambda t: (
                "as many steps" if (t.at(valley="turned")["steps"]["rmsprop"] or STEPS)
                < 2 * (t.at(valley="along")["steps"]["rmsprop"] or STEPS) else "far more steps"
            ),
            "Scaling by coordinate helps when the valley lies along the coordinates.",
            choices=("as many steps", "far more steps")),
    ),
    why="SGD's step size is limited by the steepest curvature (2 / it) while progress along the flattest "
    "is 1 / condition a step. Momentum averages the zigzag away and adds up along the valley. RMSProp and "
    "Adam divide each coordinate by its recent size, which undoes the condition number when the valley "
    "lies along the axes, and only then.",
    say="AdamW as a default for transformers and sparse or badly scaled gradients: it works for many step "
    "sizes. SGD with momentum and a schedule is as good or better for many vision models. No rule wins "
    "everywhere: state the curvature, tune the step size of each, compare at equal budget.",
    trap='"Adam is the fastest." In a round bowl SGD needs a step or two and Adam dozens. Comparing two '
    "optimisers at one learning rate compares learning rates. What Adam and momentum buy over plain "
    "SGD is a wider range of step sizes that work.",
    claims=(
        Claim("In a round bowl SGD arrives within 5 steps and Adam takes more than 5 times as many.",
              lambda t: t.at(condition=1)["steps"]["sgd"] <= 5
              and (t.at(condition=1)["steps"]["adam"] or STEPS) > 5 * t.at(condition=1)["steps"]["sgd"]),
        Claim("At condition 100 momentum is at least twice as fast as SGD.",
              lambda t: 2 * (t["steps"]["momentum"] or STEPS) <= (t["steps"]["sgd"] or STEPS)),
        Claim("Along the axes RMSProp is at least 3 times as fast as in the turned valley.",
              lambda t: 3 * (t.at(valley="along")["steps"]["rmsprop"] or STEPS)
              <= (t["steps"]["rmsprop"] or STEPS)),
        Claim("At condition 100 more step sizes work for Adam than for SGD.",
              lambda t: t["sizes_that_work"]["adam"] > t["sizes_that_work"]["sgd"]),
    ),
    sources=(
        Source("Kingma, Ba (2015): Adam, a method for stochastic optimization",
               "https://arxiv.org/abs/1412.6980"),
    ),
    questions=("optimization/choose-an-optimiser", "optimization/largest-stable-learning-rate"),
)  # fmt: skip
