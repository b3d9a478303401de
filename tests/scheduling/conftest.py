"""A real review log (one card in eight of it), in columns."""

from datetime import timedelta
from pathlib import Path

import pytest

from dlprep.exchange.review_csv import read
from dlprep.scheduling.answers import Answers

JOSH = Path(__file__).parents[1] / "data" / "reviews-josh.csv"


@pytest.fixture(scope="session")
def josh() -> Answers:
    """1,480 reviews of a learner at UTC-5."""
    return read(JOSH, 4, timedelta(hours=-5)).answers
