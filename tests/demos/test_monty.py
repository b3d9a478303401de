"""monty: counted games against every case written out."""

from fractions import Fraction
from itertools import product

import pytest

from dlprep.demos.family.catalog import load


@pytest.mark.parametrize("doors", [3, 5])
def test_a_guessing_host_by_every_case(doors: int) -> None:
    stays = switches = cases = 0
    for prize, first, left in product(range(doors), repeat=3):
        if left != first:
            cases += 1
            stays += prize == first
            switches += prize == left
    demo = load("monty")
    numbers = demo.compute(demo.defaults(doors=doors, host="guesses"), 1).numbers
    assert numbers["kept"] == pytest.approx(float(Fraction(stays + switches, cases)), abs=0.015)
    assert numbers["switch"] == pytest.approx(float(Fraction(switches, stays + switches)), abs=0.03)


def test_a_host_who_knows_shows_the_prize_in_no_game() -> None:
    demo = load("monty")
    numbers = demo.compute(demo.defaults(doors=4), 0).numbers
    assert numbers["kept"] == pytest.approx(1.0)
    assert numbers["switch"] == pytest.approx(3 / 4, abs=0.015)
