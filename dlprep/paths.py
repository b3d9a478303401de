"""Where everything lies: the environment first, then the platform's own folders."""

import os
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def home() -> Path:
    """The learner's folder (`DLPREP_HOME`): review log, backups, `config.toml`, list of own banks.

    Not created here: reading a path changes nothing on disk.
    """
    override = os.environ.get("DLPREP_HOME")
    if override:
        return Path(override).expanduser()
    import platformdirs  # 30 ms, and only where no override is given

    return Path(platformdirs.user_data_dir("dlprep", appauthor=False))


def cache() -> Path:
    """The folder of things that can be made again (`DLPREP_CACHE`)."""
    override = os.environ.get("DLPREP_CACHE")
    if override:
        return Path(override).expanduser()
    import platformdirs

    return Path(platformdirs.user_cache_dir("dlprep", appauthor=False))


def built_in_bank() -> Path:
    """The folder of the built-in questions: inside the wheel, or beside the package in a checkout."""
    packed = _PACKAGE / "questions"
    return packed if packed.is_dir() else _PACKAGE.parent / "questions"


def extra_banks() -> list[Path]:
    """Folders named by `DLPREP_BANK`, separated as in PATH."""
    named = os.environ.get("DLPREP_BANK", "")
    return [Path(part).expanduser() for part in named.split(os.pathsep) if part]


def database() -> Path:
    """The learner's review log."""
    return home() / "reviews.db"


def backups() -> Path:
    """Where automatic backups of the review log go."""
    return home() / "backups"


def config_file() -> Path:
    """The learner's settings."""
    return home() / "config.toml"


def own_banks_file() -> Path:
    """The list of folders added with `dlprep bank add`, one absolute path a line."""
    return home() / "banks.txt"


def trusted_file() -> Path:
    """The list of folders whose programs may be run, one absolute path a line."""
    return home() / "trusted.txt"


def shown(path: Path) -> str:
    """A path for a message: relative to the working folder where that is shorter to read."""
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except (ValueError, OSError):
        return str(path)
