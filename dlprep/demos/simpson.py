"""simpson: better in every group and worse overall, because the groups are mixed differently."""

from functools import lru_cache
from random import Random
from typing import NamedTuple

from dlprep.demos.family.demo import Ask, Claim, Demo, Knobs, Source, Trial
from dlprep.demos.family.sheet import Sheet, named
from dlprep.demos.family.turnable import choice, column, number, own_file
from dlprep.demos.family.views import Axis, Bar, Bars, Line, Mark, Plot, Result, Table
from dlprep.errors import UnreadableError


class Group(NamedTuple):
    """Cases and successes of the first arm, then of the second."""

    name: str
    cases: float
    successes: float
    other_cases: float
    other_successes: float


BERKELEY = {
    "A": (825, 512, 108, 89), "B": (560, 353, 25, 17), "C": (325, 120, 593, 202),
    "D": (417, 138, 375, 131), "E": (191, 53, 393, 94), "F": (373, 22, 341, 24),
}  # fmt: skip
STONES = {"small": (87, 81, 270, 234), "large": (263, 192, 80, 55)}
ARMS = {
    "stones": ("open", "keyhole"),
    "berkeley": ("men", "women"),
    "drawn": ("new", "old"),
}


def compute(knobs: Knobs, seed: int) -> Result:
    """Rates by group, overall, and for one common mix of the groups."""
    if knobs["csv"] is not None:
        names = (knobs["group"], knobs["arm"], knobs["cases"], knobs["successes"])
        groups, arms = _own(str(knobs["csv"]), *names)
    elif knobs["data"] == "drawn":
        groups, arms = _drawn(knobs["tilt"], seed), ARMS["drawn"]
    else:
        table = STONES if knobs["data"] == "stones" else BERKELEY
        groups = tuple(Group(name, *row) for name, row in table.items())
        arms = ARMS[knobs["data"]]
    rates = [(g.successes / g.cases, g.other_successes / g.other_cases) for g in groups]
    n = [sum(column) for column in list(zip(*groups, strict=True))[1:]]
    overall = (n[1] / n[0], n[3] / n[2])
    shares = [(g.cases + g.other_cases) / (n[0] + n[2]) for g in groups]
    common = tuple(sum(s * r[i] for s, r in zip(shares, rates, strict=True)) for i in (0, 1))
    ahead = sum(a > b for a, b in rates)
    behind = sum(a < b for a, b in rates)
    pooled = [(g.successes + g.other_successes) / (g.cases + g.other_cases) for g in groups]
    expected = (
        sum(g.cases * r for g, r in zip(groups, pooled, strict=True)) / n[0],
        sum(g.other_cases * r for g, r in zip(groups, pooled, strict=True)) / n[2],
    )
    gap, same_mix = overall[0] - overall[1], common[0] - common[1]
    numbers = {
        "groups": [{"name": g.name, "rates": list(r)} for g, r in zip(groups, rates, strict=True)],
        "first_ahead_in": ahead,
        "second_ahead_in": behind,
        "overall": list(overall),
        "same_mix": list(common),
        "reversed": gap * same_mix < 0,
        "in_every_group": ahead == len(groups) or behind == len(groups),
        "expected": list(expected),
    }
    said = (
        f"Ahead overall: {_leader(arms, overall)}.",
        f"Ahead group by group: {arms[0]} in {ahead} of {len(groups)}, {arms[1]} in {behind}.",
        f"Ahead with one mix for both: {_leader(arms, common)}"
        + (": {-the sign turns-}." if numbers["reversed"] else ": the sign stays."),
    )
    rows: list[tuple[str | float | None, ...]] = [
        (g.name, r[0], g.cases, r[1], g.other_cases) for g, r in zip(groups, rates, strict=True)
    ]
    views = (
        Table("by group", ("group", arms[0], "of", arms[1], "of"),
              (*rows, ("all", overall[0], n[0], overall[1], n[2])),
              ("text", "percent", "integer", "percent", "integer")),
        _mixes(groups, arms, overall, shares),
        Bars("overall, and with one mix", (
            Bar(f"{arms[0]}, overall", overall[0], "percent"),
            Bar(f"{arms[1]}, overall", overall[1], "percent"),
            Bar(f"{arms[0]}, same mix", common[0], "percent"),
            Bar(f"{arms[1]}, same mix", common[1], "percent"),
        ), high=1.0),
    )  # fmt: skip
    file = knobs["csv"]
    setting = f"Your table in {named(str(file))}: success by group and arm." if file else ""
    return Result(numbers, views, said, bool(setting), setting)


def _leader(arms: tuple[str, str], rates: tuple[float, ...]) -> str:
    first, second = rates
    if first == second:
        return f"neither, {first:.1%} each"
    leader = arms[0] if first > second else arms[1]
    return f"{leader}, {max(rates):.1%} against {min(rates):.1%}"


def _mixes(
    groups: tuple[Group, ...],
    arms: tuple[str, str],
    overall: tuple[float, float],
    shares: list[float],
) -> Plot:
    """Why the sign turns: of two groups, each arm's rate at any mix of them; of more, the mixes."""
    totals = [sum(g.cases for g in groups), sum(g.other_cases for g in groups)]
    if len(groups) != 2:
        at = range(1, len(groups) + 1)
        return Plot(
            "an arm's cases by group",
            (
                Line(arms[0], at, [g.cases / totals[0] for g in groups]),
                Line(arms[1], at, [g.other_cases / totals[1] for g in groups]),
            ),
            Axis(f"group, {groups[0].name} to {groups[-1].name}", form="integer"),
            Axis("", 0, form="percent0"),
        )
    one, two = groups
    mine = (two.cases / totals[0], two.other_cases / totals[1])
    rates = [
        (one.successes / one.cases, two.successes / two.cases),
        (one.other_successes / one.other_cases, two.other_successes / two.other_cases),
    ]
    return Plot(
        "overall rate by the mix",
        (
            Line(arms[0], (0, 1), rates[0]),
            Line(arms[1], (0, 1), rates[1]),
        ),
        Axis(f"share of {two.name}", 0, 1, form="percent0"),
        Axis("", form="percent0"),
        (
            *(Mark(x, y, "own mix") for x, y in zip(mine, overall, strict=True)),
            Mark(x=shares[1], label="same mix", base=True),
        ),
    )


@lru_cache(maxsize=256)
def _drawn(tilt: float, seed: int) -> tuple[Group, ...]:
    """Two groups, mild and severe; the new treatment is ten points better in both.

    `tilt` 0 is a coin flip; at 1 nearly all severe cases get the new one, nearly no mild ones.
    """
    rng = Random(seed)  # NumPy's import would be a turn of 50 ms

    def binomial(n: int, chance: float) -> int:
        return sum(rng.random() < chance for _ in range(n))

    out: list[Group] = []
    for name, good, share in (("mild", 0.80, 0.5 - 0.4 * tilt), ("severe", 0.40, 0.5 + 0.4 * tilt)):
        new = binomial(500, share)
        new, old = max(1, new), max(1, 500 - new)
        cured = binomial(new, good + 0.1), binomial(old, good)
        out.append(Group(name, new, cured[0], old, cured[1]))
    return tuple(out)


@lru_cache(maxsize=4)
def _own(
    path: str, group: str, arm: str, cases: str, successes: str
) -> tuple[tuple[Group, ...], tuple[str, str]]:
    sheet = Sheet(path, "one row for each group and arm")
    at = [
        sheet.column(name, f"--{option}")
        for name, option in (
            (group, "group"),
            (arm, "arm"),
            (cases, "cases"),
            (successes, "successes"),
        )
    ]
    table: dict[str, dict[str, list[float]]] = {}
    arms: list[str] = []
    for line, cells in sheet.rows():
        who, which = cells[at[0]], cells[at[1]]
        if which not in arms:
            arms.append(which)
        if len(arms) > 2:
            raise UnreadableError(
                f"{sheet.name}:{line}: {which!r} is a third arm; {arm!r} must hold two"
            )
        n = sheet.number(line, cells[at[2]], cases, 0, whole=True)
        k = sheet.number(line, cells[at[3]], successes, 0, whole=True)
        if k > n:
            raise UnreadableError(f"{sheet.name}:{line}: {k:g} successes of {n:g} cases")
        sums = table.setdefault(who, {}).setdefault(which, [0.0, 0.0])
        sums[0], sums[1] = sums[0] + n, sums[1] + k
    if len(arms) < 2:
        raise UnreadableError(f"{sheet.name}: {arm!r} must hold two arms")
    for who, row in table.items():
        if len(row) < 2 or not all(n for n, _ in row.values()):
            raise UnreadableError(f"{sheet.name}: group {who!r} has no cases in one of the arms")
    first, second = arms
    return tuple(Group(w, *r[first], *r[second]) for w, r in table.items()), (first, second)


def _harder(trial: Trial) -> str | None:
    """The arm whose mix of groups would have the lower rate if both arms were alike, of a reversal."""
    (mine, other), (first, second) = trial["expected"], trial["overall"]
    if mine == other or not trial["reversed"]:
        return None
    return _HARDER[0] if (mine < other) == (first > second) else _HARDER[1]


_HARDER = ("the one ahead overall", "the other")

DEMO = Demo(
    slug="simpson",
    title="Simpson's paradox",
    question="How can one option be better in every group and worse overall?",
    topic="statistics",
    setting=(
        "Success by group and arm; data: {data}. Stones: small and large kidney stones, by open or "
        "keyhole surgery. Berkeley: admissions of 1973, six departments. Drawn: two groups of 500, "
        "the new treatment ten points better in both (tilt {tilt})."
    ),
    compute=compute,
    knobs=(
        choice("data", "stones berkeley drawn", "which table", changes="groups overall", without="csv"),
        number("tilt", 1.0, 0, 1, "drawn: how far severe cases get the new treatment; 0: coin flip",
               step=0.1, changes="overall same_mix", at={"data": "drawn"}, without="csv"),
        own_file("your own table, one row for each group and arm"),
        column("group", "group", "its column of groups"),
        column("arm", "arm", "its column of the two arms"),
        column("cases", "cases", "its column of cases"),
        column("successes", "successes", "its column of successes"),
    ),
    asks=(
        Ask("the hard cases", "One arm is ahead overall and behind group by group. Which of the two got "
            "more of the hard cases?", _harder,
            "Its overall rate is pulled down by its cases; within a group like is compared with like.",
            choices=_HARDER),
        Ask("a coin flip", "A coin flip decides who gets which arm (drawn, tilt 0). Does the sign turn "
            "then as well?",
            lambda t: "it turns" if t.at(data="drawn", tilt=0.0)["reversed"] else "it stays",
            "Both arms get the same mix of groups, but for chance.", choices=("it turns", "it stays")),
    ),
    why=(
        "An overall rate is a mean of group rates weighted by how many cases of each group the arm "
        "got. If the arm that is better everywhere got most of the hard cases, its mean is pulled "
        "down. A stone's size is a confounder: it drives both the surgery and the outcome. Berkeley's "
        "department is a mediator: women applied more to those that admit few of anybody."
    ),
    say=(
        "Because the arms have different mixes of groups. I compare within groups or standardise to "
        "one mix, if the group is decided before the arm (a confounder). If the arm causes the group "
        "(a mediator), that leaves out what goes through it: a direct effect at best, not the whole. A "
        "coin flip makes the mixes equal, so a randomised experiment is safe in expectation."
    ),
    trap=(
        "\"The finer table is always right.\" Whether to adjust is a causal question, not a "
        "statistical one. In Berkeley women were ahead in four of six departments, not in all six."
    ),
    claims=(
        Claim("Kidney stones: open surgery is ahead in both groups and behind overall.",
              lambda t: t["in_every_group"] and t["reversed"]),
        Claim("Berkeley: women are ahead in 4 of 6 departments and behind overall.",
              lambda t: t["second_ahead_in"] == 4 and t["overall"][0] > t["overall"][1],
              knobs={"data": "berkeley"}),
        Claim("Drawn with full tilt: the sign turns in nearly every draw.",
              lambda t: t["reversed"], (0.9, 1.0), {"data": "drawn"}),
        Claim("Drawn by coin flip: it hardly ever does.", lambda t: not t["reversed"], (0.95, 1.0),
              {"data": "drawn", "tilt": 0.0}),
    ),
    sources=(
        Source("Bickel, Hammel and O'Connell 1975, Sex bias in graduate admissions: data from "
               "Berkeley, Science 187", "https://doi.org/10.1126/science.187.4175.398"),
        Source("Charig et al. 1986, Comparison of treatment of renal calculi, BMJ 292",
               "https://doi.org/10.1136/bmj.292.6524.879"),
        Source("Pearl 2014, Understanding Simpson's paradox, The American Statistician 68",
               "https://doi.org/10.1080/00031305.2014.876829"),
    ),
    questions=("statistics/simpson-kidney",),
)  # fmt: skip
