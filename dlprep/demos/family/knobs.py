"""The knobs of a demo: their ranges, how they are read, written and turned."""

from collections.abc import Mapping, Sequence
from math import isfinite
from typing import Any

import msgspec

from dlprep.demos.family.forms import shown
from dlprep.errors import UsageError
from dlprep.spelling import one_of

Value = str | float | None


class Knob(msgspec.Struct, frozen=True, eq=False):
    """One thing the learner can turn; `kind` is number, integer, choice, file, column or label.

    `stops` are the values that the arrow keys go through; any value in the range can be typed, with
    `exact` only a stop. Without stops `step` is added. `changes` names the numbers of the result
    that a turn must change; nothing means any of them. `needs` and `without` name a file knob that must be given,
    or must not be, for this one to mean something. `alias` is a second name of the option;
    `turned_with` are other knobs' values at which a turn of this one shows. `words` are shown in
    place of values whose number would mislead: 0 that stands for "as sampled".
    """

    name: str
    kind: str
    default: Value
    min: float | None = None
    max: float | None = None
    choices: tuple[str, ...] | None = None
    help: str = ""
    step: float = 1.0
    stops: tuple[float, ...] = ()
    exact: bool = False
    form: str = "number"
    changes: tuple[str, ...] = ()
    needs: str = ""
    without: str = ""
    alias: str = ""
    turned_with: Mapping[str, Value] = {}
    words: Mapping[Value, str] = {}

    @property
    def option(self) -> str:
        """How it is typed: `--miss-cost`."""
        return "--" + self.name.replace("_", "-")

    @property
    def turns(self) -> bool:
        """Whether arrow keys can turn it."""
        return self.kind in ("number", "integer", "choice")

    def shown(self, value: Any) -> str:
        """A value as people write it: `80%`, `1,000`, `ReLU`."""
        if value is None:
            return "none"
        if value in self.words:
            return self.words[value]
        if self.form == "percent" and isinstance(value, int | float):
            return f"{round(100 * value, 2):g}%"
        return shown(value, self.form)

    def range(self) -> str:
        """`0..1`, `at least 0`, `2, 5, 20`."""
        if self.choices:
            return ", ".join(self.choices)
        if self.exact:
            return ", ".join(f"{stop:g}" for stop in self.stops)
        if self.min is None:
            return ""
        return f"at least {self.min:g}" if self.max is None else f"{self.min:g}..{self.max:g}"

    def read(self, text: str) -> Value:
        """The value that was typed.

        Raises
        ------
        UsageError
            It is no number, out of range, or none of the choices.
        """
        if self.kind in ("number", "integer"):
            return self._number(text)
        if self.choices and text not in self.choices:
            folded = {choice.casefold(): choice for choice in self.choices}
            if text.casefold() in folded:
                return folded[text.casefold()]
            return one_of(self.option, text, self.choices)
        return text

    def _number(self, text: str) -> Value:
        try:
            value = float(text)
        except ValueError:
            raise UsageError(
                f"{self.option} {text!r} is not a number; its range is {self.range()}"
            ) from None
        low, high = self.min, self.max
        if low is not None and high is not None and not low <= value <= high:
            percent = ""
            if self.form.startswith("percent") and high < value <= 100:
                percent = f"; {value:g}% is {value / 100:g}"
            raise UsageError(f"{self.option} {value:g} is outside {self.range()}{percent}")
        if not isfinite(value) or (low is not None and value < low):
            raise UsageError(f"{self.option} {value:g} must be a number of {self.range()}")
        if self.exact and value not in self.stops:
            raise UsageError(f"{self.option} {value:g} is none of {self.range()}")
        if self.kind == "integer":
            if not value.is_integer():
                raise UsageError(f"{self.option} {value:g} must be a whole number, {self.range()}")
            return int(value)
        return value

    def fits(self, value: object) -> bool:
        """Whether a value, of a question's template for instance, can stand on this knob."""
        try:
            self.read(str(value))
        except UsageError:
            return False
        return self.turns

    def turned(self, value: Any, steps: int) -> Value:
        """The value so many steps further, stopping at the ends; choices go round."""
        if self.choices:
            return self.choices[(self.choices.index(value) + steps) % len(self.choices)]
        if self.stops:
            return _along(self.stops, value, steps)
        low = -1e308 if self.min is None else self.min
        high = 1e308 if self.max is None else self.max
        further = min(high, max(low, round(value + steps * self.step, 10)))
        return int(further) if self.kind == "integer" else further

    def other(self) -> Value:
        """A value that is not the default, for tests: the farther end of what can be turned to."""
        if self.choices:
            return next(choice for choice in self.choices if choice != self.default)
        ends: Sequence[float] = self.stops or [e for e in (self.min, self.max) if e is not None]
        if len(ends) < 2:
            return self.turned(self.default, 1)
        assert isinstance(self.default, int | float)
        low, high = ends[0], ends[-1]
        return high if high != self.default else low


def _along(stops: Sequence[float], value: float, steps: int) -> float:
    """The stop so many places further; a value between two stops counts as half a place."""
    above = [stop for stop in stops if stop > value]
    below = [stop for stop in stops if stop < value]
    if steps > 0:
        return above[min(steps, len(above)) - 1] if above else max(value, stops[-1])
    if steps < 0:
        return below[max(steps, -len(below))] if below else min(value, stops[0])
    return value


def settled(knobs: Sequence[Knob], given: Mapping[str, Value]) -> dict[str, Value]:
    """Every knob with what it was given, or with its default; None where it means nothing.

    Raises
    ------
    UsageError
        Two knobs contradict each other.
    """
    values: dict[str, Value] = {}
    for knob in knobs:
        value = given.get(knob.name)
        if knob.needs and given.get(knob.needs) is None:
            if value is not None:
                raise UsageError(f"{knob.option} needs a file: add --{knob.needs} FILE.csv")
            values[knob.name] = None
        elif knob.without and given.get(knob.without) is not None:
            if value is not None:
                raise UsageError(
                    f"{knob.option} belongs to the built-in data; leave it out with --{knob.without}"
                )
            values[knob.name] = None
        else:
            values[knob.name] = knob.default if value is None else value
    return values
