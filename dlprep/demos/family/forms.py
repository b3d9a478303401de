"""How a demo's numbers are written: percent, integer, plain; undefined ones are a dash."""

import math
import re

_TONED = re.compile(r"\{([+-])(.*?)\1\}", re.DOTALL)


def shown(value: object, form: str = "number") -> str:
    """`92.9%` for percent, `1,234` for integer, three significant digits for number.

    Further forms: `percent0` (`93%`), `fixed2` (two decimals, any digit), `times` (`3.1x`),
    `text` (as it is).
    """
    if value is None:
        return "-"
    if not isinstance(value, int | float) or form == "text":
        return str(value)
    if not math.isfinite(value):
        return "undefined" if math.isnan(value) else "-inf" if value < 0 else "inf"
    match form:
        case "percent":
            return f"{_short(100 * value)}%"
        case "percent0":
            return f"{value:.0%}"
        case "integer":
            return f"{value:,.0f}"
        case "times":
            return f"{number(value)}x"
    if form.startswith("fixed"):
        return f"{value:,.{form[5:]}f}"
    return number(value)


def number(value: float) -> str:
    """Three significant digits, thousands grouped, powers of ten beyond a million."""
    if value == 0 or (isinstance(value, int) and abs(value) < 1_000_000):
        return f"{value:,}" if isinstance(value, int) else "0"
    size = abs(value)
    if size >= 1_000_000 or size < 0.001:
        digits, _, power = f"{value:.2e}".partition("e")
        return f"{float(digits):g}e{int(power)}"
    if size >= 1000:
        return f"{value:,.0f}"
    return f"{value:.3g}"


def _short(percent: float) -> str:
    size = abs(percent)
    if 0 < size < 0.1 or 99.9 < size < 100:
        return f"{percent:.2g}" if size < 0.1 else f"{percent:.2f}"
    return f"{percent:.1f}"


def toned(sentence: str) -> list[tuple[str, str]]:
    """The pieces of a sentence with their tone: `good`, `bad` or nothing."""
    pieces, at = [], 0
    for found in _TONED.finditer(sentence):
        pieces.append((sentence[at : found.start()], ""))
        pieces.append((found[2], "good" if found[1] == "+" else "bad"))
        at = found.end()
    pieces.append((sentence[at:], ""))
    return [piece for piece in pieces if piece[0]]


def plain(sentence: str) -> str:
    """The sentence without its tones."""
    return _TONED.sub(lambda found: found[2], sentence)
