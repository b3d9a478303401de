"""eight_balls: the fewest weighings that always find one heavier ball, by exact search."""

import math
from functools import cache

from dlprep.demos.family.demo import Ask, Claim, Demo, Knobs, Source
from dlprep.demos.family.turnable import choice, integer
from dlprep.demos.family.views import Axis, Bar, Bars, Line, Mark, Plot, Result, Table

COUNTS = tuple(range(2, 31))


def compute(knobs: Knobs, seed: int) -> Result:
    """Search all first weighings, and follow one plan for a heavy ball drawn by the seed."""
    import random

    balls, plan = int(knobs["balls"]), knobs["plan"]
    heavy = random.Random(f"balls:{seed}").randint(1, balls)
    steps = _found(balls, heavy, plan)
    worst = {"thirds": fewest(balls), "halves": halving(balls)}
    firsts = {k: 1 + max(fewest(k), fewest(balls - 2 * k)) for k in range(1, balls // 2 + 1)}
    numbers = {
        "worst": worst[plan],
        "fewest": worst["thirds"],
        "halving": worst["halves"],
        "bound": math.ceil(math.log(balls, 3) - 1e-12),
        "used": len(steps),
        "heavy": heavy,
        "by_first": {str(k): n for k, n in firsts.items()},
    }
    best = [k for k, n in firsts.items() if n == worst["thirds"]]
    ways = f"{best[0]} v {best[0]}"
    if len(best) > 1:  # always neighbours
        ways += f" to {best[-1]} v {best[-1]}"
    find = "{+1 weighing+} always finds"
    if worst["thirds"] > 1:
        find = f"{{+{worst['thirds']} weighings+}} always find"
    said = (
        f"{find} it among {balls}: the first must be {ways}.",
        f"Splitting in {plan} needs {worst[plan]} at worst; here ball {heavy} took {len(steps)}.",
    )
    rows = tuple((n + 1, left, right, out) for n, (left, right, out) in enumerate(steps))
    first = max(1, min(best[0] - 4, len(firsts) - 7))  # eight bars, the fewest among them
    views = (
        Bars(
            "worst case by first weighing",
            tuple(
                Bar(f"{k} v {k}", firsts[k], "integer", -1, note="fewest" if k in best else "")
                for k in range(first, min(first + 8, len(firsts) + 1))
            ),
            high=5,
        ),
        Plot(
            "worst case by number of balls",
            (
                Line("thirds", COUNTS, [fewest(n) for n in COUNTS]),
                Line("halves", COUNTS, [halving(n) for n in COUNTS]),
            ),
            Axis("balls", 2, 30, form="integer"),
            Axis("", 0, 5, form="integer"),
            (Mark(balls, worst[plan], f"{balls} balls"),),
        ),
        Table(
            "the plan finds one ball",
            ("weighing", "left", "right", "outcome"),
            rows,
            ("integer", "text", "text", "text"),
        ),
    )
    return Result(numbers, views, said)


@cache
def fewest(balls: int) -> int:
    """The fewest weighings that suffice at worst, over all ways to put k against k."""
    if balls <= 1:
        return 0
    return 1 + min(max(fewest(k), fewest(balls - 2 * k)) for k in range(1, balls // 2 + 1))


def halving(balls: int) -> int:
    """Weighings at worst when the two pans together always hold all balls, or all but one."""
    return 0 if balls <= 1 else 1 + max(halving(balls // 2), halving(balls % 2))


def _found(balls: int, heavy: int, plan: str) -> list[tuple[str, str, str]]:
    """The weighings that lead to a heavy ball: both pans and the outcome."""
    left_over = list(range(1, balls + 1))
    steps = []
    while len(left_over) > 1:
        k = (len(left_over) + 1) // 3 if plan == "thirds" else len(left_over) // 2
        left, right, aside = left_over[:k], left_over[k : 2 * k], left_over[2 * k :]
        if heavy in left:
            outcome, left_over = "left is heavier", left
        elif heavy in right:
            outcome, left_over = "right is heavier", right
        else:
            outcome, left_over = "balance", aside
        steps.append((_named(left), _named(right), outcome))
    return steps


def _named(balls: list[int]) -> str:
    return f"{balls[0]}-{balls[-1]}" if len(balls) > 1 else str(balls[0])


DEMO = Demo(
    slug="eight_balls",
    title="One heavier ball and a balance",
    question="Eight balls, one heavier, and a balance: how many weighings do you need?",
    topic="estimation",
    setting="{balls} balls look alike, one is heavier. A balance says which pan is heavier or that both "
    "are equal. The plans: a third or a half of what is left into each pan.",
    compute=compute,
    knobs=(
        integer("balls", 8, 2, 30, "how many balls", changes="worst fewest"),
        choice("plan", "thirds halves", "put a third or a half of what is left into each pan",
               changes="worst"),
    ),
    asks=(
        Ask("weighings", "How many weighings always suffice for {balls} balls?",
            lambda t: ("one", "two", "three", "four")[t["fewest"] - 1],
            "A weighing has three outcomes, so w weighings tell at most 3 to the power w cases apart.",
            choices=("one", "two", "three", "four")),
        Ask("half in each pan", "Half of {balls} balls into each pan first: does that cost a weighing "
            "more at worst?",
            lambda t: (
                "yes" if t["by_first"][str(t.knobs["balls"] // 2)] > t["fewest"] else "no"
            ),
            "A balance is then ruled out, or leaves one ball: an outcome is all but given away. That costs "
            "where half of the balls still need as many weighings as all of them.",
            choices=("yes", "no")),
    ),
    why="Each weighing has three outcomes, and each outcome keeps the balls that fit it. The worst "
    "outcome keeps the most, so make the three parts as equal as can be: 8 goes to 3, 3 and 2. The "
    "search over all first weighings finds the same number as the bound: the smallest w with "
    "3^w >= balls.",
    say="Two. Three against three: if a pan sinks, weigh two of its three against each other; if they "
    "balance, weigh the two that were left out. It is information: three outcomes a weighing, 3^2 = 9 "
    "cases, and 8 balls are 8 cases. Nine balls still take two, ten take three.",
    trap='"Halve, as in binary search: three." A balance has three outcomes, not two. But thirds are '
    "not always better: up to 30 balls, halving costs a weighing at 8, at 9 and from 16 to 27 only.",
    claims=(
        Claim("Eight balls take two weighings, and 3 v 3 is the only first one that allows it.",
              lambda t: t["fewest"] == 2 and [k for k, n in t["by_first"].items() if n == 2] == ["3"]),
        Claim("Nine take two, ten take three: the bound is met at every count from 2 to 30.",
              lambda t: all(t.at(balls=n)["fewest"] == t.at(balls=n)["bound"] for n in COUNTS)),
        Claim("Up to 30 balls, halving costs one weighing more at 8, at 9 and from 16 to 27, else none.",
              lambda t: all(t.at(balls=n)["halving"] - t.at(balls=n)["fewest"]
                            == (n in (8, 9) or 16 <= n <= 27) for n in COUNTS)),
    ),
    sources=(
        Source("Dyson (1946): The problem of the pennies, Mathematical Gazette 30 (one penny too light "
               "or too heavy)"),
    ),
    questions=("estimation/eight-balls", "estimation/eight-balls-explain",
               "estimation/heavy-ball-among-n"),
)  # fmt: skip
