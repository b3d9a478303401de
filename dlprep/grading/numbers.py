"""Reads a number as people type it: `0.8`, `80%`, `4/5`, `1e-3`, `2^10`, `3.2M`, `1.5 GB`."""

import re

from dlprep.bank.expressions import ExpressionError, number
from dlprep.errors import UnreadableAnswerError

_MAGNITUDE = {
    "k": 1e3, "thousand": 1e3, "m": 1e6, "mio": 1e6, "mn": 1e6, "million": 1e6, "millions": 1e6,
    "b": 1e9, "bn": 1e9, "billion": 1e9, "billions": 1e9, "t": 1e12, "tn": 1e12, "trillion": 1e12,
}  # fmt: skip
_BYTES = {
    "b": 1.0, "byte": 1.0, "bytes": 1.0, "kb": 1e3, "mb": 1e6, "gb": 1e9, "tb": 1e12, "pb": 1e15,
    "kib": 2.0**10, "mib": 2.0**20, "gib": 2.0**30, "tib": 2.0**40,
}  # fmt: skip
_SECONDS = {
    "ns": 1e-9, "us": 1e-6, "µs": 1e-6, "ms": 1e-3, "s": 1.0, "sec": 1.0, "second": 1.0,
    "seconds": 1.0, "min": 60.0, "minute": 60.0, "minutes": 60.0, "h": 3600.0, "hour": 3600.0,
    "hours": 3600.0, "day": 86400.0, "days": 86400.0,
}  # fmt: skip
_LITRES = {
    "ml": 1e-3,
    "cl": 1e-2,
    "l": 1.0,
    "litre": 1.0,
    "litres": 1.0,
    "liter": 1.0,
    "liters": 1.0,
}
_FAMILIES = (_BYTES, _SECONDS, _LITRES)
_PLAIN = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?\Z", re.IGNORECASE)
_SPLIT = re.compile(r"^([-+0-9.eE_^*/() ]*[0-9.)])\s*([^\d\s].*)?$")
_GROUPED = re.compile(r"(?<![\d.])(\d{1,3})((?:[,_\u202f\u00a0']\d{3})+)(?!\d)")
EXAMPLES = "a number such as 0.8, 80%, 4/5, 1e-3, 2^10, 3.2M or 1.5 GB"


def read_number(text: str, unit: str = "") -> float:
    """The number that was typed, in the question's `unit`.

    A magnitude (`K M B T`, `million`) multiplies; a unit of bytes, time or volume is converted; a
    percent sign divides by 100, unless the question's own unit is `%`.

    Raises
    ------
    UnreadableAnswerError
        The text is no number, or has a unit that does not fit.
    """
    plain = text.strip().replace("\u2212", "-").replace("\u00d7", "*").replace("~", "")
    plain = plain.strip().lstrip("≈=$€").strip()
    plain = _GROUPED.sub(lambda m: m[1] + re.sub(r"\D", "", m[2]), plain)
    if _PLAIN.match(plain):
        return _finite(plain, text)
    parts = _SPLIT.match(plain)
    if not parts:
        raise UnreadableAnswerError(f"{_short(text)} is no number: type {EXAMPLES}")
    head, tail = parts.group(1), (parts.group(2) or "").strip()
    return _finite(head, text) * _factor(tail, unit, text)


def _finite(expression: str, text: str) -> float:
    # "007" and "1e5" are numbers to a person, but the former is no Python expression
    try:
        if _PLAIN.match(expression):
            value = float(expression)
            if value in (float("inf"), float("-inf")):
                raise ExpressionError("too large")
            return value
        return number(expression.replace("^", "**"), {})
    except (ExpressionError, ValueError, OverflowError):
        raise UnreadableAnswerError(f"{_short(text)} is no number: type {EXAMPLES}") from None


def _factor(tail: str, unit: str, text: str) -> float:
    if not tail:
        return 1.0
    if tail.casefold() in ("%", "percent"):
        return 1.0 if unit == "%" else 0.01
    words = tail.split(None, 1)
    own = unit.casefold().strip()
    if own and _same_unit(tail, own):
        return 1.0
    family = next((f for f in _FAMILIES if own in f), None)
    if family and tail.casefold() in family:
        return family[tail.casefold()] / family[own]
    if words[0].casefold() in _MAGNITUDE:
        rest = words[1] if len(words) > 1 else ""
        return _MAGNITUDE[words[0].casefold()] * _factor(rest, unit, text)
    if not own and tail.casefold() in _BYTES:
        return _BYTES[tail.casefold()]
    wanted = f"in {unit}" if own else "without a unit"
    raise UnreadableAnswerError(
        f"{_short(text)} has a unit that does not fit: type a number {wanted}"
    )


def _same_unit(tail: str, own: str) -> bool:
    given = tail.casefold().strip(". ")
    heads = {own, own.rstrip("s"), own + "s", own.split()[0].split("/")[0]}
    return given in heads


def _short(text: str) -> str:
    text = text.strip()
    return repr(text if len(text) <= 40 else text[:37] + "...")
