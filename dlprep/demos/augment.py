"""augment: shifted copies teach shifts, mirrored and turned copies teach wrong digits."""

from functools import lru_cache
from typing import Any

from dlprep.demos.family.data import digits
from dlprep.demos.family.demo import Ask, Claim, Demo, Knobs, Source, moved
from dlprep.demos.family.turnable import choice, integer
from dlprep.demos.family.views import Axis, Bar, Bars, Line, Mark, Matrix, Plot, Result, View

TRAIN, HELD_OUT, SHIFTS, WIDTH, RIDGE = (50, 100, 200), 400, (0, 1, 2), 0.05, 0.1
NAMED = {
    "none": "no copies",
    "shifts": "4 shifts",
    "mirror": "mirrored",
    "half-turn": "half-turned",
    "noise": "noisy",
}
KINDS = tuple(NAMED)
COPIES = {"none": 1, "shifts": 5, "mirror": 2, "half-turn": 2, "noise": 2}
BESIDE = ((0, 1), (0, -1), (1, 0), (-1, 0))


def compute(knobs: Knobs, seed: int) -> Result:
    """Train on digits and their copies; test on other digits, as they are and moved."""
    kind, train, shift = knobs["copies"], int(knobs["train"]), int(knobs["shift"])
    shares = {name: _right(name, train, seed)[0].mean(1).tolist() for name in KINDS}
    right, truth = _right(kind, train, seed)
    plain = _right("none", train, seed)[0]
    alike = (truth == 6) | (truth == 9)
    numbers = {
        "accuracy": shares[kind][shift],
        "plain": shares["none"][shift],
        "centred": shares[kind][0],
        "plain_centred": shares["none"][0],
        "six_nine": float(right[0][alike].mean()),
        "plain_six_nine": float(plain[0][alike].mean()),
        "rows": train * COPIES[kind],
    }
    tried = tuple(dict.fromkeys(("none", "shifts", kind)))
    views = _views(kind, shift, shares, numbers, seed, _lines(tried, train, seed))
    return Result(numbers, views, _said(kind, shift, numbers))


@lru_cache(maxsize=32)
def _lines(kinds: tuple[str, ...], train: int, seed: int) -> tuple[Line, ...]:
    return tuple(Line(NAMED[k], SHIFTS, _right(k, train, seed)[0].mean(1).tolist()) for k in kinds)


def _said(kind: str, shift: int, n: dict[str, float]) -> tuple[str, ...]:
    moved_by = f"digits moved by {shift} pixel{'' if shift == 1 else 's'}"
    if kind == "none":
        return (
            f"Without copies {n['plain']:.1%} are right on {moved_by}.",
            f"On digits as they are {n['plain_centred']:.1%}; on 6 and 9 alone "
            f"{n['plain_six_nine']:.1%}.",
        )
    tone = "+" if n["accuracy"] >= n["plain"] else "-"
    return (
        f"{NAMED[kind].capitalize()}: {{{tone}{n['accuracy']:.1%} right{tone}}} on {moved_by}, {n['plain']:.1%} "
        "without copies.",
        f"As they are: {n['centred']:.1%} against {n['plain_centred']:.1%}; 6 and 9 alone: "
        f"{n['six_nine']:.1%} against {n['plain_six_nine']:.1%}.",
    )


def _views(
    kind: str,
    shift: int,
    shares: dict[str, list[float]],
    n: dict[str, float],
    seed: int,
    lines: tuple[Line, ...],
) -> tuple[View, ...]:
    image = digits()[0][6:7].reshape(1, 8, 8) / 16
    copies = [image[0], *(copy[0] for copy in _copies(image, kind, _generator(seed))[:1])]
    return (
        Bars("accuracy on the moved digits",
             tuple(Bar(NAMED[k], shares[k][shift], "percent", 1) for k in KINDS), high=1.0),
        Plot("accuracy by shift of the digits", lines, Axis("pixels", form="integer"),
             Axis("", 0, 1, form="percent0"), (Mark(shift, n["accuracy"], "now"),)),
        Matrix("a 6 and a copy of it" if len(copies) > 1 else "a 6, no copy", ("",) * 8,
               ("",) * (9 * len(copies) - 1), _beside(copies), "fixed2", low=0.0, high=1.0),
        Bars("accuracy on digits as they are", (
            Bar("all, no copies", n["plain_centred"], "percent"),
            Bar("all, copies", n["centred"], "percent", 1),
            Bar("6 and 9, no copies", n["plain_six_nine"], "percent"),
            Bar("6 and 9, copies", n["six_nine"], "percent", 1)), high=1.0),
    )  # fmt: skip


def _beside(images: list[Any]) -> tuple[tuple[float | None, ...], ...]:
    """Images of 8 x 8 from left to right, an empty column between two."""
    rows: list[tuple[float | None, ...]] = []
    for row in range(8):
        cells: list[float | None] = []
        for i, image in enumerate(images):
            cells += [None] * bool(i) + image[row].tolist()
        rows.append(tuple(cells))
    return tuple(rows)


def _generator(seed: int) -> Any:
    import numpy as np

    return np.random.default_rng(seed)


def _moved(images: Any, down: Any, right: Any) -> Any:
    """Images (n, 8, 8) moved by whole pixels, one pair for each or one for all; zeros come in."""
    import numpy as np

    rows = np.arange(8)[None, :, None] - np.reshape(down, (-1, 1, 1))
    columns = np.arange(8)[None, None, :] - np.reshape(right, (-1, 1, 1))
    inside = (rows >= 0) & (rows < 8) & (columns >= 0) & (columns < 8)
    found = images[np.arange(len(images))[:, None, None], rows.clip(0, 7), columns.clip(0, 7)]
    return found * inside


def _copies(images: Any, kind: str, rng: Any) -> list[Any]:
    if kind == "shifts":
        return [_moved(images, *by) for by in BESIDE]
    if kind == "mirror":
        return [images[:, :, ::-1]]
    if kind == "half-turn":
        return [images[:, ::-1, ::-1]]
    return [images + rng.normal(0, 0.2, images.shape)] if kind == "noise" else []


@lru_cache(maxsize=512)
def _right(kind: str, train: int, seed: int) -> Any:
    """Which of 400 held-out digits are right (shifts, rows), and what they are (rows,).

    A least-squares reader with a Gaussian kernel: the same for each kind of copy.
    """
    import numpy as np

    x, y = digits()
    rng = np.random.default_rng(seed)
    order = rng.permutation(len(y))
    images, labels = x[order].reshape(-1, 8, 8) / 16, y[order]
    seen, tested, truth = images[:train], images[-HELD_OUT:], labels[-HELD_OUT:]
    ways = np.array(BESIDE)[rng.integers(0, 4, HELD_OUT)]
    copies = [seen, *_copies(seen, kind, rng)]
    rows = np.concatenate(copies).reshape(-1, 64)
    wanted = np.eye(10)[np.tile(labels[:train], len(copies))] - 0.1
    kernel = _kernel(rows, rows)
    kernel[np.diag_indices_from(kernel)] += RIDGE
    weights = np.linalg.solve(kernel, wanted)
    found = [
        (_kernel(_moved(tested, *(ways * by).T).reshape(-1, 64), rows) @ weights).argmax(1) == truth
        for by in SHIFTS
    ]
    return np.array(found), truth


def _kernel(a: Any, b: Any) -> Any:
    import numpy as np

    apart = (a**2).sum(1)[:, None] + (b**2).sum(1) - 2 * a @ b.T
    return np.exp(-WIDTH * apart)


DEMO = Demo(
    slug="augment",
    title="Which altered copies help",
    question="Which augmentations would you use for handwritten digits, and which not?",
    topic="vision",
    setting="{train} upright digits of 8 x 8 to learn from, with copies: {copies} (shifts: one pixel up, "
    "down, left and right; noise: a noisy one). Test: 400 other "
    "digits, each moved up, down, left or right (pixels: {shift}).",
    compute=compute,
    knobs=(
        choice("copies", "shifts none mirror half-turn noise", "altered copies that join the training",
               changes="accuracy centred rows"),
        integer("shift", 1, 0, 2, "pixels by which test digits are moved", changes="accuracy plain"),
        integer("train", 200, 50, 200, "labelled digits", stops=TRAIN, changes="accuracy plain rows"),
    ),
    before={"copies": "none"},
    asks=(
        Ask("shifts", "Without copies fewer than 6 in 10 are right once they move by one pixel. With "
            "copies moved by one pixel each way in the training, how many?",
            lambda t: (
                "under 60%" if (v := t.at(copies="shifts", shift=1)["accuracy"]) < 0.6
                else "60-80%" if v < 0.8 else "over 80%"
            ),
            "The copies say that the place does not matter, and the test moves digits in just this way.",
            choices=("under 60%", "60-80%", "over 80%")),
        Ask("half turns", "Each training digit joins once more, turned by 180 degrees, with its label. On "
            "upright test digits 6 and 9, accuracy goes ...",
            lambda t: moved((v := t.at(copies="half-turn"))["plain_six_nine"], v["six_nine"]),
            "A turned 6 looks like a 9 and is labelled 6: the copies teach wrong answers."),
    ),
    why="A copy says: the answer does not depend on this. Shifts say something true that the test asks for. "
    "A mirror says something that no test digit needs, and gives the classes shapes in common (2 and 5). "
    "A half turn says something false: 6 becomes 9. More rows with wrong labels are not more data.",
    say="I ask two things of each augmentation: does the label survive, and does such an image occur in use? "
    "For digits: small shifts and stroke width yes, mirrors and half turns no. Copies only of training "
    "rows, after the split, and each kind has to earn its place on validation data.",
    trap='"More augmentation is always better." Half turns double the rows and cost accuracy on 6 and 9; '
    "one-pixel shifts prepare only in part for two pixels: turn shift to 2.",
    claims=(
        Claim("Shifted copies raise the accuracy on digits moved by one pixel by over 30 points.",
              lambda t: t["accuracy"] > t["plain"] + 0.3,
              knobs={"copies": "shifts", "shift": 1, "train": 200}),
        Claim("They rarely harm digits as they are: lower in fewer than 1 of 10 draws.",
              lambda t: t["centred"] >= t["plain_centred"], (0.8, 1.0),
              {"copies": "shifts", "train": 200}),
        Claim("Two pixels were not taught: under half are right.",
              lambda t: t["accuracy"] < 0.5, knobs={"copies": "shifts", "shift": 2, "train": 200}),
        Claim("Mirrored copies lower the accuracy on digits as they are, in nearly 4 of 5 draws.",
              lambda t: t["centred"] < t["plain_centred"], (0.6, 0.95),
              {"copies": "mirror", "train": 200}),
        Claim("Half-turned copies lower the accuracy on 6 and 9, in nearly all draws.",
              lambda t: t["six_nine"] < t["plain_six_nine"], (0.9, 1.0),
              {"copies": "half-turn", "train": 200}),
    ),
    sources=(
        Source("Simard, Steinkraus and Platt (2003): Best practices for convolutional neural networks applied "
               "to visual document analysis, ICDAR", "https://doi.org/10.1109/ICDAR.2003.1227801"),
    ),
    questions=("vision/safe-augmentations", "vision/augmentation-scenario"),
)  # fmt: skip
