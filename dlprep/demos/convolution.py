"""convolution: few parameters, maps that shift with the input, and scores that do not stay."""

from functools import lru_cache
from typing import Any

from dlprep.demos.family.data import digits
from dlprep.demos.family.demo import Ask, Claim, Demo, Knobs, Source
from dlprep.demos.family.turnable import choice, integer
from dlprep.demos.family.views import Axis, Bar, Bars, Line, Mark, Matrix, Plot, Result

TRAIN, HELD_OUT, MAPS, SIDE, SHIFTS = 400, 400, 16, 8, (0, 1, 2)


def compute(knobs: Knobs, seed: int) -> Result:
    """Random kernels, ReLU and pooling before a linear reader of digits, tested on shifted images."""
    import numpy as np

    kernel, stride = int(knobs["kernel"]), int(knobs["stride"])
    padding, pool = int(knobs["padding"]), knobs["pool"]
    out = (SIDE + 2 * padding - kernel) // stride + 1
    by_shift = {p: _scores(kernel, stride, padding, p, seed) for p in ("pixels", "max", "global")}
    read = by_shift[pool]
    numbers = {
        "side": out,
        "parameters": MAPS * (kernel**2 + 1),
        "dense_parameters": (SIDE**2 + 1) * MAPS * out**2,
        "centred": read[0],
        "shifted": read[1],
        "pixels_shifted": by_shift["pixels"][1],
        "global_drop": by_shift["global"][0] - by_shift["global"][1],
        "max_drop": by_shift["max"][0] - by_shift["max"][1],
        "equivariance_error": _equivariance(kernel, stride, seed),
    }
    named = {"max": "2 x 2 max-pooling", "global": "one mean a map", "pixels": "raw pixels"}
    said = (
        f"Read from {named[pool]}: {{+{read[0]:.1%}+}} on centred digits, {{-{read[1]:.1%}-}} when they "
        "move by one pixel.",
        f"{MAPS} kernels of {kernel} x {kernel}: {numbers['parameters']:,} parameters for maps of {out} x "
        f"{out}; a dense layer of that size has {numbers['dense_parameters']:,}.",
    )
    lines = tuple(Line(named[p], SHIFTS, by_shift[p]) for p in ("pixels", "max", "global"))
    image = digits()[0][0].reshape(SIDE, SIDE) / 16
    edge = _maps(image[None], np.array([[[-1.0, 0, 1], [-2, 0, 2], [-1, 0, 1]]]), 1, 0)[0, :, :, 0]
    names = tuple(str(i + 1) for i in range(len(edge)))
    views = (
        Plot("accuracy by shift", lines, Axis("pixels to the right", form="integer"),
             Axis("", 0, 1, form="percent0"), (Mark(1, read[1], "now"),)),
        Bars("parameters", (Bar("convolution", numbers["parameters"], "integer"),
                            Bar("dense", numbers["dense_parameters"], "integer")), low=10, log=True),
        Bars("accuracy", (Bar("centred", read[0], "percent", 1), Bar("moved by 1", read[1], "percent", 1),
                          Bar("moved by 2", read[2], "percent", 1)), high=1.0),
        Matrix("a vertical-edge kernel on a 0", names, names, tuple(map(tuple, edge.tolist())), "fixed1"),
    )  # fmt: skip
    return Result(numbers, views, said)


def _maps(images: Any, kernels: Any, stride: int, padding: int) -> Any:
    """Images (n, h, w) and kernels (m, k, k) to maps (n, h', w', m), as deep learning convolves."""
    import numpy as np
    from numpy.lib.stride_tricks import sliding_window_view

    padded = np.pad(images, ((0, 0), (padding, padding), (padding, padding)))
    windows = sliding_window_view(padded, kernels.shape[1:], axis=(1, 2))[:, ::stride, ::stride]
    flat = windows.reshape(*windows.shape[:3], -1)
    return flat @ kernels.reshape(len(kernels), -1).T


def _equivariance(kernel: int, stride: int, seed: int) -> float:
    """How far the maps of images moved by one pixel are from the maps moved by one place."""
    import numpy as np

    images = np.pad(digits()[0][:20].reshape(-1, SIDE, SIDE) / 16, ((0, 0), (8, 8), (8, 8)))
    kernels = np.random.default_rng(seed).normal(size=(2, kernel, kernel))
    still, moved = (_maps(x, kernels, stride, 0) for x in (images, np.roll(images, 1, axis=2)))
    return float(np.abs(np.roll(still, 1, axis=2) - moved).max())


def _features(images: Any, kernels: Any, stride: int, padding: int, pool: str) -> Any:
    import numpy as np

    if pool == "pixels":
        return images.reshape(len(images), -1)
    maps = np.maximum(_maps(images, kernels, stride, padding), 0)
    if pool == "global":
        return maps.mean((1, 2))
    side = maps.shape[1] // 2 * 2 if maps.shape[1] > 1 else 1
    if side == 1:
        return maps[:, 0, 0]
    maps = maps[:, :side, :side]
    blocks = maps.reshape(len(maps), side // 2, 2, side // 2, 2, -1)
    return blocks.max((2, 4)).reshape(len(maps), -1)


@lru_cache(maxsize=256)
def _scores(kernel: int, stride: int, padding: int, pool: str, seed: int) -> list[float]:
    """Accuracy on held-out digits moved by 0, 1 and 2 pixels; the reader is ridge regression."""
    import numpy as np

    x, y = digits()
    rng = np.random.default_rng(seed)
    rows = rng.permutation(len(y))[: TRAIN + HELD_OUT]
    images, y = x[rows].reshape(-1, SIDE, SIDE) / 16, y[rows]
    kernels = rng.normal(size=(MAPS, kernel, kernel))
    kernels -= kernels.mean((1, 2), keepdims=True) if kernel > 1 else 0
    seen = _features(images[:TRAIN], kernels, stride, padding, pool)
    centre, spread = seen.mean(0), seen.std() + 1e-9
    z = (seen - centre) / spread
    wanted = np.eye(10)[y[:TRAIN]] - 0.1
    weights = np.linalg.solve(z.T @ z + 10 * np.eye(z.shape[1]), z.T @ wanted)
    found = []
    for shift in SHIFTS:
        moved = np.zeros_like(images[TRAIN:])
        moved[:, :, shift:] = images[TRAIN:, :, : SIDE - shift]
        tested = (_features(moved, kernels, stride, padding, pool) - centre) / spread
        found.append(float(((tested @ weights).argmax(1) == y[TRAIN:]).mean()))
    return found


def _fall(drop: float) -> str:
    return (
        "stays within 5 points" if drop < 0.05 else "falls by 5-20 points" if drop < 0.2
        else "falls by more"
    )  # fmt: skip


DEMO = Demo(
    slug="convolution",
    title="What sharing weights gives, and what not",
    question="What does a convolution save, and is it invariant to shifts?",
    topic="vision",
    setting="400 centred digits of 8 x 8; 16 random kernels of {kernel} x {kernel}, stride {stride}, "
    "padding {padding}, ReLU; a linear reader gets: {pool} (max: 2 x 2 max-pooling; global: one mean a "
    "map; pixels: no convolution).",
    compute=compute,
    knobs=(
        integer("kernel", 3, 1, 5, "side of a kernel", stops=(1, 2, 3, 4, 5),
                changes="side parameters dense_parameters"),
        integer("stride", 1, 1, 3, "places from window to window", changes="side equivariance_error"),
        integer("padding", 1, 0, 2, "rows of zeros around the image", changes="side dense_parameters"),
        choice("pool", "max global pixels", "what the linear reader gets", changes="centred shifted"),
    ),
    asks=(
        Ask("a shift", "Convolution, ReLU, 2 x 2 max-pooling, a linear reader: over 85% right on centred "
            "digits. Moved by one pixel, the accuracy ...",
            lambda t: _fall(t.at(pool="max")["max_drop"]),
            "The maps move along, and the linear reader ties a weight to each place.",
            choices=("stays within 5 points", "falls by 5-20 points", "falls by more")),
        Ask("parameters", "16 kernels of 3 x 3 against a dense layer with as many outputs: how many times "
            "the parameters does the dense layer have?",
            lambda t: (
                "about 10" if (v := t.at(kernel=3, stride=1, padding=1))["dense_parameters"]
                < 30 * v["parameters"] else "about 100"
                if v["dense_parameters"] < 300 * v["parameters"] else "over 300"
            ),
            "16 kernels of 9 weights are used at all 64 places; a dense layer has a weight for each pair of pixels.",
            choices=("about 10", "about 100", "over 300")),
    ),
    why="A kernel is used at every place: few parameters, and an input moved by one pixel gives maps "
    "moved by one place (equivariance, at stride 1, away from the edges). Invariance is another thing: "
    "flattened maps meet weights that belong to places. A mean over each map forgets the place, but much "
    "of the shape as well.",
    say="Convolution has (k k c_in + 1) c_out parameters whatever the image's size, and is equivariant to "
    "shifts; stride and edges break that. Invariance has to come from global pooling or from shifted "
    "training images, and I would measure it.",
    trap='"CNNs are shift-invariant." One pixel costs this one over 20 points, two more still. Pooling '
    "over 2 x 2 absorbs only part of a shift.",
    claims=(
        Claim("With max-pooling, over 85% of centred digits are right, and one pixel costs over 20 points.",
              lambda t: t["centred"] > 0.85 and t["max_drop"] > 0.2,
              knobs={"kernel": 3, "stride": 1, "padding": 1, "pool": "max"}),
        Claim("Raw pixels suffer more from the shift.",
              lambda t: t["pixels_shifted"] < t["shifted"], (0.9, 1.0),
              {"kernel": 3, "stride": 1, "padding": 1, "pool": "max"}),
        Claim("One mean a map loses under 15 points by the shift, in nearly all draws.",
              lambda t: t["global_drop"] < 0.15, (0.85, 1.0),
              {"kernel": 3, "stride": 1, "padding": 1, "pool": "global"}),
        Claim("One mean a map reads centred digits worse than max-pooling does.",
              lambda t: t["centred"] < t.at(pool="max")["centred"],
              knobs={"kernel": 3, "stride": 1, "padding": 1, "pool": "global"}),
        Claim("At stride 1 maps move exactly with the image, at stride 2 they do not.",
              lambda t: t.at(stride=1)["equivariance_error"] < 1e-9
              and t.at(stride=2)["equivariance_error"] > 0.1),
    ),
    sources=(
        Source("Zhang (2019): Making convolutional networks shift-invariant again, ICML",
               "https://proceedings.mlr.press/v97/zhang19a.html"),
    ),
    questions=("vision/shifted-digits", "vision/conv-parameters", "vision/conv-output-size"),
)  # fmt: skip
