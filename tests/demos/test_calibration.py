"""calibration: naive Bayes, both maps and the sums agree with scikit-learn; own scores are judged."""

from pathlib import Path

import numpy as np
import pytest

from dlprep.demos.calibration import _area, _cases, _measure, verdict
from dlprep.demos.family.catalog import load
from dlprep.demos.family.isotonic import isotonic
from dlprep.errors import UnreadableError


def test_isotonic_agrees_with_scikit_learn() -> None:
    from sklearn.isotonic import IsotonicRegression

    odds, y, test_odds, _ = _cases(10, 3)
    ours = np.interp(test_odds, *isotonic(odds[:300], y[:300]))
    theirs = IsotonicRegression(out_of_bounds="clip").fit(odds[:300], y[:300]).predict(test_odds)
    assert ours == pytest.approx(theirs, abs=1e-9)


def test_sums_agree_with_scikit_learn() -> None:
    from sklearn.metrics import brier_score_loss, log_loss, roc_auc_score

    rng = np.random.default_rng(0)
    p, heavy = rng.random(500).round(2), rng.integers(1, 4, 500).astype(float)
    y = rng.random(500) < p
    ours = _measure(p, y, heavy)
    assert ours["brier"] == pytest.approx(brier_score_loss(y, p, sample_weight=heavy))
    assert ours["log_loss"] == pytest.approx(log_loss(y, p, sample_weight=heavy))
    assert _area(p, y, heavy) == pytest.approx(roc_auc_score(y, p, sample_weight=heavy))


def test_perfect_scores_are_beyond_chance_in_about_one_sample_of_twenty() -> None:
    rng = np.random.default_rng(1)
    beyond = 0
    for _ in range(200):
        p = rng.random(400)
        here = _measure(p, rng.random(400) < p, np.ones(400))
        beyond += here["ece"] > here["ece_by_chance"]
    assert 2 <= beyond <= 22


@pytest.mark.parametrize(
    ("slope", "gap", "says"),
    [
        (0.5, 0.0, "overconfident"),
        (1.5, 0.0, "underconfident"),
        (1.0, 0.08, "too high throughout"),
        (1.0, -0.08, "too low throughout"),
        (1.0, 0.01, "miscalibrated in places"),
    ],
)
def test_what_own_scores_say(slope: float, gap: float, says: str) -> None:
    assert verdict(0.1, 0.02, slope, gap)[0] == says
    assert verdict(0.015, 0.02, slope, gap)[0] == "no sign of miscalibration"


def test_own_scores(tmp_path: Path) -> None:
    rng = np.random.default_rng(2)
    p = rng.random(3000)
    sharp = p**3 / (p**3 + (1 - p) ** 3)  # log-odds three times too large
    file = tmp_path / "own.csv"
    rows = [f"{int(rng.random() < a)},{b:.6f}" for a, b in zip(p, sharp, strict=True)]
    file.write_text("label,score\n" + "\n".join(rows))
    demo = load("calibration")
    numbers = demo.compute(demo.defaults(csv=str(file)), 0).numbers
    assert numbers["verdict"] == "overconfident"
    assert numbers["slope"] == pytest.approx(1 / 3, abs=0.05)
    bad = tmp_path / "bad.csv"
    bad.write_text("label,score\n1,0.5\n0,1.5\n")
    with pytest.raises(UnreadableError, match=r":3: .*outside 0..1"):
        demo.compute(demo.defaults(csv=str(bad)), 0)


def test_the_map_that_is_drawn_is_the_one_that_was_applied() -> None:
    from dlprep.demos.calibration import OLD, _read_off

    assert _read_off("none", 10, 1000, 3)["map"] == pytest.approx(OLD)
    odds, y, _, _ = _cases(10, 3)
    old = np.array(OLD)
    steps = np.interp(np.log(old / (1 - old)), *isotonic(odds[:300], y[:300]))
    assert _read_off("isotonic", 10, 300, 3)["map"] == pytest.approx(steps)
    assert (np.diff(_read_off("sigmoid", 10, 300, 3)["map"]) > 0).all()
