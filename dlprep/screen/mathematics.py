"""LaTeX formulas as one line of Unicode, with their grouping kept."""

import re
import unicodedata
from collections.abc import Callable, Sequence

from dlprep.screen import latex
from dlprep.screen.console import harmless
from dlprep.screen.latex import MARKS, BrokenError, Command, Environment, Group, Node
from dlprep.screen.pieces import Piece, fraction, grouped, joined, root, scripted
from dlprep.screen.symbols import ACCENTS, CHARACTERS, LETTERLIKE, SILENT, SPACES, SYMBOLS

LONGEST = 4000  # characters; nobody reads a longer formula on one line
_PLAIN = re.compile(r"[A-Za-z]|[0-9]+(?:\.[0-9]+)?")  # many are no more; they need no parser
_ROOTS = {"": "√", "2": "√", "3": "∛", "4": "∜"}
_MATRICES = {"vmatrix": "||", "Vmatrix": "‖‖", "smallmatrix": "[]", "array": "[]"}
_LISTS = frozenset("aligned align alignedat split gather gathered equation".split())
_CONDITION = re.compile("(?:if|otherwise|else|for|when|where|with|and|unless)\\b")
_OPERATOR = "operator"  # a sign after `log` or Σ belongs to what follows
_SPACE = Piece("space", "")


def in_unicode(source: str) -> str:
    r"""The formula, without its dollar signs, as one line of Unicode; broken LaTeX as it is written.

    Control characters are shown as their code points. Nothing is raised.

    >>> in_unicode(r"\frac{TP}{TP+FP}")
    'TP / (TP + FP)'
    """
    shown = harmless(source)
    text = " ".join(shown.split())
    if _PLAIN.fullmatch(text) or len(source) > LONGEST or shown != source.expandtabs(4):
        return text
    try:
        return unicodedata.normalize("NFC", joined(_pieces(latex.parse(text))))
    except (BrokenError, RecursionError):
        return text


def _pieces(nodes: Sequence[Node]) -> list[Piece]:
    pieces: list[Piece] = []
    place = 0
    while place < len(nodes):
        node = nodes[place]
        place += 1
        if isinstance(node, str):
            if node in MARKS:
                below, above, place = _scripts(nodes, place - 1)
                _attach(pieces, below, above)
            else:
                _add_text(pieces, node, _text_at(nodes, place))
        elif isinstance(node, Group):
            inner = _pieces(node.nodes)
            if inner and _text_at(nodes, place) in MARKS:
                pieces.append(_as_one(inner))
            else:
                _add_group(pieces, inner)
        elif isinstance(node, Environment):
            pieces.append(_environment(node))
        else:
            if node.name in ("left", "right") and _text_at(nodes, place) == ".":
                place += 1  # an invisible bracket
            _add_command(pieces, node)
    return pieces


def _text_at(nodes: Sequence[Node], place: int) -> str:
    """The text at a place; empty past the end and where no text is."""
    node = nodes[place] if place < len(nodes) else ""
    return node if isinstance(node, str) else ""


_Script = list[Piece] | None


def _scripts(nodes: Sequence[Node], place: int) -> tuple[_Script, _Script, int]:
    """The subscript, the superscript and the place after both."""
    found: dict[str, list[Piece]] = {}
    while (mark := _text_at(nodes, place)) in MARKS and mark not in found:
        place += 1
        while _text_at(nodes, place).isspace():
            place += 1
        if place == len(nodes) or _text_at(nodes, place) in MARKS:
            raise BrokenError
        node = nodes[place]
        found[mark] = _pieces(node.nodes if isinstance(node, Group) else [node])
        place += 1
        if _text_at(nodes, place).isspace() and _text_at(nodes, place + 1) in MARKS:
            place += 1
    return found.get("_") or None, found.get("^") or None, place


def _attach(pieces: list[Piece], below: _Script, above: _Script) -> None:
    if not (below or above):
        return
    bare = not pieces or pieces[-1].kind in ("open", "punct", "slash", "space")
    pieces.append(scripted(None if bare else pieces.pop(), below, above))


def _as_one(inner: Sequence[Piece]) -> Piece:
    """A group as the base of a script, in brackets where it has several parts."""
    if len(inner) == 1:
        return inner[0]
    text = joined(inner, nested=True)
    product = all(p.kind in ("ord", "num") for p in inner)
    return Piece("ord", f"({text})" if product or text[:1] in "+-" else grouped(text))


def _add_group(pieces: list[Piece], inner: Sequence[Piece]) -> None:
    """Braces that only group vanish; a negative number keeps its sign to itself."""
    if len(inner) == 1 and inner[0].kind in ("punct", "bin", "rel"):
        pieces.append(Piece("ord", inner[0].text))
    elif len(inner) > 1 and inner[0].text in ("+", "-") and pieces and _is_operand(pieces[-1]):
        pieces += [_SPACE, Piece("ord", f"({joined(inner)})")]
    else:
        pieces.extend(inner)


def _is_operand(piece: Piece) -> bool:
    return piece.kind in ("num", "ord", "close", "frac", "root")


def _add_text(pieces: list[Piece], text: str, follows: str) -> None:
    last = pieces[-1] if pieces else Piece("open", "")
    if text.isspace():
        words = last.kind == "ord" and last.text.isalpha() and follows[:1].isalpha()
        if words and last.text.isascii() and max(len(last.text), len(follows)) > 1:
            pieces.append(_SPACE)  # `TP FP`, where LaTeX would run them together
    elif text in ("'", ".") or (text == "!" and _is_operand(last)):
        _postfix(pieces, "′" if text == "'" else text)
    elif text == ":":
        kind = "rel" if follows == "=" else "ord" if follows[:1].isdigit() else "punct"
        pieces.append(Piece(kind, ":"))
    elif text[-1].isdigit():
        pieces.append(Piece("num", text))
    else:
        pieces.append(Piece(CHARACTERS.get(text, "ord"), "-" if text == "−" else text))


def _postfix(pieces: list[Piece], mark: str) -> None:
    if pieces and pieces[-1].kind not in ("frac", "space"):
        last = pieces.pop()
        pieces.append(Piece(last.kind, last.text + mark, last.tight, last.apart))
    else:
        pieces.append(Piece("ord", mark))


def _add_command(pieces: list[Piece], node: Command) -> None:
    name = node.name
    if name in SILENT:
        return
    if name == "%":
        _postfix(pieces, "%")
    elif name in SPACES:
        pieces.extend([_SPACE] if SPACES[name] else [])
    elif name in SYMBOLS:
        kind, text = SYMBOLS[name]
        pieces.append(Piece(kind, text, _OPERATOR if kind in ("word", "big") else ""))
    elif name in _COMMANDS:
        _COMMANDS[name](pieces, node)
    else:
        raise BrokenError


def _fraction(pieces: list[Piece], node: Command) -> None:
    above, below = node.arguments
    pieces.append(fraction(_pieces(above), _pieces(below)))


def _font(pieces: list[Piece], node: Command) -> None:
    _add_group(pieces, _pieces(node.arguments[0]))


def _braced(pieces: list[Piece], node: Command) -> None:
    inner = _pieces(node.arguments[0])
    pieces.extend([_as_one(inner)] if inner else [])


def _text(pieces: list[Piece], node: Command) -> None:
    words = _words(node.arguments[-1])
    if len(words) == 1 and words.isalpha():
        pieces.append(Piece("ord", words))
        return
    operator = _OPERATOR if node.name == "operatorname" else ""
    word = [Piece("word", " ".join(words.split()), operator)] if words.strip() else []
    before, after = words[:1].isspace(), words[-1:].isspace()
    pieces += [*[_SPACE][: int(before)], *word, *[_SPACE][: int(after)]]


def _words(nodes: Sequence[Node]) -> str:
    """Text as it stands, with what is not text rendered."""
    shown = ""
    for node in nodes:
        if isinstance(node, str):
            shown += node
        elif isinstance(node, Group):
            shown += joined(_pieces(node.nodes)) if "_" in node.nodes else _words(node.nodes)
        elif isinstance(node, Command) and node.name in latex.TEXTS:
            shown += _words(node.arguments[-1])
        elif isinstance(node, Command) and node.name in SPACES:
            shown += SPACES[node.name]
        else:
            shown += joined(_pieces([node]))
    return shown


def _accent(pieces: list[Piece], node: Command) -> None:
    text = joined(_pieces(node.arguments[0]), nested=True)
    accent, over = ACCENTS[node.name], node.name in ("bar", "overline", "underline")
    letters = sum(c.isalnum() and c not in _SMALL for c in text)
    if letters == 1 or (over and text.isalnum()):
        marked = re.sub(rf"[^\W_{_SMALL}]", lambda m: m.group() + accent, text)
        pieces.append(Piece("ord", marked))
    else:
        pieces.append(Piece("word", f"{node.name.removeprefix('wide')}({text})"))


_SMALL = "₀₁₂₃₄₅₆₇₈₉ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ⁰¹²³⁴⁵⁶⁷⁸⁹ᵀ"


def _letterlike(pieces: list[Piece], node: Command) -> None:
    text = joined(_pieces(node.arguments[0]))
    pieces.append(Piece("ord", "".join(LETTERLIKE[node.name].get(c, c) for c in text)))


def _root(pieces: list[Piece], node: Command) -> None:
    degree = _pieces(node.arguments[0])
    sign = _ROOTS.get(joined(degree)) or scripted(None, None, degree).text + "√"
    pieces.append(root(_pieces(node.arguments[1]), sign))


def _stacked(pieces: list[Piece], node: Command) -> None:
    script, inner = (_pieces(a) or None for a in node.arguments)
    base = _as_one(inner) if inner else None
    under = node.name == "underset"
    pieces.append(scripted(base, script if under else None, None if under else script))


def _arrow(pieces: list[Piece], node: Command) -> None:
    arrow = Piece("rel", "→" if node.name == "xrightarrow" else "←")
    pieces.append(scripted(arrow, None, _pieces(node.arguments[1]) or None))


def _binomial(pieces: list[Piece], node: Command) -> None:
    above, below = (joined(_pieces(a), nested=True) for a in node.arguments)
    pieces.append(Piece("ord", f"C({above}, {below})", apart=True))


def _negated(pieces: list[Piece], node: Command) -> None:
    text = joined(_pieces(node.arguments[0]))
    pieces.append(Piece("rel", text[:1] + "\u0338" + text[1:]))


def _modulo(pieces: list[Piece], node: Command) -> None:
    pieces += [_SPACE, Piece("word", f"(mod {joined(_pieces(node.arguments[0]))})")]


def _tag(pieces: list[Piece], node: Command) -> None:
    pieces += [_SPACE, Piece("word", f"({_words(node.arguments[0])})")]


def _line_end(pieces: list[Piece], _: Command) -> None:
    pieces.append(Piece("punct", ";"))


_COMMANDS: dict[str, Callable[[list[Piece], Command], None]] = {
    **dict.fromkeys(latex.FRACTIONS, _fraction),
    **dict.fromkeys(latex.FONTS | {"substack"}, _font),
    **dict.fromkeys(latex.TEXTS, _text),
    **dict.fromkeys(latex.BRACES, _braced),
    **dict.fromkeys(latex.BINOMIALS, _binomial),
    **dict.fromkeys(latex.STACKS, _stacked),
    **dict.fromkeys(latex.ARROWS, _arrow),
    **dict.fromkeys(ACCENTS, _accent),
    **dict.fromkeys(LETTERLIKE, _letterlike),
    "sqrt": _root,
    "not": _negated,
    "pmod": _modulo,
    "tag": _tag,
    "\\": _line_end,
    "&": lambda _pieces, _node: None,
}


def _environment(node: Environment) -> Piece:
    """Rows and cells on one line: `(1 if x > 0; 0 otherwise)`, `[1, 2; 3, 4]`."""
    name = node.name.rstrip("*")
    rows = [row for row in _rows(node.nodes) if any(row)]
    if name in ("cases", "dcases", "rcases"):
        return Piece("ord", "(" + "; ".join(map(_case, rows)) + ")")
    if name in _LISTS:
        return Piece("ord", "; ".join(" ".join(filter(None, row)) for row in rows))
    if name in _MATRICES or name.endswith("matrix"):
        brackets = _MATRICES.get(name, "[]")
        return Piece("ord", brackets[0] + "; ".join(map(", ".join, rows)) + brackets[1])
    raise BrokenError


def _rows(nodes: Sequence[Node]) -> list[list[str]]:
    rows: list[list[list[Node]]] = [[[]]]
    for node in nodes:
        if isinstance(node, Command) and node.name == "\\":
            rows.append([[]])
        elif isinstance(node, Command) and node.name == "&":
            rows[-1].append([])
        else:
            rows[-1][-1].append(node)
    return [[joined(_pieces(cell)) for cell in row] for row in rows]


def _case(row: Sequence[str]) -> str:
    value, *conditions = (cell.rstrip(" ,.;") for cell in row)
    condition = " ".join(filter(None, conditions))
    if not condition or _CONDITION.match(condition):
        return f"{value} {condition}".strip()
    return f"{value} if {condition}"
