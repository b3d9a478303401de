"""The list of demos is cheap, true, and forgiving about spelling."""

import subprocess
import sys

import pytest

from dlprep.demos.catalog import DEMOS, find
from dlprep.errors import UsageError


def test_finds_by_name() -> None:
    assert find("threshold").topic == "metrics"


def test_an_unknown_demo_names_the_nearest() -> None:
    with pytest.raises(UsageError, match="did you mean 'threshold'"):
        find("treshold")
    with pytest.raises(UsageError, match="there is threshold"):
        find("zzz")


def test_defaults_lie_within_their_bounds() -> None:
    for demo in DEMOS:
        assert len({knob.name for knob in demo.knobs}) == len(demo.knobs)
        for knob in demo.knobs:
            if isinstance(knob.default, float):
                assert knob.min is None or knob.min <= knob.default
                assert knob.max is None or knob.default <= knob.max
            if knob.choices:
                assert knob.default in knob.choices


@pytest.mark.parametrize("module", ["catalog", "threshold", "scores_csv", "prediction"])
def test_importing_costs_nothing_heavy(module: str) -> None:
    code = (
        f"import sys, dlprep.demos.{module}\n"
        "print(*{'numpy', 'sklearn', 'scipy', 'textual', 'rich', 'pandas'} & set(sys.modules))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == ""
