"""Expressions of templates and keys, run in simpleeval with bounds on size, depth and exponent."""

import functools
import math
import operator
from collections.abc import Mapping
from typing import Any

Value = int | float | bool | str
MAX_LENGTH = 300
MAX_EXPONENT = 1024
MAX_DIGITS = 400
MAX_COUNT = 170


class ExpressionError(ValueError):
    """An expression that is not allowed or has no finite value; the message says why."""


def evaluate(expression: str | int | float, names: Mapping[str, Value]) -> Value:
    """The value of an expression over `names`, or `ExpressionError`.

    Numbers come back as they are. Only arithmetic, comparisons, `x if c else y` and the functions
    in `FUNCTIONS` are there; a result must be finite and below 10**400.
    """
    if not isinstance(expression, str):
        return _finite(expression)
    if len(expression) > MAX_LENGTH:
        raise ExpressionError(f"longer than {MAX_LENGTH} characters")
    evaluator = _evaluator()
    evaluator.names = {**CONSTANTS, **names}
    try:
        return _finite(evaluator.eval(expression, previously_parsed=_parsed(expression.strip())))
    except ExpressionError:
        raise
    except RecursionError:
        raise ExpressionError("nested too deeply") from None
    except ZeroDivisionError:
        raise ExpressionError("divides by zero") from None
    except Exception as error:  # simpleeval raises nearly anything for odd input
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise ExpressionError(reason[:120]) from None


def number(expression: str | int | float, names: Mapping[str, Value]) -> float:
    """The value of an expression as a finite float, or `ExpressionError`."""
    value = evaluate(expression, names)
    if isinstance(value, str):
        raise ExpressionError(f"gives the text {value!r}, expected a number")
    return float(value)


@functools.lru_cache(maxsize=4096)
def names_in(expression: str) -> frozenset[str] | None:
    """The names that an expression uses, or None when it is not an expression."""
    import ast

    if len(expression) > MAX_LENGTH:
        return None
    try:
        tree = ast.parse(expression.strip(), mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    known = set(FUNCTIONS) | set(CONSTANTS)
    return frozenset(n.id for n in ast.walk(tree) if isinstance(n, ast.Name)) - known


def _finite(value: Any) -> Value:
    if isinstance(value, str):
        return value
    if isinstance(value, bool | int | float):
        if isinstance(value, int) and value.bit_length() > MAX_DIGITS * 3.33:
            raise ExpressionError("the result is too large")
        if math.isfinite(value):
            return value
        raise ExpressionError("the result is not finite")
    raise ExpressionError(f"gives a {type(value).__name__}, expected a number")


def _power(base: Any, exponent: Any) -> Any:
    whole = isinstance(base, int) and isinstance(exponent, int)  # floats cannot grow without end
    if whole and (abs(exponent) > MAX_EXPONENT or base.bit_length() > 64):
        raise ExpressionError(f"a power beyond {MAX_EXPONENT} or of too large a base")
    result = base**exponent
    if isinstance(result, complex):
        raise ExpressionError("the result is not a real number")
    return _finite(result)


def _times(left: Any, right: Any) -> Any:
    if isinstance(left, str) or isinstance(right, str):
        raise ExpressionError("text cannot be multiplied")
    return _finite(left * right)


def _counted(function: Any) -> Any:
    @functools.wraps(function)
    def bounded(*args: Any) -> Any:
        if any(not isinstance(a, int) or abs(a) > MAX_COUNT * 10 for a in args):
            raise ExpressionError(f"{function.__name__} of anything but whole numbers up to 1700")
        return _finite(function(*args))

    return bounded


def _factorial(n: int) -> int:
    if n > MAX_COUNT:
        raise ExpressionError(f"factorial beyond {MAX_COUNT}")
    return math.factorial(n)


def _round(x: float, digits: int = 0) -> float:
    return round(x, int(digits)) if digits else round(x)


FUNCTIONS: dict[str, Any] = {
    "abs": abs, "min": min, "max": max, "round": _round, "sqrt": math.sqrt, "exp": math.exp,
    "log": math.log, "log2": math.log2, "log10": math.log10, "floor": math.floor,
    "ceil": math.ceil, "sin": math.sin, "cos": math.cos, "tanh": math.tanh, "erf": math.erf,
    "comb": _counted(math.comb), "factorial": _counted(_factorial),
}  # fmt: skip
CONSTANTS: dict[str, Value] = {"pi": math.pi, "e": math.e}


@functools.lru_cache(maxsize=4096)
def _parsed(expression: str) -> Any:
    return _evaluator().parse(expression)


@functools.cache
def _evaluator() -> Any:
    import ast

    import simpleeval  # 20 ms, and only when something is to be computed

    operators = {
        ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: _times, ast.Div: operator.truediv,
        ast.FloorDiv: operator.floordiv, ast.Mod: operator.mod, ast.Pow: _power,
        ast.Eq: operator.eq, ast.NotEq: operator.ne, ast.Lt: operator.lt, ast.LtE: operator.le,
        ast.Gt: operator.gt, ast.GtE: operator.ge, ast.USub: operator.neg, ast.UAdd: operator.pos,
        ast.Not: operator.not_,
    }  # fmt: skip
    return simpleeval.SimpleEval(operators=operators, functions=FUNCTIONS, names={})
