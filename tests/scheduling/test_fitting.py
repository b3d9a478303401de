"""The fit: it finds the learner it was given, and never trades good weights for worse."""

import numpy as np
import pytest

from dlprep.scheduling import fitting
from dlprep.scheduling.answers import Answers
from dlprep.scheduling.fitting import fit, trial
from dlprep.scheduling.foretelling import counted, foretold, losses
from dlprep.scheduling.memory import model, shipped
from tests.scheduling.learners import FORGETFUL, learner


def loss(log: Answers, weights: tuple[float, ...]) -> float:
    told = foretold(log, weights)
    rows = counted(told)
    return float(losses(told.recall[rows], log.rating[rows] > 1).mean())


def test_the_fit_foretells_what_the_true_weights_foretell() -> None:
    fitted = fit(learner(FORGETFUL, cards=500, seed=1), shipped())
    model(0.9, fitted)  # within the bounds of FSRS-6
    unseen = learner(FORGETFUL, cards=300, seed=2)
    rows = counted(foretold(unseen, FORGETFUL))
    truth, found, default = (
        foretold(unseen, w).recall[rows] for w in (FORGETFUL, fitted, shipped())
    )
    off = float(np.abs(found - truth).mean())
    assert off < 0.02
    assert off < float(np.abs(default - truth).mean()) / 3
    assert loss(unseen, fitted) < loss(unseen, shipped())


def test_another_learners_weights_are_adopted_and_win_on_reviews_to_come() -> None:
    found = trial(learner(FORGETFUL, cards=400, seed=3), shipped(), 0.2, shipped())
    assert found is not None and found.wins
    assert found.log_loss < found.log_loss_in_force
    unseen = learner(FORGETFUL, cards=300, seed=4)
    assert loss(unseen, found.weights) < loss(unseen, shipped())


@pytest.mark.parametrize("seed", range(4))
def test_a_learner_like_the_shipped_weights_keeps_them(seed: int) -> None:
    found = trial(learner(shipped(), cards=150, days=150, seed=seed), shipped(), 0.2, shipped())
    assert found is not None
    assert not found.wins


def test_the_true_weights_are_not_given_up_for_fitted_ones() -> None:
    found = trial(learner(FORGETFUL, cards=300, seed=5), FORGETFUL, 0.2, shipped())
    assert found is not None and not found.wins


def test_time_taken_is_used_where_it_tells_something() -> None:
    telling = trial(
        learner(FORGETFUL, cards=500, seed=6, signals=(-0.6, -0.6, 0, 0, 0)),
        shipped(),
        0.2,
        shipped(),
    )
    assert telling is not None and telling.wins
    assert telling.signals[:2] == ("slow-right", "slow-wrong")
    assert telling.weights[22] == pytest.approx(-0.6, abs=0.25)


def test_of_a_very_long_log_whole_cards_are_fitted_to(
    josh: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fitting, "MOST_TO_FIT", 500)
    sample = fitting._sampled(josh)
    assert 300 < len(sample) < 700
    for card in set(sample.card.tolist()):
        assert (sample.card == card).sum() == (josh.card == card).sum()
    assert (np.diff(sample.day) >= 0).all()


def test_too_few_reviews_are_not_tried(josh: Answers) -> None:
    assert trial(josh.rows(slice(0, 150)), shipped(), 0.2, shipped()) is None


def test_few_reviews_move_the_weights_little(josh: Answers) -> None:
    few = fit(josh.rows(slice(0, 300)), shipped())
    told, plain = (foretold(josh, w) for w in (few, shipped()))
    rows = counted(plain)
    assert float(np.abs(told.recall[rows] - plain.recall[rows]).mean()) < 0.08
