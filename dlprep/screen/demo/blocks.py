"""Draws what is no plot: bars, histograms, matrices, tables and words."""

import math
from collections.abc import Iterable, Sequence
from textwrap import wrap

from rich.text import Text

from dlprep.demos.family.forms import shown, toned
from dlprep.demos.family.views import Bar, Bars, Matrix, Table, Words
from dlprep.screen.canvas import runs
from dlprep.screen.console import harmless
from dlprep.screen.demo.look import Look


def draw_bars(
    view: Bars, width: int, height: int, look: Look, pinned: Bars | None = None
) -> list[Text]:
    """One line a bar: name, bar with a notch where it was, number, change."""
    before = {bar.name: bar.value for bar in pinned.bars} if pinned else {}
    marks = [bar.mark if bar.mark is not None else before.get(bar.name) for bar in view.bars]
    values = [bar.value for bar in view.bars] + marks
    finite = [v for v in values if v is not None and math.isfinite(v)]
    high = view.high if view.high is not None else max(finite, default=1.0)
    number = max(len(shown(bar.value, bar.form)) for bar in view.bars)
    changes = [_change(bar, mark, look) for bar, mark in zip(view.bars, marks, strict=True)]
    tail = max((change.cell_len for change in changes), default=0)
    widest = max(len(harmless(bar.name)) for bar in view.bars)
    name = min(widest, max(8, width - number - tail - 7))
    note = max(len(bar.note) for bar in view.bars)
    room = width - name - number - 2 - (tail + 1 if tail else 0)
    notes = note and room - note - 2 >= 10
    room = max(4, room - (note + 2 if notes else 0))
    lines = []
    for bar, mark, change in zip(view.bars, marks, changes, strict=True):
        text = Text(f"{look.cut(bar.name, name):<{name}} ")
        text.append_text(_bar(view, bar.value, mark, high, room, look))
        text.append(f" {shown(bar.value, bar.form):>{number}}", "bold")
        if tail:
            text.append(" ").append_text(change)
            text.append(" " * (tail - change.cell_len))
        if notes:
            text.append(f"  {harmless(bar.note)}", look["quiet"])
        lines.append(text)
    return lines[:height]


def bars_width(view: Bars) -> int:
    """The columns that names, bars of six cells, numbers and their changes need."""
    number = max(len(shown(bar.value, bar.form)) for bar in view.bars)
    return max(len(harmless(bar.name)) for bar in view.bars) + 2 * number + 9


def _bar(
    view: Bars, value: float | None, mark: float | None, high: float, width: int, look: Look
) -> Text:
    def place(v: float) -> float:
        if view.log:
            low = max(view.low, 1e-300)
            return math.log(max(v, low) / low) / math.log(max(high, low * 1.001) / low)
        return (v - view.low) / (high - view.low or 1.0)

    def cells(v: float | None) -> int:
        return round(min(1.0, max(0.0, place(v))) * width) if v is not None and v == v else 0

    full, empty, on, off = ("=", "-", "#", "|") if look.ascii else ("━", "─", "╋", "┼")
    filled = cells(value)
    drawn = [(full, look["now"]) if i < filled else (empty, "dim") for i in range(width)]
    if mark is not None and mark == mark:
        at = min(width - 1, max(0, cells(mark)))
        drawn[at] = (on if at < filled else off, "bold")
    return runs(drawn)


def _change(bar: Bar, mark: float | None, look: Look) -> Text:
    if mark is None or bar.value is None:
        return Text()
    change = bar.value - mark
    if change != change or abs(change) <= 1e-9 * max(abs(bar.value), abs(mark)):
        return Text("=", look["quiet"])
    size = shown(abs(change), bar.form).rstrip("%x")
    if not any(c in "123456789" for c in size) and size not in ("inf", "undefined"):
        return Text("=", look["quiet"])
    good = bar.better * change
    tone = "good" if good > 0 else "bad" if good < 0 else "quiet"
    arrow = ("+" if change > 0 else "-") if look.ascii else ("▲ " if change > 0 else "▼ ")
    return Text(f"{arrow}{size}", look[tone])


def draw_matrix(
    view: Matrix, width: int, height: int, look: Look, pinned: Matrix | None = None
) -> list[Text]:
    """Cells under their columns: numbers where there is room, shades alone where there is not."""
    gutter = min(max(len(harmless(r)) for r in view.rows) + 1, max(4, width // 3))
    count = len(view.columns)
    texts = [[shown(v, view.form) for v in row] for row in view.cells]
    widest = max(len(t) for row in texts for t in row)
    tidy = bool(view.notes)
    side = (width - gutter) // count - (1 if tidy else 0)
    numbers = side >= widest + (0 if widest <= 1 else 1)
    side = max(1, min(side, 24 if tidy else max(widest + 2, 6)))
    tall = 1
    if tidy:
        tall = 4 if height >= 4 * len(view.rows) + any(view.columns) else 2
    before = view.was or (pinned.cells if pinned else ())
    lines = []
    if any(view.columns):
        head = Text(" " * gutter, look["quiet"])
        legible = max(map(len, view.columns)) < side or tidy
        for i, column in enumerate(view.columns):
            if not legible:  # every fifth, so that neighbours do not run together
                column = column if i % 5 == 0 and len(column) <= 5 * side else ""
                head.append(f"{column:<{side}}"[: 5 * side], look["quiet"])
                continue
            head.append(f"{look.cut(column, side):^{side}}" + (" " if tidy else ""), look["quiet"])
        lines.append(head)
    low, high = _ends(view)
    for r, name in enumerate(view.rows):
        block = [
            Text(f"{look.cut(name, gutter - 1):<{gutter}}")
            if i == (tall - 1) // 2
            else Text(" " * gutter)
            for i in range(tall)
        ]
        for c, value in enumerate(view.cells[r]):
            style, shade = _shade(view, r, c, value, low, high, look)
            if not numbers and shade != " ":
                style = f"{style.partition(' on ')[2]} on {style.partition(' on ')[2]}"
            for i, shown_text in enumerate(_cell(view, r, c, texts[r][c], before, tall)):
                body = shown_text if numbers else ""
                fill = shade if not numbers else " "
                block[i].append(f"{look.cut(body, side):{fill}^{side}}", style)
                if tidy:
                    block[i].append(" ")
        lines += block
    return lines[:height]


def matrix_width(view: Matrix) -> int:
    """The columns that the texts of cells with notes need."""
    numbers = max(len(shown(v, view.form)) for row in view.cells for v in row)
    names = max((len(name) for row in view.names for name in row), default=0)
    words = [*view.columns, *(note for row in view.notes for note in row)]
    widest = max(names + 2 * numbers + 3, *map(len, words))
    return max(map(len, view.rows)) + 1 + len(view.columns) * (widest + 1)


def _cell(
    view: Matrix, r: int, c: int, text: str, before: Sequence[Sequence[float | None]], tall: int
) -> list[str]:
    if not view.notes:
        return [text]
    change, value = "", view.cells[r][c]
    if before and value is not None and (was := before[r][c]) is not None and value != was:
        change = f"{value - was:+,g}" if view.form == "integer" else f"{value - was:+.3g}"
    note = view.notes[r][c]
    text = f"{view.names[r][c]} {text}" if view.names else text
    if tall == 4:
        return ["", text, note, change]
    return [f"{text} {change}".strip(), note]


def _ends(view: Matrix) -> tuple[float, float]:
    known = [v for row in view.cells for v in row if v is not None and math.isfinite(v)]
    low = view.low if view.low is not None else min(known, default=0.0)
    high = view.high if view.high is not None else max(known, default=1.0)
    return low, high if high > low else low + 1


def _shade(
    view: Matrix, r: int, c: int, value: float | None, low: float, high: float, look: Look
) -> tuple[str, str]:
    if view.tones:
        return look[{"good": "goodcell", "bad": "badcell"}.get(view.tones[r][c], "")], " "
    if not view.heat or value is None or not math.isfinite(value):
        return "", " "
    part = min(1.0, max(0.0, (value - low) / (high - low)))
    shade = (" .:*#" if look.ascii else " ░▒▓█")[min(4, int(part * 5))]
    ground, ink = _rgb(look["ground"]), _rgb(look["b"])
    mixed = [round(g + (i - g) * part * 0.85) for g, i in zip(ground, ink, strict=True)]
    bright = sum(w * m for w, m in zip((0.3, 0.59, 0.11), mixed, strict=True))
    letters = "#000000" if bright > 120 else "#ffffff"
    return f"{letters} on #{mixed[0]:02x}{mixed[1]:02x}{mixed[2]:02x}", shade


def _rgb(color: str) -> tuple[int, int, int]:
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)


def draw_table(view: Table, width: int, height: int, look: Look) -> list[Text]:
    """Columns as wide as they need; the row of the present knobs is pointed at."""
    body, widths = _cells(view)
    arrow = 2 if view.now is not None else 0
    while sum(widths) + 2 * (len(widths) - 1) + arrow > width and max(widths) > 4:
        widths[widths.index(max(widths))] -= 1
    right = [
        all(not isinstance(row[i], str) for row in view.rows) for i in range(len(view.columns))
    ]

    def line(cells: Sequence[str]) -> str:
        return "  ".join(
            f"{look.cut(cell, w):>{w}}" if r else f"{look.cut(cell, w):<{w}}"
            for cell, w, r in zip(cells, widths, right, strict=True)
        )

    pointer = "> " if look.ascii else "› "
    lines = [Text(" " * arrow + line(view.columns), look["quiet"])]
    first = 0
    if view.now is not None and len(body) > height - 1:
        first = min(max(0, view.now - (height - 1) // 2), len(body) - height + 1)
    for i, cells in list(enumerate(body))[first:]:
        here = i == view.now
        lead = (pointer if here else "  ") if arrow else ""
        lines.append(Text(lead + line(cells), f"bold {look['now']}" if here else ""))
    return lines[:height]


def table_width(view: Table) -> int:
    """The columns that all cells need."""
    _, widths = _cells(view)
    return sum(widths) + 2 * (len(widths) - 1) + (2 if view.now is not None else 0)


def _cells(view: Table) -> tuple[list[list[str]], list[int]]:
    """Texts row by row, and how wide each column is."""
    forms = view.forms or ("number",) * len(view.columns)
    body = [
        [harmless(shown(cell, form)) for cell, form in zip(row, forms, strict=True)]
        for row in view.rows
    ]
    heads = map(harmless, view.columns)
    return body, [max(map(len, column)) for column in zip(heads, *body, strict=True)]


def draw_words(view: Words, width: int, height: int, look: Look) -> list[Text]:
    """Sentences, wrapped."""
    lines: list[Text] = []
    for sentence in view.lines:
        lines += wrapped(sentence, width, look)
    return lines[:height]


def flowed(items: Iterable[Text], width: int, gap: int = 2, indent: str = "") -> list[Text]:
    """Short texts beside one another, on as many lines as it takes; none is broken."""
    lines = [Text(indent, no_wrap=True)]
    for item in items:
        begun = lines[-1].cell_len > len(indent)
        if begun and lines[-1].cell_len + gap + item.cell_len > width:
            lines.append(Text(indent, no_wrap=True))
        elif begun:
            lines[-1].append(" " * gap)
        lines[-1].append_text(item)
    return lines


def wrapped(sentence: str, width: int, look: Look, indent: str = "") -> list[Text]:
    """A sentence with its tones, on lines of at most `width`; lines after the first are indented."""
    words: list[Text] = [Text()]
    for piece, tone in toned(sentence):
        for i, part in enumerate(harmless(piece).split(" ")):
            if i:
                words.append(Text())
            words[-1].append(part, f"bold {look[tone]}" if tone else "")
    lines = [Text()]
    for word in words:
        fresh = not lines[-1].plain.strip()
        if not fresh and lines[-1].cell_len + 1 + word.cell_len > width:
            lines.append(Text(indent))
            fresh = True
        if not fresh:
            lines[-1].append(" ", _shared(lines[-1], word))
        lines[-1].append_text(word)
    return [part for line in lines for part in _broken(line, width)]


def _shared(line: Text, word: Text) -> str:
    """The style of the space between, so that a toned phrase is one run."""
    last, first = line.spans[-1:], word.spans[:1]
    if last and first and last[0].end == len(line.plain) and last[0].style == first[0].style:
        return str(first[0].style)
    return ""


def _broken(line: Text, width: int) -> list[Text]:
    """A line in pieces where one word is longer than the whole width, as addresses are."""
    if line.cell_len <= width:
        return [line]
    return list(line.divide(range(width, len(line.plain), width)))


def paragraph(text: str, width: int) -> list[str]:
    """Plain text on lines of at most `width`."""
    return wrap(" ".join(text.split()), width) or [""]
