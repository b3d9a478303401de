"""output_activation: softmax or sigmoids at the output, when a row may have several labels."""

from functools import lru_cache
from typing import Any

from dlprep.demos.family.demo import Ask, Claim, Demo, Knobs, Source
from dlprep.demos.family.small_net import softmax
from dlprep.demos.family.turnable import choice, number
from dlprep.demos.family.views import Axis, Bar, Bars, Group, Histogram, Line, Mark, Plot, Result

ROWS, FEATURES, LABELS, BINS = 400, 12, 5, 100
THRESHOLDS = tuple(i / 20 for i in range(1, 20))


def compute(knobs: Knobs, seed: int) -> Result:
    """Fit one linear layer with each output to drawn rows of one to five labels; held-out rows."""
    head, cut = knobs["head"], knobs["threshold"]
    truth = _data(seed)[3]
    found = {name: _scores(name, seed) for name in ("softmax", "sigmoid")}
    read = {name: _read(p, truth, cut) for name, p in found.items()}
    sums = found[head].sum(1)
    several = float((truth.sum(1) >= 2).mean())
    numbers = {
        "several": several,
        "rows_with_several": read[head]["several"],
        "found": read[head]["found"],
        "exact": read[head]["exact"],
        "by_head": read,
        "sum_low": float(sums.min()),
        "sum_high": float(sums.max()),
    }
    tone = "+" if abs(read[head]["several"] - several) < 0.1 else "-"
    share = f"{{{tone}{read[head]['several']:.1%}{tone}}}"
    low, high = f"{numbers['sum_low']:.2f}", f"{numbers['sum_high']:.2f}"
    said = (
        f"{head.capitalize()} at {cut:g}: {share} of rows get two labels or more; {several:.1%} have them.",
        f"A row's outputs add up to {low if low == high else f'{low} to {high}'}; "
        f"{read[head]['found']:.0%} of the true labels are found.",
    )
    return Result(numbers, _views(head, cut, found, truth, read), said)


def _views(head: str, cut: float, found: Any, truth: Any, read: Any) -> tuple[Any, ...]:
    import numpy as np

    several = float((truth.sum(1) >= 2).mean())
    sums = np.round(found[head].sum(1), 9)  # softmax adds up to 1 but for rounding
    counts = np.histogram(sums, BINS, (0, 5))[0]
    lines = tuple(
        Line(name, THRESHOLDS, [_read(p, truth, t)["exact"] for t in THRESHOLDS])
        for name, p in found.items()
    )
    here = tuple(
        Bar(f"{name}: {what}", read[name][key], "percent", 1)
        for what, key in (("recall", "found"), ("precision", "right"), ("exact rows", "exact"))
        for name in found
    )
    return (
        Bars("rows with two labels or more",
             (Bar("truth", several, "percent"),
              Bar("softmax", read["softmax"]["several"], "percent", mark=several),
              Bar("sigmoid", read["sigmoid"]["several"], "percent", mark=several)), high=1.0),
        Plot("rows exactly right", lines,
             Axis("threshold", 0, 1), Axis("", 0, 1, form="percent0"),
             (Mark(cut, label="now"),)),
        Bars("at this threshold", here, high=1.0),
        Histogram("sum of a row's five outputs", (Group("rows", tuple(counts.tolist())),),
                  0, 5, "number", (Mark(1.0, label="sum of 1"),)),
    )  # fmt: skip


def _read(scores: Any, truth: Any, cut: float) -> dict[str, Any]:
    """What comes of a threshold; `right` is None where no label is given at all."""
    said = scores >= cut
    return {
        "several": float((said.sum(1) >= 2).mean()),
        "found": float((said & truth).sum() / truth.sum()),
        "right": float((said & truth).sum() / said.sum()) if said.any() else None,
        "exact": float((said == truth).all(1).mean()),
    }


@lru_cache(maxsize=64)
def _data(seed: int) -> tuple[Any, Any, Any, Any]:
    """Features and labels of training and held-out rows; every row has at least one label."""
    import numpy as np

    rng = np.random.default_rng(seed)
    x = rng.normal(size=(2 * ROWS, FEATURES))
    logits = x @ rng.normal(size=(FEATURES, LABELS)) * 1.2 + rng.normal(size=(2 * ROWS, LABELS))
    y = logits > 0.4
    y[np.arange(len(y)), logits.argmax(1)] = True
    return x[:ROWS], y[:ROWS], x[ROWS:], y[ROWS:]


@lru_cache(maxsize=64)
def _scores(head: str, seed: int) -> Any:
    """Held-out outputs after gradient descent on the cross-entropy that belongs to the output.

    Softmax is trained on labels that share one unit of probability, as it must.
    """
    import numpy as np

    x, y, unseen, _ = _data(seed)
    target = y / y.sum(1, keepdims=True) if head == "softmax" else y.astype(float)
    weights, bias = np.zeros((FEATURES, LABELS)), np.zeros(LABELS)
    for _ in range(300):
        error = _output(head, x @ weights + bias) - target
        weights -= 0.5 * x.T @ error / len(x)
        bias -= 0.5 * error.mean(0)
    return _output(head, unseen @ weights + bias)


def _output(head: str, z: Any) -> Any:
    import numpy as np

    return 1 / (1 + np.exp(-z)) if head == "sigmoid" else softmax(z)


DEMO = Demo(
    slug="output_activation",
    title="Softmax or sigmoids at the output",
    question="A picture can show several things at once: softmax or sigmoid at the output?",
    topic="activations",
    setting="400 held-out rows with one to five of five labels. One linear layer with a {head} output; a "
    "label is given where its output is at least {threshold}.",
    compute=compute,
    knobs=(
        choice("head", "softmax sigmoid", "the output: shares of one, or one yes or no a label",
               changes="rows_with_several sum_high"),
        number("threshold", 0.5, 0.05, 0.95, "a label from here on", stops=THRESHOLDS,
               changes="found"),
    ),
    asks=(
        Ask("softmax above one half", "How many rows does softmax give two labels, above 0.5 each?",
            lambda t: (
                "none" if t.at(head="softmax", threshold=0.5)["rows_with_several"] == 0
                else "about as many as have them"
            ),
            "Two outputs above one half would add up to more than 1.",
            choices=("none", "half of those that have them", "about as many as have them")),
        Ask("a lower threshold", "Does a lower threshold make softmax as good as sigmoids at the exact set?",
            lambda t: (
                "yes" if max(t.at(head="softmax", threshold=c)["exact"] for c in THRESHOLDS)
                >= max(t.at(head="sigmoid", threshold=c)["exact"] for c in THRESHOLDS) else "no"
            ),
            "A label's share falls when others are present: no one threshold fits one and four labels.",
            choices=("yes", "no")),
    ),
    why="Softmax outputs are shares of one: a label can gain only what others lose. That is right for "
    "exactly one class. Sigmoids are one yes or no for each label, each with its own binary "
    "cross-entropy, so any number of labels can be present, none too.",
    say="Exactly one class: softmax with cross-entropy. Any number of labels: a sigmoid for each with "
    "binary cross-entropy, and thresholds chosen on validation data, perhaps one a label. A quantity: a "
    "linear output. Pass logits to losses that apply the activation themselves.",
    trap='"Use softmax and lower the threshold." It finds more labels, but a row with four of them needs '
    "a lower threshold than a row with two. And a row's sigmoids need not add up to 1.",
    claims=(
        Claim("Softmax gives no row two labels above 0.5.",
              lambda t: t["rows_with_several"] == 0, knobs={"head": "softmax", "threshold": 0.5}),
        Claim("Sigmoids at 0.5 give two labels to as many rows as have them, within 10 points.",
              lambda t: abs(t["rows_with_several"] - t["several"]) < 0.1,
              knobs={"head": "sigmoid", "threshold": 0.5}),
        Claim("At its best threshold softmax gets fewer rows exactly right than sigmoids do.",
              lambda t: max(t.at(head="softmax", threshold=c)["exact"] for c in THRESHOLDS)
              < max(t.at(head="sigmoid", threshold=c)["exact"] for c in THRESHOLDS)),
        Claim("A row's sigmoids add up to anything from under 1.3 to over 3.",
              lambda t: t.at(head="sigmoid")["sum_low"] < 1.3 and t.at(head="sigmoid")["sum_high"] > 3),
    ),
    sources=(
        Source("Goodfellow, Bengio, Courville (2016): Deep Learning, section 6.2.2, output units",
               "https://www.deeplearningbook.org/contents/mlp.html"),
    ),
    questions=("activations/several-labels-at-once", "activations/heads-of-a-multi-task-model"),
)  # fmt: skip
