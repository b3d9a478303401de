"""monty: switch or stay, and why it matters what the host knows."""

from functools import lru_cache

from dlprep.demos.family.demo import Ask, Claim, Demo, Knobs, Source
from dlprep.demos.family.turnable import choice, integer
from dlprep.demos.family.views import Axis, Bar, Bars, Line, Mark, Plot, Result

GAMES = 20_000
DOORS = (3, 4, 5, 10, 20, 50, 100)
WIDE = tuple(range(3, 101))
AFTER = tuple(round(10 * (GAMES / 10) ** (i / 60)) for i in range(61))


def compute(knobs: Knobs, seed: int) -> Result:
    """Play games with a prize behind one door; the host opens all others but one."""
    doors, host = int(knobs["doors"]), knobs["host"]
    first, left, counted = _played(doors, host, seed)
    kept = first + left
    stay, switch = first / kept, left / kept
    truth = (doors - 1) / doors if host == "knows" else 0.5
    numbers = {"stay": stay, "switch": switch, "kept": kept, "exact": truth}
    goats = "a goat" if doors == 3 else f"{doors - 2} goats"
    won = f"{{+{switch:.1%}+}}" if host == "knows" else f"{switch:.1%}"
    said = (
        f"Switching wins {won} of the games, staying {stay:.1%} (exactly {truth:.1%} and "
        f"{1 - truth:.1%}).",
        f"In {kept:.1%} of {GAMES:,} games the host showed {goats}; the others are not counted."
        if host == "guesses"
        else f"The host showed {goats} in each of {GAMES:,} games: that is what knowing means.",
    )
    exact = Line("host knows", WIDE, [(d - 1) / d for d in WIDE])
    level = Line("host guesses", WIDE, [0.5] * len(WIDE))
    views = (
        Bars(
            "games won, of those that count",
            (Bar("switching", switch, "percent", 1), Bar("staying", stay, "percent")),
            high=1.0,
        ),
        Plot(
            "chance to win by switching",
            (exact, level),
            Axis("doors", DOORS[0], DOORS[-1], log=True, form="integer"),
            Axis("", 0, 1, form="percent0"),
            (Mark(doors, truth, "now"),),
        ),
        Bars(
            "where the prize was, all games",
            (
                Bar("your door", first, "percent", note="staying wins"),
                Bar("the door left", left, "percent", note="switching wins"),
                Bar("shown by host", 1 - kept, "percent", note="not counted"),
            ),
            high=1.0,
        ),
        Plot(
            "share won, game after game",
            (
                Line("switching", AFTER, counted),
                Line("staying", AFTER, [None if s is None else 1 - s for s in counted]),
            ),
            Axis("games", AFTER[0], GAMES, log=True, form="integer"),
            Axis("", 0, 1, form="percent0"),
            (Mark(y=truth, label="switching, exactly", base=True),),
        ),
    )
    return Result(numbers, views, said)


@lru_cache(maxsize=64)
def _played(doors: int, host: str, seed: int) -> tuple[float, float, list[float | None]]:
    """Shares of the games with the prize behind the door first picked, and behind the one left.

    Third, what switching has won of the games that counted, after so many played.
    """
    import numpy as np

    rng = np.random.default_rng(seed)
    prize, first = rng.integers(0, doors, (2, GAMES))
    other = (first + rng.integers(1, doors, GAMES)) % doors
    # one who knows leaves the prize closed, or any other door when the first pick holds it;
    # one who guesses leaves any door closed, whatever is behind the opened ones
    left = np.where(prize == first, other, prize) if host == "knows" else other
    stayed, switched = (prize == first).cumsum(), (prize == left).cumsum()
    by_then = [(int(stayed[n - 1]), int(switched[n - 1])) for n in AFTER]
    shares = [b / (a + b) if a + b else None for a, b in by_then]
    return int(stayed[-1]) / GAMES, int(switched[-1]) / GAMES, shares


def _half(share: float) -> str:
    """Within what 20,000 games scatter, of which as few as one in 50 may count."""
    return (
        "half" if abs(share - 0.5) < 0.1 else "more than half" if share > 0.5 else "less than half"
    )


DEMO = Demo(
    slug="monty",
    title="Switch doors or stay?",
    question="You picked one of three doors; the host shows a goat behind another. Switch?",
    topic="probability",
    setting="A prize is behind one of {doors} doors. You pick one; the host opens all others but one, "
    "and you may switch to it. The host {host} where the prize is.",
    compute=compute,
    knobs=(
        integer("doors", 3, 3, 100, "how many doors there are", stops=DOORS, changes="switch exact"),
        choice("host", "knows guesses", "does the host know where the prize is? Games in which it is "
               "shown do not count", changes="switch exact kept"),
    ),
    asks=(
        Ask("the host knows", "The host knows where the prize is. Switching wins ...",
            lambda t: _half(t.at(host="knows")["switch"]),
            "With three doors the first pick is right in one game of three. In the others the host has "
            "to leave the prize closed.", choices=("less than half", "half", "more than half")),
        Ask("the host guesses", "The host opens a door at random and happens to show a goat. Switching "
            "then wins ...",
            lambda t: _half(t.at(host="guesses")["switch"]),
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
              "(65.5 to 68%).", lambda t: 0.655 < t["switch"] < 0.68, (0.95, 1.0),
              {"doors": 3, "host": "knows"}),
        Claim("With three doors and a host who guesses, about half (48 to 52%) of the games that count.",
              lambda t: 0.48 < t["switch"] < 0.52, (0.95, 1.0), {"doors": 3, "host": "guesses"}),
        Claim("With 100 doors and a host who knows, 98 games of 100 or more.",
              lambda t: t["switch"] > 0.98, knobs={"doors": 100, "host": "knows"}),
    ),
    sources=(
        Source("Selvin (1975): A problem in probability, The American Statistician 29",
               "https://doi.org/10.1080/00031305.1975.10479121"),
    ),
    questions=("probability/monty-forgetful", "probability/monty-to-a-sceptic"),
)  # fmt: skip
