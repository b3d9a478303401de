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
    runs = _runs(bias, seed)
    made, losses, shut = runs[output]
    floor = float((np.minimum(truth, 0) ** 2).mean())
    errors = {name: float(((run[0] - truth) ** 2).mean()) for name, run in runs.items()}
    numbers = {
        "mse": errors[output],
        "floor": floor if output == "relu" else 0.0,
        "mse_linear": errors["linear"],
        "mse_relu": errors["relu"],
        "lowest": float(made.min()),
        "blocked_at_start": shut[0],
        "blocked_at_end": shut[-1],
        "loss_moved": losses[0] - losses[-1],
    }
    tone = "+" if output == "linear" else "-"
    said = (
        f"Output {output}: {{{tone}squared error {errors[output]:.3f}{tone}}}, lowest prediction "
        f"{made.min():.2f}.",
        f"No output that is never negative gets below {floor:.3f}; {shut[0]:.0%} of the rows pass no "
        f"gradient at the start, {shut[-1]:.0%} at the end.",
    )
    curves = (
        Line(output, places.tolist(), made.tolist(), "now"),
        Line("2 sin x", places.tolist(), truth.tolist(), "quiet"),
    )
    views = (
        Plot("prediction", curves, Axis("x", -3, 3), Axis("", -2.5, 2.5)),
        Plot("training loss", _loss_lines(bias, seed), Axis("step", 0, STEPS, form="integer"),
             Axis("", 0.005, 100, log=True),
             (Mark(y=_floor_of_training(seed), label="floor of ReLU", base=True),)),
        Bars("squared error", (Bar("this output", errors[output], "fixed3", -1),
                               Bar("floor of ReLU", floor, "fixed3"))),
        Bars("rows that pass no gradient", (Bar("first step", shut[0], "percent0", -1),
                                            Bar("last step", shut[-1], "percent0", -1)), high=1.0),
    )  # fmt: skip
    return Result(numbers, views, said)


@lru_cache(maxsize=256)
def _loss_lines(bias: float, seed: int) -> tuple[Line, ...]:
    every = tuple(range(0, STEPS + 1, 5))
    return tuple(
        Line(name, every, [run[1][i] for i in every]) for name, run in _runs(bias, seed).items()
    )


def _rows(rng: Any) -> tuple[Any, Any]:
    import numpy as np

    x = rng.uniform(-3, 3, (ROWS, 1))
    return x, 2 * np.sin(x) + rng.normal(0, 0.1, x.shape)


def _floor_of_training(seed: int) -> float:
    """What is left of the training targets where each negative one is met by 0."""
    import numpy as np

    _, y = _rows(np.random.default_rng(seed))
    return float((np.minimum(y, 0) ** 2).mean())


@lru_cache(maxsize=64)
def _runs(bias: float, seed: int) -> dict[str, tuple[Any, list[float], list[float]]]:
    """Each output's predictions at 101 places, and by step its loss and share of rows with no gradient.

    Both networks start alike and are trained together: arrays are (2, rows, units), linear first.
    """
    import numpy as np

    rng = np.random.default_rng(seed)
    x, y = _rows(rng)
    layers = [
        np.stack([drawn, drawn])
        for drawn in (rng.normal(0, 1, (1, HIDDEN)), rng.normal(0, 1, (1, HIDDEN)),
                      rng.normal(0, HIDDEN**-0.5, (HIDDEN, 1)), np.full((1, 1), bias))
    ]  # fmt: skip
    speed = [np.zeros_like(w) for w in layers]
    linear = np.array([True, False])[:, None, None]
    losses, shut = [], []
    for _ in range(STEPS + 1):
        active = np.tanh(x * layers[0] + layers[1])
        z = active @ layers[2] + layers[3]
        open_rows = (z > 0) | linear
        error = z * open_rows - y
        losses.append((error**2).mean((1, 2)))
        shut.append(1 - open_rows.mean((1, 2)))
        pushed = error * open_rows * (2 / ROWS)
        back = pushed * layers[2].swapaxes(1, 2) * (1 - active**2)
        gradient = (x.T @ back, back.sum(1, keepdims=True), active.swapaxes(1, 2) @ pushed,
                    pushed.sum(1, keepdims=True))  # fmt: skip
        for weights, moving, slope in zip(layers, speed, gradient, strict=True):
            moving *= 0.9
            moving -= 0.03 * slope
            weights += moving
    places = np.linspace(-3, 3, ASKED)[:, None]
    made = (np.tanh(places * layers[0] + layers[1]) @ layers[2] + layers[3])[:, :, 0]
    by_step = np.array(losses).T.tolist(), np.array(shut).T.tolist()
    return {
        "linear": (made[0], by_step[0][0], by_step[1][0]),
        "relu": (np.maximum(made[1], 0), by_step[0][1], by_step[1][1]),
    }


DEMO = Demo(
    slug="relu_output",
    title="ReLU where targets are negative",
    question="Why not put a ReLU on the output of a regression network?",
    topic="activations",
    setting="80 rows of 2 sin x with a little noise, about half of them negative. Twelve tanh units and a "
    "{output} output, whose bias starts at {bias}; 300 steps with momentum.",
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
    "its slope is 0: such a row moves no weight. If all rows are there, no weight gets a gradient any "
    "more: the network is dead. A linear output comes back from any of these biases.",
    say="The output's activation follows the target: linear for any number, softplus or exp for positive "
    "ones, sigmoid for a probability. ReLU at the output cannot go below 0, passes no gradient there, "
    "and is no probability either.",
    trap='"If targets are never negative, ReLU is the natural output." Its range then fits, but a row that '
    "falls below 0 gets no gradient, however wrong it is. Here, where half the targets are negative, a bias "
    "of 4 opens every row at the start, and in about 7 of 10 draws the steps down shut them all for good. "
    "Softplus or exp go on learning.",
    claims=(
        Claim("A ReLU output cannot beat its floor of about 1; a linear one is below 0.3.",
              lambda t: t["mse_relu"] >= t.at(output="relu")["floor"] - 1e-9 and t["mse_linear"] < 0.3, knobs={"bias": 0.0}),
        Claim("No prediction behind a ReLU is below 0.", lambda t: t["lowest"] >= 0,
              knobs={"output": "relu"}),
        Claim("From a bias of -8 no row passes a gradient and the loss does not move at all.",
              lambda t: t["blocked_at_start"] == 1 and t["loss_moved"] == 0,
              knobs={"output": "relu", "bias": -8.0}),
        Claim("From a bias of 4 every row passes a gradient at first, and none does at the end in about 7 "
              "of 10 draws.",
              lambda t: t["blocked_at_start"] == 0 and t["blocked_at_end"] == 1, (0.5, 0.9),
              {"output": "relu", "bias": 4.0}),
        Claim("A linear output comes back from the same bias: below 0.5.",
              lambda t: t["mse_linear"] < 0.5, knobs={"bias": -8.0}),
    ),
    sources=(
        Source("Goodfellow, Bengio and Courville (2016): Deep Learning, section 6.2.2, Output units",
               "https://www.deeplearningbook.org/contents/mlp.html"),
    ),
    questions=("activations/why-not-relu-at-the-output", "activations/dead-units-stay-dead"),
)  # fmt: skip
