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
    kernel, stride = int(knobs["kernel"]), int(knobs["stride"])
    padding, pool = int(knobs["padding"]), knobs["pool"]
    out = (SIDE + 2 * padding - kernel) // stride + 1
    largest, means = _pooled(kernel, stride, padding, seed)
    by_reader = {"pixels": _pixels(seed), "max": largest, "global": means}
    right = by_reader[pool]
    numbers = {
        "side": out,
        "parameters": MAPS * (kernel**2 + 1),
        "dense_parameters": (SIDE**2 + 1) * MAPS * out**2,
        "centred": right[0],
        "shifted": right[1],
        "pixels_shifted": by_reader["pixels"][1],
        "global_drop": by_reader["global"][0] - by_reader["global"][1],
        "max_drop": by_reader["max"][0] - by_reader["max"][1],
        "equivariance_error": _equivariance(kernel, stride, seed),
    }
    named = {"pixels": "raw pixels", "max": "2 x 2 max-pooling", "global": "one mean a map"}
    said = (
        f"{named[pool].capitalize()}: {{+{right[0]:.1%}+}} right on centred digits, "
        f"{{-{right[1]:.1%}-}} moved by one pixel.",
        f"{MAPS} kernels of {kernel} x {kernel}: {numbers['parameters']:,} parameters for maps of {out} x "
        f"{out}; a dense layer of that size has {numbers['dense_parameters']:,}.",
        "Away from the edges, the maps of a moved image differ from the moved maps by at most "
        f"{numbers['equivariance_error']:.1f} (stride {stride}).",
    )
    lines = tuple(Line(named[p], SHIFTS, by_reader[p]) for p in named)
    edges = _edges(kernel, stride)
    places = tuple(str(i + 1) for i in range(len(edges[0])))
    views = (
        Plot("accuracy by shift", lines, Axis("pixels to the right", form="integer"),
             Axis("", 0, 1, form="percent0"), (Mark(1, right[1], "now"),)),
        Bars("parameters (log scale)",
             (Bar("convolution", numbers["parameters"], "integer"),
              Bar("dense", numbers["dense_parameters"], "integer")), low=10, log=True),
        Bars("accuracy", (Bar("centred", right[0], "percent", 1), Bar("moved by 1", right[1], "percent", 1),
                          Bar("moved by 2", right[2], "percent", 1)), high=1.0),
        Matrix("a row of one map of a 0", ("image", "moved"), places, edges, "integer"),
    )  # fmt: skip
    return Result(numbers, views, said)


def _edges(kernel: int, stride: int) -> tuple[tuple[float, ...], ...]:
    """The fourth row of pixels under a vertical-edge kernel: of a 0, and of the 0 moved by a pixel."""
    import numpy as np

    row = digits()[0][0].reshape(SIDE, SIDE)[3]
    slope = np.sign(np.arange(kernel) - (kernel - 1) / 2) if kernel > 1 else np.ones(1)
    moved = np.concatenate([[0], row[:-1]])
    return tuple(
        tuple((np.lib.stride_tricks.sliding_window_view(r, kernel)[::stride] @ slope).tolist())
        for r in (row, moved)
    )


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


@lru_cache(maxsize=256)
def _pooled(kernel: int, stride: int, padding: int, seed: int) -> tuple[list[float], list[float]]:
    """Accuracies by shift when the reader gets 2 x 2 max-pooled maps, and one mean a map."""
    import numpy as np

    rng = np.random.default_rng(seed)
    rng.permutation(len(digits()[1]))  # the rows of _split
    kernels = rng.normal(size=(MAPS, kernel, kernel))
    kernels -= kernels.mean((1, 2), keepdims=True) if kernel > 1 else 0
    pooled, means = [], []
    for images in _split(seed)[0]:
        maps = _maps(images, kernels.astype(images.dtype), stride, padding)
        np.maximum(maps, 0, out=maps)
        means.append(maps.mean((1, 2)))
        pooled.append(_largest(maps))
    return _read(pooled, seed), _read(means, seed)


def _largest(maps: Any) -> Any:
    """The largest of each 2 x 2 places, flattened; an odd last row and column are left out."""
    import numpy as np

    if maps.shape[1] > 1:
        half = maps.shape[1] // 2 * 2
        maps = np.maximum(maps[:, 0:half:2], maps[:, 1:half:2])
        maps = np.maximum(maps[:, :, 0:half:2], maps[:, :, 1:half:2])
    return maps.reshape(len(maps), -1)


@lru_cache(maxsize=32)
def _pixels(seed: int) -> list[float]:
    """Accuracies by shift when the reader gets the pixels themselves."""
    return _read([images.reshape(len(images), -1) for images in _split(seed)[0]], seed)


@lru_cache(maxsize=32)
def _split(seed: int) -> tuple[list[Any], Any, Any]:
    """Images (n, 8, 8) in 0..1 to train on and those held out, moved by 0, 1 and 2; both labels."""
    import numpy as np

    x, y = digits()
    rows = np.random.default_rng(seed).permutation(len(y))[: TRAIN + HELD_OUT]
    images, y = (x[rows].reshape(-1, SIDE, SIDE) / 16).astype(np.float32), y[rows]
    sets = [images[:TRAIN]]
    for shift in SHIFTS:
        moved = np.zeros_like(images[TRAIN:])
        moved[:, :, shift:] = images[TRAIN:, :, : SIDE - shift]
        sets.append(moved)
    return sets, y[:TRAIN], y[TRAIN:]


def _read(features: list[Any], seed: int) -> list[float]:
    """Accuracy of ridge regression on each set of features but the first, which it is fitted to."""
    import numpy as np

    _, y, wanted = _split(seed)
    seen, *unseen = features
    centre, spread = seen.mean(0), seen.std() + 1e-9
    z = (seen - centre) / spread
    targets = (np.eye(10)[y] - 0.1).astype(z.dtype)
    weights = np.linalg.solve(z.T @ z + 10 * np.eye(z.shape[1], dtype=z.dtype), z.T @ targets)
    return [float(((((x - centre) / spread) @ weights).argmax(1) == wanted).mean()) for x in unseen]


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
    setting="400 centred digits of 8 x 8 to learn from, 400 to test; 16 random kernels of {kernel} x "
    "{kernel}, stride {stride}, padding {padding}, ReLU. A linear reader gets: {pool} (max: 2 x 2 "
    "max-pooling, global: one mean a map, pixels: no convolution).",
    compute=compute,
    knobs=(
        integer("kernel", 3, 1, 5, "side of a kernel", stops=(1, 2, 3, 4, 5),
                changes="side parameters dense_parameters"),
        integer("stride", 1, 1, 3, "places from window to window", changes="side equivariance_error"),
        integer("padding", 1, 0, 2, "rows of zeros around the image", changes="side dense_parameters"),
        choice("pool", "max global pixels", "what the linear reader gets", changes="centred shifted"),
    ),
    asks=(
        Ask("a shift", "3 x 3 convolution, ReLU, 2 x 2 max-pooling, a linear reader: over 85% right on "
            "centred digits. Moved by one pixel, the accuracy:",
            lambda t: _fall(t.at(kernel=3, stride=1, padding=1, pool="max")["max_drop"]),
            "The maps move along, and the linear reader ties a weight to each place.",
            choices=("stays within 5 points", "falls by 5-20 points", "falls by more")),
        Ask("parameters", "16 kernels of 3 x 3 against a dense layer with as many outputs: how many times "
            "the parameters does the dense layer have?",
            lambda t: (
                "about 10" if (v := t.at(kernel=3, stride=1, padding=1))["dense_parameters"]
                < 30 * v["parameters"] else "about 100"
                if v["dense_parameters"] < 300 * v["parameters"] else "over 300"
            ),
            "16 kernels of 9 weights are used at all 64 places; a dense layer has one for each pair of input and output.",
            choices=("about 10", "about 100", "over 300")),
    ),
    why="A kernel is used at every place: few parameters, and an input moved by one pixel gives maps "
    "moved by one place (equivariance, at stride 1, away from the edges). Invariance is another thing: "
    "flattened maps meet weights that belong to places. A mean over each map forgets the place, but much "
    "of the shape as well.",
    say="Convolution has (k k c_in + 1) c_out parameters whatever the image's size, and is equivariant to "
    "shifts; stride and edges break that. Invariance has to come from global pooling or from shifted "
    "training images, and I would measure it.",
    trap='"CNNs are shift-invariant." One pixel costs this one 20 to 45 points; moved by two, '
    "about 1 in 5 is right. "
    "Pooling over 2 x 2 absorbs only part of a shift.",
    claims=(
        Claim("With max-pooling, over 85% of centred digits are right, and one pixel costs over 15 points.",
              lambda t: t["centred"] > 0.85 and t["max_drop"] > 0.15,
              knobs={"kernel": 3, "stride": 1, "padding": 1, "pool": "max"}),
        Claim("Raw pixels suffer more from the shift.",
              lambda t: t["pixels_shifted"] < t["shifted"], (0.9, 1.0),
              {"kernel": 3, "stride": 1, "padding": 1, "pool": "max"}),
        Claim("One mean a map loses under 15 points by the shift, in over 9 of 10 draws.",
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
