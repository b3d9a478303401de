"""The page that lists what is covered is the one that the bank of today gives."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

PAGE = Path(__file__).parents[2] / "docs" / "covered.md"


def test_the_page_of_covered_concepts_is_current(dlprep: Callable[..., Any]) -> None:
    page = dlprep("bank", "coverage", "--markdown").out
    assert page == PAGE.read_text(encoding="utf-8"), (
        "run: dlprep bank coverage --markdown > docs/covered.md"
    )
