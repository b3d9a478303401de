"""Confusion matrices, and what must hold for any scores."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlprep.demos.family.scores import (
    PERCENTS,
    Costs,
    Reading,
    Scores,
    Words,
    average_precision,
    bootstrap,
    cheapest,
    curve,
    deepest_precision_fall,
    held_out_scores,
    in_the_field,
    moved,
    reading,
    roc_auc,
    run,
)

unit = st.floats(0, 1)
columns = st.lists(unit, min_size=1, max_size=40)


@pytest.fixture(scope="module")
def cancer() -> Scores:
    return held_out_scores()


def made(positives: list[float], negatives: list[float]) -> Scores:
    return Scores(tuple(sorted(positives)), tuple(sorted(negatives)), Words(), "made up", None)


def matrix(r: Reading) -> tuple[int, int, int, int]:
    return r.tp, r.fp, r.fn, r.tn


def percents(r: Reading) -> list[float | None]:
    return [None if v is None else round(100 * v, 1) for v in r.metrics().values()]


def test_50_to_80_percent_on_the_breast_cancer_data(cancer: Scores) -> None:
    result = run(cancer, 0.5, 0.8)
    assert matrix(result.before) == (63, 21, 43, 158)
    assert matrix(result.after) == (26, 2, 80, 177)
    assert percents(result.before) == [75.0, 59.4, 88.3, 66.3, 77.5]
    assert percents(result.after) == [92.9, 24.5, 98.9, 38.8, 71.2]
    assert (result.moved.cases, result.moved.positives, result.moved.negatives) == (56, 37, 19)
    assert (result.costs.of(result.before), result.costs.of(result.after)) == (236, 402)
    assert (result.cheapest.threshold, result.costs.of(result.cheapest)) == (0.14, 118)
    assert result.costs.theory == pytest.approx(1 / 6)


def test_the_trap_precision_falls_from_80_to_81_percent(cancer: Scores) -> None:
    fall = deepest_precision_fall(cancer)
    assert fall is not None
    assert [r.threshold for r in fall] == [0.8, 0.81]
    assert [percents(r)[0] for r in fall] == [92.9, 92.0]


def test_auc_agrees_with_scikit_learn(cancer: Scores) -> None:
    from sklearn.metrics import roc_auc_score

    labels = [1] * len(cancer.positives) + [0] * len(cancer.negatives)
    assert roc_auc(cancer) == pytest.approx(
        roc_auc_score(labels, cancer.positives + cancer.negatives)
    )


def test_with_all_features_the_threshold_hardly_matters() -> None:
    result = run(held_out_scores(30), 0.5, 0.8)
    assert matrix(result.before) == (99, 1, 7, 178)
    assert matrix(result.after) == (93, 0, 13, 179)


def test_a_ratio_over_nothing_is_undefined_not_zero() -> None:
    nobody_flagged = reading(made([0.2], [0.1]), 0.9)
    assert nobody_flagged.precision is None
    assert nobody_flagged.recall == 0
    assert nobody_flagged.f1 == 0
    only_negatives = reading(made([], [0.1]), 0.9)
    assert only_negatives.recall is None
    assert only_negatives.f1 is None


def test_a_score_at_the_threshold_is_called_positive() -> None:
    assert matrix(reading(made([0.5], [0.5]), 0.5)) == (1, 1, 0, 0)


def test_costs_choose_the_threshold(cancer: Scores) -> None:
    assert cheapest(cancer, Costs(1, 10)).threshold > cheapest(cancer, Costs(10, 1)).threshold
    assert Costs(0, 0).theory is None


@given(columns, columns, unit, unit)
def test_raising_the_threshold(pos: list[float], neg: list[float], a: float, b: float) -> None:
    scores = made(pos, neg)
    low, high = reading(scores, min(a, b)), reading(scores, max(a, b))
    for r in (low, high):
        assert r.tp + r.fn == len(pos)
        assert r.fp + r.tn == len(neg)
    assert low.recall is not None
    assert high.recall is not None
    assert high.recall <= low.recall
    assert high.fp <= low.fp
    assert high.fn >= low.fn
    assert low.specificity is not None
    assert high.specificity is not None
    assert high.specificity >= low.specificity
    change = moved(scores, a, b)
    assert change.positives == low.tp - high.tp
    assert change.negatives == low.fp - high.fp


@given(columns, columns, unit)
def test_counts_agree_with_counting(pos: list[float], neg: list[float], t: float) -> None:
    r = reading(made(pos, neg), t)
    assert r.tp == sum(p >= t for p in pos)
    assert r.fp == sum(n >= t for n in neg)


@given(columns, columns, st.integers(1, 120))
def test_bins_lose_nobody(pos: list[float], neg: list[float], bins: int) -> None:
    up, down = made(pos, neg).counts(bins)
    assert len(up) == len(down) == bins
    assert (sum(up), sum(down)) == (len(pos), len(neg))


@given(st.lists(st.tuples(unit, st.integers(0, 3)), min_size=1), columns, unit)
def test_a_weight_is_so_many_cases(
    pos: list[tuple[float, int]], neg: list[float], t: float
) -> None:
    plain = made([s for s, w in pos for _ in range(w)], neg)
    weighted = Scores.of(pos, [(s, 1) for s in neg], Words(), "made up", None, weighted=True)
    assert matrix(reading(weighted, t)) == pytest.approx(matrix(reading(plain, t)))
    if plain.positives:
        assert roc_auc(weighted) == pytest.approx(roc_auc(plain))
        assert average_precision(weighted) == pytest.approx(average_precision(plain))


def test_average_precision_agrees_with_scikit_learn(cancer: Scores) -> None:
    from sklearn.metrics import average_precision_score

    labels = [1] * len(cancer.positives) + [0] * len(cancer.negatives)
    expected = average_precision_score(labels, cancer.positives + cancer.negatives)
    assert average_precision(cancer) == pytest.approx(expected)


def test_the_field_changes_precision_by_bayes_rule(cancer: Scores) -> None:
    r = reading(cancer, 0.5)
    share = len(cancer.positives) / cancer.total
    assert in_the_field(r, share) == pytest.approx(r.precision)
    assert in_the_field(r, 0.01) == pytest.approx(
        0.01 * 63 / 106 / (0.01 * 63 / 106 + 0.99 * 21 / 179)
    )


def test_the_bootstrap_surrounds_the_cheapest_threshold(cancer: Scores) -> None:
    sure = bootstrap(cancer, Costs())
    assert sure.low <= 0.14 <= sure.high
    assert 0 < sure.within <= 1


@given(columns, columns)
def test_auc_is_a_share_of_pairs(pos: list[float], neg: list[float]) -> None:
    wins = sum((p > n) + (p == n) / 2 for p in pos for n in neg)
    assert roc_auc(made(pos, neg)) == pytest.approx(wins / (len(pos) * len(neg)))


def test_the_curve_goes_over_every_percent(cancer: Scores) -> None:
    assert [r.threshold for r in curve(cancer)] == list(PERCENTS)
    assert curve(cancer) is curve(cancer)
