"""learning_curve: two models agree with scikit-learn; own curves are judged by a stated rule."""

from pathlib import Path

import pytest

from dlprep.demos.family.catalog import load
from dlprep.demos.family.demo import Trial
from dlprep.demos.learning_curve import _curve, _split, verdict
from dlprep.errors import UnreadableError


def test_models_agree_with_scikit_learn() -> None:
    from sklearn.kernel_ridge import KernelRidge
    from sklearn.neighbors import KNeighborsClassifier
    from sklearn.preprocessing import label_binarize

    x, y, held_x, held_y = _split(0)
    means = [x[:200][y[:200] == digit].mean(0) for digit in range(10)]
    near = KNeighborsClassifier(1).fit(means, range(10))
    assert _curve("centroid", 0)[2][2] == pytest.approx(1 - near.score(held_x, held_y))
    ridge = KernelRidge(kernel="rbf", gamma=0.25, alpha=0.01)
    ridge.fit(x[:200], label_binarize(y[:200], classes=range(10)))
    wrong = (ridge.predict(held_x).argmax(1) != held_y).mean()
    assert _curve("kernel", 0)[2][2] == pytest.approx(wrong)


@pytest.mark.parametrize(
    ("curve", "spread", "says"),
    [
        (((100, 0.0, 0.3), (200, 0.01, 0.2)), 0.0, "more rows will help"),
        (((100, 0.0, 0.3), (200, 0.01, 0.2)), 0.06, "too noisy to tell"),
        (((100, 0.10, 0.3), (200, 0.15, 0.2)), 0.0, "more rows still help, but"),
        (((100, 0.15, 0.2), (200, 0.16, 0.19)), 0.0, "more rows will not help"),
        (((100, 0.02, 0.2), (200, 0.03, 0.19)), 0.0, "a gap that more rows hardly close"),
        (((100, 0.02, 0.2), (120, 0.03, 0.19)), 0.0, "too short a curve"),
        (((100, 0.0, 0.1), (200, 0.0, 0.0)), 0.0, "more rows will not help"),
    ],
)
def test_what_own_curves_say(curve, spread: float, says: str) -> None:  # type: ignore[no-untyped-def]
    assert verdict(curve, spread)[0].startswith(says)


def test_own_scores_are_averaged_over_repeats(tmp_path: Path) -> None:
    file = tmp_path / "own.csv"
    file.write_text("rows,train,validation\n100,1,0.6\n100,1,0.7\n400,1,0.9\n200,1,0.8\n")
    demo = load("learning_curve")
    numbers = demo.compute(demo.defaults(csv=str(file)), 0).numbers
    assert numbers["validation_error"] == pytest.approx(0.1)
    assert numbers["error_at_half"] == pytest.approx(0.2)
    assert numbers["standard_error"] == pytest.approx(2**0.5 * 0.05)
    assert numbers["verdict"] == "too noisy to tell"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("rows,train,validation\n10,1,0.6\n20,1,0.7\n", "2 numbers of rows"),
        ("rows,train,validation\n10,1,80\n", ":2: '80' in 'validation' is outside"),
        ("rows,train,validation\n1.5,1,0.8\n", ":2: '1.5' in 'rows' is not a whole number"),
        ("rows,train,valid\n1,1,0.8\n", "no column"),
    ],
)
def test_bad_files_get_one_line(tmp_path: Path, text: str, says: str) -> None:
    file = tmp_path / "own.csv"
    file.write_text(text)
    demo = load("learning_curve")
    with pytest.raises(UnreadableError, match=says):
        demo.compute(demo.defaults(csv=str(file)), 0)


def test_own_curves_are_asked_about_and_not_told_before(tmp_path: Path) -> None:
    file = tmp_path / "own.csv"
    file.write_text("rows,train,validation\n100,0.99,0.8\n200,0.985,0.86\n400,0.98,0.9\n")
    demo = load("learning_curve")
    knobs = demo.defaults(csv=str(file))
    (ask,) = demo.asked(knobs)
    trial = Trial(demo, knobs, 0)
    assert ask.truth(trial) == "yes"
    assert trial["verdict"] not in trial.result.said[0]


def test_rows_between_the_stops_are_learnt_from() -> None:
    demo = load("learning_curve")
    numbers = demo.compute(demo.defaults(rows=300), 5).numbers
    at_200, at_400 = (
        demo.compute(demo.defaults(rows=n), 5).numbers["validation_error"] for n in (200, 400)
    )
    assert at_400 <= numbers["validation_error"] <= at_200
    assert numbers["verdict"] == "more rows will help"
