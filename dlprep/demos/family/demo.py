"""What a demo is: a question, knobs, predictions, an explanation, claims, and one computation."""

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any

from msgspec import Struct

from dlprep.demos.family.knobs import Knob, Value, settled
from dlprep.demos.family.views import Result

Knobs = Mapping[str, Any]
DIRECTIONS = ("rises", "falls", "stays")


class Trial:
    """One run as predictions and claims look at it: its numbers, and the same at other knobs."""

    def __init__(self, demo: "Demo", knobs: Knobs, seed: int) -> None:
        self.demo, self.knobs, self.seed = demo, knobs, seed

    @cached_property
    def result(self) -> Result:
        """The run itself."""
        return self.demo.compute(self.knobs, self.seed)

    def __getitem__(self, name: str) -> Any:
        return self.result.numbers[name]

    def at(self, **knobs: Value) -> "Trial":
        """The same seed at other knobs."""
        return Trial(self.demo, {**self.knobs, **knobs}, self.seed)


class Ask(Struct, frozen=True, eq=False):
    """One small prediction, answered with a key; `{knob}` in its text stands for a knob's value.

    `truth` gives one of `choices`, or None where the matter is undefined and nobody is right. With
    `own` it is asked of the learner's own data too.
    """

    about: str
    text: str
    truth: Callable[[Trial], str | None]
    why: str
    choices: tuple[str, ...] = DIRECTIONS
    own: bool = False


class Claim(Struct, frozen=True, eq=False):
    """A finding as the text states it, and the share of seeds (least, most) for which it holds.

    `holds` gives None for a draw that the claim does not speak of. `knobs` are those the claim is
    made at, where they are not the defaults.
    """

    text: str
    holds: Callable[[Trial], bool | None]
    often: tuple[float, float] = (1.0, 1.0)
    knobs: Mapping[str, Value] = {}


class Source(Struct, frozen=True):
    """Where to read on."""

    title: str
    url: str = ""


class Demo(Struct, frozen=True, eq=False, kw_only=True):
    """A demo without its faces; `slug` is the name of its file.

    `setting` says in a sentence or two what is being run, `{knob}` stands for a knob's value.
    `why` explains, `say` is the answer for the interview, `trap` the false claim to avoid.
    `before` are knobs of a first state, shown with the prediction and compared with afterwards.
    `questions` are ids of the bank that this demo helps with; `needs` is `("sklearn",)` where NumPy
    is not enough.
    """

    slug: str
    title: str
    question: str
    topic: str
    setting: str
    compute: Callable[[Knobs, int], Result]
    why: str
    say: str
    trap: str
    knobs: tuple[Knob, ...] = ()
    asks: tuple[Ask, ...] = ()
    claims: tuple[Claim, ...] = ()
    sources: tuple[Source, ...] = ()
    questions: tuple[str, ...] = ()
    before: Mapping[str, Value] = {}
    needs: tuple[str, ...] = ()
    seed: int = 0

    def defaults(self, **given: Value) -> dict[str, Value]:
        """Every knob with its default, or with what is given."""
        return settled(self.knobs, given)

    def asked(self, knobs: Knobs) -> tuple[Ask, ...]:
        """What to predict: of the learner's own data only what makes sense there."""
        own = any(knob.kind == "file" and knobs[knob.name] is not None for knob in self.knobs)
        return tuple(ask for ask in self.asks if ask.own or not own)

    def filled(self, text: str, knobs: Knobs) -> str:
        """The text with each `{knob}` replaced by its value as people write it."""
        for knob in self.knobs:
            text = text.replace(f"{{{knob.name}}}", knob.shown(knobs[knob.name]))
        return text


def moved(before: float | None, after: float | None) -> str | None:
    """How a number moved, as one of `DIRECTIONS`; None when either side is undefined."""
    if before is None or after is None:
        return None
    return "rises" if after > before else "falls" if after < before else "stays"
