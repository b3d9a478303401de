"""monty: switch or stay, and why it matters what the host knows."""

from functools import lru_cache

from dlprep.demos.family.demo import Ask, Claim, Demo, Knobs, Source
from dlprep.demos.family.turnable import choice, integer
from dlprep.demos.family.views import Axis, Bar, Bars, Line, Mark, Plot, Result

GAMES = 20_000
DOORS = (3, 4, 5, 10, 20, 50, 100)


def compute(knobs: Knobs, seed: int) -> Result:
    """Play games with a prize behind one door; the host opens all others but one."""
    doors, host = int(knobs["doors"]), knobs["host"]
    stay, switch, kept = _played(doors, host, seed)
    truth = (doors - 1) / doors if host == "knows" else 0.5
    numbers = {"stay": stay, "switch": switch, "kept": kept, "exact": truth}
    goats = "a goat" if doors == 3 else f"{doors - 2} goats"
    said = (
        f"Switching wins {{+{switch:.1%}+}} of the games, staying {stay:.1%} (exactly "
        f"{truth:.1%} and {1 - truth:.1%}).",
        f"In {kept:.1%} of {GAMES:,} games the host showed {goats}; the others are not counted."
        if host == "guesses"
        else f"The host showed {goats} in each of {GAMES:,} games: that is what knowing means.",
    )
    exact = Line("switching, host knows", DOORS, [(d - 1) / d for d in DOORS])
    level = Line("switching, host guesses", DOORS, [0.5] * len(DOORS))
    views = (
        Bars(
            "games won",
            (Bar("switch", switch, "percent", 1), Bar("stay", stay, "percent")),
            high=1.0,
        ),
        Plot(
            "chance to win by switching",
            (exact, level),
            Axis("doors", log=True, form="integer"),
            Axis("", 0, 1, form="percent0"),
            (Mark(doors, truth, "now"),),
        ),
    )
    return Result(numbers, views, said)


@lru_cache(maxsize=64)
def _played(doors: int, host: str, seed: int) -> tuple[float, float, float]:
    """Shares of the games that staying and switching win, and of games that count."""
    import numpy as np

    rng = np.random.default_rng(seed)
    prize, first = rng.integers(0, doors, (2, GAMES))
    if host == "knows":  # leaves the prize closed, or any other door when the first pick holds it
        left = np.where(prize == first, (first + rng.integers(1, doors, GAMES)) % doors, prize)
        counts = np.ones(GAMES, bool)
    else:  # leaves any door closed, whatever is behind the opened ones
        left = (first + rng.integers(1, doors, GAMES)) % doors
        counts = (prize == first) | (prize == left)
    stay = float((prize == first)[counts].mean())
    return stay, float((prize == left)[counts].mean()), float(counts.mean())


DEMO = Demo(
    slug="monty",
    title="Switch doors or stay?",
    question="You picked one of three doors, the host opened another with a goat. Do you switch?",
    topic="probability",
    setting="A prize is behind one of {doors} doors. You pick one; the host opens all others but one, "
    "and you may switch to it. The host {host} where the prize is.",
    compute=compute,
    knobs=(
        integer("doors", 3, 3, 100, "how many doors there are", stops=DOORS, changes="switch exact"),
        choice("host", "knows guesses", "whether the host knows where the prize is; one who guesses "
               "may open it, and such games are not counted", changes="switch exact kept"),
    ),
    asks=(
        Ask("the host knows", "The host knows where the prize is. Switching wins ...",
            lambda t: "half" if abs(t.at(host="knows")["exact"] - 0.5) < 0.01 else "more than half",
            "The first pick is right in one game of three. In the other two the host has to leave the "
            "prize closed.", choices=("less than half", "half", "more than half")),
        Ask("the host guesses", "The host opens a door at random and happens to show a goat. Switching "
            "then wins ...",
            lambda t: "half" if abs(t.at(host="guesses")["exact"] - 0.5) < 0.01 else "more than half",
            "The games that were lost by showing the prize are those in which switching would have "
            "won.", choices=("less than half", "half", "more than half")),
    ),
    why="What the host knows is in the evidence. A host who knows shows a goat whatever you picked, so "
    "the goat says nothing about your door, and it keeps its 1/3. A host who guesses shows a goat "
    "more often when your door holds the prize; counting only those games lifts your door to 1/2.",
    say="Two thirds, if the host knows and always opens a losing door: my first pick is right one time "
    "in three, and switching wins all other games. With 100 doors and 98 opened it is plain. If the "
    "host opened at random, it is a half: how the evidence came about belongs to the evidence.",
    trap='"Two doors are left, so it is fifty-fifty." Two cases need not be equally likely. And "always '
    'switch, it is two thirds" is wrong as well once the host does not know: state the rule first.',
    claims=(
        Claim("With three doors and a host who knows, switching wins about two games of three "
              "(65.5 to 68%).", lambda t: 0.655 < t["switch"] < 0.68, often=(0.95, 1.0)),
        Claim("With a host who guesses, about half (48 to 52%) of the games that count.",
              lambda t: 0.48 < t.at(host="guesses")["switch"] < 0.52, often=(0.95, 1.0)),
        Claim("With 100 doors and a host who knows, 98 games of 100 or more.",
              lambda t: t.at(doors=100)["switch"] > 0.98),
    ),
    sources=(
        Source("Selvin (1975): A problem in probability, The American Statistician 29",
               "https://doi.org/10.1080/00031305.1975.10479121"),
    ),
    questions=("probability/monty-forgetful", "probability/monty-to-a-sceptic"),
)  # fmt: skip
