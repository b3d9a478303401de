"""Demos are found by their files; listing them is cheap, and names tolerate slips."""

import subprocess
import sys

import pytest

from dlprep.demos.family.catalog import all_demos, find, name_meant, slugs
from dlprep.errors import UsageError


def test_finds_by_name_and_near_miss() -> None:
    assert find("threshold").topic == "metrics"
    for slip in ("treshold", "tresholds", "Threshold", "thresh"):
        assert find(slip).slug == "threshold"
    assert find("roc-pr").slug == "roc_pr"


def test_an_unknown_demo_names_the_nearest_or_the_list() -> None:
    with pytest.raises(UsageError, match=r"no demo is called 'zzz'; `dlprep demo` lists them"):
        find("zzz")
    with pytest.raises(UsageError, match="did you mean 'threshold'"):
        find("threshhhh")
    assert name_meant("") is None


def test_a_demo_is_named_as_its_file() -> None:
    assert [demo.slug for demo in all_demos()] == sorted(
        slugs(), key=lambda slug: (find(slug).topic, slug)
    )


def test_listing_costs_nothing_heavy() -> None:
    code = (
        "import sys\nfrom dlprep.demos.family.catalog import all_demos\nall_demos()\n"
        "print(*{'numpy', 'sklearn', 'scipy', 'textual', 'rich', 'pandas'} & set(sys.modules))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == ""
