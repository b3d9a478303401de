"""early_stopping: when validation says stop, by loss or by accuracy, and what patience costs."""

from functools import lru_cache
from typing import Any

from dlprep.demos.family.data import digits
from dlprep.demos.family.demo import Ask, Claim, Demo, Knobs, Source, Trial
from dlprep.demos.family.small_net import drawn, scores, slopes, step, still
from dlprep.demos.family.turnable import choice, integer, number
from dlprep.demos.family.views import Axis, Bar, Bars, Line, Mark, Plot, Result

TRAIN, HELD_OUT, HIDDEN, EPOCHS = 150, 300, 48, 100
NOISE = 0.25
"""Standard deviation of the noise on pixels that lie between 0 and 1."""


def compute(knobs: Knobs, seed: int) -> Result:
    """Train on a few noisy digits, some with wrong labels, and stop as validation says."""
    patience, wrong, monitor = int(knobs["patience"]), float(knobs["wrong"]), knobs["monitor"]
    run = _run(wrong, seed)
    watched = run["val_loss"] if monitor == "loss" else [-a for a in run["val_accuracy"]]
    best, stop = stopping(watched, patience)
    last = EPOCHS - 1
    numbers = {
        "best_epoch": best + 1,
        "stop_epoch": stop + 1,
        "saved": EPOCHS - stop - 1,
        "lowest_loss_epoch": _first(run["val_loss"]) + 1,
        "highest_accuracy_epoch": _first([-a for a in run["val_accuracy"]]) + 1,
        "test_loss": run["test_loss"][best],
        "test_accuracy": run["test_accuracy"][best],
        "test_loss_at_stop": run["test_loss"][stop],
        "test_loss_at_end": run["test_loss"][last],
        "test_accuracy_at_stop": run["test_accuracy"][stop],
        "test_accuracy_at_end": run["test_accuracy"][last],
        "val_loss": run["val_loss"],
        "train_loss": run["train_loss"],
    }
    stopped = stop - best == patience
    said = (
        f"Patience {patience} on validation {monitor}: best epoch {best + 1}, "
        f"{f'stop after {stop + 1}' if stopped else 'no stop'}. "
        f"Test loss {{+{run['test_loss'][best]:.3f}+}} with the best weights, "
        f"{{-{run['test_loss'][last]:.3f}-}} after {EPOCHS} epochs.",
        f"Test accuracy {run['test_accuracy'][best]:.1%} at the best epoch, "
        f"{run['test_accuracy'][last]:.1%} at the end.",
    )
    return Result(numbers, _views(run, best, stop if stopped else None, numbers), said)


def stopping(watched: list[float], patience: int) -> tuple[int, int]:
    """The best epoch seen and the last one trained, both from 0; lower is better.

    Training ends once `patience` epochs in a row have brought no new lowest value.
    """
    best = 0
    for epoch, value in enumerate(watched):
        if value < watched[best]:
            best = epoch
        elif epoch - best >= patience:
            return best, epoch
    return best, len(watched) - 1


def _first(values: list[float]) -> int:
    return min(range(len(values)), key=values.__getitem__)


def _views(
    run: dict[str, list[float]], best: int, stop: int | None, n: dict[str, Any]
) -> tuple[Any, ...]:
    epochs = tuple(range(1, EPOCHS + 1))
    marks: tuple[Mark, ...] = (Mark(x=best + 1, label="best"),)
    if stop is not None:
        marks += (Mark(x=stop + 1, label="stop", base=True),)
    ends = {"best epoch": "", "at the stop": "_at_stop", f"epoch {EPOCHS}": "_at_end"}
    return (
        Plot("loss", (Line("training", epochs, run["train_loss"]),
                      Line("validation", epochs, run["val_loss"])),
             Axis("epoch", form="integer"), Axis("", 0), marks),
        Plot("validation accuracy", (Line("accuracy", epochs, run["val_accuracy"]),),
             Axis("epoch", form="integer"), Axis("", 0, 1, form="percent0"), marks),
        Bars("test loss of the weights",
             tuple(Bar(name, n[f"test_loss{end}"], "fixed3", -1) for name, end in ends.items())),
        Bars("test accuracy of the weights",
             tuple(Bar(name, n[f"test_accuracy{end}"], "percent", 1) for name, end in ends.items()),
             high=1.0),
    )  # fmt: skip


@lru_cache(maxsize=128)
def _run(wrong: float, seed: int) -> dict[str, list[float]]:
    """Loss and accuracy after each epoch; the wrong labels are in the training set alone."""
    import numpy as np

    x, y = digits()
    rng = np.random.default_rng(seed)
    rows = rng.permutation(len(y))[: TRAIN + 2 * HELD_OUT]
    x, y = x[rows] / 16 + rng.normal(0, NOISE, (len(rows), 64)), y[rows]
    train, val, test = np.split(np.arange(len(rows)), (TRAIN, TRAIN + HELD_OUT))
    labels = y[train].copy()
    changed = rng.random(TRAIN) < wrong
    labels[changed] = (labels[changed] + rng.integers(1, 10, changed.sum())) % 10
    x = x.astype(np.float32)
    layers = [weights.astype(np.float32) for weights in drawn(rng, 64, HIDDEN, 10)]
    speed, wanted = still(layers), np.eye(10, dtype=np.float32)[labels]
    logits = np.empty((EPOCHS, 10, len(rows)), np.float32)
    for epoch in range(EPOCHS):
        step(layers, speed, slopes(layers, x[:TRAIN], wanted), 0.2)
        logits[epoch] = scores(layers, x).T
    top = logits.max(1)  # all epochs at once, which is quicker than one by one
    truth = logits[:, np.concatenate([labels, y[TRAIN:]]), np.arange(len(rows))]
    losses = top + np.log(np.exp(logits - top[:, None]).sum(1)) - truth
    return {
        f"{part}_{what}": values[:, at].mean(1, dtype=float).tolist()
        for part, at in (("train", train), ("val", val), ("test", test))
        for what, values in (("loss", losses), ("accuracy", truth == top))
    }


def _turn(trial: Trial) -> str:
    lowest, highest = trial["lowest_loss_epoch"], trial["highest_accuracy_epoch"]
    return (
        "the loss" if lowest < highest else "the accuracy" if highest < lowest else "both at once"
    )


def _rise(trial: Trial) -> float:
    return float(trial["test_loss_at_end"] / trial["test_loss"])


DEMO = Demo(
    slug="early_stopping",
    title="When to stop training",
    question="When do you stop training, and which curve do you watch?",
    topic="regularization",
    setting="150 digits in noise, {wrong} of their labels wrong; 300 for validation, 300 for the test, "
    "labels right. A network of 48 hidden units, {patience} epochs of patience on validation {monitor}, "
    "100 epochs at most.",
    compute=compute,
    knobs=(
        integer("patience", 10, 1, 60, "epochs without a new best before it stops",
                stops=(1, 2, 3, 5, 10, 20, 40, 60), changes="stop_epoch"),
        choice("monitor", "loss accuracy", "the validation curve that is watched",
               changes="stop_epoch best_epoch"),
        number("wrong", 0.15, 0.0, 0.5, "share of wrong labels in the training set",
               stops=(0.0, 0.05, 0.15, 0.3, 0.5), form="percent", changes="test_loss val_loss"),
    ),
    asks=(
        Ask("which turns first", "Which validation curve has its best epoch first: the loss or the "
            "accuracy?", _turn,
            "Where labels are right, a few errors made with ever more confidence raise the loss while accuracy "
            "still creeps up; wrong labels, once fitted, cost accuracy too. Both orders occur, press n.",
            choices=("the loss", "the accuracy", "both at once")),
        Ask("the end", "From the best epoch to epoch 100 the test loss:",
            lambda t: (
                "rises by under 10%" if t["test_loss_at_end"] < 1.1 * t["test_loss"]
                else "rises by 10-50%" if t["test_loss_at_end"] < 1.5 * t["test_loss"]
                else "rises by more"
            ),
            "The network goes on to fit noise, in pixels and labels, and becomes surer of its errors.",
            choices=("rises by under 10%", "rises by 10-50%", "rises by more")),
    ),
    why="Training loss falls all the way. Validation loss falls while the network learns what the sets "
    "share and rises when it learns the noise; accuracy sees only whether the right digit scores highest. "
    "Patience waits out the ups and downs; the weights to keep are those of the best epoch.",
    say="I watch the metric that matters on a validation set, with patience large enough for its ups and "
    "downs, keep the best weights, and report on a test set that chose nothing. It regularises much like "
    "an L2 penalty and saves time. I stop on loss where probabilities matter.",
    trap='"The loss always turns before the accuracy." With right labels it mostly does; with 15% wrong ones it '
    'did in about one draw of five. And "stopping gives the best weights": at the stop they have had '
    '`patience` epochs more; restore the best.',
    claims=(
        Claim("Training to the end raises the test loss by more than a tenth.",
              lambda t: t["test_loss_at_end"] > 1.1 * t["test_loss"],
              knobs={"wrong": 0.15, "monitor": "loss", "patience": 10}),
        Claim("With 15% wrong labels accuracy is best no later than the loss, in about 4 of 5 draws.",
              lambda t: t["highest_accuracy_epoch"] <= t["lowest_loss_epoch"], (0.6, 0.95),
              {"wrong": 0.15}),
        Claim("With right labels the loss turns before the accuracy, in about 8 of 10 draws.",
              lambda t: t["lowest_loss_epoch"] < t["highest_accuracy_epoch"], (0.65, 0.95),
              {"wrong": 0.0}),
        Claim("Training loss at the end is below half of what it was at the best epoch.",
              lambda t: t["train_loss"][-1] < 0.5 * t["train_loss"][t["lowest_loss_epoch"] - 1],
              knobs={"wrong": 0.15}),
        Claim("Without wrong labels the test loss rises less than with 30% of them.",
              lambda t: _rise(t.at(wrong=0.0)) < _rise(t.at(wrong=0.3)),
              knobs={"monitor": "loss", "patience": 10}),
    ),
    sources=(
        Source("Prechelt (1998): Early stopping - but when?, in Neural Networks: Tricks of the Trade",
               "https://doi.org/10.1007/978-3-642-35289-8_5"),
    ),
    questions=("regularization/early-stopping-patience", "overfitting/patience-stops-too-early"),
)  # fmt: skip
