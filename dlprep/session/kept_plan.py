"""The plan in force, kept in the learner's folder."""

from datetime import date
from pathlib import Path

import msgspec

from dlprep import paths
from dlprep.errors import UnreadableError
from dlprep.scheduling.aiming import Way
from dlprep.writing import write


class Wish(msgspec.Struct, frozen=True):
    """What the learner asked for: the day, the minutes a day, topics (empty: all), a role."""

    by: date
    minutes: float = 30
    topics: tuple[str, ...] = ()
    role: str | None = None


class Kept(msgspec.Struct, frozen=True):
    """The plan in force: the wish, and the way of practising that won for it."""

    wish: Wish
    way: Way


def file() -> Path:
    """Where the plan in force is kept."""
    return paths.home() / "plan.json"


def kept() -> Kept | None:
    """The plan in force, or None.

    Raises
    ------
    UnreadableError
        Its file is damaged.
    """
    try:
        return msgspec.json.decode(file().read_bytes(), type=Kept)
    except FileNotFoundError:
        return None
    except (OSError, msgspec.MsgspecError) as error:
        raise UnreadableError(
            f"{paths.shown(file())}: is damaged: {error}; `dlprep plan --drop` removes it"
        ) from error


def active(today: date) -> Kept | None:
    """The plan in force as long as its day is to come."""
    plan = kept()
    return plan if plan is not None and plan.wish.by > today else None


def keep(plan: Kept) -> None:
    """Put a plan in force; its file appears whole or not at all.

    Raises
    ------
    UnreadableError
        The folder or the disk refuses.
    """
    write(file(), msgspec.json.format(msgspec.json.encode(plan)) + b"\n")


def drop() -> bool:
    """Follow no plan from now on; False when there was none.

    Raises
    ------
    UnreadableError
        The disk refuses.
    """
    try:
        file().unlink()
    except FileNotFoundError:
        return False
    except OSError as error:
        raise UnreadableError(
            f"{paths.shown(file())}: cannot be removed: {error.strerror}"
        ) from error
    return True
