"""What commands about the review log begin with: the settings' study day, and the log, opened."""

import sys
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dlprep.reviews.log import ReviewLog


def study_day() -> date:
    """Today's study day, by the clock and the `day_start` of the settings."""
    from dlprep import clock, paths
    from dlprep.config import load

    return clock.study_day(clock.now(), load(paths.config_file()).day_start_hour)


def opened(*, writing: bool = False) -> "ReviewLog":
    """The learner's log, to be used in a `with`; what could not be backed up is said on stderr."""
    from dlprep import paths
    from dlprep.reviews.log import ReviewLog

    log = ReviewLog.open(paths.database(), writing=writing, today=study_day())
    for note in log.notes:
        print(f"dlprep: warning: {note}", file=sys.stderr)
    return log
