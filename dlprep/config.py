"""The learner's settings: what `config.toml` and the environment say, and where each came from."""

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from dlprep import paths
from dlprep.errors import UnreadableError
from dlprep.spelling import did_you_mean

COLOURS = ("auto", "always", "never")
DEFAULT = "default"


class Config(msgspec.Struct, frozen=True):
    """Every setting; `retention` is the share of answers to recall, `day_start` is local time.

    `llm_url` and `llm_model` name an OpenAI-compatible endpoint that gives prose a second mark.
    """

    new_per_day: int = 20
    due_per_day: int = 200
    retention: float = 0.9
    day_start: str = "04:00"
    editor: str | None = None
    colour: str = "auto"
    llm_url: str | None = None
    llm_model: str | None = None

    @property
    def day_start_hour(self) -> int:
        """The hour of the learner's clock at which a study day begins, 0..23."""
        return int(self.day_start.split(":")[0])


class Setting(msgspec.Struct, frozen=True):
    """A setting and where it came from: `default`, `file:line`, or an environment variable."""

    name: str
    value: int | float | str | None
    origin: str


def load(path: Path) -> Config:
    """The settings that hold; a file that is not there changes nothing.

    Raises
    ------
    UnreadableError
        The file cannot be read, or a key or value in it is wrong: `file:line`, what was expected.
    """
    return msgspec.convert({s.name: s.value for s in explained(path)}, Config)


def explained(path: Path) -> list[Setting]:
    """Every setting, in the order of `Config`, with where it came from.

    The file wins over the environment, which wins over the default: `NO_COLOR` and `VISUAL` are
    set for every program, the file for this one (so asks no-color.org).

    Raises
    ------
    UnreadableError
        As in `load`.
    """
    text = _text(path)
    given = _parsed(path, text)
    for name in given:
        if name not in Config.__struct_fields__:
            guess = did_you_mean(name, Config.__struct_fields__)
            raise UnreadableError(f"{_place(path, text, name)}: unknown setting {name!r}{guess}")
    settings = []
    for name, default in msgspec.structs.asdict(Config()).items():
        if name in given:
            place = _place(path, text, name)
            settings.append(Setting(name, _checked(name, given[name], place), place))
        else:
            settings.append(_from_environment(name) or Setting(name, default, DEFAULT))
    return settings


def _from_environment(name: str) -> Setting | None:
    if name == "editor":
        for variable in ("VISUAL", "EDITOR"):
            if editor := os.environ.get(variable):
                return Setting(name, editor, variable)
    if name == "colour" and os.environ.get("NO_COLOR"):
        return Setting(name, "never", "NO_COLOR")
    return None


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""
    except UnicodeDecodeError as error:
        raise UnreadableError(
            f"{paths.shown(path)}: is not UTF-8 text; save it as UTF-8"
        ) from error
    except OSError as error:
        raise UnreadableError(f"{paths.shown(path)}: cannot be read: {error.strerror}") from error


def _parsed(path: Path, text: str) -> dict[str, Any]:
    if not text:
        return {}
    import tomllib  # 7 ms, and most learners have no settings file

    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        what, place = str(error), ""
        if found := re.search(r" \(at (?:line (\d+), column (\d+)|end of document)\)$", what):
            what = what[: found.start()]
            line = found[1] or str(text.count("\n") + 1)
            place = f":{line}:{found[2]}" if found[2] else f":{line}"
        raise UnreadableError(f"{paths.shown(path)}{place}: is not TOML: {what}") from error


def _place(path: Path, text: str, name: str) -> str:
    """`file:line` of a key; tomllib does not keep lines."""
    key = re.compile(rf"""\s*\[*\s*["']?{re.escape(name)}["']?\s*[=.\]]""")
    for number, line in enumerate(text.splitlines(), start=1):
        if key.match(line):
            return f"{paths.shown(path)}:{number}"
    return paths.shown(path)


def _checked(name: str, value: Any, place: str) -> Any:
    expected, fits = _EXPECTED[name]
    if isinstance(value, bool) or not fits(value):
        raise UnreadableError(f"{place}: {name} must be {expected}, not {value!r}")
    return float(value) if name == "retention" else value


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and 0 <= value <= 9999


def _is_retention(value: Any) -> bool:
    return isinstance(value, int | float) and 0.7 <= value <= 0.99


def _is_hour(value: Any) -> bool:
    return isinstance(value, str) and re.fullmatch(r"([01]\d|2[0-3]):00", value) is not None


def _is_address(value: Any) -> bool:
    return isinstance(value, str) and re.fullmatch(r"https?://[^\s/]+\S*", value) is not None


_EXPECTED: dict[str, tuple[str, Callable[[Any], bool]]] = {
    "new_per_day": ("a whole number from 0 to 9999", _is_count),
    "due_per_day": ("a whole number from 0 to 9999", _is_count),
    "retention": ("a number from 0.7 to 0.99", _is_retention),
    "day_start": ('a full hour such as "04:00"', _is_hour),
    "editor": ('a command such as "vim"', lambda v: isinstance(v, str) and bool(v.strip())),
    "colour": ('"auto", "always" or "never"', lambda v: v in COLOURS),
    "llm_url": ('an address such as "http://localhost:11434/v1"', _is_address),
    "llm_model": ("the name of a model", lambda v: isinstance(v, str) and bool(v.strip())),
}
