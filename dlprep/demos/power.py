"""power: how many users an A/B test needs, and what happens with fewer."""

from functools import lru_cache
from math import floor, log10
from statistics import NormalDist
from typing import Any

from dlprep.demos.family.demo import Ask, Claim, Demo, Knobs, Source
from dlprep.demos.family.turnable import integer, number
from dlprep.demos.family.views import (
    Axis,
    Bar,
    Bars,
    Group,
    Histogram,
    Line,
    Mark,
    Plot,
    Result,
    Table,
)

TESTS = 20_000
SIZES = (100, 250, 500, 1000, 2000, 5000, 10_000, 15_000, 20_000, 50_000, 100_000)
LIFTS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5)
BINS = 100


def compute(knobs: Knobs, seed: int) -> Result:
    """Simulate two-sided z-tests at 5% of a true lift, and work out the size for 80% power."""
    base, lift, users = knobs["base"], knobs["lift"], int(knobs["users"])
    found, measured = _tests(base, lift, users, seed)
    power = float(found.mean())
    winners = measured[found & (measured > 0)]
    claimed = float(winners.mean()) if len(winners) else None
    needed = size_for(base, base * (1 + lift), 0.8)
    numbers = {
        "power": power,
        "exact_power": power_of(base, base * (1 + lift), users),
        "needed": needed,
        "claimed": claimed,
        "exaggeration": claimed / lift if claimed is not None else None,
        "wrong_sign": float((found & (measured < 0)).sum() / max(1, found.sum())),
    }
    tone = "+" if power >= 0.8 else "-"
    said = [
        f"{users:,} users an arm: {{{tone}{_share(power)} of tests{tone}}} find {100 * base:.3g}% against "
        f"{100 * base * (1 + lift):.3g}%; 80% takes {needed:,}.",
    ]
    if claimed is not None:
        said.append(
            f"Tests that win report a lift of {{-{claimed:.1%} on average-}}; the truth is {100 * lift:.3g}%."
        )
    return Result(numbers, _views(base, lift, users, measured, found, numbers), tuple(said))


def _views(
    base: float, lift: float, users: int, measured: Any, found: Any, n: dict[str, Any]
) -> tuple[Any, ...]:
    import numpy as np

    end = _end(base, lift, users)
    edges = np.linspace(-end, end, BINS + 1)
    won = np.histogram(measured[found], edges)[0]
    lost = np.histogram(measured[~found], edges)[0]
    claimed = n["claimed"]
    winners = () if claimed is None else (Mark(claimed, label="mean of winners", base=True),)
    curve = [power_of(base, base * (1 + lift), s) for s in SIZES]
    return (
        Plot(
            "power by users an arm",
            (Line("power", SIZES, curve),),
            Axis("users", log=True, form="integer"),
            Axis("", 0, 1, form="percent0"),
            (Mark(users, n["power"], f"{users:,} users"), Mark(y=0.8, label="80%", base=True)),
        ),
        Table(
            "users an arm for 80% power",
            ("true lift", "users"),
            tuple((other, size_for(base, base * (1 + other), 0.8)) for other in LIFTS),
            ("percent0", "integer"),
            LIFTS.index(lift) if lift in LIFTS else None,
        ),
        Bars(
            "lift",
            (Bar("true", lift, "percent"), Bar("claimed by winners", n["claimed"], "percent", -1)),
        ),
        Histogram(
            "lifts that the tests measured",
            (Group("significant", tuple(won.tolist())), Group("not", tuple(lost.tolist()))),
            -end,
            end,
            "percent0",
            (Mark(lift, label="true lift"), *winners),
        ),
    )


def _share(power: float) -> str:
    return f"{power:.0%}" if power >= 0.01 else f"{power:.1%}"


def _end(base: float, lift: float, users: int) -> float:
    """The end of the axis of lifts: the next round number beyond three standard errors."""
    reach = lift + 3 * float(2 * base * (1 - base) / users) ** 0.5 / base
    unit = 10.0 ** floor(log10(reach))
    return next(unit * n for n in (2, 4, 6, 10) if unit * n >= reach)


def power_of(a: float, b: float, users: int) -> float:
    """Power of the two-sided z-test of two shares at 5%, by the normal approximation."""
    normal = NormalDist()
    pooled = (a + b) / 2
    null = (2 * pooled * (1 - pooled) / users) ** 0.5
    true = ((a * (1 - a) + b * (1 - b)) / users) ** 0.5
    limit = normal.inv_cdf(0.975) * null
    return normal.cdf((b - a - limit) / true) + normal.cdf((a - b - limit) / true)


@lru_cache(maxsize=256)
def size_for(a: float, b: float, power: float) -> int:
    """The fewest users an arm for a power, by bisection over `power_of`."""
    low, high = 1, 10**10
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if power_of(a, b, middle) >= power else (middle + 1, high)
    return low


@lru_cache(maxsize=32)
def _tests(base: float, lift: float, users: int, seed: int) -> tuple[Any, Any]:
    """Which tests are significant, and the relative lift that each measured: NaN over a rate of 0."""
    import numpy as np

    rng = np.random.default_rng(seed)
    a = rng.binomial(users, base, TESTS) / users
    b = rng.binomial(users, min(1.0, base * (1 + lift)), TESTS) / users
    pooled = (a + b) / 2
    error = np.sqrt(2 * pooled * (1 - pooled) / users)
    z = np.divide(b - a, error, out=np.zeros(TESTS), where=error > 0)
    measured = np.divide(b - a, a, out=np.full(TESTS, np.nan), where=a > 0)
    return np.abs(z) > NormalDist().inv_cdf(0.975), measured


_SMALL = {"base": 0.1, "lift": 0.1, "users": 1000}

DEMO = Demo(
    slug="power",
    title="How many users an A/B test needs",
    question="How many users does an A/B test need, and what goes wrong with fewer?",
    topic="statistics",
    setting="The base rate is {base}; the new version truly lifts it by {lift} (relative). {users} "
    "users an arm, a two-sided z-test at 5%, 20,000 such tests.",
    compute=compute,
    knobs=(
        number("base", 0.1, 0.005, 0.5, "conversion rate of the old version",
               stops=(0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5), form="percent", changes="power needed"),
        number("lift", 0.1, 0.01, 0.5, "true relative lift", stops=LIFTS, form="percent",
               changes="power needed"),
        integer("users", 1000, 100, 100_000, "users in each arm", stops=SIZES, changes="power"),
    ),
    asks=(
        Ask("power", "{users} users an arm: how many of such tests find the lift?",
            lambda t: (
                "under 25%" if t["power"] < 0.25 else "25-75%" if t["power"] < 0.75 else "over 75%"
            ),
            "What counts is the difference between the rates over its standard error, which falls only "
            "with the root of the users.", choices=("under 25%", "25-75%", "over 75%")),
        Ask("winners", "Compared with the true lift, the lift that significant tests report is ...",
            lambda t: (
                None if t["exaggeration"] is None else "about right" if t["exaggeration"] < 1.15
                else "up to twice" if t["exaggeration"] < 2 else "over twice"
            ),
            "With few users only a measured lift far above the true one is significant: luck must help. "
            "With enough of them nearly every test wins, and the mean is right.",
            choices=("about right", "up to twice", "over twice")),
    ),
    why="The standard error of the difference is the root of 2 p (1 - p) / n. For 80% power the true "
    "difference must be 2.8 of them (1.96 for the limit and 0.84 beyond), so n is about "
    "16 p (1 - p) / difference^2: half the lift takes four times the users. A test that rarely finds "
    "anything finds it only when luck adds to the truth, so its wins are exaggerated.",
    say="About 16 p (1 - p) / d^2 an arm for 80% power at 5%: from 10% to 11% about 15,000. Fix the "
    "smallest lift worth having and the run time before the start. With 1,000 users the test finds the "
    "lift about one time in nine, and the wins overstate it nearly fourfold (the winner's curse).",
    trap='"It was significant, so the lift is as large as measured." In an underpowered test '
    "significance selects for lucky draws; about one significant result in thirty has the wrong sign. And "
    '"not significant" is not "no effect": here most tests miss an effect that is there.',
    claims=(
        Claim("From 10% to 11%, 1,000 users an arm find it in about one test of ten (9 to 13%).",
              lambda t: 0.09 < t["power"] < 0.13, knobs=_SMALL),
        Claim("Its winners overstate the lift more than three times.",
              lambda t: t["exaggeration"] > 3, knobs=_SMALL),
        Claim("80% power takes between 14,500 and 15,000 users an arm.",
              lambda t: 14_500 < t["needed"] < 15_000, knobs=_SMALL),
        Claim("Half the lift takes about four times the users (3.8 to 4.2).",
              lambda t: 3.8 < t.at(lift=0.05)["needed"] / t["needed"] < 4.2, knobs=_SMALL),
        Claim("Of the significant results 2 to 5% have the wrong sign.",
              lambda t: 0.02 < t["wrong_sign"] < 0.05, knobs=_SMALL),
        Claim("The simulation agrees with the formula to two points.",
              lambda t: abs(t["power"] - t["exact_power"]) < 0.02, knobs=_SMALL),
    ),
    sources=(
        Source("Gelman, Carlin (2014): Beyond power calculations, assessing type S and type M errors",
               "https://doi.org/10.1177/1745691614551642"),
    ),
    questions=("statistics/sample-size-ab",),
)  # fmt: skip
