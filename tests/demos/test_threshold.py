"""threshold: costs in the field, worked out by weighing the cases of the sample."""

import pytest

from dlprep.demos.family.catalog import load
from dlprep.demos.family.scores import Costs, Scores, cheapest, held_out_scores, reading

DEMO = load("threshold")


@pytest.mark.parametrize("field", [0.001, 0.05, 0.5])
def test_costs_in_the_field_are_those_of_cases_weighed_to_its_prevalence(field: float) -> None:
    sample = held_out_scores(3, 42)
    n = sample.total
    weighed = Scores.of(
        [(s, field * n / sample.mass[0]) for s in sample.positives],
        [(s, (1 - field) * n / sample.mass[1]) for s in sample.negatives],
        sample.words,
        "weighed",
        None,
        weighted=True,
    )
    costs = Costs(5.0, 1.0)
    numbers = DEMO.compute(DEMO.defaults(prevalence=field), 42).numbers
    assert numbers["cost"]["to"] == pytest.approx(costs.of(reading(weighed, 0.8)))
    assert numbers["cost"]["cheapest"] == pytest.approx(costs.of(cheapest(weighed, costs)))
    precision = reading(weighed, 0.8).precision
    assert numbers["field"]["precision_to"] == pytest.approx(precision)


def test_the_sample_s_own_prevalence_changes_nothing() -> None:
    here = DEMO.compute(DEMO.defaults(), 42)
    share = here.numbers["field"]["prevalence"]
    again = DEMO.compute(DEMO.defaults(prevalence=share), 42)
    assert again.numbers == here.numbers
    assert again.said == here.said


def test_theory_in_the_field_is_bayes_rule_on_calibrated_scores() -> None:
    """At that score, of a sample with 37% positives, the odds in the field are alarm : miss."""
    share = DEMO.compute(DEMO.defaults(), 42).numbers["field"]["prevalence"]
    score = DEMO.compute(DEMO.defaults(prevalence=0.1), 42).numbers["cost"]["theory_threshold"]
    odds = score / (1 - score) * (0.1 / share) / (0.9 / (1 - share))
    assert odds == pytest.approx(1 / 5)


def test_sampled_prevalence_is_a_word() -> None:
    (knob,) = (knob for knob in DEMO.knobs if knob.name == "prevalence")
    assert [knob.shown(v) for v in (0.0, 0.001, 0.5)] == ["as sampled", "0.1%", "50%"]
    assert knob.read("0") == 0.0
