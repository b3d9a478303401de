"""fermi: shares of the uncertainty by hand, and how an estimate is written."""

import math
from pathlib import Path

import pytest

from dlprep.demos.family.catalog import load
from dlprep.demos.fermi import _short
from dlprep.errors import UnreadableError


@pytest.mark.parametrize(("errors", "power"), [("apart", 2), ("together", 1)])
def test_shares_by_hand(errors: str, power: int) -> None:
    demo = load("fermi")
    widths = [math.log(r) ** power for r in (3.2 / 2.3, 3 / 2, 10, 4, 2.4)]
    shares = demo.compute(demo.defaults(errors=errors), 0).numbers["shares"]
    assert list(shares.values()) == pytest.approx([w / sum(widths) for w in widths])


@pytest.mark.parametrize(
    ("value", "written"),
    [(0.0123, "0.012"), (4.56, "4.6"), (99.7, "100"), (1234, "1,200"), (12_345_678, "12 million")],
)
def test_an_estimate_is_written_with_two_digits(value: float, written: str) -> None:
    assert _short(value) == written


def test_own_factors_too_large_to_multiply_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "own.csv"
    file.write_text("factor,low,high,power\na,1e-200,1e200,3\n")
    demo = load("fermi")
    with pytest.raises(UnreadableError, match=r"own\.csv: products beyond"):
        demo.compute(demo.defaults(csv=str(file)), 0)


def test_own_points_have_no_uncertainty_to_look_up(tmp_path: Path) -> None:
    file = tmp_path / "own.csv"
    file.write_text("factor,low,high\na,5,5\nb,3,3\n")
    demo = load("fermi")
    result = demo.compute(demo.defaults(csv=str(file)), 0)
    assert result.numbers["ratio"] == pytest.approx(1)
    assert "No factor is uncertain" in result.said[1]
