"""YAML 1.2 core scalars on PyYAML's C loader: plain data and the place of every value, nothing run."""

import math
import re
from typing import Any

import yaml

MAX_DEPTH = 40
_CORE = "tag:yaml.org,2002:"
_CONTAINERS = {_CORE + "map", _CORE + "seq"}
Plain = Any
Place = tuple[int, int]
DocPath = tuple[str | int, ...]


class Fault(Exception):
    """The text is not YAML; `line` and `column` count from 1."""

    def __init__(self, what: str, line: int, column: int) -> None:
        super().__init__(what)
        self.what, self.line, self.column = what, line, column


class _Loader(yaml.CSafeLoader):
    """The safe C loader with YAML 1.2 scalars instead of YAML 1.1's `no`, `12:30` and `1_000`."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012


_Loader.add_implicit_resolver(_CORE + "null", re.compile(r"^(?:~|null|Null|NULL|)$"), None)
_Loader.add_implicit_resolver(
    _CORE + "bool", re.compile(r"^(?:true|True|TRUE|false|False|FALSE)$"), list("tTfF")
)
_Loader.add_implicit_resolver(
    _CORE + "int", re.compile(r"^(?:[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+)$"), list("-+0123456789")
)
_Loader.add_implicit_resolver(
    _CORE + "float",
    re.compile(
        r"^(?:[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?"
        r"|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$"
    ),
    list("-+.0123456789"),
)


class Document:
    """One parsed file: `data` as plain Python, `faults` found while reading, places on request."""

    def __init__(self, text: str) -> None:
        """Parse; raises `Fault` when the text as a whole is not one YAML document."""
        try:
            self._root = yaml.compose(text, Loader=_Loader)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
            raise Fault(f"not YAML: {error.problem or error.context}", line, column) from None
        except yaml.YAMLError as error:
            raise Fault(f"not YAML: {str(error).splitlines()[0]}", 1, 1) from None
        except RecursionError:
            raise Fault("nested too deeply", 1, 1) from None
        self.faults: list[tuple[DocPath, Place, str]] = []
        self._seen: set[int] = set()
        self.data: Plain = None if self._root is None else self._plain(self._root, ())

    def place(self, path: DocPath) -> Place:
        """Line and column (from 1) of the value at a path, or of the nearest thing around it."""
        node = self._root
        for part in path:
            below = _child(node, part)
            if below is None:
                break
            node = below
        return _place(node) if node is not None else (1, 1)

    def key_place(self, path: DocPath) -> Place:
        """Line and column of the key that a path ends in."""
        node = self._root
        for part in path[:-1]:
            node = _child(node, part)
        if isinstance(node, yaml.MappingNode):
            for key, _ in node.value:
                if getattr(key, "value", None) == path[-1]:
                    return _place(key)
        return self.place(path)

    def _fault(self, path: DocPath, node: yaml.Node, what: str) -> None:
        self.faults.append((path, _place(node), what))

    def _plain(self, node: yaml.Node, path: DocPath) -> Plain:
        if len(path) > MAX_DEPTH:
            self._fault(path, node, f"nested deeper than {MAX_DEPTH} levels, expected a flat file")
            return None
        if not isinstance(node, yaml.ScalarNode):
            if id(node) in self._seen:
                self._fault(path, node, "an alias (*name), expected the text itself")
                return None
            self._seen.add(id(node))
            if node.tag not in _CONTAINERS:
                self._fault(path, node, f"tag {node.tag!r}, expected plain YAML without tags")
                return None
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return [self._plain(item, (*path, n)) for n, item in enumerate(node.value)]
        return self._scalar(node, path)

    def _mapping(self, node: yaml.MappingNode, path: DocPath) -> dict[str, Plain]:
        result: dict[str, Plain] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                self._fault(path, key, "a key that is not text, expected a name")
                continue
            if key.value in result:
                self._fault((*path, key.value), key, "key given twice, expected once")
                continue
            result[key.value] = self._plain(value, (*path, key.value))
        return result

    def _scalar(self, node: yaml.Node, path: DocPath) -> Plain:
        tag, text = node.tag, node.value
        if tag == _CORE + "str":
            return text
        if tag == _CORE + "null":
            return None
        if tag == _CORE + "bool":
            return text.lower() == "true"
        try:
            if tag == _CORE + "int":
                return int(text, 0) if text[:2] in ("0o", "0x") else int(text)
            if tag == _CORE + "float":
                number = float(text.replace(".inf", "inf").replace(".nan", "nan").lower())
                if math.isfinite(number):
                    return number
        except ValueError:
            pass
        else:
            if tag not in (_CORE + "int", _CORE + "float"):
                self._fault(path, node, f"tag {tag!r}, expected plain YAML without tags")
                return None
        self._fault(path, node, f"{text[:40]!r} is no finite number, expected one")
        return None


def _place(node: yaml.Node) -> Place:
    return node.start_mark.line + 1, node.start_mark.column + 1


def _child(node: yaml.Node | None, part: str | int) -> yaml.Node | None:
    if isinstance(node, yaml.MappingNode):
        return next((v for k, v in node.value if getattr(k, "value", None) == part), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
        found: yaml.Node = node.value[part]
        return found
    return None
