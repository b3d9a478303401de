"""What time it is, which `DLPREP_NOW` can replace, and which study day an instant belongs to."""

import os
import time
from datetime import UTC, date, datetime, timedelta

from dlprep.errors import UsageError

DAY_START_HOUR = 4


def now() -> datetime:
    """The present instant, aware; `DLPREP_NOW` (ISO 8601) stands in for the clock.

    An instant without an offset is local time.

    Raises
    ------
    UsageError
        `DLPREP_NOW` is not an ISO 8601 instant.
    """
    given = os.environ.get("DLPREP_NOW")
    if not given:
        return datetime.now(UTC)
    try:
        return datetime.fromisoformat(given).astimezone(UTC)
    except ValueError as error:
        raise UsageError(
            f"DLPREP_NOW={given!r} is not an ISO 8601 instant such as 2026-11-23T08:00:00+00:00"
        ) from error


def study_day(instant: datetime, day_start_hour: int = DAY_START_HOUR) -> date:
    """The study day of an instant: the local date, where a day begins at `day_start_hour` (0-23).

    Wall-clock arithmetic on purpose: on the night of a daylight-saving change the day still
    begins at the same hour that the learner's clock shows.
    """
    local = instant.astimezone().replace(tzinfo=None)
    return (local - timedelta(hours=day_start_hour)).date()


def as_utc_noon(day: date) -> datetime:
    """Noon UTC of a study day: what the memory model is given instead of the instant.

    py-fsrs counts whole 24-hour spans, so 21:00 to 08:00 two mornings later would count as one.
    """
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def seconds() -> float:
    """A clock that only goes forward, for the time an answer takes; its zero means nothing."""
    return time.monotonic()
