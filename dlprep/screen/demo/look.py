"""How demos look: roles of colour in a dark and a light ground, and the marks of lines.

The hues are Okabe and Ito's, which colour-blind people can tell apart; every line also has a mark
of its own, so that nothing depends on colour.
"""

import os

import msgspec
from rich.text import Text

from dlprep.demos.family.forms import toned
from dlprep.demos.family.views import Mark
from dlprep.screen.console import harmless

MARKS = ("braille", "block", "ascii")
TONES = ("a", "b", "c", "d", "e", "f")
_POINTS = {"braille": "●▲■◆□△◇▽", "block": "●▲■◆□△◇▽", "ascii": "ox#+*%&="}


class Look(msgspec.Struct, frozen=True):
    """A palette by role, and which characters curves are drawn with."""

    roles: dict[str, str]
    marks: str = "braille"

    def __hash__(self) -> int:
        return hash((self.roles["ground"], self.marks))

    def __getitem__(self, role: str) -> str:
        return self.roles.get(role, "")

    @property
    def ascii(self) -> bool:
        """Whether only ASCII may be drawn."""
        return self.marks == "ascii"

    def tone(self, tone: str, place: int) -> str:
        """The role of a line: its own, or one by its place."""
        return tone or TONES[place % len(TONES)]

    def point(self, place: int) -> str:
        """The mark of the line at a place."""
        points = _POINTS[self.marks]
        return points[place % len(points)]

    def sign(self, mark: Mark) -> str:
        """What a mark is drawn with: a single point, an upright or a level line."""
        if mark.x is not None and mark.y is not None:
            now, base = ("@", "o") if self.ascii else ("◉", "○")
        elif mark.x is not None:
            now, base = ("|", ":") if self.ascii else ("┃", "┊")
        else:
            now, base = ("-", "-") if self.ascii else ("─", "╌")
        return base if mark.base else now

    def cut(self, text: str, width: int) -> str:
        """The text in at most `width` columns, with a sign where something is left out."""
        text = harmless(text)
        if len(text) <= width:
            return text
        return text[: max(0, width - 1)] + ("~" if self.ascii else "…")

    def said(self, sentence: str) -> Text:
        """A sentence with its good and bad parts in their colours."""
        text = Text()
        for piece, tone in toned(sentence):
            text.append(harmless(piece), f"bold {self[tone]}" if tone else "")
        return text


_DARK = {
    "ground": "#121212",
    "ink": "#e0e0e0",
    "quiet": "#949494",
    "frame": "#5a5a5a",
    "title": "#f0e442",
    "now": "#f0e442",
    "base": "#a8a8a8",
    "good": "#2fbf94",
    "bad": "#e8743b",
    "key": "#ffa62b",
    "keybar": "#24303a",
    "band": "on #333300",
    "goodcell": "#e8e8e8 on #004d38",
    "badcell": "#e8e8e8 on #6b2d00",
    "a": "#e69f00",
    "b": "#56b4e9",
    "c": "#2fbf94",
    "d": "#cc79a7",
    "e": "#f0e442",
    "f": "#7d9fe8",
}
_LIGHT = {
    "ground": "#fafafa",
    "ink": "#1c1c1c",
    "quiet": "#636363",
    "frame": "#9a9a9a",
    "title": "#5c4a00",
    "now": "#b3261e",
    "base": "#6a6a6a",
    "good": "#00694d",
    "bad": "#a63c00",
    "key": "#8a4b00",
    "keybar": "#dde5ec",
    "band": "on #fff2b8",
    "goodcell": "#10241c on #bfe6d8",
    "badcell": "#2b1508 on #f5cfb8",
    "a": "#9a5b00",
    "b": "#0068a8",
    "c": "#00694d",
    "d": "#9c3f74",
    "e": "#6b5f00",
    "f": "#3450a4",
}
_BOTH = {  # on a ground that is not known: what reads on black and on white
    **_DARK,
    "ink": "",
    "quiet": "#808080",
    "title": "bold",
    "now": "#b58900",
    "base": "#808080",
    "good": "#009e73",
    "bad": "#d55e00",
    "band": "on #6b6b3a",
    "a": "#c98200",
    "b": "#3c8dbc",
    "c": "#009e73",
    "d": "#c0609a",
    "e": "#a08a00",
    "f": "#6a83d8",
}


def dark(marks: str = "braille") -> Look:
    """Light letters on a dark ground."""
    return Look(_DARK, marks)


def light(marks: str = "braille") -> Look:
    """Dark letters on a light ground."""
    return Look(_LIGHT, marks)


def printed(marks: str = "braille") -> Look:
    """For a card on whatever ground the terminal has."""
    return Look(_BOTH, marks)


def full_screen(marks: str = "braille", theme: str = "auto") -> Look:
    """The theme asked for; `auto` asks COLORFGBG, which some terminals set, and is dark without."""
    if theme == "auto":
        ground = os.environ.get("COLORFGBG", "").rpartition(";")[2]
        theme = "light" if ground in ("7", "15") else "dark"
    return light(marks) if theme == "light" else dark(marks)
