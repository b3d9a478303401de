"""ab_peeking: an A/A test looked at again and again is 'significant' far more than 5% of the time."""

from functools import lru_cache
from typing import Any

from dlprep.demos.family.demo import Ask, Claim, Demo, Knobs, Source
from dlprep.demos.family.knobs import Value
from dlprep.demos.family.sheet import Sheet, named
from dlprep.demos.family.turnable import choice, integer, number, own_file
from dlprep.demos.family.views import Axis, Bar, Bars, Line, Mark, Plot, Result, Table
from dlprep.errors import UnreadableError

TESTS, PERIODS, Z_TOP = 2000, 20, 4.5
LOOKS = (1, 2, 4, 5, 10, 20)
POCOCK = (  # for 1 to 20 looks, two-sided 5%
    1.960, 2.178, 2.289, 2.361, 2.413, 2.453, 2.485, 2.512, 2.535, 2.555,
    2.572, 2.588, 2.602, 2.615, 2.626, 2.637, 2.646, 2.656, 2.664, 2.672)  # fmt: skip
OBRIEN = (
    1.960, 1.977, 2.004, 2.024, 2.040, 2.053, 2.063, 2.072, 2.080, 2.087,
    2.092, 2.098, 2.102, 2.107, 2.110, 2.114, 2.117, 2.120, 2.123, 2.126)  # fmt: skip
RULES = ("none", "bonferroni", "pocock", "obrien-fleming")


def compute(knobs: Knobs, seed: int) -> Result:
    """Simulate many tests, or look at the learner's own counts as each look would have seen them."""
    if knobs["csv"] is not None:
        return _own(str(knobs["csv"]), knobs["correction"])
    looks, rule = int(knobs["looks"]), knobs["correction"]
    z, lift = _walks(knobs["lift"], knobs["base"], knobs["users"], seed)
    called, first = _stopped(z, looks, rule)
    rates = {name: float(_stopped(z, looks, name)[0].mean()) for name in RULES}
    claimed = lift[called, first[called]]
    winners = claimed[claimed > 0]
    mean_claim = float(winners.mean()) if len(winners) else None
    numbers = {
        "looks": looks,
        "called": rates[rule],
        "called_once": float(_stopped(z, 1, "none")[0].mean()),
        "mean_look": float(((first[called] + 1) * looks / PERIODS).mean())
        if called.any()
        else None,
        "claimed_lift": mean_claim,
        "true_lift": knobs["lift"],
        "by_rule": rates,
    }
    return Result(numbers, _views(z, looks, rule, rates, knobs, seed), _said(numbers, knobs))


def _said(n: dict[str, Any], knobs: Knobs) -> tuple[str, ...]:
    often = f"{n['called']:.1%} of the tests"
    looking = "with one look at the end" if n["looks"] == 1 else f"with {n['looks']} looks"
    if knobs["lift"]:
        first = f"B's true lift is {knobs['lift']:+.0%}: {looking} {{+{often}+}} call a difference."
    elif n["looks"] == 1:
        first = f"Nothing differs, and {looking} {{+{often}+}} come out significant."
    else:
        tone = "-" if n["called"] > 0.07 else "+"
        first = (
            f"Nothing differs, yet {looking} {{{tone}{often}{tone}}} come out significant; "
            f"with one at the end {n['called_once']:.1%}."
        )
    if n["claimed_lift"] is None:
        return (first,)
    truth = f"it is {knobs['lift']:.0%}" if knobs["lift"] else "there is none"
    return (
        first,
        f"Where B wins, the reported lift is {{-{n['claimed_lift']:+.1%} on average-}}; {truth}.",
    )


def _views(
    z: Any, looks: int, rule: str, rates: dict[str, float], knobs: Knobs, seed: int
) -> tuple[Any, ...]:
    by_looks = [float(_stopped(z, n, rule)[0].mean()) for n in LOOKS]
    top = 1.0 if knobs["lift"] else 0.3
    marks: tuple[Mark, ...] = (Mark(looks, rates[rule], "now"),)
    if not knobs["lift"]:
        marks += (Mark(y=0.05, label="5%", base=True),)
    return (
        Plot("share called significant", (Line("called", LOOKS, by_looks),),
             Axis("looks", 1, PERIODS), Axis("", 0, top, form="percent0"), marks),
        _paths(z, looks, rule),
        Bars("the same by correction",
             tuple(Bar(name, rates[name], "percent", 0 if knobs["lift"] else -1) for name in RULES),
             high=top),
    )  # fmt: skip


def _paths(z: Any, looks: int, rule: str) -> Plot:
    """The limit, four tests, and one more: if there is any, one that it stops and would not at the end."""
    called, first = _stopped(z, looks, rule)
    back = called & (abs(z[:, -1]) < _limit(rule, looks, looks))
    at = int(back.argmax() if back.any() else called.argmax())
    steps = list(range(1, PERIODS + 1))
    seen = [s for s in steps if s % (PERIODS // looks) == 0]
    limit = [v if (v := _limit(rule, looks, k + 1)) <= Z_TOP else None for k in range(looks)]
    mirrored = [None if v is None else -v for v in limit]
    one = "a test it stops" if called[at] else "one test"
    others = [i for i in range(5) if i != at][:4]
    lines = (
        Line("limit", [*seen, PERIODS, *seen], [*limit, None, *mirrored], "b"),
        Line(one, steps, z[at].tolist(), "a"),
        *(Line("four others", steps, z[i].tolist(), "quiet") for i in others),
    )
    stop = int(first[at])
    marks = (Mark(stop + 1, float(z[at, stop]), "stopped"),) if called[at] else ()
    title = "z of five tests as data come in" if looks > 1 else "z of five tests, one look"
    return Plot(title, lines, Axis("twentieths of the data", 1, PERIODS),
                Axis("z", -Z_TOP, Z_TOP), marks)  # fmt: skip


def _limit(rule: str, looks: int, k: int) -> float:
    """The |z| beyond which look `k` of so many calls it significant, two-sided at 5% overall."""
    from statistics import NormalDist

    at = min(looks, len(POCOCK)) - 1
    if rule == "pocock":
        return POCOCK[at]
    if rule == "obrien-fleming":
        return OBRIEN[at] * float((looks / k) ** 0.5)
    tail = 0.05 / looks if rule == "bonferroni" else 0.05
    return NormalDist().inv_cdf(1 - tail / 2)


def _stopped(z: Any, looks: int, rule: str) -> tuple[Any, Any]:
    """Which tests are called, and the period at which each first is."""
    import numpy as np

    at = np.arange(PERIODS // looks - 1, PERIODS, PERIODS // looks)
    limits = np.array([_limit(rule, looks, k + 1) for k in range(looks)])
    over = np.abs(z[:, at]) > limits
    return over.any(1), at[over.argmax(1)]


@lru_cache(maxsize=16)
def _walks(lift: float, base: float, users: int, seed: int) -> tuple[Any, Any]:
    """z and lift, relative to the base rate, of every test after each period; shapes (TESTS, PERIODS)."""
    import numpy as np

    a = _arm(base, users, seed, 0)
    b = _arm(min(1.0, base * (1 + lift)), users, seed, 1)
    n = users * np.arange(1, PERIODS + 1)
    pooled = (a + b) / (2 * n)
    spread = np.sqrt(np.maximum(2 * pooled * (1 - pooled) / n, 1e-12))
    return (b - a) / n / spread, (b - a) / n / base


@lru_cache(maxsize=32)
def _arm(rate: float, users: int, seed: int, arm: int) -> Any:
    """Conversions so far in each test after each period, (TESTS, PERIODS)."""
    import numpy as np

    rng = np.random.default_rng([seed, arm])
    return rng.binomial(users, rate, (TESTS, PERIODS)).cumsum(1)


def _own(path: str, rule: str) -> Result:
    """Cumulative z at each row of the learner's counts, which are the looks that were taken."""
    rows = _counts(path)
    looks = len(rows)
    z, lifts = [], []
    for users_a, hits_a, users_b, hits_b in rows:
        pooled = (hits_a + hits_b) / (users_a + users_b)
        spread = (pooled * (1 - pooled) * (1 / users_a + 1 / users_b)) ** 0.5
        z.append((hits_b / users_b - hits_a / users_a) / spread if spread else 0.0)
        lifts.append((hits_b / users_b) / (hits_a / users_a) - 1 if hits_a else None)
    limits = [_limit(rule, looks, k + 1) for k in range(looks)]
    crossed = [k + 1 for k in range(looks) if abs(z[k]) > limits[k]]
    plain = [k + 1 for k in range(looks) if abs(z[k]) > 1.96]
    numbers = {
        "looks": looks,
        "z": z,
        "lift": lifts,
        "limit": limits,
        "crossed": crossed,
        "below_05": plain,
    }
    over = f"{looks} look{'' if looks == 1 else 's'}"
    said = [
        f"Over {over} p fell below .05 at look{'s' * (len(plain) > 1)} "
        f"{', '.join(map(str, plain[:5]))}{' and more' if len(plain) > 5 else ''}."
        if plain
        else f"Over {over} p never fell below .05."
    ]
    if rule != "none":
        short = looks > len(POCOCK) and rule != "bonferroni"
        said.append(
            f"The limit of {rule} for {over} is "
            + (f"{{+crossed first at look {crossed[0]}+}}" if crossed else "{-not crossed-}")
            + (f" (its table ends at {len(POCOCK)} looks: a little too low)." if short else ".")
        )
    steps = list(range(1, looks + 1))
    table = Table("each look", ("look", "z", "lift", "limit"),
                  tuple((k, z[k - 1], lifts[k - 1], limits[k - 1]) for k in steps),
                  ("integer", "fixed2", "percent", "fixed2"))  # fmt: skip
    both = Line("limit", [*steps, looks, *steps], [*limits, None, *(-v for v in limits)], "b")
    lines = (both, Line("your test", steps, z, "a"))
    top = max(3.0, *limits, *map(abs, z))
    plot = Plot(
        "z at each look",
        lines,
        Axis("look", 1, max(2, looks), form="integer"),
        Axis("z", -top, top),
    )
    return Result(
        numbers, (plot, table), tuple(said), True, f"Your counts in {named(path)}, {over}."
    )


@lru_cache(maxsize=4)
def _counts(path: str) -> tuple[tuple[float, float, float, float], ...]:
    sheet = Sheet(path, "one row a look")
    names = ("users_a", "conversions_a", "users_b", "conversions_b")
    places = [sheet.column(name, "that name in the header") for name in names]
    total, out = [0.0] * 4, []
    for line, cells in sheet.rows():
        new = [
            sheet.number(line, cells[place], name, 0, whole=True)
            for place, name in zip(places, names, strict=True)
        ]
        total = [t + n for t, n in zip(total, new, strict=True)]
        if total[1] > total[0] or total[3] > total[2]:
            raise UnreadableError(f"{sheet.name}:{line}: more conversions than users so far")
        if not total[0] or not total[2]:
            raise UnreadableError(f"{sheet.name}:{line}: no users yet in one of the arms")
        out.append((total[0], total[1], total[2], total[3]))
    if not out:
        raise UnreadableError(f"{sheet.name}: a header but no rows; add one row a look")
    return tuple(out)


def _bracket(share: float) -> str:
    if share < 0.07:
        return "about 5%"
    return "7-20%" if share < 0.2 else "20-40%" if share < 0.4 else "over 40%"


_USERS: dict[str, Value] = {"looks": "20", "users": 200, "base": 0.1}
_NO_LIFT: dict[str, Value] = {**_USERS, "lift": 0.0}

DEMO = Demo(
    slug="ab_peeking",
    title="Stopping an A/B test when p falls below .05",
    question="Can I stop an A/B test as soon as p < .05?",
    topic="statistics",
    setting=(
        "2,000 simulated tests of two arms, {users} users an arm in each of 20 periods, base rate "
        "{base}, true lift {lift}. Looks: {looks}, evenly spread; a test stops at the first that is "
        "significant (correction: {correction})."
    ),
    compute=compute,
    before={"looks": "1"},
    knobs=(
        choice("looks", " ".join(map(str, LOOKS)), "how often the test is looked at", default="20",
               changes="looks called", without="csv"),
        choice("correction", " ".join(RULES), "how the limit is raised", changes="called"),
        number("lift", 0.0, 0, 0.5, "the true relative lift of B", step=0.02, form="percent",
               changes="called true_lift", without="csv"),
        number("base", 0.1, 0.01, 0.5, "conversion rate of A", stops=(0.01, 0.02, 0.05, 0.1, 0.2, 0.5),
               form="percent", changes="claimed_lift", without="csv"),
        integer("users", 200, 20, 100_000, "users an arm in each period",
                stops=(20, 50, 100, 200, 500, 1000, 5000), changes="claimed_lift", without="csv"),
        own_file("your own counts, one row a look: users_a, conversions_a, users_b, conversions_b"),
    ),
    asks=(
        Ask("false positives", "Nothing differs. Looking {looks} times and stopping at p < .05, what "
            "share of tests is called significant?",
            lambda t: _bracket(t.at(lift=0.0, correction="none")["called"]),
            "Each look is another chance for the walk of z to stray over the line; the walk "
            "remembers, so it is less than 1 - .95^20 = 64%.",
            choices=("about 5%", "7-20%", "20-40%", "over 40%")),
    ),
    why=(
        "p < .05 promises 5% false alarms for one look fixed beforehand. z wanders as data come in: the "
        "more often you look, the likelier you catch it on an excursion. Stopping there also selects "
        "the luckiest estimates, so the reported lift is too big (winner's curse)."
    ),
    say=(
        "No: with 20 looks about a quarter of A/A tests come out significant. I fix the sample size "
        "by a power calculation and look once, or plan the looks and use a sequential boundary "
        "(Pocock, O'Brien-Fleming, alpha spending) or an always-valid p-value; and I shrink or "
        "re-estimate the lift of a test stopped early."
    ),
    trap=(
        "\"20 looks, so 1 - .95^20 = 64%.\" The looks share their data: it is about 25%. And "
        "Bonferroni is safe but gives power away; Pocock's limit for 20 looks is 2.67, not 3.02."
    ),
    claims=(
        Claim("With 20 looks at p < .05, 20 to 30% of A/A tests are called significant.",
              lambda t: 0.2 < t["called"] < 0.3,
              knobs={**_NO_LIFT, "correction": "none"}),
        Claim("With Pocock's limit it is 3 to 7%.", lambda t: 0.03 < t["called"] < 0.07,
              knobs={**_NO_LIFT, "correction": "pocock"}),
        Claim("With O'Brien and Fleming's it is 3 to 7%.", lambda t: 0.03 < t["called"] < 0.07,
              knobs={**_NO_LIFT, "correction": "obrien-fleming"}),
        Claim("A true lift of 10%, stopped at the first significant look, is reported as more than 20% on "
              "average where B wins.",
              lambda t: t["claimed_lift"] > 0.2, knobs={**_USERS, "lift": 0.1, "correction": "none"}),
    ),
    sources=(
        Source("Armitage, McPherson and Rowe 1969, Repeated significance tests on accumulating data, "
               "Journal of the Royal Statistical Society A 132", "https://doi.org/10.2307/2343787"),
        Source("Jennison and Turnbull 2000, Group Sequential Methods (tables 2.1 and 2.3)"),
        Source("Johari et al. 2017, Peeking at A/B tests, KDD", "https://doi.org/10.1145/3097983.3097992"),
    ),
    questions=("statistics/peeking",),
)  # fmt: skip
