"""Core numbers of the demos, worked out another way."""

import math

import pytest

from dlprep.demos.family.catalog import load
from dlprep.demos.family.demo import Trial
from dlprep.demos.overfit import verdict


def test_roc_area_of_two_gaussians_is_phi_of_d_over_root_two() -> None:
    from statistics import NormalDist

    demo = load("roc_pr")
    numbers = demo.compute(demo.defaults(prevalence=0.5), 0).numbers
    assert numbers["roc_auc"] == pytest.approx(NormalDist().cdf(1.8 / math.sqrt(2)), abs=0.003)
    recall = 1 - NormalDist(1.8, 1).cdf(1.2)
    assert numbers["recall"] == pytest.approx(recall, abs=0.005)


def test_average_precision_agrees_with_scikit_learn() -> None:
    import numpy as np
    from sklearn.metrics import average_precision_score

    from dlprep.demos.roc_pr import _curves

    rng = np.random.default_rng(1)
    up, down = rng.normal(1, 1, 80).round(1), rng.normal(0, 1, 300).round(1)  # with ties
    expected = average_precision_score([1] * 80 + [0] * 300, [*up, *down])
    curves = _curves(np.sort(up), np.sort(down), 0.5)
    assert curves["average_precision"] == pytest.approx(expected)


def test_one_look_is_false_in_5_percent() -> None:
    demo = load("ab_peeking")
    once = [demo.compute(demo.defaults(looks="1"), seed).numbers["called"] for seed in range(5)]
    assert sum(once) / 5 == pytest.approx(0.05, abs=0.008)


def test_bonferroni_limit_is_the_normal_quantile() -> None:
    from dlprep.demos.ab_peeking import _limit

    assert _limit("bonferroni", 20, 1) == pytest.approx(3.023, abs=0.001)
    assert _limit("none", 20, 7) == pytest.approx(1.960, abs=0.001)
    assert _limit("obrien-fleming", 4, 1) == pytest.approx(2 * 2.024)


def test_raised_limits_keep_five_percent_for_any_number_of_looks() -> None:
    import numpy as np

    from dlprep.demos.ab_peeking import _limit

    steps = np.random.default_rng(3).normal(size=(40_000, 17)).cumsum(1)
    for rule in ("pocock", "obrien-fleming"):
        for looks in (3, 7, 17):
            z = np.abs(steps[:, :looks]) / np.sqrt(np.arange(1, looks + 1))
            limits = [_limit(rule, looks, k + 1) for k in range(looks)]
            assert (z > limits).any(1).mean() == pytest.approx(0.05, abs=0.005)


def test_attention_scores_have_variance_d() -> None:
    demo = load("attention")
    for d in (16, 256):
        assert demo.compute(demo.defaults(d=d), 0).numbers["logit_sd"] == pytest.approx(
            math.sqrt(d), rel=0.05
        )


def test_kidney_stones_by_hand() -> None:
    demo = load("simpson")
    numbers = demo.compute(demo.defaults(), 0).numbers
    assert numbers["overall"] == pytest.approx([273 / 350, 289 / 350])
    assert numbers["same_mix"][0] == pytest.approx((357 * 81 / 87 + 343 * 192 / 263) / 700)
    assert numbers["reversed"]


def test_berkeley_by_hand() -> None:
    demo = load("simpson")
    numbers = demo.compute(demo.defaults(data="berkeley"), 0).numbers
    assert [round(100 * v, 1) for v in numbers["overall"]] == [44.5, 30.4]
    assert numbers["second_ahead_in"] == 4


def test_nobody_is_right_about_hard_cases_where_nothing_turned() -> None:
    demo = load("simpson")
    ask = demo.asks[0]
    assert ask.truth(Trial(demo, demo.defaults(data="drawn", tilt=0.1), 0)) is None
    assert ask.truth(Trial(demo, demo.defaults(data="drawn", tilt=1.0), 0)) == "the other"


def test_a_top_p_of_1_cuts_no_token_however_cold() -> None:
    demo = load("temperature")
    for cold in (0.05, 0.1):
        assert demo.compute(demo.defaults(temperature=cold), 0).numbers["left"] == 5
        assert demo.compute(demo.defaults(temperature=cold, top_p=0.9), 0).numbers["left"] == 1


@pytest.mark.parametrize("share", [0.0005, 0.9])
def test_the_roc_area_of_a_few_positives_stays_but_for_chance(share: float) -> None:
    demo = load("roc_pr")
    for seed in range(12):
        assert demo.asks[0].truth(Trial(demo, demo.defaults(prevalence=share), seed)) == "stays"


def test_least_squares_agrees_with_numpy_polyfit() -> None:
    import numpy as np

    from dlprep.demos.overfit import _data

    demo = load("overfit")
    x, y, held_x, held_y = _data(20, 0.25, 3)
    fit = np.polynomial.Polynomial.fit(x, y, 5)
    numbers = demo.compute(demo.defaults(degree=5), 3).numbers
    assert numbers["train_rmse"] == pytest.approx(np.sqrt(np.mean((fit(x) - y) ** 2)))
    assert numbers["validation_rmse"] == pytest.approx(
        np.sqrt(np.mean((fit(held_x) - held_y) ** 2))
    )


@pytest.mark.parametrize(
    ("train", "held_out", "says"),
    [
        ([1, 0.6, 0.4, 0.3, 0.2, 0.1], [1, 0.7, 0.6, 0.7, 0.8, 0.9], "overfitting since row 3"),
        ([1, 0.4, 0.5, 0.6, 0.7, 0.8], [1, 0.5, 0.6, 0.7, 0.8, 0.9], "worse since row 2"),
        ([1, 0.8, 0.7, 0.6, 0.5, 0.4], [1, 0.85, 0.75, 0.65, 0.55, 0.45], "still learning"),
        ([1, 0.8, 0.7, 0.6, 0.5, 0.4], [1, 0.85, 0.75, 0.65, 0.54, 0.55], "still learning"),
        ([1, 0.5, 0.3, 0.3, 0.3, 0.3], [1, 0.8, 0.7, 0.7, 0.7, 0.7], "a gap, and no further gain"),
        ([1, 0.95, 0.94, 0.94, 0.94, 0.94], [1, 0.96, 0.95, 0.95, 0.95, 0.95], "underfitting"),
    ],
)
def test_what_own_curves_say(train: list[float], held_out: list[float], says: str) -> None:
    assert verdict(tuple(train), tuple(held_out))[0].startswith(says)
