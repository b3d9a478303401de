"""relu_output: a ReLU on the output of a regression whose targets can be negative."""

from functools import lru_cache
from typing import Any

from dlprep.demos.family.demo import Ask, Claim, Demo, Knobs, Source
from dlprep.demos.family.turnable import choice, number
from dlprep.demos.family.views import Axis, Bar, Bars, Line, Mark, Plot, Result

ROWS, HIDDEN, STEPS, ASKED = 80, 12, 300, 101


def compute(knobs: Knobs, seed: int) -> Result:
    """Fit 2 sin x by a small tanh network with the chosen output, and compare with the truth."""
    import numpy as np

    output, bias = knobs["output"], float(knobs["bias"])
    places = np.linspace(-3, 3, ASKED)
    truth = 2 * np.sin(places)
    runs = {name: _run(name, bias, seed) for name in ("linear", "relu")}
    made, losses, first, blocked = runs[output]
    floor = float((np.minimum(truth, 0) ** 2).mean())
    errors = {name: float(((run[0] - truth) ** 2).mean()) for name, run in runs.items()}
    numbers = {
        "mse": errors[output],
        "floor": floor if output == "relu" else 0.0,
        "mse_linear": errors["linear"],
        "mse_relu": errors["relu"],
        "lowest": float(made.min()),
        "blocked_at_start": first,
        "blocked_at_end": blocked,
        "loss_moved": losses[0] - losses[-1],
    }
    tone = "+" if output == "linear" else "-"
    said = (
        f"Output {output}: {{{tone}squared error {errors[output]:.3f}{tone}}}, lowest prediction "
        f"{made.min():.2f}; nothing that is never negative can do better than {floor:.3f} here.",
        f"Rows that pass no gradient through the output: {first:.0%} at the start, {blocked:.0%} at the "
        "end.",
    )
    curves = (
        Line("truth", places.tolist(), truth.tolist(), "base"),
        *(Line(name, places.tolist(), run[0].tolist()) for name, run in runs.items()),
    )
    every = tuple(range(0, STEPS + 1, 5))
    views = (
        Plot("prediction", curves, Axis("x", -3, 3), Axis("", -2.5, 2.5)),
        Plot("training loss",
             tuple(Line(name, every, [run[1][i] for i in every]) for name, run in runs.items()),
             Axis("step", form="integer"), Axis("", log=True),
             (Mark(y=floor, label="floor of ReLU", base=True),)),
        Bars("squared error against the truth",
             (Bar("linear", errors["linear"], "fixed3", -1), Bar("relu", errors["relu"], "fixed3", -1),
              Bar("floor of ReLU", floor, "fixed3"))),
    )  # fmt: skip
    return Result(numbers, views, said)


@lru_cache(maxsize=256)
def _run(output: str, bias: float, seed: int) -> tuple[Any, list[float], float, float]:
    """Predictions at 101 places, the loss by step, and the rows with no gradient first and last."""
    import numpy as np

    rng = np.random.default_rng(seed)
    x = rng.uniform(-3, 3, (ROWS, 1))
    y = 2 * np.sin(x) + rng.normal(0, 0.1, x.shape)
    layers = [rng.normal(0, 1, (1, HIDDEN)), rng.normal(0, 1, HIDDEN),
              rng.normal(0, HIDDEN**-0.5, (HIDDEN, 1)), np.full(1, bias)]  # fmt: skip
    speed = [np.zeros_like(w) for w in layers]
    losses, shut = [], []
    for _ in range(STEPS + 1):
        active = np.tanh(x @ layers[0] + layers[1])
        z = active @ layers[2] + layers[3]
        open_rows = z > 0 if output == "relu" else np.ones_like(z, dtype=bool)
        error = np.where(open_rows, z, 0) - y
        losses.append(float((error**2).mean()))
        shut.append(float(1 - open_rows.mean()))
        pushed = 2 * error * open_rows / ROWS
        back = pushed @ layers[2].T * (1 - active**2)
        gradient = (x.T @ back, back.sum(0), active.T @ pushed, pushed.sum(0))
        for weights, moving, slope in zip(layers, speed, gradient, strict=True):
            moving *= 0.9
            moving -= 0.03 * slope
            weights += moving
    places = np.linspace(-3, 3, ASKED)[:, None]
    made = (np.tanh(places @ layers[0] + layers[1]) @ layers[2] + layers[3])[:, 0]
    return (np.maximum(made, 0) if output == "relu" else made), losses, shut[0], shut[-1]


DEMO = Demo(
    slug="relu_output",
    title="ReLU where targets are negative",
    question="Why not put a ReLU on the output of a regression network?",
    topic="activations",
    setting="80 rows of 2 sin x with a little noise, half of the targets negative. Twelve tanh units, "
    "{output} output, its bias starts at {bias}; 300 steps with momentum.",
    compute=compute,
    before={"output": "linear"},
    knobs=(
        choice("output", "relu linear", "the last activation", changes="mse lowest"),
        number("bias", 0.0, -8.0, 4.0, "where the output's bias starts",
               stops=(-8.0, -6.0, -4.0, -2.0, 0.0, 2.0, 4.0), changes="mse blocked_at_start"),
    ),
    asks=(
        Ask("the floor", "Of 2 sin x half lies below 0. The best squared error of an output that is never "
            "negative is about ...",
            lambda t: (
                "0.01" if t.at(output="relu")["floor"] < 0.1
                else "0.3" if t.at(output="relu")["floor"] < 0.6 else "1"
            ),
            "At best it gives 0 for negative targets: half of the mean of (2 sin x) squared is left.",
            choices=("0.01", "0.3", "1")),
        Ask("a dead output", "The output's bias starts at -8. What does a ReLU output learn in 300 steps?",
            lambda t: (
                "nothing" if t.at(output="relu", bias=-8.0)["loss_moved"] == 0
                else "the positive half" if t.at(output="relu", bias=-8.0)["mse"] < 1.3
                else "something between"
            ),
            "All outputs are cut to 0, and the slope there is 0: no row passes a gradient.",
            choices=("nothing", "something between", "the positive half")),
    ),
    why="ReLU maps every negative value to 0, so negative targets cannot be met. And where it gives 0 "
    "its slope is 0: such a row moves no weight. If all rows start there, the network is dead from the "
    "first step on; a linear output comes back from any bias.",
    say="The output's activation follows the target: linear for any number, softplus or exp for positive "
    "ones, sigmoid for a probability. ReLU at the output cannot go below 0, passes no gradient there, "
    "and is no probability either.",
    trap='"If targets are never negative, ReLU is the natural output." Its range then fits, but a row that '
    "falls below 0 still gets no gradient, however wrong it is: softplus or exp do not stop learning.",
    claims=(
        Claim("A ReLU output cannot beat its floor of about 1; a linear one is below 0.3.",
              lambda t: t["mse_relu"] >= 0.99 and t["mse_linear"] < 0.3, knobs={"bias": 0.0}),
        Claim("No prediction behind a ReLU is below 0.", lambda t: t["lowest"] >= 0,
              knobs={"output": "relu"}),
        Claim("From a bias of -8 no row passes a gradient and the loss does not move at all.",
              lambda t: t["blocked_at_start"] == 1 and t["loss_moved"] == 0,
              knobs={"output": "relu", "bias": -8.0}),
        Claim("A linear output comes back from the same bias: below 0.5.",
              lambda t: t["mse_linear"] < 0.5, knobs={"bias": -8.0}),
    ),
    sources=(
        Source("Goodfellow, Bengio and Courville (2016): Deep Learning, section 6.2.2, Output units",
               "https://www.deeplearningbook.org/contents/mlp.html"),
    ),
    questions=("activations/why-not-relu-at-the-output", "activations/dead-units-stay-dead"),
)  # fmt: skip
