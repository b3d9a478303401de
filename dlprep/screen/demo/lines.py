"""A demo in ASCII lines that a screen reader reads in order: words and numbers, no drawing."""

from textwrap import wrap

from dlprep.demos.family.forms import plain, shown
from dlprep.demos.family.views import Bar, Bars, Histogram, Matrix, Plot, Table, View, Words
from dlprep.screen.console import harmless
from dlprep.screen.demo.card import WIDTH, Shown, next_step, setting, turned
from dlprep.screen.demo.draw import same

_SAMPLES = 7
_ASCII = str.maketrans(
    {
        "→": "->", "←": "<-", "–": "-", "—": "-", "−": "-", "×": "x", "·": "*", "≤": "<=", "≥": ">=",
        "≈": "~", "√": "sqrt ", "²": "^2", "³": "^3", "σ": "sigma", "λ": "lambda", "μ": "mu",
        "γ": "gamma", "β": "beta", "α": "alpha", "π": "pi", "Δ": "delta ", "±": "+-", "∞": "infinity",
        "“": '"', "”": '"', "‘": "'", "’": "'", "…": "...", "•": "*", "½": "1/2", "ᵀ": "^T",
        "₀": "0", "₁": "1", "₂": "2", "✓": "yes", "✗": "no", "é": "e", "ö": "o", "ü": "u",
    }
)  # fmt: skip


def plain_lines(shown_run: Shown) -> str:
    """The whole run in lines of at most 80 columns of ASCII."""
    demo, result = shown_run.demo, shown_run.result
    out = [demo.question, setting(shown_run), turned(shown_run), ""]
    asks = demo.asked(shown_run.knobs)
    if asks and not shown_run.predictions:
        asked = [demo.filled(ask.text, shown_run.knobs) for ask in asks]
        out += ["Predict first: " + " ".join(asked), ""]
    for view in result.views:
        before = same(view, shown_run.before.views) if shown_run.before else None
        out += [f"{view.title}:", *(f"  {line}" for line in said(view, before)), ""]
    out += [plain(sentence) for sentence in result.said]
    for p in shown_run.predictions:
        truth = "right" if p.right else f"no, {p.truth or 'it is undefined'}"
        out.append(f"You said of {p.about}: {p.said}; {truth}. {p.why}")
    out.append("")
    for title, text in (("Why", demo.why), ("In the interview", demo.say), ("Trap", demo.trap)):
        out += [f"{title}: {demo.filled(text, shown_run.knobs)}", ""]
    out += [f"{source.title} {source.url}".strip() for source in demo.sources]
    out.append(next_step(demo))
    return "".join(f"{line}\n" for text in out for line in _folded(text))


def _folded(text: str) -> list[str]:
    safe = harmless(plain(text)).translate(_ASCII)
    safe = safe.encode("ascii", "replace").decode()
    lead = "  " if safe.startswith("  ") else ""
    return wrap(safe, WIDTH, initial_indent="", subsequent_indent=lead * 2) or [""]


def said(view: View, before: View | None = None) -> list[str]:
    """A view in words and numbers; a bar with its value before."""
    match view:
        case Plot():
            return _plot(view)
        case Bars():
            bars = before.bars if isinstance(before, Bars) else ()
            was = {bar.name: bar.value for bar in bars}
            return [_bar(bar, was.get(bar.name)) for bar in view.bars]
        case Histogram():
            return _histogram(view)
        case Matrix():
            return _matrix(view)
        case Table():
            forms = view.forms or ("number",) * len(view.columns)
            return [
                ", ".join(
                    f"{name} {shown(cell, form)}".strip()
                    for name, cell, form in zip(view.columns, row, forms, strict=True)
                )
                + (" (now)" if i == view.now else "")
                for i, row in enumerate(view.rows)
            ]
        case Words():
            return list(view.lines)


def _bar(bar: Bar, was: float | None) -> str:
    text = f"{bar.name}: {shown(bar.value, bar.form)}"
    if bar.mark is not None:
        text += f" (notch at {shown(bar.mark, bar.form)})"
    elif was is not None:
        text += f" (before: {shown(was, bar.form)})"
    return f"{text}, {bar.note}" if bar.note else text


def _plot(view: Plot) -> list[str]:
    out = []
    for line in view.lines:
        points = [(x, y) for x, y in zip(line.x, line.y, strict=True) if y is not None]
        if not points:
            out.append(f"{line.name}: nothing to show")
        elif not line.joined:
            out.append(f"{line.name}: {len(points)} points")
        else:
            step = max(1, (len(points) - 1) // (_SAMPLES - 1))
            picked = [*points[::step][: _SAMPLES - 1], points[-1]]
            text = "; ".join(
                f"{shown(y, view.y.form)} at {shown(x, view.x.form)}"
                for x, y in dict(picked).items()
            )
            across = f" by {view.x.label}" if view.x.label else ""
            out.append(f"{line.name}{across}: {text}")
    for mark in view.marks:
        if mark.label:
            at = [
                f"{axis.label or name} {shown(value, axis.form)}"
                for name, axis, value in (("x", view.x, mark.x), ("y", view.y, mark.y))
                if value is not None
            ]
            out.append(f"mark {mark.label}: {', '.join(at)}")
    return out


def _histogram(view: Histogram) -> list[str]:
    count = len(view.groups[0].counts)
    bins = next(n for n in (10, 8, 6, 5, 4, count) if count % n == 0)
    each, wide = count // bins, (view.high - view.low) / bins
    out = []
    for i in range(bins):
        low, high = view.low + i * wide, view.low + (i + 1) * wide
        cases = [f"{g.name} {sum(g.counts[i * each : (i + 1) * each]):,}" for g in view.groups]
        out.append(f"{shown(low, view.form)} to {shown(high, view.form)}: {', '.join(cases)}")
    return out


def _matrix(view: Matrix) -> list[str]:
    out = []
    for r, row in enumerate(view.rows):
        cells = []
        for c, column in enumerate(view.columns):
            note = f" ({view.notes[r][c]})" if view.notes else ""
            name = f" {view.names[r][c]}" if view.names else ""
            was = f"{shown(view.was[r][c], view.form)} -> " if view.was else ""
            number = shown(view.cells[r][c], view.form)
            cells.append(f"{column}{name} {was}{number}{note}".strip())
        out.append(f"{row}: {', '.join(cells)}".strip(": "))
    return out
