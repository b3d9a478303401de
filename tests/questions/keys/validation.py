"""The drawn keys of `validation`: searches are run, chances multiplied out draw by draw."""

from fractions import Fraction

import numpy as np
from scipy import stats
from sklearn.dummy import DummyClassifier
from sklearn.model_selection import GridSearchCV

from tests.questions.test_keys import Check


def fits_of_a_grid_search(na: int, nb: int, kk: int) -> float:
    """Run the search on a model that counts its fits."""
    fits = []

    class Counting(DummyClassifier):  # type: ignore[misc]
        def __init__(self, constant: int = 0, random_state: int = 0) -> None:
            super().__init__(strategy="most_frequent")
            self.constant, self.random_state = constant, random_state

        def fit(self, X: object, y: object) -> "Counting":
            fits.append(1)
            super().fit(X, y)
            return self

    grid = {"constant": list(range(na)), "random_state": list(range(nb))}
    GridSearchCV(Counting(), grid, cv=kk).fit(np.zeros((20, 1)), [0, 1] * 10)
    return len(fits)


def test_set_margin(acc: float, nn: int) -> float:
    """The spread of the binomial distribution itself."""
    rights = np.arange(nn + 1)
    chances = stats.binom(nn, acc).pmf(rights)
    mean = chances @ rights
    return float(1.96 * 100 * np.sqrt(chances @ (rights - mean) ** 2) / nn)


def rare_class_missing_from_test(pos: int, nt: int) -> float:
    """Place one failed machine after the other outside the test set."""
    chance = Fraction(1)
    for placed in range(pos):
        chance *= Fraction(200 - nt - placed, 200 - placed)
    return float(chance)


def best_of_many_useless_models(mm: int, alpha: float) -> float:
    """Add up the chances of one, two, ... lucky models."""
    return float(stats.binom(mm, alpha).pmf(np.arange(1, mm + 1)).sum())


def compare_on_the_same_cases(both: int, bb: int, cc: int, none: int) -> float:
    """How far A's wins lie from the mean of a fair coin, in its standard deviations."""
    heads = np.arange(bb + cc + 1)
    chances = stats.binom(bb + cc, 0.5).pmf(heads)
    mean = chances @ heads
    return float((bb - mean) / np.sqrt(chances @ (heads - mean) ** 2))


CHECKS: dict[str, Check | tuple[Check, float]] = {
    "fits-of-a-grid-search": fits_of_a_grid_search,
    "test-set-margin": test_set_margin,
    "rare-class-missing-from-test": rare_class_missing_from_test,
    "best-of-many-useless-models": best_of_many_useless_models,
    "compare-on-the-same-cases": compare_on_the_same_cases,
}
