"""Values on their way out of the child: plain JSON, in which a list is no tuple and NaN is a number.

A scalar stands for itself; everything else is an object with its type `t` and its value `v`.
"""

import math
import sys
from typing import Any

MAX_NODES = 200_000
DEEPEST = 40


def encoded(value: Any) -> Any:
    """The value as JSON; what has no form there is told by its type and `repr`."""
    return _encoded(value, 0, [MAX_NODES])


def _encoded(value: Any, depth: int, left: list[int]) -> Any:
    left[0] -= 1
    if left[0] < 0 or depth > DEEPEST:
        raise ValueError("the result is too large")
    if value is None or isinstance(value, bool | str):
        return value if value is None or isinstance(value, bool) else str(value)
    if isinstance(value, int):
        return int(value)
    if isinstance(value, float):
        return float(value)
    numpy: Any = sys.modules.get("numpy")
    if numpy is not None and isinstance(value, numpy.generic):
        return _encoded(value.item(), depth + 1, left)
    if numpy is not None and isinstance(value, numpy.ndarray):
        left[0] -= value.size
        return {
            "t": "array",
            "v": [_encoded(x, depth + 1, left) for x in value.ravel().tolist()],
            "shape": list(value.shape),
        }
    for kind in (list, tuple):
        if isinstance(value, kind):
            return {"t": kind.__name__, "v": [_encoded(x, depth + 1, left) for x in value]}
    if isinstance(value, set | frozenset):
        items = sorted(value, key=repr)
        return {"t": "set", "v": [_encoded(x, depth + 1, left) for x in items]}
    if isinstance(value, dict):
        pairs = [[_encoded(x, depth + 1, left) for x in pair] for pair in value.items()]
        return {"t": "dict", "v": pairs}
    return {"t": "other", "v": repr(value)[:300], "of": type(value).__name__}


def decoded(tree: Any) -> Any:
    """The value again, for the child that checks it; what had no form comes back as its `repr`."""
    if not isinstance(tree, dict):
        return tree
    kind, value = tree["t"], tree["v"]
    if kind == "array":
        import numpy

        return numpy.array([decoded(x) for x in value]).reshape(tree["shape"])
    if kind == "dict":
        return {_key(decoded(k)): decoded(v) for k, v in value}
    if kind == "other":
        return value
    makers: dict[str, Any] = {"list": list, "tuple": tuple, "set": set}
    return makers[kind](decoded(x) for x in value)


def _key(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def same(got: Any, wanted: Any, tolerance: float) -> bool:
    """Whether two encoded values are equal, numbers within `tolerance` (relative beyond 1).

    Lists, tuples and arrays are the same kind of thing; so are 1 and 1.0. NaN equals NaN.
    """
    if isinstance(got, dict) or isinstance(wanted, dict):
        if not (isinstance(got, dict) and isinstance(wanted, dict)):
            flat = _scalar(got), _scalar(wanted)
            return not any(isinstance(x, dict) for x in flat) and same(*flat, tolerance)
        return _same_containers(got, wanted, tolerance)
    if isinstance(got, int | float) and isinstance(wanted, int | float):
        return close(got, wanted, tolerance)
    return type(got) is type(wanted) and bool(got == wanted)


def close(got: float, wanted: float, tolerance: float) -> bool:
    """Whether two numbers are equal within `tolerance`, which is relative beyond 1."""
    if got == wanted:
        return True
    if isinstance(got, int) and isinstance(wanted, int) and max(abs(got), abs(wanted)) > 2**53:
        return False
    if math.isnan(got) or math.isnan(wanted):
        return math.isnan(got) and math.isnan(wanted)
    if math.isinf(got) or math.isinf(wanted):
        return False
    return abs(got - wanted) <= tolerance * max(1.0, abs(wanted))


def _scalar(value: Any) -> Any:
    """What an array without dimensions holds."""
    if isinstance(value, dict) and value["t"] == "array" and value["shape"] == []:
        return value["v"][0]
    return value


def _same_containers(got: dict[str, Any], wanted: dict[str, Any], tolerance: float) -> bool:
    kinds = got["t"], wanted["t"]
    if kinds == ("array", "array"):
        return got["shape"] == wanted["shape"] and _pairwise(got["v"], wanted["v"], tolerance)
    if set(kinds) <= {"list", "tuple", "array"}:
        return _pairwise(_rows(got), _rows(wanted), tolerance)
    if kinds[0] != kinds[1] or kinds[0] == "other":
        return False
    left, right = list(got["v"]), wanted["v"]
    if len(left) != len(right):
        return False
    for item in right:
        pair = {"t": "list", "v": item} if kinds[0] == "dict" else item
        found = next(
            (
                n
                for n, other in enumerate(left)
                if same({"t": "list", "v": other} if kinds[0] == "dict" else other, pair, tolerance)
            ),
            None,
        )
        if found is None:
            return False
        left.pop(found)
    return True


def _pairwise(got: list[Any], wanted: list[Any], tolerance: float) -> bool:
    return len(got) == len(wanted) and all(
        same(a, b, tolerance) for a, b in zip(got, wanted, strict=True)
    )


def _rows(value: dict[str, Any]) -> list[Any]:
    """The items of a sequence; those of an array are numbers or arrays of one dimension less."""
    if value["t"] != "array":
        return list(value["v"])
    shape = value["shape"]
    if len(shape) <= 1:
        return list(value["v"])
    width = math.prod(shape[1:])
    return [
        {"t": "array", "v": value["v"][n * width : (n + 1) * width], "shape": shape[1:]}
        for n in range(shape[0])
    ]


def shown(tree: Any, most: int = 400) -> str:
    """An encoded value as Python would write it, cut to `most` characters."""
    text = _shown(tree, most)
    return text if len(text) <= most else f"{text[: most - 3]}..."


def _shown(tree: Any, most: int) -> str:
    if isinstance(tree, float):
        return repr(tree) if tree.is_integer() and abs(tree) < 1e16 else f"{tree:.10g}"
    if not isinstance(tree, dict):
        return repr(tree)
    kind = tree["t"]
    if kind == "other":
        return f"{tree['v']} (a {tree.get('of', '?')})"
    if kind == "array":
        return (
            f"array({_listed(_nested(tree), most)})"
            if tree["shape"]
            else _shown(tree["v"][0], most)
        )
    if kind == "dict":
        return f"{{{_joined(tree['v'], most, ': ')}}}"
    inside = _joined([[item] for item in tree["v"]], most)
    if kind == "tuple":
        return f"({inside},)" if len(tree["v"]) == 1 else f"({inside})"
    if kind == "set":
        return f"{{{inside}}}" if tree["v"] else "set()"
    return f"[{inside}]"


def _joined(groups: list[list[Any]], most: int, between: str = "") -> str:
    """The groups' values, until there is more than anyone reads."""
    parts: list[str] = []
    length = 0
    for group in groups:
        parts.append(between.join(_shown(item, most) for item in group))
        length += len(parts[-1])
        if length > most:
            break
    return ", ".join(parts)


def _nested(tree: dict[str, Any]) -> list[Any]:
    return [_nested(row) if isinstance(row, dict) else row for row in _rows(tree)]


def _listed(items: list[Any], most: int) -> str:
    parts = [_listed(x, most) if isinstance(x, list) else _shown(x, most) for x in items]
    return f"[{', '.join(parts)}]"
