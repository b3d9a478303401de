"""dropout: scaled in training or never, a fresh mask or always the same one."""

from functools import lru_cache
from typing import Any

from dlprep.demos.family.data import digits
from dlprep.demos.family.demo import Ask, Claim, Demo, Knobs, Source, moved
from dlprep.demos.family.small_net import (
    accuracy,
    drawn,
    loss,
    scores,
    slopes,
    softmax,
    step,
    still,
)
from dlprep.demos.family.turnable import choice, number
from dlprep.demos.family.views import Axis, Bar, Bars, Line, Mark, Plot, Result

TRAIN, HELD_OUT, HIDDEN, EPOCHS = 300, 400, 64, 12
RATES = (0.0, 0.25, 0.5, 0.75)
WAYS = {  # curves that no knob moves: scaling and mask
    "fresh, scaled": ("in-training", "fresh"),
    "never scaled": ("never", "fresh"),
    "fixed mask": ("in-training", "fixed"),
}


def compute(knobs: Knobs, seed: int) -> Result:
    """Train on 300 digits with dropout on the hidden layer, and test with it off."""
    import numpy as np

    rate, scaling, mask = float(knobs["p"]), knobs["scaling"], knobs["mask"]
    layers, kept, trained = _trained(rate, scaling, mask, seed)
    plain, plain_loss = _tested(0.0, "in-training", "fresh", seed)
    right, off_loss = _tested(rate, scaling, mask, seed)
    x, y = _split(seed)[2:]
    by = 1 / (1 - rate) if scaling == "in-training" else 1.0
    rng = np.random.default_rng(seed + 2)
    masks = [
        kept * by if mask == "fixed" else (rng.random((len(y), HIDDEN)) >= rate) * by
        for _ in range(20)
    ]
    passes = [softmax(scores(layers, x, m)) for m in masks]
    sums = (np.abs(scores(layers, x, masks[0])).mean(), np.abs(scores(layers, x)).mean())
    numbers = {
        "plain_accuracy": plain,
        "plain_loss": plain_loss,
        "accuracy": right,
        "loss": off_loss,
        "left_on": accuracy(passes[0], y),
        "mean_of_20": accuracy(np.mean(passes, 0), y),
        "trained_units": trained,
        "two_passes_differ": bool(np.abs(passes[0] - passes[1]).max() > 0),
        "logit_in_training": float(sums[0]),
        "logit_in_test": float(sums[1]),
    }
    tone = "+" if right >= plain else "-"
    said = (
        f"p = {rate:g}, {mask} mask: {{{tone}{right:.1%} right{tone}}} with dropout off in the test, loss "
        f"{off_loss:.3f}; without dropout {plain:.1%}, {plain_loss:.3f}.",
        f"{trained} of {HIDDEN} hidden units trained; test logits {sums[1] / sums[0]:.2f} times those of "
        "training.",
    )
    lines = tuple(
        Line(name, RATES, [_tested(r, *way, seed)[1] for r in RATES]) for name, way in WAYS.items()
    )
    views = (
        Plot("held-out loss, dropout off", lines, Axis("p, share dropped", 0, 0.8),
             Axis("", 0.1, 3, log=True), (Mark(rate, off_loss, "now"),)),
        Bars("accuracy on held-out digits",
             (Bar("no dropout", plain, "percent", 1), Bar("off in the test", right, "percent", 1),
              Bar("left on, one pass", numbers["left_on"], "percent", 1),
              Bar("left on, mean of 20", numbers["mean_of_20"], "percent", 1)), high=1.0),
        Bars("mean size of a logit",
             (Bar("in training", float(sums[0]), "fixed2"), Bar("in the test", float(sums[1]), "fixed2"))),
        Bars("hidden units that were trained", (Bar(f"of {HIDDEN}", trained, "integer"),), high=HIDDEN),
    )  # fmt: skip
    return Result(numbers, views, said)


@lru_cache(maxsize=256)
def _trained(rate: float, scaling: str, mask: str, seed: int) -> tuple[list[Any], Any, int]:
    """The layers, the units kept by a fixed mask, and how many units ever had a gradient."""
    import numpy as np

    x, y = _split(seed)[:2]
    rng = np.random.default_rng(seed + 1)
    layers = drawn(rng, 64, HIDDEN, 10)
    start, speed, wanted = layers[0].copy(), still(layers), np.eye(10)[y]
    kept = (rng.permutation(HIDDEN) >= round(rate * HIDDEN)).astype(float)
    by = 1 / (1 - rate) if scaling == "in-training" else 1.0
    for _ in range(EPOCHS):
        for rows in np.array_split(rng.permutation(TRAIN), 6):
            fresh = rng.random((len(rows), HIDDEN)) >= rate
            drop = (kept if mask == "fixed" else fresh) * by
            step(layers, speed, slopes(layers, x[rows], wanted[rows], drop), 0.2)
    return layers, kept, int((np.abs(layers[0] - start).sum(0) > 0).sum())


@lru_cache(maxsize=256)
def _tested(rate: float, scaling: str, mask: str, seed: int) -> tuple[float, float]:
    """Accuracy and loss on held-out digits with dropout off."""
    x, y = _split(seed)[2:]
    if rate == 0:  # nothing is dropped or scaled: one network for all ways
        scaling, mask = "in-training", "fresh"
    outputs = softmax(scores(_trained(rate, scaling, mask, seed)[0], x))
    return accuracy(outputs, y), loss(outputs, y)


@lru_cache(maxsize=32)
def _split(seed: int) -> tuple[Any, Any, Any, Any]:
    import numpy as np

    x, y = digits()
    order = np.random.default_rng(seed).permutation(len(y))
    train, rest = order[:TRAIN], order[TRAIN : TRAIN + HELD_OUT]
    return x[train] / 16, y[train], x[rest] / 16, y[rest]


DEMO = Demo(
    slug="dropout",
    title="What dropout scales, and what a mask must do",
    question="What does dropout do in training and in the test? What if the mask is fixed?",
    topic="regularization",
    setting="300 digits, one hidden layer of 64 ReLU units. A share of {p} of them is dropped in "
    "training, with a {mask} mask; the others are scaled by 1 / (1 - p): {scaling}. Test: dropout off.",
    compute=compute,
    knobs=(
        number("p", 0.5, 0.0, 0.8, "share of hidden units that is dropped",
               stops=(0.0, 0.1, 0.25, 0.5, 0.75), changes="loss left_on"),
        choice("mask", "fresh fixed", "drawn anew at each step and row, or once for ever",
               changes="trained_units two_passes_differ"),
        choice("scaling", "in-training never", "when activations are scaled by 1 / (1 - p)",
               changes="loss logit_in_test"),
    ),
    asks=(
        Ask("accuracy", "300 digits, p = 0.5, a fresh mask. Against no dropout, held-out accuracy:",
            lambda t: moved(t["plain_accuracy"],
                            t.at(p=0.5, mask="fresh", scaling="in-training")["accuracy"]),
            "A small network trained for a short time has little to gain from noise; the order depends "
            "on the draw."),
        Ask("one mask", "The same mask for every step and row. How many of 64 units get trained?",
            lambda t: (
                "at most 32" if t.at(p=0.5, mask="fixed")["trained_units"] <= 32 else "33 to 63"
                if t.at(p=0.5, mask="fixed")["trained_units"] < 64 else "all 64"
            ),
            "Dropped units get no gradient: their weights stay as drawn. So do those of units that are 0 on all rows.",
            choices=("at most 32", "33 to 63", "all 64")),
    ),
    why="Dropout trains another thinned network at each step. Scaled by 1 / (1 - p), a unit's expected "
    "output is the same in training as in the test. Without any scaling the next layer gets larger "
    "sums in the test than it learned with (the paper of 2014 multiplies by 1 - p in the test: the same "
    "in expectation). One fixed mask is a smaller network, and the units it never trained join in when "
    "dropout goes off.",
    say="In training each unit is zeroed with probability p, the rest is divided by 1 - p; in the test it "
    "is the identity, so remember eval mode. The mask must be fresh, or it is only a smaller network. "
    "Left on, many passes give a rough measure of uncertainty.",
    trap='"Dropout raises accuracy." On these 300 digits p = 0.5 lowered it in about 2 of 3 draws, '
    "and p = 0.25 about as often as it raised it. It helps large networks that overfit.",
    claims=(
        Claim("A fixed mask of p = 0.5 trains 32 of 64 units at most, and two passes with it are the same.",
              lambda t: t["trained_units"] <= 32 and not t["two_passes_differ"],
              knobs={"p": 0.5, "mask": "fixed"}),
        Claim("Never scaled, p = 0.5, logits are over 1.5 times as large in the test as in training.",
              lambda t: t["logit_in_test"] > 1.5 * t["logit_in_training"],
              knobs={"p": 0.5, "mask": "fresh", "scaling": "never"}),
        Claim("Scaled in training, they agree within 20%, in nearly all draws.",
              lambda t: abs(t["logit_in_test"] / t["logit_in_training"] - 1) < 0.2,
              (0.9, 1.0), {"p": 0.5, "mask": "fresh", "scaling": "in-training"}),
        Claim("p = 0.75 lowers held-out accuracy here, in nearly all draws.",
              lambda t: t["accuracy"] < t["plain_accuracy"], (0.85, 1.0),
              {"p": 0.75, "mask": "fresh", "scaling": "in-training"}),
        Claim("p = 0.5 lowers held-out accuracy here, in about 2 of 3 draws.",
              lambda t: t["accuracy"] < t["plain_accuracy"], (0.4, 0.9),
              {"p": 0.5, "mask": "fresh", "scaling": "in-training"}),
        Claim("Left on in the test, one pass is less accurate than dropout off, in nearly all draws.",
              lambda t: t["left_on"] < t["accuracy"], (0.9, 1.0),
              {"p": 0.5, "mask": "fresh", "scaling": "in-training"}),
    ),
    sources=(
        Source("Srivastava, Hinton, Krizhevsky, Sutskever and Salakhutdinov (2014): Dropout, a simple way "
               "to prevent neural networks from overfitting, JMLR 15",
               "https://jmlr.org/papers/v15/srivastava14a.html"),
    ),
    questions=("regularization/inverted-dropout-scaling", "regularization/dropout-with-a-fixed-mask"),
)  # fmt: skip
