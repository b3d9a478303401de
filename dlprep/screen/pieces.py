"""The parts of a formula on one line, and how they stand together: gaps, brackets, fractions."""

import re
from collections.abc import Sequence

import msgspec

from dlprep.screen.symbols import RAISED, SUBSCRIPTS, SUPERSCRIPTS

_OPENING = "([{⌊⌈⟨"
_CLOSING = ")]}⌋⌉⟩"
_OPERANDS = frozenset(("num", "ord", "word", "big", "frac", "root"))
_APART = frozenset(("word", "big", "frac", "root"))  # these do not lean on what stands before


class Piece(msgspec.Struct, frozen=True):
    """One part of a formula.

    `kind` is one of num, ord (letters, symbols), word (`log`, text), big (sums), frac, root, bin,
    prefix (a sign), rel, open, close, bar, punct, slash, space. `tight` is how a fraction looks in
    a sum (`1/p`, not `1 / p`); `apart` asks for a gap before the operand that follows.
    """

    kind: str
    text: str
    tight: str = ""
    apart: bool = False


def joined(pieces: Sequence[Piece], *, nested: bool = False) -> str:
    """The formula as text; fractions that are nested are written without gaps.

    >>> joined([Piece("ord", "a"), Piece("bin", "+"), Piece("num", "1")])
    'a + 1'
    """
    settled = _with_fractions(_with_signs(_with_bars(pieces)), nested)
    parts: list[str] = []
    before: Piece | None = None
    wanted = False
    for piece in settled:
        if piece.kind == "space":
            wanted = True
            continue
        if before is not None and piece.text:
            space = wanted and before.kind != "open" and piece.kind not in ("close", "punct")
            if space or _gap(before, piece):
                parts.append(" ")
        parts.append(piece.text)
        wanted = False
        before = piece
    return re.sub(" {2,}", " ", "".join(parts)).strip()


def _gap(a: Piece, b: Piece) -> bool:
    if a.kind == "rel" and b.kind == "rel":
        return not (a.text in "<>=-:" and b.text in "<>=")  # `<=` typed as two characters
    if a.kind in ("bin", "rel") or b.kind in ("bin", "rel"):
        return a.kind != "open" and b.kind not in ("close", "punct")
    if a.kind == "punct":
        return b.kind not in ("close", "punct")
    if a.kind in _OPERANDS and b.kind == "open":
        return a.kind in ("big", "frac", "root")
    if a.kind in _OPERANDS and b.kind in _OPERANDS:
        if a.text[-1:].isdigit() and b.text[:1].isdigit():
            return True
        return a.apart or a.kind in _APART or b.kind in _APART - {"root"}
    return a.kind == "close" and b.kind in _OPERANDS


def _with_bars(pieces: Sequence[Piece]) -> list[Piece]:
    """Bars that come in pairs between the same brackets enclose; a single one means `given`."""
    settled = list(pieces)
    levels: list[dict[str, list[int]]] = [{}]
    for place, piece in enumerate(settled):
        if piece.kind == "open":
            levels.append({})
        elif piece.kind == "close" and len(levels) > 1:
            _settle(settled, levels.pop())
        elif piece.kind == "bar":
            levels[-1].setdefault(piece.text[0], []).append(place)
    for level in levels:
        _settle(settled, level)
    return settled


def _settle(pieces: list[Piece], bars: dict[str, list[int]]) -> None:
    for places in bars.values():
        for turn, place in enumerate(places):
            kind = "rel" if len(places) % 2 else ("close" if turn % 2 else "open")
            pieces[place] = msgspec.structs.replace(pieces[place], kind=kind)


def _with_signs(pieces: Sequence[Piece]) -> list[Piece]:
    """A plus or minus with no operand before it is a sign."""
    settled: list[Piece] = []
    operand = False
    for piece in pieces:
        if piece.kind == "bin" and not operand and piece.text in ("+", "-", "±", "∓"):
            piece = Piece("prefix", piece.text)
        settled.append(piece)
        if piece.kind != "space":
            named = piece.kind in ("big", "word") and piece.tight == "operator"
            operand = (piece.kind in _OPERANDS or piece.kind == "close") and not named
    return settled


def _with_fractions(pieces: Sequence[Piece], nested: bool) -> list[Piece]:
    """A fraction is bracketed beside a factor, tight in a sum, and has room where it is alone."""
    solid = [p for p in pieces if p.kind != "space"]
    settled: list[Piece] = []
    seen = 0
    for piece in pieces:
        if piece.kind == "frac":
            left = solid[seen - 1] if seen else None
            right = solid[seen + 1] if seen + 1 < len(solid) else None
            factor = (left and left.kind in _OPERANDS - {"big"}) or (left and left.kind == "close")
            factor = factor or (right and (right.kind in _OPERANDS or right.kind == "open"))
            beside = {p.text for p in (left, right) if p and p.kind in ("bin", "slash")}
            if factor or beside & {"/", "÷"}:
                piece = Piece("frac", f"({piece.tight})")
            elif nested or any(p and p.kind in ("bin", "prefix", "big") for p in (left, right)):
                piece = Piece("frac", piece.tight)
        seen += piece.kind != "space"
        settled.append(piece)
    return settled


def fraction(above: Sequence[Piece], below: Sequence[Piece]) -> Piece:
    """One piece for a fraction, with brackets where a reader would lose the grouping without."""
    top = grouped(joined(above, nested=True))
    bottom = joined(below, nested=True)
    bottom = bottom if single(below) else f"({bottom})"
    return Piece("frac", f"{top} / {bottom}", tight=f"{top}/{bottom}")


def root(inside: Sequence[Piece], sign: str) -> Piece:
    """A root: `√2`, `√(dₖ)`."""
    text = joined(inside, nested=True)
    bare = text.isdigit() or len(text) == 1 or enclosed(text)
    return Piece("root", sign + (text if bare else f"({text})"))


def grouped(text: str) -> str:
    """The text, in brackets when it has a gap or a slash outside of brackets."""
    depth = 0
    for char in text:
        depth += (char in _OPENING) - (char in _CLOSING)
        if depth == 0 and char in " /":
            return f"({text})"
    return text


def enclosed(text: str) -> bool:
    """Whether one pair of round brackets holds the whole text."""
    depth = 0
    for place, char in enumerate(text):
        depth += (char == "(") - (char == ")")
        if depth == 0:
            return char == ")" and place == len(text) - 1
    return False


def single(pieces: Sequence[Piece]) -> bool:
    """Whether something can be divided by this without brackets: `TP`, `n²`, `∂w`, `f(x)`."""
    solid = _with_bars([p for p in pieces if p.kind != "space"])
    text = joined(solid, nested=True)
    if not solid or grouped(text) != text or text[0] in "+-±∓":
        return False
    if solid[0].kind in ("num", "root") or len(solid) == 1:
        word = re.split("[_^]", solid[0].text)[0]
        plain = len(solid) == 1 and solid[0].kind != "frac"
        lower = sum(c.islower() and c.isascii() for c in word)
        product = solid[0].kind == "ord" and lower > 1 and not (word[0] == "d" and lower == 2)
        return plain and not product
    if solid[0].text in ("∂", "d") and len(solid) == 2:
        return True
    if solid[0].kind in ("ord", "word") and solid[1].kind == "open":
        # `p(x)` is a function, `p(1 - p)` a product.
        called = solid[0].kind == "word" or all(p.kind != "bin" for p in solid)
        return called and _closes_last(solid[1:])
    return solid[0].kind == "open" and _closes_last(solid)


def _closes_last(pieces: Sequence[Piece]) -> bool:
    depth = 0
    for place, piece in enumerate(pieces):
        depth += (piece.kind == "open") - (piece.kind == "close")
        if depth == 0:
            return place == len(pieces) - 1
    return False


def scripted(
    base: Piece | None, below: Sequence[Piece] | None, above: Sequence[Piece] | None
) -> Piece:
    """The base with its subscript and superscript, the subscript first."""
    base = base or Piece("ord", "")
    text = f"({base.tight})" if base.kind == "frac" else base.text
    if base.kind == "root" and above is not None:
        text = f"({text})"
    tight = base.tight if base.kind in ("big", "word") else ""
    apart = base.apart
    for mark, pieces in (("_", below), ("^", above)):
        if pieces is None:
            continue
        script = joined(pieces, nested=True)
        small = _small(script, mark)
        if small is None:
            bare = len(script) == 1 and not (mark == "_" and above is not None)
            apart = bare
            small = mark + (script if bare or enclosed(script) else f"({script})")
        text += small
    return Piece("ord" if base.kind == "frac" else base.kind, text, tight=tight, apart=apart)


def _small(script: str, mark: str) -> str | None:
    """The script in Unicode's small letters, or None where one is missing or a word is long."""
    if mark == "^" and script in RAISED:
        return RAISED[script]
    letters = SUPERSCRIPTS if mark == "^" else SUBSCRIPTS
    script = re.sub(r" ([+\-=]) ", r"\1", script)
    if re.search("[A-Za-z]{4}", script) or any(ord(c) not in letters for c in script):
        return None
    return script.translate(letters)
