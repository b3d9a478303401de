"""fermi: shares of the uncertainty by hand, and how an estimate is written."""

import math

import pytest

from dlprep.demos.family.catalog import load
from dlprep.demos.fermi import _short


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
