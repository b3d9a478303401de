"""The list of demos and their knobs; importing it costs nothing, so listing them is quick."""

import msgspec

from dlprep.errors import UsageError
from dlprep.spelling import did_you_mean

Value = str | float | None


class Knob(msgspec.Struct, frozen=True):
    """One thing the learner can turn; `kind` is number, choice, file, column or label."""

    name: str
    kind: str
    default: Value
    min: float | None = None
    max: float | None = None
    choices: tuple[str, ...] | None = None


class Demo(msgspec.Struct, frozen=True):
    """A demo as it is listed: the interview question it answers and what can be turned."""

    slug: str
    title: str
    question: str
    topic: str
    knobs: tuple[Knob, ...]


DEMOS: tuple[Demo, ...] = (
    Demo(
        slug="threshold",
        title="A decision threshold and the confusion matrix",
        question="What happens to the confusion matrix when the threshold goes from 50% to 80%?",
        topic="metrics",
        knobs=(
            Knob("from", "number", 0.5, 0.0, 1.0),
            Knob("threshold", "number", 0.8, 0.0, 1.0),
            Knob("miss_cost", "number", 5.0, 0.0),
            Knob("alarm_cost", "number", 1.0, 0.0),
            Knob("features", "choice", "3", choices=("3", "30")),
            Knob("csv", "file", None),
            Knob("y_true", "column", "label"),
            Knob("y_score", "column", "score"),
            Knob("positive", "label", None),
        ),
    ),
)


def find(name: str) -> Demo:
    """The demo of that name.

    Raises
    ------
    UsageError
        There is none; the message names the nearest spelling.
    """
    known = {demo.slug: demo for demo in DEMOS}
    if name in known:
        return known[name]
    guess = did_you_mean(name, known) or f": there is {', '.join(known)}"
    raise UsageError(f"no demo is called {name!r}{guess}; `dlprep demo` lists them")
