"""trees: one tree, a forest that averages and boosting that adds, by the number of trees."""

from functools import lru_cache
from typing import Any

from dlprep.demos.family.demo import Ask, Claim, Demo, Knobs, Source, Trial, moved
from dlprep.demos.family.knobs import Value
from dlprep.demos.family.turnable import integer, number
from dlprep.demos.family.views import Axis, Bar, Bars, Line, Mark, Plot, Result

TRAIN, TEST, TOP, DEEPEST = 200, 400, 30, 10


def compute(knobs: Knobs, seed: int) -> Result:
    """Mean squared errors: on the noisy training targets, and on new rows against the truth."""
    trees, rate = int(knobs["trees"]), float(knobs["rate"])
    depth, columns = int(knobs["depth"]), int(knobs["columns"])
    by_depth = _by_depth(seed)
    forest, single, correlation = _forest(columns, seed)
    train, test = _boosted(rate, depth, seed)
    best = min(range(TOP), key=test.__getitem__)
    numbers = {
        "tree_train": by_depth[0][-1],
        "tree_test": by_depth[1][-1],
        "forest_test": forest[trees - 1],
        "forest_single": single,
        "forest_correlation": correlation,
        "boosting_train": train[trees - 1],
        "boosting_test": test[trees - 1],
        "boosting_best": test[best],
        "best_round": best + 1,
        "forest_tests": list(forest),
        "boosting_tests": list(test),
    }
    tone = "-" if test[trees - 1] > 1.2 * test[best] else "+"
    said = (
        f"Boosting, {trees} round{'s' if trees > 1 else ''} at rate {rate:g}: {{{tone}{test[trees - 1]:.2f} on new rows{tone}}} "
        f"(least {test[best]:.2f}, at round {best + 1}), {train[trees - 1]:.2f} in training.",
        f"Forest of {trees}: {forest[trees - 1]:.2f} (its trees {single:.1f} on average); one full tree "
        f"{by_depth[1][-1]:.2f}.",
    )
    rounds = range(1, TOP + 1)
    views = (
        Plot("error by the number of trees",
             (Line("forest, new", rounds, forest), Line("boosting, new", rounds, test),
              Line("boosting, train", rounds, train)),
             Axis("trees", 1, TOP, form="integer"), Axis("MSE", 0, 25),
             (Mark(x=trees, label="now"),)),
        Bars("error on new rows", (
            Bar("one full tree", by_depth[1][-1], "fixed2", -1),
            Bar("a tree of the forest", single, "fixed2", -1),
            Bar("the forest", forest[trees - 1], "fixed2", -1),
            Bar("boosting", test[trees - 1], "fixed2", -1),
            Bar("boosting, best round", test[best], "fixed2", -1, note=f"round {best + 1}"),
        ), high=max(25.0, single)),
        Plot("error of one tree by its depth", _depth_lines(seed),
             Axis("greatest depth", 1, DEEPEST, form="integer"), Axis("MSE", 0, 25)),
    )  # fmt: skip
    return Result(numbers, views, said)


@lru_cache(maxsize=64)
def _data(seed: int) -> Any:
    """Training rows with noise of variance 4, new rows without: Friedman's first function."""
    import numpy as np

    rng = np.random.default_rng(seed)
    x = rng.random((TRAIN + TEST, 10)).astype(np.float32)  # trees compare in single precision
    y = 10 * np.sin(np.pi * x[:, 0] * x[:, 1]) + 20 * (x[:, 2] - 0.5) ** 2
    y = (y + 10 * x[:, 3] + 5 * x[:, 4]).astype(float)
    return x[:TRAIN], y[:TRAIN] + rng.normal(0, 2, TRAIN), x[TRAIN:], y[TRAIN:]


def _tree(depth: int | None, columns: int | None, x: Any, y: Any, seed: int) -> Any:
    from sklearn import config_context
    from sklearn.tree import DecisionTreeRegressor

    tree = DecisionTreeRegressor(max_depth=depth, max_features=columns, random_state=seed)
    with config_context(skip_parameter_validation=True):  # a sixth of the time of so small a fit
        tree.fit(x, y, check_input=False)
    return lambda rows: tree.predict(rows, check_input=False)


@lru_cache(maxsize=64)
def _depth_lines(seed: int) -> tuple[Line, ...]:
    depths, (seen, unseen) = range(1, DEEPEST + 1), _by_depth(seed)
    return Line("training", depths, seen[:-1]), Line("new rows", depths, unseen[:-1])


@lru_cache(maxsize=64)
def _by_depth(seed: int) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Errors of one tree in training and on new rows, depth 1 to 10 and last without a limit."""
    x, y, new_x, new_y = _data(seed)
    seen, unseen = [], []
    for depth in (*range(1, DEEPEST + 1), None):
        predict = _tree(depth, None, x, y, seed)
        seen.append(float(((predict(x) - y) ** 2).mean()))
        unseen.append(float(((predict(new_x) - new_y) ** 2).mean()))
    return tuple(seen), tuple(unseen)


@lru_cache(maxsize=64)
def _forest(columns: int, seed: int) -> tuple[tuple[float, ...], float, float]:
    """The forest's error by its size, its trees' mean error, and the correlation of their errors."""
    import numpy as np

    x, y, new_x, new_y = _data(seed)
    rng = np.random.default_rng([seed, 1])
    wrong = np.empty((TOP, TEST))
    for i in range(TOP):
        rows = rng.integers(0, TRAIN, TRAIN)
        wrong[i] = _tree(None, columns, x[rows], y[rows], i)(new_x) - new_y
    size = np.arange(1, TOP + 1)
    means = wrong.cumsum(0) / size[:, None]
    pairs = np.asarray(np.corrcoef(wrong))[np.triu_indices(TOP, 1)]
    return tuple((means**2).mean(1).tolist()), float((wrong**2).mean()), float(pairs.mean())


@lru_cache(maxsize=64)
def _boosted(rate: float, depth: int, seed: int) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Errors in training and on new rows after each round; each tree fits what is left over."""
    import numpy as np

    x, y, new_x, new_y = _data(seed)
    fitted, predicted = np.full(TRAIN, y.mean()), np.full(TEST, y.mean())
    seen, unseen = [], []
    for i in range(TOP):
        predict = _tree(depth, None, x, y - fitted, i)
        fitted += rate * predict(x)
        predicted += rate * predict(new_x)
        seen.append(float(((fitted - y) ** 2).mean()))
        unseen.append(float(((predicted - new_y) ** 2).mean()))
    return tuple(seen), tuple(unseen)


def _best(trial: Trial) -> str:
    best = trial["best_round"]
    return "1-10" if best <= 10 else "11-20" if best <= 20 else "21-30"


_AT: dict[str, Value] = {"rate": 1.0, "depth": 3, "trees": TOP, "columns": 5}
_SLOW: dict[str, Value] = {**_AT, "rate": 0.1}

DEMO = Demo(
    slug="trees",
    title="One tree, a forest, boosting",
    question="How do a tree, a forest and boosting differ? Which overfits with more trees?",
    topic="trees",
    setting=(
        "200 rows of Friedman's function: 10 columns, 5 of them irrelevant, target noise of "
        "variance 4. A forest ({columns} columns tried at a split) and boosting (depth {depth}, rate "
        "{rate}), {trees} trees each. Errors are mean squared; new rows are judged against the true function."
    ),
    compute=compute,
    needs=("sklearn",),
    before={"rate": 0.1},
    knobs=(
        number("rate", 1.0, 0.01, 1, "boosting's learning rate", stops=(0.03, 0.1, 0.3, 1.0),
               changes="boosting_train boosting_test"),
        integer("depth", 3, 1, 10, "depth of boosting's trees",
                changes="boosting_train boosting_test"),
        integer("trees", TOP, 1, TOP, "trees in the forest, rounds of boosting",
                stops=(1, 2, 5, 10, 20, TOP),
                changes="forest_test boosting_train boosting_test"),
        integer("columns", 5, 1, 10, "columns the forest tries at a split",
                changes="forest_test forest_single forest_correlation"),
    ),
    asks=(
        Ask("training", "Boosting's rate goes from 0.1 to {rate}. Its training error after {trees} "
            "rounds?",
            lambda t: moved(t.at(rate=0.1)["boosting_train"], t["boosting_train"]),
            "Each tree corrects all that it can of what is left, so little is left soon."),
        Ask("new rows", "Its error on new rows?",
            lambda t: moved(t.at(rate=0.1)["boosting_test"], t["boosting_test"]),
            "Full steps fit the noise of the training rows; small ones average over many trees."),
        Ask("best round", "At rate {rate}, in which round is the error on new rows lowest?", _best,
            "After a few full steps what is left over is mostly noise, and later trees fit that.",
            choices=("1-10", "11-20", "21-30")),
    ),
    why=(
        "A full tree repeats its training rows, noise included: little bias, much variance. A forest "
        "averages trees from bootstrap samples: the variance that they do not share falls as 1 / "
        "trees, the rest stays, so trying fewer columns at a split makes them less alike. Boosting "
        "adds small trees, each fitted to what the others left: bias falls, and in time the noise "
        "is fitted too."
    ),
    say=(
        "A forest averages deep trees, independent of each other given the data, to lower variance; "
        "more of them cost only time. Boosting adds shallow trees in sequence to lower bias; its "
        "number of rounds is a capacity knob, so I use a small rate with early stopping."
    ),
    trap=(
        "\"More trees overfit\", of both. The forest's error levels off; it is boosting at a high "
        "rate whose error rises, while its training error goes on falling. At rate 0.1 it "
        "has not begun to in these 30 rounds."
    ),
    claims=(
        Claim("A full tree's training error is 0, and over 10 on new rows.",
              lambda t: t["tree_train"] < 1e-9 and t["tree_test"] > 10),
        Claim("The forest's error is less than half that of its trees.",
              lambda t: t["forest_test"] < 0.5 * t["forest_single"], knobs=_AT),
        Claim("From 20 to 30 trees the forest's error does not rise by more than a tenth.",
              lambda t: t["forest_tests"][29] < 1.1 * t["forest_tests"][19], knobs=_AT),
        Claim("Rate 1 has a lower training error than 0.1 and a higher one on new rows.",
              lambda t: t["boosting_train"] < t.at(rate=0.1)["boosting_train"]
              and t["boosting_test"] > t.at(rate=0.1)["boosting_test"], knobs=_AT),
        Claim("At rate 1 the lowest error comes in the first 10 rounds in nearly every draw.",
              lambda t: t["best_round"] <= 10, (0.9, 1.0), _AT),
        Claim("At rate 1 it ends over a tenth above its lowest error, in nearly every draw.",
              lambda t: t["boosting_tests"][-1] > 1.1 * t["boosting_best"], (0.85, 1.0), _AT),
        Claim("At rate 0.1 boosting ends within a hundredth of its lowest error.",
              lambda t: t["boosting_test"] < 1.01 * t["boosting_best"], knobs=_SLOW),
        Claim("At rate 0.1 boosting ends below the forest, in most draws.",
              lambda t: t["boosting_test"] < t["forest_test"], (0.7, 1.0), _SLOW),
    ),
    sources=(
        Source("Breiman 2001, Random Forests, Machine Learning 45",
               "https://doi.org/10.1023/A:1010933404324"),
        Source("Friedman 2001, Greedy Function Approximation: A Gradient Boosting Machine, Annals of "
               "Statistics 29(5)", "https://doi.org/10.1214/aos/1013203451"),
    ),
    questions=("trees/more-trees", "trees/forest-versus-boosting", "trees/forest-correlation"),
)  # fmt: skip
