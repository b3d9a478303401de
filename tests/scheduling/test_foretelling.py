"""Predictions and their figures."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import log_loss, roc_auc_score

from dlprep.scheduling import signals
from dlprep.scheduling.answers import Answers, answers
from dlprep.scheduling.foretelling import accuracy, calibration, evaluate, foretold, sm2
from dlprep.scheduling.memory import shipped


@settings(deadline=None)
@given(st.lists(st.tuples(st.floats(0.01, 0.99), st.booleans()), min_size=2, max_size=60))
def test_the_figures_are_those_of_scikit_learn(pairs: list[tuple[float, bool]]) -> None:
    recall, right = np.asarray([p for p, _ in pairs]), np.asarray([r for _, r in pairs])
    found = accuracy(recall, right, np.zeros(len(pairs), np.int64))
    assert found.log_loss == pytest.approx(log_loss(right, recall, labels=[False, True]))
    assert found.rmse_bins == pytest.approx(abs(right.mean() - recall.mean()))
    if len(set(right.tolist())) == 2:
        assert found.auc == pytest.approx(roc_auc_score(right, recall))
    else:
        assert found.auc is None


def test_on_a_real_log_the_model_beats_both_baselines(josh: Answers) -> None:
    found = evaluate(josh, shipped(), 0.2, shipped())
    assert found is not None
    assert found.n == sum(group.n for group in found.calibration)
    rate, old = found.baselines["constant_rate"], found.baselines["sm2"]
    assert found.accuracy.log_loss < rate.log_loss < old.log_loss
    assert found.accuracy.rmse_bins < rate.rmse_bins < old.rmse_bins
    assert rate.auc == 0.5 and (found.accuracy.auc or 0) > 0.6
    assert "fsrs6_shipped" not in found.baselines


def test_only_reviews_on_a_later_study_day_count() -> None:
    log = answers(np.zeros(4, np.int64), np.asarray([1, 1, 1, 1]), np.full(4, 3))
    assert evaluate(log, shipped(), 0.5, shipped()) is None
    assert np.isnan(foretold(log, shipped()).recall).tolist() == [True, False, False, False]


def test_sm2_intervals() -> None:
    # Good (grade 4) leaves the ease at 2.5: 1 day, 6, then 6 * 2.5; SuperMemo 2
    day = np.asarray([0, 1, 7, 22])
    log = answers(np.zeros(4, np.int64), day, np.full(4, 3))
    assert sm2(log, foretold(log, shipped()).elapsed)[1:] == pytest.approx([0.9, 0.9, 0.9])
    forgot = answers(np.zeros(3, np.int64), np.asarray([0, 5, 6]), np.asarray([3, 1, 3]))
    assert sm2(forgot, np.asarray([0, 5, 1.0]))[1:] == pytest.approx([0.9**5, 0.9])


def test_calibration_goes_from_low_to_high_and_leaves_nothing_out() -> None:
    recall = np.linspace(0.5, 0.99, 25)
    groups = calibration(recall, recall > 0.7)
    assert [g.n for g in groups] == [3] * 5 + [2] * 5
    predicted = [g.predicted for g in groups]
    assert predicted == sorted(predicted)


@given(
    st.integers(1, 4),
    st.none() | st.floats(0, 1),
    st.none() | st.integers(1, 3),
    st.integers(0, 10**7),
)
def test_one_answer_and_many_have_the_same_signals(
    rating: int, score: float | None, confidence: int | None, took: int
) -> None:
    weights = (8000.0, -0.3, 0.2, 0.5, 0.1, -0.1)
    log = answers(
        np.zeros(1, np.int64),
        np.zeros(1, np.int64),
        np.asarray([rating]),
        np.asarray([np.nan if score is None else score]),
        np.asarray([confidence or 0]),
        np.asarray([took]),
    )
    many = np.exp(signals.columns(log, weights[0]) @ np.asarray(weights[1:]))
    one = signals.factor(weights, rating, score, confidence, took)
    assert many.tolist() == pytest.approx([one])


def test_without_signals_nothing_is_multiplied() -> None:
    assert signals.factor((), 1, 0.3, 3, 9) == 1
