"""quantization: a network's weights rounded to a few bits, by tensor or by channel, and one outlier."""

from functools import lru_cache
from typing import Any

from dlprep.demos.family import small_net
from dlprep.demos.family.data import digits
from dlprep.demos.family.demo import Ask, Claim, Demo, Knobs, Source
from dlprep.demos.family.turnable import choice, integer
from dlprep.demos.family.views import Axis, Bar, Bars, Group, Histogram, Line, Mark, Plot, Result

BITS = (2, 3, 4, 5, 6, 8)
TRAIN, HIDDEN, BINS = 800, 48, 60


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
        "weight_error": float(np.linalg.norm(coarse - first) / np.linalg.norm(first)),
        "zeroed": float((coarse == 0).mean()),
        "kib": sum(w.size for w in layers[::2]) * bits / 8 / 1024,
    }
    kept = f"int{bits}, one scale a {scale}"
    said = (
        f"{kept}: {{{'+' if rounded[scale] > exact - 0.02 else '-'}accuracy {rounded[scale]:.1%}"
        f"{'+' if rounded[scale] > exact - 0.02 else '-'}}} against {exact:.1%} in floating point; the "
        f"weights take {numbers['kib']:.1f} KiB.",
        f"Rounding moves the first layer's weights by {numbers['weight_error']:.1%} and sets "
        f"{numbers['zeroed']:.0%} of them to zero.",
    )
    return Result(numbers, _views(with_outlier, bits, scale, numbers, seed), said)


def _views(layers: Any, bits: int, scale: str, n: dict[str, Any], seed: int) -> tuple[Any, ...]:
    import numpy as np

    lines = tuple(
        Line(f"a scale a {name}", BITS, [_accuracy(_rounded(layers, b, name), seed) for b in BITS])
        for name in ("tensor", "channel")
    )
    weights = _trained(seed)[0].ravel()
    coarse = quantized(layers[0], bits, 0 if scale == "channel" else None).ravel()
    end = float(np.abs(weights).max())
    exact, rounded = (
        np.histogram(np.clip(w, -end, end), BINS, (-end, end))[0] for w in (weights, coarse)
    )
    return (
        Plot("accuracy on held-out digits", lines, Axis("bits", form="integer"),
             Axis("", 0, 1, form="percent0"),
             (Mark(bits, n["accuracy"], f"{bits} bits"),
              Mark(y=n["exact"], label="floating point", base=True))),
        Histogram("first layer: floating point (up), rounded (down)",
                  (Group("exact", tuple(exact.tolist())), Group("rounded", tuple(rounded.tolist()))),
                  -end, end, "fixed2"),
        Bars(f"accuracy, int{bits}",
             (Bar("floating point", n["exact"], "percent", 1),
              Bar("a scale a tensor", n["by_tensor"], "percent", 1),
              Bar("a scale a channel", n["by_channel"], "percent", 1)), high=1.0),
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
    if times > 1:
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


DEMO = Demo(
    slug="quantization",
    title="Weights in few bits",
    question="What does int8 quantisation lose, and why does one outlier hurt so much?",
    topic="llm-inference",
    setting="A small network trained on 800 digits; its weights are rounded to {bits} bits with one "
    "scale a {scale}. One weight is made {outlier} times the largest: it reads a pixel that is always "
    "black, so it changes no output by itself.",
    compute=compute,
    knobs=(
        integer("bits", 8, 2, 8, "bits a weight", stops=BITS, changes="accuracy kib weight_error"),
        choice("scale", "tensor channel", "one scale for the whole matrix, or one for each output",
               at={"bits": 3}, changes="accuracy weight_error"),
        integer("outlier", 1, 1, 300, "one weight so many times the largest", stops=(1, 10, 30, 100, 300),
                changes="zeroed by_tensor"),
    ),
    asks=(
        Ask("int8", "From floating point to int8: accuracy falls by ...",
            lambda t: (
                "under a point" if t["exact"] - t.at(bits=8, outlier=1)["accuracy"] < 0.01
                else "1-5 points" if t["exact"] - t.at(bits=8, outlier=1)["accuracy"] < 0.05 else "more"
            ),
            "255 levels are fine against the spread of the weights.",
            choices=("under a point", "1-5 points", "more")),
        Ask("the outlier", "One weight 100 times the largest, on a black pixel, one scale for the "
            "tensor: accuracy of int8 then ...",
            lambda t: (
                "stays" if t["exact"] - t.at(bits=8, outlier=100, scale="tensor")["accuracy"] < 0.02
                else "falls"
            ),
            "The scale follows the largest weight: all others fall on a few levels around zero.",
            choices=("stays", "falls")),
    ),
    why="Symmetric rounding maps the largest weight to the last level and everything else to whole "
    "steps of that size. With 8 bits a step is 1/127 of the largest weight. An outlier makes the steps "
    "larger for all weights that share its scale; a scale for each output channel confines the harm to "
    "its own column.",
    say="int8 weights cost next to nothing, int4 little with a scale for each channel or group, 2 bits "
    "break it. Outliers decide, because the scale follows the maximum: so use finer scales, clip, keep "
    "outlier columns in fp16 (LLM.int8) or move them into the weights (SmoothQuant).",
    trap='"A scale a channel is always better." Usually, but at 3 bits the coarser scale won in some of '
    "our draws: press n. Rounding errors of few bits are a matter of luck as well.",
    claims=(
        Claim("int8 costs less than a point of accuracy.",
              lambda t: t["exact"] - t["accuracy"] < 0.01),
        Claim("4 bits with a scale a channel cost less than 4 points.",
              lambda t: t["exact"] - t.at(bits=4, scale="channel")["accuracy"] < 0.04),
        Claim("2 bits with a scale a tensor cost more than 15 points.",
              lambda t: t["exact"] - t.at(bits=2, scale="tensor")["accuracy"] > 0.15),
        Claim("With the 100-fold outlier a scale a tensor loses more than 5 points, a scale a channel "
              "less than 2.",
              lambda t: t["exact"] - t.at(outlier=100)["by_tensor"] > 0.05
              and t["exact"] - t.at(outlier=100)["by_channel"] < 0.02),
        Claim("At 3 bits a scale a channel beats a scale a tensor, in most draws.",
              lambda t: t.at(bits=3)["by_channel"] > t.at(bits=3)["by_tensor"], often=(0.5, 1.0)),
    ),
    sources=(
        Source("Dettmers et al. (2022): LLM.int8(), 8-bit matrix multiplication for transformers at scale",
               "https://arxiv.org/abs/2208.07339"),
    ),
    questions=("llm-inference/int8-with-an-outlier", "llm-inference/int8-activations-ruin-quality",
               "llm-inference/may-we-ship-four-bits"),
)  # fmt: skip
