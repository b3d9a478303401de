"""init: a network whose weights start equal, tiny, right or huge."""

from functools import lru_cache
from typing import Any

from dlprep.demos.family.data import digits
from dlprep.demos.family.demo import Ask, Claim, Demo, Knobs, Source
from dlprep.demos.family.small_net import (
    accuracy,
    hidden,
    loss,
    scores,
    slopes,
    softmax,
    step,
    still,
)
from dlprep.demos.family.turnable import choice, integer, number
from dlprep.demos.family.views import Axis, Bar, Bars, Line, Mark, Plot, Result, Table

STARTS = ("zeros", "constant", "tiny", "he", "huge")
TRAIN, HIDDEN, STEPS = 200, 24, 80
CHANCE = 2.302585
"""The loss of ten equal probabilities: ln 10."""
PIXEL = 27
"""A pixel near the middle, dark in some digits and not in others: its weights are shown."""


def compute(knobs: Knobs, seed: int) -> Result:
    """Train the same network on the same digits from five starts; look at the chosen one."""
    start, steps, noise = knobs["start"], int(knobs["steps"]), float(knobs["noise"])
    added = _added(noise)
    runs = {s: _run(s, added[s], seed) for s in STARTS}
    ends = {s: _end(s, added[s], steps, seed) for s in STARTS}
    end, first = ends[start], runs[start][0]
    into = runs[start][1][steps // 10][0][PIXEL]
    numbers = {
        "first_loss": first[0],
        "loss": first[steps // 2],
        "accuracy": end[0],
        "distinct": end[1],
        "silent": _silent(start, added[start], steps, seed),
        "accuracies": {s: ends[s][0] for s in STARTS},
        "distinct_units": {s: ends[s][1] for s in STARTS},
    }
    tone = "+" if end[0] > 0.8 else "-"
    said = (
        f"Start {start}: {{{tone}{end[0]:.1%} right{tone}}} after {steps} steps, {end[1]} of {HIDDEN} "
        "units distinct.",
        f"First loss {first[0]:.2f}; ten equal guesses give ln 10 = {CHANCE:.2f}. "
        f"Silent units: {numbers['silent']}.",
    )
    rows = tuple((s, runs[s][0][0], ends[s][1], ends[s][0]) for s in STARTS)
    views = (
        Plot("training loss", _curves(noise, seed), Axis("step", form="integer"), Axis("", 0.005, 50, log=True),
             (Mark(y=CHANCE, label="ln 10", base=True), Mark(x=steps, label="now"))),
        Plot("one pixel's weight to each unit",
             (Line("weight", range(1, HIDDEN + 1), into.tolist()),),
             Axis("hidden unit", form="integer"), Axis()),
        Bars("accuracy v chance of 10%",
             tuple(Bar(s, ends[s][0], "percent", 1, 0.1) for s in STARTS), high=1.0),
        Table("by start", ("start", "first loss", "distinct", "accuracy"), rows,
              ("text", "fixed2", "integer", "percent"), now=STARTS.index(start)),
    )  # fmt: skip
    return Result(numbers, views, said)


def _weights(start: str, noise: float, shape: tuple[int, int], rng: Any) -> Any:
    import numpy as np

    match start:
        case "zeros" | "constant":
            level = 0.0 if start == "zeros" else 0.05
            return np.full(shape, level) + noise * rng.standard_normal(shape)
        case "tiny":
            return rng.normal(0, 1e-4, shape)
        case "he":
            return rng.normal(0, (2 / shape[0]) ** 0.5, shape)
        case _:
            return rng.normal(0, 5, shape)


@lru_cache(maxsize=256)
def _run(start: str, noise: float, seed: int) -> tuple[list[float], list[Any]]:
    """The training loss before every other step, and the layers each ten steps."""
    import numpy as np

    x, y, _, _ = _split(seed)
    rng = np.random.default_rng(seed + 1)
    layers = [_weights(start, noise, (64, HIDDEN), rng), np.zeros(HIDDEN),
              _weights(start, noise, (HIDDEN, 10), rng), np.zeros(10)]  # fmt: skip
    speed, wanted = still(layers), np.eye(10)[y]
    losses, kept = [], []
    for i in range(STEPS + 1):
        if i % 2 == 0:
            losses.append(loss(softmax(scores(layers, x)), y))
        if i % 10 == 0:
            kept.append([w.copy() for w in layers])
        step(layers, speed, slopes(layers, x, wanted), 0.2)
    return losses, kept


def _added(noise: float) -> dict[str, float]:
    return {s: noise if s in ("zeros", "constant") else 0.0 for s in STARTS}


@lru_cache(maxsize=64)
def _curves(noise: float, seed: int) -> tuple[Line, ...]:
    steps = range(0, STEPS + 1, 2)
    added = _added(noise)
    return tuple(Line(s, steps, _run(s, added[s], seed)[0]) for s in STARTS)


@lru_cache(maxsize=1024)
def _end(start: str, noise: float, steps: int, seed: int) -> tuple[float, int]:
    """Accuracy on held-out digits, and how many hidden units differ in their weights."""
    import numpy as np

    _, _, x, y = _split(seed)
    layers = _run(start, noise, seed)[1][steps // 10]
    units = np.vstack([layers[0], layers[2].T]).T
    return accuracy(scores(layers, x), y), len(np.unique(units.round(6), axis=0))


@lru_cache(maxsize=1024)
def _silent(start: str, noise: float, steps: int, seed: int) -> int:
    """How many hidden units give 0 for every training image."""
    x, _, _, _ = _split(seed)
    active = hidden(_run(start, noise, seed)[1][steps // 10], x)
    return int((active.max(0) <= 0).sum())


@lru_cache(maxsize=32)
def _split(seed: int) -> tuple[Any, Any, Any, Any]:
    import numpy as np

    x, y = digits()
    order = np.random.default_rng(seed).permutation(len(y))
    train, rest = order[:TRAIN], order[TRAIN : TRAIN + 400]
    return x[train] / 16, y[train], x[rest] / 16, y[rest]


def _many(units: int) -> str:
    return (
        "just one" if units == 1 else f"all {HIDDEN}" if units == HIDDEN else f"2 to {HIDDEN - 1}"
    )


DEMO = Demo(
    slug="init",
    title="Where weights may start",
    question="What happens when all weights start equal, too small or too large?",
    topic="optimization",
    setting="64 pixels, 24 ReLU units, ten digits; 200 training images, {steps} full-batch steps with "
    "momentum. Start: {start} (constant is 0.05 everywhere, huge has standard deviation 5), noise added "
    "to equal starts: {noise}.",
    compute=compute,
    before={"start": "he"},
    knobs=(
        choice("start", "constant zeros tiny he huge", "how the weights begin",
               changes="first_loss accuracy"),
        integer("steps", 80, 0, 80, "steps of training", exact=True,
                stops=(0, 10, 20, 30, 40, 50, 60, 70, 80), changes="loss accuracy"),
        number("noise", 0.0, 0.0, 0.1, "standard deviation of noise added to zeros and constant",
               stops=(0.0, 0.0001, 0.001, 0.01, 0.1), changes="accuracy distinct"),
    ),
    asks=(
        Ask("copies", "All weights start at 0.05. After 80 steps, how many of 24 hidden units differ?",
            lambda t: _many(t.at(start="constant", noise=0.0, steps=80)["distinct"]),
            "Equal units get equal gradients at every step: they stay copies for ever.",
            choices=("just one", "2 to 23", "all 24")),
        Ask("zeros", "All weights start at 0 instead, biases too. Which accuracy after 80 steps?",
            lambda t: (
                "about 10%" if t.at(start="zeros", noise=0.0, steps=80)["accuracy"] < 0.2
                else "20-60%" if t.at(start="zeros", noise=0.0, steps=80)["accuracy"] < 0.6
                else "over 60%"
            ),
            "Hidden units are 0 and their outgoing weights are 0: no gradient reaches any weight, only "
            "the output's biases move.",
            choices=("about 10%", "20-60%", "over 60%")),
        Ask("huge", "Standard deviation 5. The first loss, against ln 10 = 2.3 of an equal guess, is ...",
            lambda t: "near it" if t.at(start="huge")["first_loss"] < 4 else "far above",
            "The logits are large and wrong: the softmax is sure of false answers.",
            choices=("near it", "far above")),
    ),
    why="Hidden units with equal incoming and outgoing weights compute the same and get the same "
    "gradient, so nothing ever tells them apart. Random weights do. Their scale matters too: He's "
    "variance 2/n keeps the size of a signal behind ReLU; tiny weights start on a plateau, huge ones "
    "give large wrong logits, and the first large steps leave most ReLU units silent here.",
    say="Random weights break the symmetry; the variance is 2 over fan-in for ReLU, 1 over fan-in or "
    "Glorot for tanh, so that signals neither fade nor grow. Biases may be 0. I check the first loss: "
    "it should be near ln K.",
    trap='"Start at zero, the gradients will tell the weights apart." They cannot. And "tiny random '
    'weights cannot train": here they get off the plateau within 80 steps; many layers of them are '
    "another matter (demo vanishing).",
    claims=(
        Claim("From a constant start all 24 hidden units stay copies of one.",
              lambda t: t["distinct_units"]["constant"] == 1, knobs={"noise": 0.0}),
        Claim("Zeros stay at chance: at most 20% right.",
              lambda t: t["accuracies"]["zeros"] <= 0.2, knobs={"noise": 0.0}),
        Claim("A constant start ends below 50%, He's above 80%.",
              lambda t: t["accuracies"]["constant"] < 0.5 and t["accuracies"]["he"] > 0.8,
              knobs={"noise": 0.0, "steps": 80}),
        Claim("Noise of 0.01 on the constant start tells all units apart.",
              lambda t: t["distinct_units"]["constant"] == HIDDEN, knobs={"noise": 0.01}),
        Claim("Tiny random weights get off the plateau: over 70% are right after 80 steps.",
              lambda t: t["accuracies"]["tiny"] > 0.7, knobs={"steps": 80}),
        Claim("Tiny weights start at ln 10 to two decimals, huge ones above 10.",
              lambda t: abs(t.at(start="tiny")["first_loss"] - CHANCE) < 0.005
              and t.at(start="huge")["first_loss"] > 10),
        Claim("From a huge start at least half of the units end silent, and under 40% are right, in "
              "nearly every draw.",
              lambda t: t.at(start="huge")["silent"] >= 12 and t["accuracies"]["huge"] < 0.4,
              (0.9, 1.0), {"steps": 80}),
    ),
    sources=(
        Source("He, Zhang, Ren and Sun (2015): Delving deep into rectifiers",
               "https://arxiv.org/abs/1502.01852"),
        Source("Glorot and Bengio (2010): Understanding the difficulty of training deep feedforward "
               "neural networks, AISTATS",
               "https://proceedings.mlr.press/v9/glorot10a/glorot10a.pdf"),
    ),
    questions=("optimization/equal-initial-weights", "optimization/first-loss-of-a-classifier"),
)  # fmt: skip
