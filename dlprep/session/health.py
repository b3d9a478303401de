"""The state of everything on this machine, for `dlprep doctor`: facts, and whether each is well."""

import os
import platform
import sqlite3
import sys
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import msgspec

import dlprep
from dlprep import clock, config, paths
from dlprep.errors import DlprepError

_LIBRARIES = (
    "typer", "rich", "textual", "msgspec", "PyYAML", "jsonschema", "fsrs", "simpleeval",
    "pylatexenc", "platformdirs", "numpy", "scikit-learn",
)  # fmt: skip
_WALLS = {
    "namespaces": "own processes, network, mounts and users (Linux namespaces)",
    "read_only": "every file system read-only",
    "landlock": "files: only Python's own library can be read (Landlock)",
    "seccomp": "no new processes, sockets or signals (seccomp)",
    "unprivileged": "no privileges, now or later",
    "cpu": "processor time",
    "memory": "memory",
    "files": "size and number of files",
    "processes": "number of processes",
}
_SECRET = ("model", "llm", "endpoint", "key", "token")


class Fact(msgspec.Struct, frozen=True):
    """One line of the examination; `well` is False where something wants mending."""

    name: str
    value: str
    well: bool = True


class Part(msgspec.Struct, frozen=True):
    """Some facts under a title."""

    title: str
    facts: list[Fact]


def examined() -> list[Part]:
    """Everything but the terminal, which only the screen knows. Paths below home begin with `~`."""
    parts = [
        Part("dlprep", _program()),
        Part("folders", _folders()),
        Part("settings", list(_settings())),
        Part("review log", list(_log())),
        Part("questions", list(_bank())),
        Part("sandbox for programs and queries", list(_sandbox())),
        Part("second marker", list(_marker())),
        Part("libraries", [Fact(name, _version(name), True) for name in _LIBRARIES]),
    ]
    return [Part(p.title, [_short(fact) for fact in p.facts]) for p in parts]


def _short(fact: Fact) -> Fact:
    home = str(Path.home())
    if home == "/":
        return fact
    return msgspec.structs.replace(fact, value=fact.value.replace(home, "~"))


def _program() -> list[Fact]:
    return [
        Fact("version", dlprep.__version__),
        Fact("installed in", str(Path(dlprep.__file__).parent)),
        Fact("Python", f"{platform.python_version()} ({platform.python_implementation()})"),
        Fact("SQLite", sqlite3.sqlite_version),
        Fact("system", f"{platform.system()} {platform.release()} {platform.machine()}"),
    ]


def _version(library: str) -> str:
    try:
        return metadata.version(library)
    except metadata.PackageNotFoundError:
        return "not installed"


def _folders() -> list[Fact]:
    return [
        Fact("learner's folder", *_writable(paths.home())),
        Fact("cache", *_writable(paths.cache())),
        Fact("settings", _seen(paths.config_file())),
        Fact("review log", _seen(paths.database())),
        Fact("backups", _seen(paths.backups())),
    ]


def _seen(path: Path) -> str:
    return str(path) if path.exists() else f"{path} (not there yet)"


def _writable(folder: Path) -> tuple[str, bool]:
    there = next((p for p in (folder, *folder.parents) if p.exists()), folder)
    if not os.access(there, os.W_OK):
        return f"{folder} (cannot be written)", False
    return _seen(folder), True


def _settings() -> Iterator[Fact]:
    try:
        settings = config.explained(paths.config_file())
    except DlprepError as error:
        yield Fact("config.toml", str(error), False)
        return
    changed = [s for s in settings if s.origin != config.DEFAULT]
    if not changed:
        yield Fact("config.toml", "all settings are the defaults")
    for s in changed:
        hidden = any(word in s.name for word in _SECRET)
        yield Fact(s.name, f"{'set' if hidden else s.value} ({s.origin})")


def _log() -> Iterator[Fact]:
    from dlprep.reviews import repair
    from dlprep.reviews.log import ReviewLog

    path = paths.database()
    if not path.exists():
        yield Fact("health", "no answers yet")
        return
    try:
        findings = repair.check(path)
        if findings:
            for finding in findings:
                yield Fact("health", finding, False)
            return
        with ReviewLog.open(path, writing=False, today=clock.now().date()) as log:
            yield Fact("health", f"sound, {log.size():,} rows, {len(log.cards()):,} cards")
    except DlprepError as error:
        yield Fact("health", str(error), False)


def _bank() -> Iterator[Fact]:
    from dlprep.bank.library import load
    from dlprep.bank.trust import trusted

    yield Fact("built in", str(paths.built_in_bank()))
    try:
        library = load()
        topics = library.topics()
        for place in trusted():
            yield Fact("programs allowed", str(place))
    except DlprepError as error:
        yield Fact("health", str(error), False)
        return
    for warning in library.warnings:
        yield Fact("warning", warning, False)
    kinds: dict[str, int] = {}
    for topic in topics:
        for kind, count in topic.kinds.items():
            kinds[kind] = kinds.get(kind, 0) + count
    yield Fact("questions", f"{sum(kinds.values()):,} in {len(topics)} topics")
    yield Fact("kinds", ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items())))


def _sandbox() -> Iterator[Fact]:
    from dlprep.sandbox.landlock import version
    from dlprep.sandbox.run import Sandbox

    job = {
        "do": "python", "code": "def f(): return 1", "setup": "", "function": "f",
        "numpy": False, "calls": [{"expr": "f()"}],
    }  # fmt: skip
    try:
        with Sandbox() as box:
            outcome = box.run(job)
    except DlprepError as error:
        yield Fact("works", str(error), False)
        return
    works = any(result.get("v") == 1 for result in outcome.results)
    yield Fact("works", "yes" if works else f"no: {outcome.how}", works)
    for name, what in _WALLS.items():
        yield Fact(what, "in force" if outcome.walls.get(name) else "NOT in force")
    if outcome.walls.get("landlock"):
        yield Fact("Landlock version", str(version()))
    yield Fact("wall clock, output, kill at the end", "in force")
    if sys.platform == "win32":
        yield Fact("note", "Windows has no resource limits: time and output alone are held")


def _marker() -> Iterator[Fact]:
    """Whether a language model is set up, by any setting or variable of that name; not its key."""
    try:
        settings = config.explained(paths.config_file())
    except DlprepError:
        settings = []
    named = [
        s.origin
        for s in settings
        if s.value not in (None, "", False) and any(w in s.name for w in ("llm", "model"))
    ]
    named += [name for name in sorted(os.environ) if name.startswith("DLPREP_LLM")]
    yield Fact("language model", f"configured ({', '.join(named)})" if named else "not configured")
