"""outliers: squared error chases one bad point, absolute error does not, unless it lies far out."""

from functools import lru_cache
from itertools import combinations
from typing import Any

from dlprep.demos.family.demo import Ask, Claim, Demo, Knobs, Source, Trial
from dlprep.demos.family.knobs import Value
from dlprep.demos.family.turnable import choice, number
from dlprep.demos.family.views import Axis, Bar, Bars, Line, Mark, Plot, Result, View

POINTS, SLOPE, CORNER = 30, 2.0, 1.35
SIZES = (0.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0, 1000.0)
LOSSES = ("squared", "absolute", "huber")
RIGHT, LOW, HIGH = 12.0, -5.0, 40.0
"""What the plot of the points shows: 0 to RIGHT, LOW to HIGH."""


def compute(knobs: Knobs, seed: int) -> Result:
    """A line through 30 points, one of them moved, under three losses."""
    size, where, loss = knobs["size"], knobs["moved"], knobs["loss"]
    x, y = _points(size, where, seed)
    lines = {name: _fit(name, size, where, seed) for name in LOSSES}
    slopes = {name: line[0] for name, line in lines.items()}
    rest = abs(y - SLOPE * x - 1)[:-1]
    numbers = {
        "slope": slopes[loss],
        **{f"slope_{name}": slope for name, slope in slopes.items()},
        "typical_error": float(rest.mean()),
    }
    tone = "-" if abs(slopes[loss] - SLOPE) > 0.3 else "+"
    what = f"One of {POINTS} points moved by {size:,.6g} in {where}" if size else "No point moved"
    others = ", ".join(f"{name} {slope:.2f}" for name, slope in slopes.items() if name != loss)
    said = (
        f"{what}: slope {{{tone}{slopes[loss]:.2f}{tone}}} with {loss} loss, truth {SLOPE:g}.",
        f"With the other losses: {others}.",
    )
    return Result(numbers, _views(size, where, loss, seed), said)


def _views(size: float, where: str, loss: str, seed: int) -> tuple[View, ...]:
    x, y = _points(size, where, seed)
    lines = {name: _fit(name, size, where, seed) for name in LOSSES}
    shown = [
        Line(name, *_inside(slope, level), "now" if name == loss else "")
        for name, (slope, level) in lines.items()
    ]
    # the moved point may lie far outside: it then stands at the edge
    moved = Mark(
        min(float(x[-1]), RIGHT),
        min(float(y[-1]), HIGH),
        f"moved, {where} = {(x if where == 'x' else y)[-1]:,.0f}",
    )
    sizes = sorted({*SIZES[1:], max(size, SIZES[1])})
    top = 10.0 if where == "y" else 3.0
    return (
        Plot("points and lines", (Line("points", x[:-1].tolist(), y[:-1].tolist(), joined=False), *shown),
             Axis("x", 0, RIGHT), Axis("", LOW, HIGH), (moved,)),
        Plot("slope, by how far it is moved",
             tuple(Line(name, *_below(sizes, [_fit(name, s, where, seed)[0] for s in sizes], top))
                   for name in LOSSES),
             Axis("moved by", SIZES[1], SIZES[-1], log=True, form="integer"), Axis("", 0, top),
             ((Mark(x=size, label="now"),) if size else ()) + (Mark(y=SLOPE, label="truth", base=True),)),
        Bars("slope by loss, notch: the truth",
             tuple(Bar(name, line[0], "fixed2", 0, SLOPE) for name, line in lines.items()),
             low=min(0.0, *(line[0] for line in lines.values())), high=max(6.0, *(line[0] for line in lines.values()))),
    )  # fmt: skip


def _inside(slope: float, level: float) -> tuple[list[float], list[float | None]]:
    """The ends of what the first plot shows of a line."""
    ends = [0.0, RIGHT]
    if slope:
        ends = [min(max(e, 0.0), RIGHT) for e in sorted((b - level) / slope for b in (LOW, HIGH))]
    return ends, [slope * e + level for e in ends]


def _below(
    sizes: list[float], slopes: list[float], top: float
) -> tuple[list[float], list[float | None]]:
    """A curve up to where it leaves through the top."""
    import numpy as np

    fine = np.geomspace(sizes[0], sizes[-1], 60)
    return fine.tolist(), [v if v <= top else None for v in np.interp(fine, sizes, slopes).tolist()]


@lru_cache(maxsize=64)
def _clean(seed: int) -> Any:
    import numpy as np

    rng = np.random.default_rng(seed)
    x = np.sort(rng.uniform(0, 10, POINTS))
    return x, SLOPE * x + 1 + rng.normal(0, 1, POINTS)


def _points(size: float, where: str, seed: int) -> Any:
    """All points, the last one moved upwards or to the right."""
    x, y = (values.copy() for values in _clean(seed))
    (y if where == "y" else x)[-1] += size
    return x, y


@lru_cache(maxsize=4096)
def _fit(loss: str, size: float, where: str, seed: int) -> tuple[float, float]:
    """Slope and intercept of the line with the least total loss."""
    x, y = _points(size, where, seed)
    if loss == "absolute":
        return least_absolute(x, y)
    return _reweighted(x, y, robust=loss == "huber")


def least_absolute(x: Any, y: Any) -> tuple[float, float]:
    """Exactly: some line of least absolute error goes through two of the points."""
    import numpy as np

    i, j = np.array(list(combinations(range(len(x)), 2))).T
    far = x[i] != x[j]
    i, j = i[far], j[far]
    slope = (y[j] - y[i]) / (x[j] - x[i])
    level = y[i] - slope * x[i]
    total = abs(y - slope[:, None] * x - level[:, None]).sum(1)
    best = int(total.argmin())
    return float(slope[best]), float(level[best])


def _reweighted(x: Any, y: Any, *, robust: bool) -> tuple[float, float]:
    """Least squares, or Huber's loss with its corner at 1.35 by reweighting."""
    import numpy as np

    a = np.column_stack([x, np.ones_like(x)])
    heavy, line = np.ones_like(x), np.zeros(2)
    for _ in range(200 if robust else 1):
        new = np.linalg.solve(a.T @ (a * heavy[:, None]), a.T @ (heavy * y))
        if abs(new - line).max() < 1e-9:
            break
        line = new
        heavy = np.minimum(1, CORNER / np.maximum(abs(y - a @ line), 1e-12))
    return float(line[0]), float(line[1])


def _bracket(name: str) -> Any:
    def say(trial: Trial) -> str:
        off = abs(trial[name] - SLOPE)
        return "within 0.3 of 2" if off < 0.3 else "off by 0.3-1" if off < 1 else "off by more"

    return say


_UP: dict[str, Value] = {"size": 100.0, "moved": "y"}
_ASIDE: dict[str, Value] = {"size": 100.0, "moved": "x"}
_OFF = ("within 0.3 of 2", "off by 0.3-1", "off by more")

DEMO = Demo(
    slug="outliers",
    title="One outlier and three losses",
    question="MSE, MAE or Huber when the data hold outliers?",
    topic="metrics",
    setting=(
        "30 points around y = 2x + 1 with noise 1; the rightmost is moved by {size} in {moved}. A "
        "line is fitted with {loss} loss."
    ),
    compute=compute,
    before={"size": 0.0},
    knobs=(
        choice("loss", "squared absolute huber", "what is made small", changes="slope"),
        number("size", 100.0, 0, 1000, "how far one point is moved", stops=SIZES,
               changes="slope_squared"),
        choice("moved", "y x", "upwards (a wrong value) or sideways (a far-off input)",
               changes="slope_squared slope_absolute slope_huber"),
    ),
    asks=(
        Ask("squared loss", "One of 30 points is moved by {size} in {moved}. The slope with squared "
            "loss (truth: 2)?", _bracket("slope_squared"),
            "Far enough off, its square outweighs the other 29 together: the line turns towards it.", choices=_OFF),
        Ask("absolute loss", "And with absolute loss?", _bracket("slope_absolute"),
            "Moved in y, it pulls as hard as any other point; moved in x, it has a long lever.",
            choices=_OFF),
    ),
    why=(
        "The pull of a point is the slope of its loss: for squared error it grows with the residual "
        "without limit, for absolute error it is always 1, for Huber it grows up to the corner "
        "(1.35 here) and then stays. But the pull on the slope is that times x: a point far out in x has a lever "
        "that no loss on residuals takes away."
    ),
    say=(
        "MSE aims at the mean and chases outliers; MAE aims at the median and shrugs at a wrong y; "
        "Huber is smooth near 0 and linear beyond. First I ask whether the outlier is an error or the "
        "thing I must predict. If large misses truly cost more, squared loss is right, outliers and "
        "all."
    ),
    trap="\"MAE is robust to outliers.\" To wrong values of y. One input that is far enough off "
    "has the lever to lay the absolute line as flat as the squared one.",
    claims=(
        Claim("One of 30 points moved up by 100: the squared-loss slope is off by more than 1.",
              lambda t: t["slope_squared"] > 3, knobs=_UP),
        Claim("Absolute and Huber slopes stay within 0.35 of the truth.",
              lambda t: max(abs(t["slope_absolute"] - 2), abs(t["slope_huber"] - 2)) < 0.35,
              (0.95, 1.0), _UP),
        Claim("Moved sideways by 100, all three lines lie nearly flat: slopes under 0.3.",
              lambda t: max(t["slope_squared"], t["slope_absolute"], t["slope_huber"]) < 0.3,
              knobs=_ASIDE),
        Claim("Moved up by 1,000 instead of 100, the absolute slope is the same.",
              lambda t: abs(t.at(size=1000.0)["slope_absolute"] - t["slope_absolute"]) < 1e-9,
              knobs=_UP),
    ),
    sources=(
        Source("Huber 1964, Robust estimation of a location parameter, Annals of Mathematical "
               "Statistics 35(1)", "https://doi.org/10.1214/aoms/1177703732"),
    ),
    questions=("metrics/mae-median-mse-mean", "metrics/rmse-with-one-large-error"),
)  # fmt: skip
