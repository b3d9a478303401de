"""vanishing: what is left of a gradient after many layers, by activation, start and skip connection."""

from functools import lru_cache
from itertools import pairwise
from typing import Any

from dlprep.demos.family.demo import Ask, Claim, Demo, Knobs, Source
from dlprep.demos.family.forms import number
from dlprep.demos.family.turnable import choice, integer
from dlprep.demos.family.views import Axis, Bar, Bars, Line, Mark, Plot, Result

WIDTH, ROWS = 64, 32
DEPTHS = (1, 2, 5, 10, 20, 30)
VARIANCE = {"xavier": 1.0, "he": 2.0, "small": 0.01}
"""The variance of a weight, times the layer's width."""
COMPARED = (("sigmoid", "xavier"), ("tanh", "xavier"), ("relu", "xavier"), ("relu", "he"))


def compute(knobs: Knobs, seed: int) -> Result:
    """Send a random batch forward and a gradient of norm 1 back, through random square layers."""
    depth, act, init = int(knobs["depth"]), knobs["act"], knobs["init"]
    skip = knobs["skip"] == "yes"
    gradients, signals = _passes(depth, act, init, seed, skip=skip)
    left = gradients[0]
    numbers = {
        "left": left,
        "factor": left ** (1 / depth),
        "signal": signals[-1],
        "gradients": list(gradients),
    }
    fate = "vanishes" if left < 1e-3 else "explodes" if left > 1e3 else "arrives"
    tone = "+" if fate == "arrives" else "-"
    said = (
        f"{depth} {act} layer{'s' if depth > 1 else ''}{' with skips' if skip else ''}: the gradient {fate}, "
        f"{{{tone}1 becomes {number(left)}{tone}}} (x {numbers['factor']:.2f} a layer).",
        f"Forward, the activations spread by {number(signals[-1])} after the last layer.",
    )
    return Result(numbers, _views(depth, act, init, seed, numbers, skip=skip), said)


def _views(
    depth: int, act: str, init: str, seed: int, n: dict[str, Any], *, skip: bool
) -> tuple[Any, ...]:
    layers = tuple(range(depth + 1))
    plain, skipped = (_passes(depth, act, init, seed, skip=s)[0] for s in (False, True))
    spread = _passes(depth, act, init, seed, skip=skip)[1]
    lines = (Line(f"{act} {init}", layers, plain), Line("with skips", layers, skipped))
    others = tuple(
        Bar(f"{a} {i}", max(_passes(depth, a, i, seed, skip=skip)[0][0], 1e-30))
        for a, i in COMPARED
    )
    return (
        Plot("gradient norm by layer", lines,
             Axis("layer, 0: input", form="integer"), Axis("", log=True),
             (Mark(y=1.0, label="at the output", base=True), Mark(0, n["left"], "left"))),
        Bars("gradient left at the input (log)", others, low=1e-20, high=1e6, log=True),
        Plot("spread of activations", (Line("spread", layers, spread),),
             Axis("layer, forward", form="integer"), Axis("", log=True)),
    )  # fmt: skip


@lru_cache(maxsize=512)
def _passes(
    depth: int, act: str, init: str, seed: int, *, skip: bool
) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Gradient norms and spreads of activations, each from the input (0) to the output."""
    import numpy as np

    rng = np.random.default_rng(seed)
    h = rng.standard_normal((ROWS, WIDTH))
    steps, spreads = [], [float(h.std())]
    for _ in range(depth):
        weights = rng.normal(0, (VARIANCE[init] / WIDTH) ** 0.5, (WIDTH, WIDTH))
        value, slope = _activation(act, h @ weights)
        h = h + value if skip else value
        steps.append((weights, slope))
        spreads.append(float(h.std()))
    back = rng.standard_normal(h.shape)
    back /= np.linalg.norm(back)
    norms = [1.0]
    for weights, slope in reversed(steps):
        through = back * slope @ weights.T
        back = back + through if skip else through
        norms.append(float(np.linalg.norm(back)))
    return tuple(reversed(norms)), tuple(spreads)


def _activation(act: str, z: Any) -> tuple[Any, Any]:
    """The activation and its slope."""
    import numpy as np

    if act == "relu":
        return np.maximum(z, 0), (z > 0).astype(float)
    value = np.tanh(z) if act == "tanh" else 1 / (1 + np.exp(-z))
    return value, 1 - value**2 if act == "tanh" else value * (1 - value)


def _size(left: float) -> str:
    return "over 1/100" if left > 1e-2 else "1/100 to 1/10,000" if left > 1e-4 else "less"


DEMO = Demo(
    slug="vanishing",
    title="Gradients through many layers",
    question="Why do gradients vanish in deep networks, and what helps?",
    topic="activations",
    setting="{depth} random layers of 64 {act} units, weights by {init}, skip connections: {skip}. A "
    "gradient of norm 1 goes back from the output to the input.",
    compute=compute,
    knobs=(
        integer("depth", 10, 1, 30, "how many layers", stops=DEPTHS, changes="left signal"),
        choice("act", "sigmoid tanh relu", "the activation", changes="left signal"),
        choice("init", "xavier he small", "variance of the weights: 1/n, 2/n, 0.01/n",
               changes="left"),
        choice("skip", "no yes", "add each layer's input to its output", changes="left signal"),
    ),
    asks=(
        Ask("sigmoid", "Ten sigmoid layers, Xavier weights: what is left of a gradient of 1?",
            lambda t: _size(t.at(depth=10, act="sigmoid", init="xavier", skip="no")["left"]),
            "Each layer multiplies by a slope of at most 1/4.",
            choices=("over 1/100", "1/100 to 1/10,000", "less")),
        Ask("skips on ReLU", "Thirty ReLU layers with He weights keep it near 1. Add skip connections, "
            "nothing else: what is left ...",
            lambda t: (
                "stays near 1"
                if t.at(depth=30, act="relu", init="he", skip="yes")["left"] < 10
                else "explodes"
            ),
            "Two paths add up in each layer, and the squared norm more than doubles in most of the thirty.",
            choices=("stays near 1", "explodes")),
    ),
    why="Backpropagation multiplies by weights and slopes once a layer, so the norm changes by a nearly "
    "steady factor and the result is that factor to the power of the depth. The sigmoid's slope is at "
    "most 1/4. ReLU halves the mean square; He's variance of 2/n makes up for that. A skip connection "
    "adds the identity, so that the gradient has one path that no slope shrinks.",
    say="A gradient is a product over layers: factors below 1 vanish, above 1 explode. I use ReLU-like "
    "activations with He start, skip connections and normalisation, and I look at gradient norms by "
    "layer. Clipping cures only explosion.",
    trap='"Skip connections keep gradients at 1." They stop vanishing; with ReLU and He weights the '
    "squared norm more than doubles in most blocks, and thirty of them explode. Hence normalisation, or "
    "small branches.",
    claims=(
        Claim("Ten sigmoid layers leave less than 1/100,000 of the gradient.",
              lambda t: t["left"] < 1e-5,
              knobs={"depth": 10, "act": "sigmoid", "init": "xavier", "skip": "no"}),
        Claim("Ten ReLU layers with He weights leave between a fifth and five times as much.",
              lambda t: 0.2 < t["left"] < 5,
              knobs={"depth": 10, "act": "relu", "init": "he", "skip": "no"}),
        Claim("ReLU with Xavier weights loses a factor of about 0.7 (1 over root 2) a layer.",
              lambda t: 0.6 < t["factor"] < 0.8,
              knobs={"depth": 20, "act": "relu", "init": "xavier", "skip": "no"}),
        Claim("Skips keep thirty sigmoid layers between 1 and 10.",
              lambda t: 1 < t["left"] < 10,
              knobs={"depth": 30, "act": "sigmoid", "init": "xavier", "skip": "yes"}),
        Claim("With skips a ReLU layer with He weights multiplies the norm by 1.4 to 1.9.",
              lambda t: 1.4 < t["factor"] < 1.9,
              knobs={"depth": 30, "act": "relu", "init": "he", "skip": "yes"}),
        Claim("Going back through thirty of them the squared norm more than doubles in most.",
              lambda t: sum(a > 2**0.5 * b for a, b in pairwise(t["gradients"])) > 20,
              knobs={"depth": 30, "act": "relu", "init": "he", "skip": "yes"}),
        Claim("Skips make thirty ReLU layers with He weights explode, beyond 1,000.",
              lambda t: t["left"] > 1000,
              knobs={"depth": 30, "act": "relu", "init": "he", "skip": "yes"}),
    ),
    sources=(
        Source("Glorot and Bengio (2010): Understanding the difficulty of training deep feedforward "
               "neural networks", "https://proceedings.mlr.press/v9/glorot10a.html"),
        Source("He, Zhang, Ren and Sun (2015): Delving deep into rectifiers",
               "https://arxiv.org/abs/1502.01852"),
    ),
    questions=("activations/sigmoid-gradient-through-layers", "optimization/gradient-norms-by-layer"),
)  # fmt: skip
