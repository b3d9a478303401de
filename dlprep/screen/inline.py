"""The inside of a paragraph of Markdown as spans: code, formulas, links, bold and italic."""

import re
from collections.abc import Sequence

import msgspec

_TOKEN = re.compile(
    r"""
    \\(?P<escaped>[!-/:-@\[-`{-~])
  | (?P<ticks>`+)
  | (?P<dollars>\$\$?)
  | !?\[(?P<label>(?:\\.|[^\[\]\\\n]){0,500})\]\((?P<url>[^\s()<>]{0,500}(?:\([^\s()<>]{0,200}\))?
      [^\s()<>]{0,500})(?:\ "[^"\n]{0,200}")?\)
  | <(?P<address>https?://[^\s<>]{1,500})>
  | (?P<stars>\*+|_+)
    """,
    re.VERBOSE,
)
_CLOSING = {"$": re.compile(r"(?<![\s\\])\$"), "$$": re.compile(r"(?<!\\)\$\$")}


class Span(msgspec.Struct, frozen=True):
    """Some text and the look of it: `styles` holds any of bold, italic, code, maths."""

    text: str
    styles: frozenset[str] = frozenset()


class _Mark(msgspec.Struct, frozen=True):
    """A run of stars or underscores that may open or close emphasis."""

    text: str
    opens: bool
    closes: bool


def spans(markdown: str) -> list[Span]:
    """The spans of one paragraph (line ends are gaps); what is not Markdown stays as it is.

    Emphasis, code and formulas that are not closed are shown as typed.
    """
    return _emphasised(_tokens(" ".join(line.strip() for line in markdown.splitlines())))


def _tokens(text: str) -> list[Span | _Mark]:
    tokens: list[Span | _Mark] = []
    place = done = 0
    unclosed: set[str] = set()  # dollars that nothing closes: not to be looked for again
    while found := _TOKEN.search(text, place):
        token, end = _token(text, found, unclosed)
        if token:
            tokens += [Span(text[done : found.start()]), *token]
            done = end
        place = end
    return [*tokens, Span(text[done:])]


def _token(text: str, found: re.Match[str], unclosed: set[str]) -> tuple[list[Span | _Mark], int]:
    """What was found, and where it ends; nothing where it is plain text after all."""
    kind, end = found.lastgroup, found.end()
    if kind == "escaped":
        return [Span(found["escaped"])], end
    if kind == "ticks":
        return _code(text, found["ticks"], end)
    if kind == "dollars":
        return _formula(text, found["dollars"], end, unclosed)
    if kind == "address":
        return [Span(found["address"])], end
    if found["label"] is not None:
        label, url = found["label"], found["url"]
        if not label or label == url:
            return [Span(url)], end
        return [*_tokens(label), Span(f" ({url})")], end
    before, after = text[: found.start()][-1:] or " ", text[end : end + 1] or " "
    opens, closes = not after.isspace(), not before.isspace()
    if found["stars"][0] == "_":
        opens, closes = opens and not before.isalnum(), closes and not after.isalnum()
    return [_Mark(found["stars"], opens, closes)], end


def _code(text: str, ticks: str, start: int) -> tuple[list[Span | _Mark], int]:
    closing = re.compile(rf"(?<!`){ticks}(?!`)").search(text, start)
    if not closing:
        return [], start
    inside = text[start : closing.start()]
    if inside[:1] == inside[-1:] == " " and inside.strip():
        inside = inside[1:-1]
    return [Span(inside, frozenset(("code",)))], closing.end()


def _formula(
    text: str, dollars: str, start: int, unclosed: set[str]
) -> tuple[list[Span | _Mark], int]:
    """A formula; a single dollar leans on it on both sides, as in `bank.templates`."""
    if dollars in unclosed or (dollars == "$" and text[start : start + 1].isspace()):
        return [], start
    closing = _CLOSING[dollars].search(text, start + 1)
    if closing is None:
        unclosed.add(dollars)
        return [], start
    inside = text[start : closing.start()]
    if not inside.strip():
        return [], start
    from dlprep.screen.mathematics import in_unicode

    return [Span(in_unicode(inside), frozenset(("maths",)))], closing.end()


def _emphasised(tokens: Sequence[Span | _Mark]) -> list[Span]:
    """Pair the marks, innermost first; a mark without a partner is text."""
    styles: list[list[str]] = [[] for _ in tokens]
    left = [len(t.text) if isinstance(t, _Mark) else 0 for t in tokens]
    open_marks: list[int] = []
    for place, token in enumerate(tokens):
        if not isinstance(token, _Mark):
            continue
        while token.closes and left[place] and open_marks:
            start = next(
                (o for o in reversed(open_marks) if tokens[o].text[0] == token.text[0]), -1
            )
            if start < 0:
                break
            while open_marks[-1] != start:
                open_marks.pop()
            width = 2 if min(left[place], left[start]) >= 2 else 1
            for inside in range(start + 1, place):
                styles[inside].append("bold" if width == 2 else "italic")
            left[place] -= width
            left[start] -= width
            if not left[start]:
                open_marks.pop()
        if token.opens and left[place]:
            open_marks.append(place)
    shown: list[Span] = []
    for token, names, rest in zip(tokens, styles, left, strict=True):
        text = token.text[:rest] if isinstance(token, _Mark) else token.text
        if text:
            own = token.styles if isinstance(token, Span) else frozenset[str]()
            shown.append(Span(text, own | frozenset(names)))
    return shown
