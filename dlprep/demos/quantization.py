"""quantization: a network's weights rounded to a few bits, by tensor or by channel, and one outlier."""

from functools import lru_cache
from typing import Any

from dlprep.demos.family import small_net
from dlprep.demos.family.data import digits
from dlprep.demos.family.demo import Ask, Claim, Demo, Knobs, Source
from dlprep.demos.family.knobs import Value
from dlprep.demos.family.turnable import choice, integer
from dlprep.demos.family.views import Axis, Bar, Bars, Line, Mark, Plot, Result

LOSSES = ("under a point", "1-5 points", "over 5 points")
BITS = (2, 3, 4, 5, 6, 8)
TRAIN, HIDDEN = 800, 48


def compute(knobs: Knobs, seed: int) -> Result:
    """Round the weights of a network trained on digits, and count right answers on held-out images."""
    import numpy as np

    bits, scale, outlier = int(knobs["bits"]), knobs["scale"], int(knobs["outlier"])
    layers = _trained(seed)
    exact = _accuracy(layers, seed)
    with_outlier = _with_outlier(layers, outlier)
    rounded = {
        name: _accuracy(_rounded(with_outlier, bits, name), seed) for name in ("tensor", "channel")
    }
    first = with_outlier[0]
    coarse = quantized(first, bits, 0 if scale == "channel" else None)
    numbers = {
        "exact": exact,
        "accuracy": rounded[scale],
        "by_tensor": rounded["tensor"],
        "by_channel": rounded["channel"],
        "weight_error": float(np.linalg.norm((coarse - first)[1:]) / np.linalg.norm(first[1:])),
        "zeroed": float((coarse == 0).mean()),
        "kib": sum(w.size for w in layers[::2]) * bits / 8 / 1024,
    }
    tone = "+" if rounded[scale] > exact - 0.02 else "-"
    said = (
        f"int{bits}, one scale per {scale}: {{{tone}accuracy {rounded[scale]:.1%}{tone}}}; floating point "
        f"has {exact:.1%}.",
        f"The first layer changes by {numbers['weight_error']:.0%} of its norm, and "
        f"{numbers['zeroed']:.0%} of its weights become 0.",
        f"The weights take {numbers['kib']:.1f} KiB at {bits} bits and "
        f"{numbers['kib'] * 32 / bits:.1f} KiB at 32.",
    )
    return Result(numbers, _views(with_outlier, bits, scale, numbers, seed), said)


def _views(layers: Any, bits: int, scale: str, n: dict[str, Any], seed: int) -> tuple[Any, ...]:
    import numpy as np

    lines = tuple(
        Line(f"per {name}", BITS, [_accuracy(_rounded(layers, b, name), seed) for b in BITS])
        for name in ("tensor", "channel")
    )
    unit = layers[0][:, 1]  # beside the one with the outlier
    end = float(np.abs(unit).max())
    largest = end if scale == "channel" else np.abs(layers[0]).max()
    places = np.linspace(-end, end, 301)
    levels = quantized(np.append(places, largest), bits, None)[:-1]
    steps = Line("rounded", places.tolist(), levels.tolist(), "now")
    return (
        Plot("accuracy on held-out digits", lines, Axis("bits", form="integer"),
             Axis("", 0, 1, form="percent0"),
             (Mark(bits, n["accuracy"], f"{bits} bits"),
              Mark(y=n["exact"], label="exact", base=True))),
        Plot("another unit's weights, rounded", (steps, Line("exact", (-end, end), (-end, end), "quiet")),
             Axis("weight", -end, end, form="fixed2"), Axis("", -2 * end, 2 * end, form="fixed2")),  # no step is larger
        Bars("accuracy by kind of scale",
             (Bar("floating point", n["exact"], "percent", 1),
              Bar("per tensor", n["by_tensor"], "percent", 1),
              Bar("per channel", n["by_channel"], "percent", 1)), high=1.0),
        Bars("the first layer's weights",
             (Bar("rounded to 0", n["zeroed"], "percent", -1),
              Bar("change, of norm", n["weight_error"], "percent", -1)), high=1.0),
    )  # fmt: skip


def quantized(weights: Any, bits: int, axis: int | None) -> Any:
    """Symmetric rounding to 2^bits - 1 levels; one scale for all, or one for each column (axis 0)."""
    import numpy as np

    scale = np.abs(weights).max(axis=axis, keepdims=True) / (2 ** (bits - 1) - 1)
    return np.round(weights / np.where(scale == 0, 1, scale)) * scale


def _rounded(layers: Any, bits: int, scale: str) -> list[Any]:
    axis = 0 if scale == "channel" else None
    return [
        quantized(layers[0], bits, axis),
        layers[1],
        quantized(layers[2], bits, axis),
        layers[3],
    ]


def _with_outlier(layers: Any, times: int) -> list[Any]:
    """One weight made `times` the largest. It reads a pixel that is always 0: no output changes."""
    import numpy as np

    first = layers[0].copy()
    first[0, 0] = times * np.abs(first).max()
    return [first, *layers[1:]]


def _accuracy(layers: Any, seed: int) -> float:
    import numpy as np

    x, y, order = _data(seed)
    held_out = order[TRAIN:]
    hidden = np.maximum(x[held_out] @ layers[0] + layers[1], 0)
    return float(((hidden @ layers[2] + layers[3]).argmax(1) == y[held_out]).mean())


@lru_cache(maxsize=32)
def _data(seed: int) -> tuple[Any, Any, Any]:
    import numpy as np

    x, y = digits()
    return x / 16, y, np.random.default_rng(seed).permutation(len(y))


@lru_cache(maxsize=32)
def _trained(seed: int) -> tuple[Any, ...]:
    """A network of one hidden layer after ten epochs of SGD with momentum."""
    import numpy as np

    x, y, order = _data(seed)
    rng = np.random.default_rng(seed + 1)
    layers = small_net.drawn(rng, 64, HIDDEN, 10)
    speed = small_net.still(layers)
    wanted = np.eye(10)[y]
    for _ in range(10):
        for rows in np.array_split(rng.permutation(order[:TRAIN]), TRAIN // 50):
            small_net.step(layers, speed, small_net.slopes(layers, x[rows], wanted[rows]), 0.2)
    return tuple(layers)


def _loss(lost: float) -> str:
    return LOSSES[0] if lost < 0.01 else LOSSES[1] if lost < 0.05 else LOSSES[2]


_AS_TRAINED: dict[str, Value] = {"outlier": 1, "bits": 8, "scale": "tensor"}

DEMO = Demo(
    slug="quantization",
    title="Weights in few bits",
    question="What does int8 quantisation lose, and why does one outlier hurt so much?",
    topic="llm-inference",
    setting="A small network trained on 800 digits; its weights are rounded to {bits} bits with one "
    "scale per {scale}. One weight is made {outlier} times the largest: it reads a pixel that is always "
    "blank, so it changes no output by itself.",
    compute=compute,
    before={"outlier": 1},
    knobs=(
        integer("bits", 8, 2, 8, "bits a weight", stops=BITS, changes="accuracy kib weight_error"),
        choice("scale", "tensor channel", "one scale for the whole matrix, or one for each output",
               at={"bits": 3}, changes="accuracy weight_error"),
        integer("outlier", 100, 1, 300, "one weight so many times the largest", stops=(1, 10, 30, 100, 300),
                changes="zeroed by_tensor"),
    ),
    asks=(
        Ask("4 bits", "Without an outlier, 4 bits with one scale per channel lose ...",
            lambda t: _loss(t.at(outlier=1, bits=4)["exact"] - t.at(outlier=1, bits=4)["by_channel"]),
            "15 levels for each output's weights are still fine beside what the network can stand.",
            choices=LOSSES),
        Ask("the outlier", "One weight of a blank pixel becomes {outlier} times the largest. {bits} bits "
            "with one scale per {scale} then lose ...",
            lambda t: _loss(t["exact"] - t["accuracy"]),
            "The scale follows the largest weight: all others that share it fall on a few levels "
            "around zero.", choices=LOSSES),
    ),
    why="Symmetric rounding maps the largest weight to the last level and everything else to whole "
    "steps of that size. With 8 bits a step is 1/127 of the largest weight. An outlier makes the steps "
    "larger for all weights that share its scale; a scale for each output channel confines the harm to "
    "its own column.",
    say="int8 weights cost next to nothing, int4 little with a scale for each channel or group; 2 bits "
    "rounded after training break it. Outliers decide, because the scale follows the maximum: so use finer "
    "scales, clip, keep outlier features in fp16 (LLM.int8()) or, for activations, move their size into "
    "the weights (SmoothQuant).",
    trap='"A scale per channel is always better." Usually, but at 3 bits without an outlier the coarser '
    "scale won in about one draw in six: press n. Rounding errors of few bits are a matter of luck too.",
    claims=(
        Claim("int8 costs less than a point of accuracy.",
              lambda t: t["exact"] - t["accuracy"] < 0.01, knobs=_AS_TRAINED),
        Claim("4 bits with a scale per channel cost less than 3 points.",
              lambda t: t["exact"] - t["by_channel"] < 0.03, knobs={**_AS_TRAINED, "bits": 4}),
        Claim("2 bits with a scale per tensor cost more than 15 points.",
              lambda t: t["exact"] - t["by_tensor"] > 0.15, knobs={**_AS_TRAINED, "bits": 2}),
        Claim("With the 100-fold outlier int8 with a scale per tensor loses more than 5 points, with a "
              "scale per channel less than 3.",
              lambda t: t["exact"] - t["by_tensor"] > 0.05 and t["exact"] - t["by_channel"] < 0.03,
              knobs={"outlier": 100, "bits": 8}),
        Claim("At 3 bits a scale per channel beats a scale per tensor in about 4 of 5 draws.",
              lambda t: t["by_channel"] > t["by_tensor"], (0.65, 1.0), {**_AS_TRAINED, "bits": 3}),
    ),
    sources=(
        Source("Dettmers et al. (2022): LLM.int8(), 8-bit matrix multiplication for transformers at scale",
               "https://arxiv.org/abs/2208.07339"),
    ),
    questions=("llm-inference/int8-with-an-outlier", "llm-inference/int8-activations-ruin-quality",
               "llm-inference/may-we-ship-four-bits"),
)  # fmt: skip
