"""How the learner's records look: answers, statistics and settings, for people and as JSON."""

from collections.abc import Sequence
from pathlib import Path

import msgspec
from rich.table import Table
from rich.text import Text

from dlprep.config import Setting
from dlprep.reviews.review import Review
from dlprep.reviews.statistics import Statistics
from dlprep.screen.console import harmless
from dlprep.screen.wire import line
from dlprep.session.progress import Progress

_RATINGS = {1: "again", 2: "hard", 3: "good", 4: "easy"}
_SHOWN_ANSWER = 30


def history_line(reviews: Sequence[Review]) -> str:
    """`dlprep.history/1`: the reviews, newest first, with the score that counts."""
    rows = [{**msgspec.to_builtins(review), "score": review.score} for review in reviews]
    return line("dlprep.history/1", reviews=rows)


def history_table(reviews: Sequence[Review]) -> Table:
    """The reviews, newest first, one a row; a long answer is cut."""
    table = _table("when", "question", "answer", "score", "rating", "asked by")
    for review in reviews:
        answer = " ".join(review.answer.split())
        if len(answer) > _SHOWN_ANSWER:
            answer = answer[: _SHOWN_ANSWER - 1] + "…"
        table.add_row(
            f"{review.at.astimezone():%Y-%m-%d %H:%M}",
            Text(harmless(review.question)),
            Text(harmless(answer) or "—"),
            f"{review.score:.0%}",
            _RATINGS[review.rating],
            Text(harmless(review.asked_by)),
        )
    return table


def statistics_line(statistics: Statistics, due: int, progress: Progress) -> str:
    """`dlprep.stats/1`: answers, accuracy (null before the first), streak, due, each topic, and
    `progress` with study days, readiness, calibration, load, the weakest concepts and interviews.
    """
    fields = msgspec.to_builtins(statistics)
    return line("dlprep.stats/1", due=due, **fields, progress=msgspec.to_builtins(progress))


def statistics_words(statistics: Statistics, due: int) -> str:
    """The totals in a line."""
    assert statistics.accuracy is not None
    return (
        f"{_count(statistics.answers, 'answer')}, {statistics.accuracy:.0%} right · "
        f"{_count(statistics.streak, 'day')} in a row · {due} due"
    )


def topic_table(statistics: Statistics) -> Table:
    """The topics, weakest first."""
    table = _table("topic", "answers", "right")
    for topic in sorted(statistics.topics, key=lambda t: (t.accuracy, t.topic)):
        table.add_row(Text(harmless(topic.topic)), str(topic.answers), f"{topic.accuracy:.0%}")
    return table


def settings_line(settings: Sequence[Setting], file: Path) -> str:
    """`dlprep.config/1`: every setting with its value and origin, and the file that is read."""
    rows = [msgspec.to_builtins(setting) for setting in settings]
    return line("dlprep.config/1", file=str(file), settings=rows)


def settings_table(settings: Sequence[Setting]) -> Table:
    """Every setting, its value and where it came from."""
    table = _table("setting", "value", "from")
    for setting in settings:
        value = "—" if setting.value is None else str(setting.value)
        table.add_row(setting.name, Text(harmless(value)), Text(harmless(setting.origin)))
    return table


def _table(*columns: str) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for column in columns:
        numbers = column in ("answers", "right", "score")
        table.add_column(column, justify="right" if numbers else "left")
    return table


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}" + ("" if number == 1 else "s")
