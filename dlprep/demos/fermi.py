"""fermi: ranges multiplied instead of points, and which factor is worth asking about."""

import math
from functools import lru_cache
from typing import Any, NamedTuple

from dlprep.demos.family.demo import Ask, Claim, Demo, Knobs, Source
from dlprep.demos.family.knobs import Value
from dlprep.demos.family.sheet import Sheet
from dlprep.demos.family.turnable import choice, column, integer, number, own_file
from dlprep.demos.family.views import Axis, Bar, Bars, Line, Mark, Plot, Result, Table
from dlprep.errors import UnreadableError

DRAWS = 20_000
BINS = 48
Z90 = 1.6448536269514722


class Factor(NamedTuple):
    """A factor with a 90% range; `power` is -1 where it divides."""

    name: str
    low: float
    high: float
    power: int = 1


PIANOS = "homes with a piano"
TUNERS = (
    Factor("people in the city", 2.3e6, 3.2e6),
    Factor("people per household", 2, 3, -1),
    Factor(PIANOS, 0.01, 0.10),
    Factor("tunings per piano", 0.5, 2),
    Factor("tunings per tuner", 500, 1200, -1),
)


def compute(knobs: Knobs, seed: int) -> Result:
    """Read each range as 90% of a lognormal and multiply draws of them."""
    import numpy as np

    own = knobs["csv"] is not None
    factors = (
        _own(str(knobs["csv"]), (knobs["factor"], knobs["low"], knobs["high"], knobs["power"]))
        if own
        else _with_pianos(knobs["piano_low"], knobs["piano_high"])
    )
    middles, spreads = _middles(factors), _spreads(factors)
    powers = np.array([f.power for f in factors])
    rng = np.random.default_rng(seed)
    if knobs["errors"] == "together":  # every guess too high or too low at once
        z = np.repeat(rng.normal(size=(int(knobs["draws"]), 1)), len(factors), 1) * np.sign(powers)
    else:
        z = rng.normal(size=(int(knobs["draws"]), len(factors)))
    logs = ((middles + spreads * z) * powers).sum(1)
    low, median, high = (float(q) for q in np.exp(np.percentile(logs, [5, 50, 95])))
    shares = spreads * abs(powers)  # errors that go together add up, others their squares
    shares = shares if knobs["errors"] == "together" else shares**2
    shares = shares / shares.sum() if shares.sum() else shares
    corner_low, corner_high = _corners(factors)
    exact = 2 * Z90 * math.sqrt(float(((spreads * powers) ** 2).sum()))
    by_name = {f.name: float(s) for f, s in zip(factors, shares, strict=True)}
    numbers = {
        "low": low,
        "median": median,
        "high": high,
        "ratio": high / low,
        "corner_low": corner_low,
        "corner_high": corner_high,
        "corner_ratio": corner_high / corner_low,
        "exact_ratio": math.exp(exact),
        "mean": float(np.exp(logs).mean()),
        "shares": by_name,
    }
    widest = max(by_name, key=lambda name: by_name[name])
    said = (
        f"90% of the products lie from {{+{_short(low)} to {_short(high)}+}}, a factor of "
        f"{_short(high / low)} (from corner to corner: {_short(corner_high / corner_low)}); the median "
        f"is {_short(median)}.",
        f"{{-{by_name[widest]:.0%} of the uncertainty-}} comes from '{widest}': look that up first."
        if by_name[widest]
        else "No factor is uncertain: each is a point, or has power 0.",
    )
    return Result(numbers, _views(factors, logs, numbers, built_in=not own), said, own=own,
                  setting="Your own factors, each range read as 90%." if own else "")  # fmt: skip


def _views(
    factors: tuple[Factor, ...], logs: Any, n: dict[str, Any], *, built_in: bool
) -> tuple[Any, ...]:
    import numpy as np

    beyond = max(2, n["corner_ratio"] ** 0.25)  # one factor alone is drawn outside its range too
    first, last = (
        (1.0, 4000.0) if built_in else (n["corner_low"] / beyond, n["corner_high"] * beyond)
    )
    counts, edges = np.histogram(logs, BINS, (math.log(first), math.log(last)))
    middles = np.exp((edges[:-1] + edges[1:]) / 2)
    rows = tuple(
        (
            f"{'/' if f.power < 0 else 'x'} {f.name}",
            _short(f.low, 6),
            _short(f.high, 6),
            f.high / f.low,
        )
        for f in factors
    )
    return (
        Plot("how often each product is drawn",
             (Line("draws", middles.tolist(), (counts / len(logs)).tolist()),),
             Axis("tuners, 90% band" if built_in else "product, 90% band", first, last, log=True),
             Axis("", 0, form="percent0"),
             (Mark(x=n["median"], label="median"),
              Mark(x=n["corner_low"], label="corners", base=True),
              Mark(x=n["corner_high"], label="corners", base=True)),
             (n["low"], n["high"])),
        Bars("share of the uncertainty",
             tuple(Bar(name, share, "percent0") for name, share in n["shares"].items()), high=1.0),
        Bars("high / low (log scale)",
             (Bar("widest factor", max((f.high / f.low) ** abs(f.power) for f in factors), "times"),
              Bar("90% of products", n["ratio"], "times"), Bar("corners", n["corner_ratio"], "times")),
             low=1, log=True),
        Table("the factors, 90% ranges", ("factor", "low", "high", "high / low"), rows,
              ("text", "text", "text", "number")),
    )  # fmt: skip


def _short(value: float, digits: int = 2) -> str:
    """1,200 and 0.012 and 12 million: two digits, as an estimate deserves."""
    if not (value > 0 and math.isfinite(value)):
        return f"{value:g}"
    value = round(value, digits - 1 - math.floor(math.log10(value)))
    for size, word in ((1e9, " billion"), (1e6, " million")):
        if value >= size:
            return f"{value / size:,.{digits}g}{word}"
    return f"{value:,.0f}" if value >= 10 ** (digits - 1) else f"{value:,.{digits}g}"


def _middles(factors: tuple[Factor, ...]) -> Any:
    import numpy as np

    return np.array([(math.log(f.low) + math.log(f.high)) / 2 for f in factors])


def _spreads(factors: tuple[Factor, ...]) -> Any:
    """The standard deviation of each factor's logarithm."""
    import numpy as np

    return np.array([(math.log(f.high) - math.log(f.low)) / (2 * Z90) for f in factors])


def _corners(factors: tuple[Factor, ...]) -> tuple[float, float]:
    """All factors at their worst, and all at their best."""
    low = math.prod((f.low if f.power > 0 else f.high) ** f.power for f in factors)
    high = math.prod((f.high if f.power > 0 else f.low) ** f.power for f in factors)
    return low, high


def _with_pianos(low: float, high: float) -> tuple[Factor, ...]:
    low, high = min(low, high), max(low, high)
    return tuple(f._replace(low=low, high=high) if f.name == PIANOS else f for f in TUNERS)


@lru_cache(maxsize=4)
def _own(path: str, names: tuple[str, str, str, str]) -> tuple[Factor, ...]:
    sheet = Sheet(path, "one row a factor")
    at = [
        sheet.column(n, f"--{o}") for n, o in zip(names[:3], ("factor", "low", "high"), strict=True)
    ]
    power_at = sheet.header.index(names[3]) if names[3] in sheet.header else None
    factors = []
    for line, cells in sheet.rows():
        low, high = (
            sheet.number(line, cells[i], n, 0) for i, n in zip(at[1:], names[1:3], strict=True)
        )
        power = (
            1
            if power_at is None
            else int(sheet.number(line, cells[power_at], names[3], -3, 3, whole=True))
        )
        if not 0 < low <= high:
            raise UnreadableError(
                f"{sheet.name}:{line}: {low:g} to {high:g}; a range needs 0 < low <= high"
            )
        factors.append(Factor(cells[at[0]], low, high, power))
    if len({f.name for f in factors}) < max(1, len(factors)):
        raise UnreadableError(
            f"{sheet.name}: it needs one row for each factor, with names of their own"
        )
    if (
        sum(abs(f.power) * max(abs(math.log10(end)) for end in (f.low, f.high)) for f in factors)
        > 100
    ):
        raise UnreadableError(
            f"{sheet.name}: products beyond 1e-100 to 1e100; write the factors in other units"
        )
    return tuple(factors)


_AS_ASKED: dict[str, Value] = {
    "piano_low": 0.01, "piano_high": 0.1, "errors": "apart", "draws": DRAWS
}  # fmt: skip

DEMO = Demo(
    slug="fermi",
    title="Ranges instead of points",
    question="How many piano tuners are there in Chicago, and how sure are you?",
    topic="estimation",
    setting="People / people per household x share of homes with a piano ({piano_low} to {piano_high}) x "
    "tunings of a piano a year / tunings that a tuner does a year. Each range is meant to hold the truth "
    "in 9 cases of 10; errors drawn {errors}.",
    compute=compute,
    knobs=(
        number("piano_low", 0.01, 0.005, 0.1, "low end of the share of households with a piano",
               stops=(0.005, 0.01, 0.02, 0.03, 0.05, 0.1), form="percent", changes="low ratio", without="csv"),
        number("piano_high", 0.1, 0.01, 0.3, "high end of that share",
               stops=(0.01, 0.02, 0.05, 0.1, 0.2, 0.3), form="percent", changes="high ratio", without="csv"),
        choice("errors", "apart together", "independent, or all guesses off the same way",
               changes="ratio"),
        integer("draws", DRAWS, 1000, 100_000, "products drawn", stops=(1000, 5000, DRAWS, 100_000),
                changes="median"),
        own_file("your own factors, one a row"),
        column("factor", "factor", "its column of names"),
        column("low", "low", "its column of low ends, above 0"),
        column("high", "high", "its column of high ends"),
        column("power", "power", "its column of powers, -1 where a factor divides; may be absent"),
    ),
    asks=(
        Ask("the width", "1% to 10% of homes with a piano: all guesses off upwards give 200 times as "
            "many tuners as all off downwards. How wide is the 90% range, errors apart?",
            lambda t: (
                "under 5 times" if (ratio := t.at(**_AS_ASKED)["ratio"]) < 5
                else "5-50 times" if ratio < 50 else "more"
            ),
            "Errors of different factors partly cancel: variances of logarithms add, ranges do not.",
            choices=("under 5 times", "5-50 times", "more")),
        Ask("the worst factor", "What share of the uncertainty comes from the widest factor?",
            lambda t: "under 40%" if max(t["shares"].values()) < 0.4 else "over 40%",
            "Variances go with the square of the width on the log scale; errors drawn together add up "
            "unsquared.",
            choices=("under 40%", "over 40%")),
    ),
    why="On the log scale a product is a sum, and the variances of independent errors add. Five ranges "
    "do not make five times the width but its root of summed squares, so one wide factor decides. "
    "Corners assume that every guess is wrong in the same direction.",
    say="Break it down, give each factor a range that I would bet 9 to 1 on, multiply on the log scale, "
    "and say which factor dominates: here the share of homes with a piano. That is the one to "
    "look up; refining the others hardly narrows the answer.",
    trap='"Multiply the lows and multiply the highs." That gives a range ten times too wide, unless the '
    "errors go together (turn the knob). And the median of the product is not its mean: the mean of a "
    "skewed product is higher.",
    claims=(
        Claim("The 90% range spans a factor of 15 to 20; the corners about 200.",
              lambda t: 15 < t["ratio"] < 20 and 190 < t["corner_ratio"] < 210, knobs=_AS_ASKED),
        Claim("The draws agree with the root of summed squares to 6%.",
              lambda t: abs(t["ratio"] / t["exact_ratio"] - 1) < 0.06, knobs=_AS_ASKED),
        Claim("The share of homes with a piano makes 60 to 70% of the variance.",
              lambda t: 0.6 < max(t["shares"].values()) < 0.7, knobs=_AS_ASKED),
        Claim("With errors that go together, the range is that of the corners to 10%.",
              lambda t: abs(t.at(errors="together")["ratio"] / t["corner_ratio"] - 1) < 0.1),
        Claim("The mean is above the median.", lambda t: t["mean"] > 1.2 * t["median"], knobs=_AS_ASKED),
    ),
    sources=(
        Source("Weinstein, Adam (2008): Guesstimation, Princeton University Press",
               "https://press.princeton.edu/books/paperback/9780691129495/guesstimation"),
    ),
    questions=("estimation/piano-tuners", "estimation/guess-between-bounds", "estimation/error-of-a-product"),
)  # fmt: skip
