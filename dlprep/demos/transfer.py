"""transfer: features learned on digits 0-4 help to read 5-9, or hurt: it depends on the images."""

from functools import lru_cache
from typing import Any

from dlprep.demos.family.data import digits
from dlprep.demos.family.demo import Ask, Claim, Demo, Knobs, Source, Trial, moved
from dlprep.demos.family.small_net import accuracy, drawn, hidden, slopes, step, still
from dlprep.demos.family.turnable import choice, integer
from dlprep.demos.family.views import Axis, Bar, Bars, Line, Mark, Plot, Result, Table

LABELS, HIDDEN, EPOCHS, HELD_OUT = (2, 5, 20), 64, 8, 400
SIDES = {"shifted": 12, "centred": 8}
PENALTIES = (0.01, 0.03, 0.1, 0.3, 1.0, 3.0)
"""Of the linear reader, times the number of labelled rows. One that suits pixels does not suit features."""


def compute(knobs: Knobs, seed: int) -> Result:
    """A linear reader of 5-9 from few labels, on pixels, random and borrowed features."""
    images, labels = knobs["images"], int(knobs["labels"])
    at = LABELS.index(labels)
    both = {name: _scores(name, seed) for name in SIDES}
    pixels, random, borrowed = both[images][at]
    numbers = {
        "pixels": pixels,
        "random": random,
        "borrowed": borrowed,
        "gain": borrowed - pixels,
    }
    tone = "+" if borrowed >= pixels else "-"
    said = (
        f"{images.capitalize()} digits, {labels} labels a class: {{{tone}{borrowed:.1%} right{tone}}} on "
        f"features learned from 0-4, {pixels:.1%} on raw pixels ({100 * (borrowed - pixels):+.1f} points).",
        f"The same layer with random weights, never trained: {random:.1%}.",
    )
    names = ("raw pixels", "random features", "features of 0-4")
    rows: tuple[tuple[str | float | None, ...], ...] = tuple(
        (f"{name}, {n}", *both[name][i]) for name in SIDES for i, n in enumerate(LABELS)
    )
    views = (
        Bars("accuracy on digits 5-9",
             tuple(Bar(name, both[images][at][i], "percent", 1) for i, name in enumerate(names)), high=1.0),
        Plot("gain over raw pixels, in points", _gains(seed),
             Axis("labels a class", log=True, form="integer"), Axis("", -30, 30),
             (Mark(y=0.0, label="raw pixels", base=True), Mark(labels, 100 * (borrowed - pixels), "now"))),
        Table("accuracy by images and labels", ("", "pixels", "random", "0-4"),
              rows, ("", "percent", "percent", "percent"),
              now=list(SIDES).index(images) * len(LABELS) + at),
    )  # fmt: skip
    return Result(numbers, views, said)


@lru_cache(maxsize=64)
def _gains(seed: int) -> tuple[Line, ...]:
    both = {name: _scores(name, seed) for name in SIDES}
    return tuple(
        Line(name, LABELS, [100 * (row[2] - row[0]) for row in both[name]]) for name in SIDES
    )


@lru_cache(maxsize=128)
def _scores(images: str, seed: int) -> list[list[float]]:
    """Accuracy on 400 digits 5-9: a row for each number of labels, a column for each reader."""
    import numpy as np

    side = SIDES[images]
    rng = np.random.default_rng(seed)
    x, y = digits()
    first = np.tile(np.flatnonzero(y < 5), 3 if images == "shifted" else 1)
    rest = rng.permutation(np.flatnonzero(y >= 5))
    source = _placed(x[first].reshape(-1, 8, 8) / 16, side, rng)
    target, labels = _placed(x[rest].reshape(-1, 8, 8) / 16, side, rng), y[rest] - 5
    untrained = drawn(rng, side**2, HIDDEN, 5)
    learned = [part.copy() for part in untrained]
    speed, wanted = still(learned), np.eye(5)[y[first]]
    for _ in range(EPOCHS):
        for batch in np.array_split(rng.permutation(len(first)), len(first) // 128):
            step(learned, speed, slopes(learned, source[batch], wanted[batch]), 0.4)
    found = []
    for n in LABELS:
        few = np.concatenate([np.flatnonzero(labels[:-HELD_OUT] == k)[:n] for k in range(5)])
        found.append(
            [
                accuracy(
                    _read(features[few], labels[few], features[-HELD_OUT:]), labels[-HELD_OUT:]
                )
                for features in (target, hidden(untrained, target), hidden(learned, target))
            ]
        )
    return found


def _placed(images: Any, side: int, rng: Any) -> Any:
    """Images (n, 8, 8) at random places of an empty canvas, as rows of side * side."""
    import numpy as np

    canvas = np.zeros((len(images), side, side))
    for i, (down, right) in enumerate(rng.integers(0, side - 7, (len(images), 2))):
        canvas[i, down : down + 8, right : right + 8] = images[i]
    return canvas.reshape(len(images), -1)


def _read(seen: Any, labels: Any, tested: Any) -> Any:
    """Scores (rows, 5) for `tested` of ridge regression to the classes, on frozen features.

    Of `PENALTIES` it takes the one with the least squared error when each labelled row is left out.
    Solved in as many unknowns as there are labelled rows, which are fewer than the features.
    """
    import numpy as np

    centre, spread = seen.mean(0), seen.std() + 1e-9
    z, wanted = (seen - centre) / spread, np.eye(5)[labels] - 0.2
    values, vectors = np.linalg.eigh(z @ z.T)
    turned = vectors.T @ wanted

    def solved(penalty: float) -> tuple[float, Any]:
        shrunk = 1 / (values + penalty * len(z))
        duals = vectors @ (shrunk[:, None] * turned)
        # 1 less the leverage of a row, of which its part in the mean is 1 / rows
        free = penalty * len(z) * (vectors**2) @ shrunk - 1 / len(z)
        left_out = penalty * len(z) * duals / free[:, None]
        return float((left_out**2).sum()), duals

    _, duals = min((solved(penalty) for penalty in PENALTIES), key=lambda found: found[0])
    return (tested - centre) / spread @ (z.T @ duals)


def _direction(t: Trial, images: str, labels: int) -> str | None:
    other = t.at(images=images, labels=labels)
    return moved(other["pixels"], other["borrowed"])


DEMO = Demo(
    slug="transfer",
    title="Borrowed features: a help and a harm",
    question="When does transfer learning help, and can it hurt?",
    topic="transfer-learning",
    setting="A layer of 64 ReLU units learns digits 0-4 and is frozen. Ridge regression on it learns 5-9 from "
    "{labels} labels a class, its penalty chosen by leave-one-out. Images: {images} (shifted: at random places of "
    "12 x 12, in the first task three copies of each; centred: 8 x 8).",
    compute=compute,
    knobs=(
        choice("images", "centred shifted", "where digits lie, in both tasks",
               changes="pixels random borrowed"),
        integer("labels", 2, 2, 20, "labels for each of 5-9", stops=LABELS, exact=True,
                changes="pixels borrowed"),
    ),
    asks=(
        Ask("centred", "Centred digits, 2 labels a class. Features of 0-4 in place of raw pixels: accuracy on "
            "5-9 ...",
            lambda t: _direction(t, "centred", 2),
            "Pixels of centred digits already suffice, and the layer kept what tells 0-4 apart."),
        Ask("shifted", "Now each digit lies at a random place of a larger canvas, in both tasks, 20 labels a "
            "class. With features of 0-4, accuracy on 5-9 ...",
            lambda t: _direction(t, "shifted", 20),
            "A linear reader of pixels cannot cope with places; the layer met many in the first task."),
    ),
    why="Borrowed features help where the first task had to solve a problem that the new one shares and its few "
    "labels cannot solve: here, digits at any place. On centred digits there is no such problem, and a layer "
    "trained to part 0-4 lost some of what parts 5-9: negative transfer, with 2 labels mostly worse even than "
    "random features. With 20 the reader finds most of it again.",
    say="Transfer helps when the domains share structure and the new labels are few. I always compare with a "
    "baseline without it, as it can hurt: features specialise in their first task. Then I would unfreeze "
    "layers at a small rate or take features from an earlier layer.",
    trap='"Pre-trained features never hurt, least of all with few labels." On centred digits they lose most with '
    "the fewest: over draws about 14 points with 2 labels a class, 7 with 5, 2 with 20. On shifted digits "
    "they win.",
    claims=(
        Claim("On shifted digits features of 0-4 beat raw pixels by over 5 points, in nearly all draws.",
              lambda t: t["gain"] > 0.05, (0.9, 1.0), {"images": "shifted", "labels": 20}),
        Claim("On centred digits with 2 labels a class they lose to raw pixels, in nearly all draws.",
              lambda t: t["gain"] < 0, (0.9, 1.0), {"images": "centred", "labels": 2}),
        Claim("That loss is over 5 points in about 9 of 10 draws.",
              lambda t: t["gain"] < -0.05, (0.8, 1.0), {"images": "centred", "labels": 2}),
        Claim("With 20 labels it is under 5 points in nearly all draws.",
              lambda t: t["gain"] > -0.05, (0.9, 1.0), {"images": "centred", "labels": 20}),
        Claim("On centred digits with 2 labels they lose even to random features, in most draws.",
              lambda t: t["borrowed"] < t["random"], (0.75, 1.0), {"images": "centred", "labels": 2}),
    ),
    sources=(
        Source("Yosinski, Clune, Bengio and Lipson (2014): How transferable are features in deep neural "
               "networks?, NeurIPS", "https://arxiv.org/abs/1411.1792"),
    ),
    questions=("transfer-learning/transfer-in-a-project",),
)  # fmt: skip
