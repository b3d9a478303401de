"""LaTeX source to a tree: pylatexenc's parser with a table of our own commands.

Its own table knows neither the arguments of `\\operatorname` nor those of `\\binom`. The import takes
14 ms, so it waits for the first formula; a formula then takes about 0.5 ms.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

import msgspec

from dlprep.screen.symbols import ACCENTS, LETTERLIKE

MARKS = frozenset("^_")
FRACTIONS = frozenset(("frac", "dfrac", "tfrac", "cfrac"))
BINOMIALS = frozenset(("binom", "dbinom", "tbinom"))
STACKS = frozenset(("overset", "stackrel", "underset"))
ARROWS = frozenset(("xrightarrow", "xleftarrow"))
TEXTS = frozenset(
    "text textrm textbf textit textsf texttt textnormal mbox mathrm operatorname".split()
)
FONTS = frozenset("mathbf boldsymbol bm mathit mathnormal mathsf mathtt".split())
BRACES = frozenset("underbrace overbrace boxed mathop mathbin mathrel mathord".split())
_ARGUMENTS = {
    **dict.fromkeys((*TEXTS, *FONTS, *BRACES, *ACCENTS, *LETTERLIKE), "{"),
    **dict.fromkeys(("not", "pmod", "tag", "substack"), "{"),
    **dict.fromkeys((*FRACTIONS, *BINOMIALS, *STACKS), "{{"),
    **dict.fromkeys((*ARROWS, "sqrt"), "[{"),
    "operatorname": "*{",
}
_PERCENT = re.compile(r"(?<!\\)((?:\\\\)*)%")
_PART = re.compile(r"\d+(?:,\d{3}(?!\d))*(?:\.\d+)?|\.\d+|[^\W\d_]+|.", re.DOTALL)


class BrokenError(ValueError):
    """The formula cannot be read, or has something that only its source can show."""


class Command(msgspec.Struct, frozen=True):
    """A command without its backslash; an argument that is not given is empty."""

    name: str
    arguments: tuple[tuple["Node", ...], ...] = ()


class Group(msgspec.Struct, frozen=True):
    """What stands between braces."""

    nodes: tuple["Node", ...]


class Environment(msgspec.Struct, frozen=True):
    """What stands between `\\begin` and `\\end`."""

    name: str
    nodes: tuple["Node", ...]


# Text is a number, a word, or one character of anything else.
Node = str | Command | Group | Environment


def parse(source: str) -> tuple[Node, ...]:
    """The tree of a formula; a bare `%` is a percent sign, never a comment.

    Raises
    ------
    BrokenError
        The braces or environments do not match, or an argument is missing.
    """
    from pylatexenc.latexwalker import LatexWalker, LatexWalkerError

    escaped = _PERCENT.sub(r"\1\\%", source)
    try:
        walker = LatexWalker(escaped, latex_context=_commands(), tolerant_parsing=False)
        return _tree(walker.get_latex_nodes()[0])
    except (LatexWalkerError, RecursionError) as error:
        raise BrokenError(source) from error


@cache
def _commands() -> Any:
    from pylatexenc.macrospec import EnvironmentSpec, LatexContextDb, MacroSpec, SpecialsSpec

    database = LatexContextDb()
    database.add_context_category(
        "dlprep",
        macros=[MacroSpec(name, form) for name, form in _ARGUMENTS.items()],
        environments=[EnvironmentSpec(name, "{") for name in ("array", "alignedat")],
        specials=[SpecialsSpec("&"), SpecialsSpec("~")],
    )
    database.set_unknown_macro_spec(MacroSpec(""))
    database.set_unknown_environment_spec(EnvironmentSpec(""))
    return database


def _tree(nodes: Iterable[Any]) -> tuple[Node, ...]:
    return tuple(part for node in nodes for part in _parts(node))


def _parts(node: Any) -> Iterator[Node]:
    from pylatexenc import latexwalker as kinds

    if isinstance(node, kinds.LatexCharsNode):
        yield from _cut(node.chars)
    elif isinstance(node, kinds.LatexGroupNode | kinds.LatexMathNode):
        yield Group(_tree(node.nodelist))
    elif isinstance(node, kinds.LatexMacroNode):
        given = getattr(node.nodeargd, "argnlist", None) or ()
        yield Command(node.macroname, tuple(_argument(a) for a in given))
    elif isinstance(node, kinds.LatexSpecialsNode):
        yield Command(node.specials_chars)
    elif isinstance(node, kinds.LatexEnvironmentNode):
        yield Environment(node.environmentname, _tree(node.nodelist))
    else:
        raise BrokenError


def _cut(text: str) -> Iterator[str]:
    place = 0
    while place < len(text):
        found = _PART.match(text, place)
        part = found.group() if found else text[place]
        # After ^ or _ LaTeX takes one character: `x^23` is x² 3.
        part = part[0] if place and text[place - 1] in MARKS else part
        yield part
        place += len(part)


def _argument(node: Any) -> tuple[Node, ...]:
    tree = _tree([node]) if node is not None else ()
    return tree[0].nodes if len(tree) == 1 and isinstance(tree[0], Group) else tree
