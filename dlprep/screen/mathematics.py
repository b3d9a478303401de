"""LaTeX formulas as one line of Unicode, with their grouping kept.

The parser is pylatexenc's, with a table of our own commands in place of its large one; the text is
made here. Importing it takes 14 ms, the first formula 1 ms and each further one about 0.3 ms,
so it is imported when the first formula comes. What else was weighed stands in the design notes.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from typing import Any

from dlprep.screen.console import harmless
from dlprep.screen.pieces import Piece, fraction, grouped, joined, root, scripted
from dlprep.screen.symbols import ACCENTS, CHARACTERS, LETTERLIKE, SILENT, SPACES, SYMBOLS

_MARKS = frozenset("^_")
LONGEST = 4000  # characters; nobody reads a longer formula on one line
_NUMBER = re.compile(r"\d+(?:,\d{3}(?!\d))*(?:\.\d+)?|\.\d+")
_LETTERS = re.compile(r"[^\W\d_]+")
_PERCENT = re.compile(r"(?<!\\)((?:\\\\)*)%")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_UPRIGHT = frozenset(
    "text textrm textbf textit textsf texttt textnormal mbox mathrm mathsf mathtt mathit mathbf "
    "mathnormal boldsymbol bm operatorname".split()
)
_BRACES = frozenset("underbrace overbrace boxed mathop mathbin mathrel mathord phantom".split())
_FRACTIONS = frozenset(("frac", "dfrac", "tfrac", "cfrac"))
_PAIRS = frozenset(("binom", "dbinom", "tbinom", "overset", "stackrel", "underset"))
_ROOTS = {"": "√", "2": "√", "3": "∛", "4": "∜"}
_MATRICES = {"vmatrix": "||", "Vmatrix": "‖‖", "pmatrix": "[]", "smallmatrix": "[]", "array": "[]"}
_LISTS = frozenset("aligned align align* alignedat split gather gathered gather* equation".split())
_CONDITION = re.compile("(?:if|otherwise|else|for|when|where|with|and|unless)\\b")


class _UnknownError(Exception):
    """The formula has something that only its source can show."""


def in_unicode(latex: str) -> str:
    """The formula, without its dollar signs, as one line of Unicode; broken LaTeX as it is written.

    Control characters are shown as their code points. Nothing is raised.

    >>> in_unicode(r"\\frac{TP}{TP+FP}")
    'TP / (TP + FP)'
    """
    source = " ".join(harmless(latex).split())
    if len(latex) > LONGEST or _CONTROL.search(latex):
        return source
    from pylatexenc.latexwalker import LatexWalker, LatexWalkerError

    try:
        walker = LatexWalker(
            _PERCENT.sub(r"\1\\%", source), latex_context=_commands(), tolerant_parsing=False
        )
        text = joined(_pieces(walker.get_latex_nodes()[0]))
    except (LatexWalkerError, _UnknownError, RecursionError):
        return source
    return unicodedata.normalize("NFC", text)


@cache
def _commands() -> Any:
    """The commands that take arguments, for the parser; every other one is a symbol."""
    from pylatexenc.macrospec import EnvironmentSpec, LatexContextDb, MacroSpec, SpecialsSpec

    arguments = {
        **dict.fromkeys((*_UPRIGHT, *_BRACES, *ACCENTS, *LETTERLIKE, "not", "pmod", "tag"), "{"),
        **dict.fromkeys((*_FRACTIONS, *_PAIRS), "{{"),
        **dict.fromkeys(("xrightarrow", "xleftarrow", "sqrt"), "[{"),
        "operatorname": "*{",
        "substack": "{",
    }
    database = LatexContextDb()
    database.add_context_category(
        "dlprep",
        macros=[MacroSpec(name, form) for name, form in arguments.items()],
        environments=[EnvironmentSpec("array", "{"), EnvironmentSpec("alignedat", "{")],
        specials=[SpecialsSpec("&"), SpecialsSpec("~")],
    )
    database.set_unknown_macro_spec(MacroSpec(""))
    database.set_unknown_environment_spec(EnvironmentSpec(""))
    return database


def _items(nodes: Iterable[Any]) -> Iterator[Any]:
    """The nodes, with text cut into numbers, words and single characters."""
    for node in nodes:
        if node is None:
            continue
        if not node.isNodeType(_type("LatexCharsNode")):
            yield node
            continue
        text, place = node.chars, 0
        while place < len(text):
            found = _NUMBER.match(text, place) or _LETTERS.match(text, place)
            part = found.group() if found else text[place]
            # After ^ or _ LaTeX takes one character: `x^23` is x² 3.
            if place and text[place - 1] in "^_":
                part = part[0]
            yield part
            place += len(part)


@cache
def _type(name: str) -> Any:
    from pylatexenc import latexwalker

    return getattr(latexwalker, name)


def _pieces(nodes: Iterable[Any]) -> list[Piece]:
    items = list(_items(nodes))
    pieces: list[Piece] = []
    place = 0
    while place < len(items):
        item = items[place]
        place += 1
        if isinstance(item, str):
            if item in _MARKS:
                below, above, place = _scripts(items, place - 1)
                _attach(pieces, below, above)
                continue
            _add_text(pieces, item, items, place)
        elif item.isNodeType(_type("LatexGroupNode")):
            inner = _pieces(item.nodelist)
            if inner and _text_at(items, place) in _MARKS:
                pieces.append(_as_one(inner))
            else:
                _add_group(pieces, inner)
        elif item.isNodeType(_type("LatexMacroNode")):
            if item.macroname in ("left", "right") and _text_at(items, place) == ".":
                place += 1  # an invisible bracket
            _add_macro(pieces, item)
        else:
            _add_other(pieces, item)
    return pieces


def _text_at(items: Sequence[Any], place: int) -> str:
    """The text at a place, empty past the end and for a node (whose `==` refuses a string)."""
    item = items[place] if place < len(items) else ""
    return item if isinstance(item, str) else ""


def _scripts(items: Sequence[Any], place: int) -> tuple[Any, Any, int]:
    """The subscript, the superscript (None: there is none) and the place after both."""
    found: dict[str, list[Piece]] = {}
    while (mark := _text_at(items, place)) in _MARKS and mark not in found:
        place += 1
        while _text_at(items, place).isspace():
            place += 1
        if place == len(items) or _text_at(items, place) in _MARKS:
            raise _UnknownError
        item = items[place]
        place += 1
        if isinstance(item, str):
            found[mark] = [Piece("ord", "′" if item == "'" else item)]
        elif item.isNodeType(_type("LatexGroupNode")):
            found[mark] = _pieces(item.nodelist)
        else:
            found[mark] = _pieces([item])
        if _text_at(items, place) == " " and _text_at(items, place + 1) in _MARKS:
            place += 1
    return found.get("_"), found.get("^"), place


def _attach(pieces: list[Piece], below: Any, above: Any) -> None:
    trailing = [pieces.pop()] if pieces and pieces[-1].kind == "space" else []
    base = pieces.pop() if pieces and pieces[-1].kind not in ("open", "punct", "slash") else None
    if not below and not above:
        pieces.extend([base] if base else [])
    else:
        pieces.extend([] if base else trailing)
        pieces.append(scripted(base, below or None, above or None))


def _as_one(inner: Sequence[Piece]) -> Piece:
    """A group as the base of a script, in brackets where it has several parts."""
    if len(inner) == 1:
        return inner[0]
    text = joined(inner, nested=True)
    bare = not (text[:1] in "+-" or (len(inner) > 1 and all(p.kind in ("ord", "num") for p in inner)))
    return Piece("ord", grouped(text) if bare else f"({text})")


def _add_group(pieces: list[Piece], inner: list[Piece]) -> None:
    """Braces that only group vanish; a negative number keeps its sign to itself."""
    if len(inner) == 1 and inner[0].kind in ("punct", "bin", "rel"):
        pieces.append(Piece("ord", inner[0].text))
    elif len(inner) > 1 and inner[0].text in ("+", "-") and pieces and _is_operand(pieces[-1]):
        pieces.append(Piece("ord", f" ({joined(inner)})"))
    else:
        pieces.extend(inner)


def _is_operand(piece: Piece) -> bool:
    return piece.kind in ("num", "ord", "close", "frac", "root")


def _add_text(pieces: list[Piece], item: str, items: Sequence[Any], place: int) -> None:
    follows = _text_at(items, place)
    last = pieces[-1] if pieces else None
    if item.isspace():
        words = follows[:1].isalpha() and last and last.kind == "ord"
        if words and last and max(len(last.text), len(follows)) > 1 and last.text[-1].isalpha():
            pieces.append(Piece("space", ""))  # `TP FP`, where LaTeX would run them together
    elif item == "'":
        _postfix(pieces, "′")
    elif item == "!" and last and _is_operand(last):
        _postfix(pieces, "!")
    elif item == ":":
        kind = "rel" if follows == "=" else "ord" if follows[:1].isdigit() else "punct"
        pieces.append(Piece(kind, ":"))
    elif item[0].isdigit() or (len(item) > 1 and item[0] == "."):
        pieces.append(Piece("num", item))
    elif item == "." and last:
        _postfix(pieces, ".")
    else:
        kind = CHARACTERS.get(item, "ord")
        pieces.append(Piece(kind, "-" if item == "−" else item))


def _postfix(pieces: list[Piece], mark: str) -> None:
    if pieces and pieces[-1].kind != "frac":
        last = pieces.pop()
        pieces.append(Piece(last.kind, last.text + mark, last.tight, last.apart))
    else:
        pieces.append(Piece("close", mark))


def _add_macro(pieces: list[Piece], node: Any) -> None:
    name = node.macroname
    if name in SILENT:
        return
    if name == "%":
        _postfix(pieces, "%")
    elif name == "\\":
        pieces.append(Piece("punct", ";"))
    elif name in SPACES:
        pieces.extend([Piece("space", "")] if SPACES[name] else [])
    elif name in SYMBOLS:
        kind, text = SYMBOLS[name]
        pieces.append(Piece(kind, text, "operator" if kind in ("word", "big") else ""))
    else:
        given = [a for a in getattr(node.nodeargd, "argnlist", None) or ()]
        handler = _handler(name)
        if handler is None:
            raise _UnknownError
        handler(pieces, name, given)


def _add_other(pieces: list[Piece], node: Any) -> None:
    if node.isNodeType(_type("LatexSpecialsNode")):
        pieces.extend([Piece("space", "")] if node.specials_chars == "~" else [])
    elif node.isNodeType(_type("LatexMathNode")):
        pieces.extend(_pieces(node.nodelist))
    elif node.isNodeType(_type("LatexEnvironmentNode")):
        pieces.extend(_environment(node))
    else:
        raise _UnknownError


def _inside(node: Any) -> list[Piece]:
    """The pieces of an argument, with or without braces."""
    if node is None:
        return []
    group = node.isNodeType(_type("LatexGroupNode"))
    return _pieces(node.nodelist if group else [node])


_Handler = Callable[[list[Piece], str, list[Any]], None]


def _handler(name: str) -> _Handler | None:
    if name in _FRACTIONS:
        return lambda out, _, args: out.append(fraction(_inside(args[0]), _inside(args[1])))
    if name in _UPRIGHT:
        return _upright
    if name in ACCENTS:
        return _accent
    if name in LETTERLIKE:
        return _letterlike
    if name in _BRACES:
        return lambda out, _, args: out.append(_as_one(_inside(args[0])))
    return _RARE.get(name)


def _upright(pieces: list[Piece], name: str, args: list[Any]) -> None:
    if name in ("mathbf", "boldsymbol", "bm", "mathit", "mathnormal", "mathsf", "mathtt"):
        _add_group(pieces, _inside(args[-1]))
        return
    words = _words(args[-1])
    if len(words.strip()) == 1 and words.strip().isalpha():
        pieces.append(Piece("ord", words.strip()))
        return
    pieces.extend([Piece("space", "")] if words[:1] == " " else [])
    if words.strip():
        operator = "operator" if name == "operatorname" else ""
        pieces.append(Piece("word", " ".join(words.split()), operator))
    pieces.extend([Piece("space", "")] if words[-1:] == " " else [])


def _words(node: Any) -> str:
    """Text as it stands, with the formulas in it rendered."""
    if node.isNodeType(_type("LatexGroupNode")):
        return "".join(_words(n) for n in node.nodelist)
    if node.isNodeType(_type("LatexCharsNode")):
        return str(node.chars)
    if node.isNodeType(_type("LatexMacroNode")) and node.macroname in _UPRIGHT:
        return _words(node.nodeargd.argnlist[-1])
    if node.isNodeType(_type("LatexMacroNode")) and SPACES.get(node.macroname) is not None:
        return SPACES[node.macroname] + str(node.macro_post_space)
    return joined(_pieces([node])) or " "


def _accent(pieces: list[Piece], name: str, args: list[Any]) -> None:
    inner = _inside(args[0])
    text = joined(inner, nested=True)
    if len(inner) == 1 and sum(c.isalnum() for c in text[:2]) == 1 or name in ("overline", "bar"):
        every = name in ("overline", "bar") and len(text) > 1
        marked = re.sub(r"[^\W_]", lambda m: m.group() + ACCENTS[name], text, 0 if every else 1)
        pieces.append(Piece("ord", marked))
    else:
        pieces.append(Piece("word", f"{name.removeprefix('wide')}({text})"))


def _letterlike(pieces: list[Piece], name: str, args: list[Any]) -> None:
    text = joined(_inside(args[0]))
    pieces.append(Piece("ord", "".join(LETTERLIKE[name].get(c, c) for c in text)))


def _root(pieces: list[Piece], _name: str, args: list[Any]) -> None:
    degree = joined(_inside(args[0]), nested=True)
    sign = _ROOTS.get(degree)
    if sign is None:
        sign = scripted(Piece("ord", ""), None, _inside(args[0])).text + "√"
    pieces.append(root(_inside(args[1]), sign))


def _stacked(pieces: list[Piece], name: str, args: list[Any]) -> None:
    script, inner = _inside(args[0]), _inside(args[1])
    below, above = (script, None) if name == "underset" else (None, script)
    pieces.append(scripted(_as_one(inner), below or None, above or None))


def _arrow(pieces: list[Piece], name: str, args: list[Any]) -> None:
    arrow = Piece("rel", "→" if name == "xrightarrow" else "←")
    pieces.append(scripted(arrow, None, _inside(args[1]) or None))


def _binomial(pieces: list[Piece], _name: str, args: list[Any]) -> None:
    above, below = (joined(_inside(a), nested=True) for a in args)
    pieces.append(Piece("ord", f"C({above}, {below})", apart=True))


def _negated(pieces: list[Piece], _name: str, args: list[Any]) -> None:
    inner = _inside(args[0])
    text = unicodedata.normalize("NFC", joined(inner) + "\u0338")
    pieces.append(Piece("rel", text))


def _modulo(pieces: list[Piece], _name: str, args: list[Any]) -> None:
    pieces.extend([Piece("space", ""), Piece("word", f"(mod {joined(_inside(args[0]))})")])


_RARE: dict[str, _Handler] = {
    "sqrt": _root,
    "overset": _stacked,
    "stackrel": _stacked,
    "underset": _stacked,
    "xrightarrow": _arrow,
    "xleftarrow": _arrow,
    "binom": _binomial,
    "dbinom": _binomial,
    "tbinom": _binomial,
    "not": _negated,
    "pmod": _modulo,
    "substack": lambda out, _, args: out.extend(_inside(args[0])),
    "tag": lambda out, _, args: out.append(Piece("word", f"({_words(args[0])})")),
}


def _environment(node: Any) -> list[Piece]:
    """Rows and cells on one line: `(1 if x > 0; 0 otherwise)`, `[1, 2; 3, 4]`."""
    name = node.environmentname
    rows = [[joined(cell) for cell in row] for row in _rows(node.nodelist)]
    rows = [row for row in rows if any(row)]
    if name in ("cases", "cases*", "dcases", "rcases"):
        return [Piece("ord", "(" + "; ".join(_case(row) for row in rows) + ")")]
    if name in _LISTS:
        return [Piece("ord", "; ".join(" ".join(filter(None, row)) for row in rows))]
    if name in _MATRICES or name.rstrip("*") in ("matrix", "bmatrix", "Bmatrix"):
        left, right = _MATRICES.get(name, "[]")
        return [Piece("ord", left + "; ".join(", ".join(row) for row in rows) + right)]
    raise _UnknownError


def _rows(nodes: Iterable[Any]) -> list[list[list[Piece]]]:
    rows: list[list[list[Any]]] = [[[]]]
    for node in nodes:
        if node.isNodeType(_type("LatexMacroNode")) and node.macroname == "\\":
            rows.append([[]])
        elif node.isNodeType(_type("LatexSpecialsNode")) and node.specials_chars == "&":
            rows[-1].append([])
        else:
            rows[-1][-1].append(node)
    return [[_pieces(cell) for cell in row] for row in rows]


def _case(row: Sequence[str]) -> str:
    value, *conditions = [cell.rstrip(" ,.;") for cell in row]
    condition = " ".join(filter(None, conditions))
    if not condition:
        return value
    return f"{value} {condition}" if _CONDITION.match(condition) else f"{value} if {condition}"
