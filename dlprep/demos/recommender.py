"""recommender: matrix factorisation against popularity, and what the penalty is for."""

from functools import lru_cache
from typing import Any

from dlprep.demos.family.demo import Ask, Claim, Demo, Knobs, Source
from dlprep.demos.family.turnable import choice, integer, number
from dlprep.demos.family.views import Axis, Bar, Bars, Line, Mark, Plot, Result

USERS, FILMS, TASTES = 300, 120, 4
FACTORS = (0, 1, 2, 4, 8, 16)
PENALTIES = (0.05, 0.5, 2.0, 5.0, 20.0)
ROUNDS, SHRINK = 5, 3.0


def compute(knobs: Knobs, seed: int) -> Result:
    """Fit biases and factors to the known ratings; root-mean-square error on the held-out ones."""
    factors, penalty, chosen = int(knobs["factors"]), knobs["penalty"], knobs["held_out"]
    train, test = _errors(factors, penalty, chosen, seed)
    popular = _popularity(chosen, seed)
    ratings, known, _ = _ratings(chosen, seed)
    numbers = {
        "train": train,
        "test": test,
        "popularity": popular,
        "biases": _errors(0, penalty, chosen, seed)[1],
        "gain": 1 - test / popular,
        "density": float(known.mean()),
        "seen_mean": float(ratings[known].mean()),
        "true_mean": float(ratings.mean()),
    }
    tone = "+" if test < popular else "-"
    said = (
        f"{factors} factor{'' if factors == 1 else 's'}: held-out RMSE {{{tone}{test:.3f}{tone}}}, training {train:.3f}; the "
        f"films' means alone: {popular:.3f}.",
        f"Known ratings have a mean of {numbers['seen_mean']:.2f}, all pairs would have "
        f"{numbers['true_mean']:.2f}: liked films are rated more.",
    )
    return Result(numbers, _views(factors, penalty, chosen, numbers, seed), said)


def _views(
    factors: int, penalty: float, chosen: str, n: dict[str, Any], seed: int
) -> tuple[Any, ...]:
    by_factors = _lines(FACTORS, None, penalty, chosen, seed)
    by_penalty = _lines(PENALTIES, factors, None, chosen, seed)
    highest = max(y for line in (*by_factors, *by_penalty) for y in line.y if y is not None)
    rmse = Axis("", 0, max(1.0, highest), form="fixed1")
    return (
        Plot("RMSE by number of factors",
             by_factors, Axis("factors", form="integer"), rmse,
             (Mark(factors, n["test"], f"{factors} factors"),
              Mark(y=n["popularity"], label="film means", base=True))),
        Plot("RMSE by penalty",
             by_penalty, Axis("penalty", log=True), rmse,
             (Mark(penalty, label=f"penalty {penalty:g}"),)),
        Bars("held-out RMSE", (Bar("film means", n["popularity"], "fixed3", -1),
                               Bar("and user means", n["biases"], "fixed3", -1),
                               Bar("and factors", n["test"], "fixed3", -1))),
        Bars("mean rating, of 1 to 5", (Bar("known ratings", n["seen_mean"], "fixed2"),
                                        Bar("all pairs", n["true_mean"], "fixed2")), 1.0, 5.0),
    )  # fmt: skip


@lru_cache(maxsize=64)
def _lines(
    places: tuple[float, ...], factors: int | None, penalty: float | None, chosen: str, seed: int
) -> tuple[Line, ...]:
    """Errors by what is None; the same lines again where the other knob stands as it did."""
    errors = [
        _errors(
            int(p) if factors is None else factors, p if penalty is None else penalty, chosen, seed
        )
        for p in places
    ]
    held_out, training = [e[1] for e in errors], [e[0] for e in errors]
    return Line("held out", places, held_out), Line("training", places, training)


@lru_cache(maxsize=128)
def _ratings(chosen: str, seed: int) -> tuple[Any, Any, Any]:
    """Ratings 1..5 of everybody for every film, which are known, and which of those are held out."""
    import numpy as np

    rng = np.random.default_rng(seed)
    people, films = rng.normal(size=(USERS, TASTES)), rng.normal(size=(FILMS, TASTES))
    quality = rng.normal(0, 0.6, FILMS)
    liking = 3.2 + quality + people @ films.T * 0.45
    ratings = np.clip(np.round(liking + rng.normal(0, 0.5, liking.shape)), 1, 5)
    fame = np.exp(quality + rng.normal(0, 0.5, FILMS))
    known = rng.random(ratings.shape) < np.clip(0.2 * fame / fame.mean(), 0.03, 0.8)
    if chosen == "new-users":  # all ratings of a fifth of the users
        held_out = known & (rng.random(USERS) < 0.2)[:, None]
    else:
        held_out = known & (rng.random(ratings.shape) < 0.2)
    return ratings, known, held_out


def _biases(chosen: str, seed: int) -> tuple[float, Any, Any]:
    """The mean, each film's and each user's offset from it, drawn toward 0 where ratings are few."""
    ratings, known, held_out = _ratings(chosen, seed)
    train = known & ~held_out
    mean = float(ratings[train].mean())
    film = ((ratings - mean) * train).sum(0) / (train.sum(0) + SHRINK)
    user = ((ratings - mean - film) * train).sum(1) / (train.sum(1) + SHRINK)
    return mean, film, user


def _popularity(chosen: str, seed: int) -> float:
    ratings, _, held_out = _ratings(chosen, seed)
    mean, film, _ = _biases(chosen, seed)
    errors = (mean + film - ratings)[held_out]
    return float((errors**2).mean() ** 0.5)


@lru_cache(maxsize=1024)
def _errors(factors: int, penalty: float, chosen: str, seed: int) -> tuple[float, float]:
    """RMSE on training and held-out ratings, by alternating least squares on what biases leave."""
    import numpy as np

    ratings, known, held_out = _ratings(chosen, seed)
    train = known & ~held_out
    mean, film, user = _biases(chosen, seed)
    guess = mean + film + user[:, None]
    if factors:
        left = np.where(train, ratings - guess, 0.0)
        seen = train.astype(float)
        seen_by = np.ascontiguousarray(seen.T)
        rng = np.random.default_rng(seed + 1)
        people, films = rng.normal(0, 0.1, (USERS, factors)), rng.normal(0, 0.1, (FILMS, factors))
        for _ in range(ROUNDS):
            people = _solved(films, seen, left, penalty)
            films = _solved(people, seen_by, left.T, penalty)
        guess = guess + people @ films.T
    errors = (guess - ratings) ** 2
    return float(errors[train].mean() ** 0.5), float(errors[held_out].mean() ** 0.5)


def _solved(fixed: Any, known: Any, left: Any, penalty: float) -> Any:
    """Ridge regression of each row's known ratings (1 where known) on the fixed side's factors."""
    import numpy as np

    pairs = (fixed[:, :, None] * fixed[:, None, :]).reshape(len(fixed), -1)
    size = fixed.shape[1]
    grams = (known @ pairs).reshape(-1, size, size)
    grams += penalty * np.eye(size)
    return np.linalg.solve(grams, (left @ fixed)[..., None])[..., 0]


DEMO = Demo(
    slug="recommender",
    title="Factors or popularity?",
    question="Does matrix factorisation beat popularity, and with how many factors?",
    topic="recsys",
    setting="Simulated ratings of 120 films by 300 users with four tastes, about a fifth known, popular "
    "films more often. Popularity: each film's mean. {factors} factors, penalty {penalty}; held out: {held_out}.",
    compute=compute,
    knobs=(
        integer("factors", 4, 0, 16, "factors a user and a film have", stops=FACTORS,
                changes="train test"),
        number("penalty", 2.0, 0.05, 20, "L2 penalty on the factors", stops=PENALTIES,
               changes="train test"),
        choice("held_out", "ratings new-users", "a fifth of the ratings, or all ratings of a fifth of "
               "the users", changes="test popularity"),
    ),
    asks=(
        Ask("16 factors", "From 4 to 16 factors, with the same penalty, held-out error ...",
            lambda t: (
                "rises" if t.at(factors=16)["test"] > t.at(factors=4)["test"] * 1.005
                else "falls" if t.at(factors=16)["test"] < t.at(factors=4)["test"] * 0.995 else "stays"
            ),
            "Four tastes were put in; the other factors fit noise."),
        Ask("new users", "For users without a single rating, compared with film means, factorisation is ...",
            lambda t: (
                "the same" if abs(t.at(held_out="new-users")["gain"]) < 0.01
                else "better" if t.at(held_out="new-users")["gain"] > 0 else "worse"
            ),
            "Nothing is known of them: their factors and offsets stay at zero.",
            choices=("better", "the same", "worse")),
    ),
    why="A film's mean and a user's offset are the cheap part. Factors add that people differ in taste: "
    "the dot product of a user's and a film's vector. Each vector is fitted to few ratings, so without a "
    "penalty it fits their noise. A user or film without ratings has nothing to fit: cold start needs "
    "features, popularity, or a question.",
    say="Always show popularity and biases as baselines. Factorisation wins where users have ratings "
    "enough; choose factors and penalty on held-out ratings, in practice the latest ones. It cannot help "
    "new users. And ratings are not missing at random: error on rated films is not quality of the list.",
    trap='"More factors capture more." Training error falls with every factor, held-out error does not: '
    "with almost no penalty 16 factors are worse than film means.",
    claims=(
        Claim("Four factors beat film means by more than 15% in about 19 of 20 draws.",
              lambda t: t["gain"] > 0.15, often=(0.8, 1.0)),
        Claim("Four factors beat film means by more than 5%.", lambda t: t["gain"] > 0.05),
        Claim("16 factors have lower training error than 4, and higher held-out error in about 19 of 20 "
              "draws.", lambda t: t.at(factors=16)["train"] < t["train"]
              and t.at(factors=16)["test"] > t["test"], often=(0.85, 1.0)),
        Claim("16 factors with almost no penalty are worse than film means.",
              lambda t: t.at(factors=16, penalty=0.05)["test"] > t["popularity"]),
        Claim("For new users factorisation gives what film means give.",
              lambda t: abs(t.at(held_out="new-users")["gain"]) < 0.01),
        Claim("Known ratings are higher on average than all.",
              lambda t: t["seen_mean"] > t["true_mean"]),
    ),
    sources=(
        Source("Koren, Bell, Volinsky (2009): Matrix factorization techniques for recommender systems",
               "https://doi.org/10.1109/MC.2009.263"),
    ),
    questions=("recsys/factors-and-penalty", "recsys/cold-start", "recsys/factorisation-size"),
)  # fmt: skip
