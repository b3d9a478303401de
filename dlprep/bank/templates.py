"""Draws a question as it is asked once: numbers, shuffled options, text filled in, from one seed."""

import random
import re
from collections.abc import Mapping

import msgspec

from dlprep.bank.expressions import ExpressionError, Value, evaluate, names_in
from dlprep.bank.kinds import AnyQuestion, Choice, Multi, Numeric, Option, Order, Param, kind

MAX_TRIES = 500
_PLACEHOLDER = re.compile(r"\{([^{}]{1,200}?)(?::([^{}\s:]{0,12}))?\}")  # may wrap to a next line
_MATHS = re.compile(r"(?<!\\)(\$\$?)(?=\S)(.+?)(?<=\S)(?<!\\)\1", re.DOTALL)
LETTERS = "ABCDEFGHIJ"


class Variant(msgspec.Struct, frozen=True):
    """A question as it is asked once.

    `options` and `items` stand in the order in which they are shown; `places[i]` is the place in
    the file of the i-th shown one. `values` are the numbers drawn and computed.
    """

    id: str
    seed: int
    question: AnyQuestion
    values: dict[str, Value]
    prompt: str
    explanation: str
    hint: str
    options: tuple[Option, ...] = ()
    items: tuple[str, ...] = ()
    places: tuple[int, ...] = ()

    @property
    def kind(self) -> str:
        """The kind's name, as the file has it."""
        return kind(self.question)


def draw(full_id: str, question: AnyQuestion, seed: int) -> Variant:
    """The variant of a question that a seed stands for: the same on every machine, every time.

    Raises
    ------
    ExpressionError
        An expression of the question cannot be evaluated, or its `where` is never met.
    """
    rng = random.Random(f"{full_id}:{seed}")
    values = draw_values(question, rng)
    count = 0
    options: tuple[Option, ...] = ()
    items: tuple[str, ...] = ()
    if isinstance(question, Choice | Multi):
        count = len(question.options)
    elif isinstance(question, Order):
        count = len(question.items)
    places = list(range(count))
    rng.shuffle(places)
    if isinstance(question, Order) and places == sorted(places):
        places = places[1:] + places[:1]  # shown in the right order, the question answers itself
    known = dict(values)
    if isinstance(question, Numeric) and values:
        known["answer"] = evaluate(question.answer, values)
    if isinstance(question, Choice | Multi):
        options = tuple(_filled_option(question.options[p], known) for p in places)
    elif isinstance(question, Order):
        items = tuple(fill(question.items[p], known) for p in places)
    return Variant(
        full_id,
        seed,
        question,
        values,
        fill(question.prompt, known),
        fill(question.explanation, known),
        fill(question.hint, known),
        options,
        items,
        tuple(places),
    )


def draw_values(question: AnyQuestion, rng: random.Random) -> dict[str, Value]:
    """The numbers of a template: `params` drawn, `let` computed, until `where` holds."""
    if not question.params:
        return {}
    for _ in range(MAX_TRIES):
        values: dict[str, Value] = {name: _drawn(p, rng) for name, p in question.params.items()}
        for name, expression in question.let.items():
            values[name] = evaluate(expression, values)
        if all(evaluate(condition, values) for condition in question.where):
            return values
    raise ExpressionError(f"no draw in {MAX_TRIES} meets `where`")


def _drawn(param: Param, rng: random.Random) -> Value:
    if param.int_ is not None:
        low, high = param.int_
        return low + param.step * rng.randint(0, (high - low) // param.step)
    if param.float_ is not None:
        return round(rng.uniform(*param.float_), param.decimals)
    return rng.choice(param.choice or [0])


def fill(text: str, values: Mapping[str, Value]) -> str:
    """The text with `{expression}` and `{expression:format}` replaced.

    A brace whose content is no expression over `values` stays as it is. Inside `$...$` the braces
    stay around the number, so that LaTeX keeps its grouping.
    """
    if not values or "{" not in text:
        return text
    parts, end = [], 0
    for maths in _MATHS.finditer(text):
        parts.append(_filled(text[end : maths.start()], values, "{}"))
        parts.append(_filled(maths.group(), values, "{{{}}}"))
        end = maths.end()
    return "".join([*parts, _filled(text[end:], values, "{}")])


def _filled(text: str, values: Mapping[str, Value], around: str) -> str:
    def value(match: re.Match[str]) -> str:
        expression, form = " ".join(match[1].split()), match[2]
        used = names_in(expression)
        if not used or not used <= values.keys():
            return match.group()
        return around.format(formatted(evaluate(expression, values), form or ""))

    return _PLACEHOLDER.sub(value, text)


def formatted(value: Value, form: str = "") -> str:
    """A value as a reader wants it: whole numbers without `.0`, others to six digits."""
    if form and not isinstance(value, str):
        try:
            return format(value, form)
        except ValueError as error:
            raise ExpressionError(f"format {form!r}: {error}") from None
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else f"{value:.6g}"
    return str(value)


def _filled_option(option: Option, values: Mapping[str, Value]) -> Option:
    if not values:
        return option
    return msgspec.structs.replace(
        option, text=fill(option.text, values), why=fill(option.why, values)
    )
