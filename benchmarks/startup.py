"""Start-up of whole processes as a ratio to `python -c pass`, taking turns in one run."""

import os
import pty
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator

from benchmarks.table import Row

RUNS = 15
READY = b"quit"  # the last word of the key bar


def rows() -> Iterator[Row]:
    """An empty Python, `--version`, and a warm quiz until its first question is on the screen."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            **os.environ,
            "DLPREP_HOME": f"{folder}/home",
            "DLPREP_CACHE": f"{folder}/cache",
            "TERM": "xterm-256color",
            "PYTHONPYCACHEPREFIX": f"{folder}/compiled",  # an installed package is compiled
        }
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        runs: dict[str, Callable[[], float]] = {
            "pass": lambda: _whole(["-c", "pass"], environment),
            "version": lambda: _whole(["-m", "dlprep", "--version"], environment),
            "quiz": lambda: _first_question(environment, "--topic", "metrics"),
            "adaptive": lambda: _first_question(environment),
        }
        answer = [sys.executable, "-m", "dlprep", "quiz", "-n", "100", "--kind", "choice"]
        subprocess.run(
            answer, env=environment, input="A\n" * 100, text=True, check=True, capture_output=True
        )  # enough that a quiz without a topic chooses by them
        for run in runs.values():
            run()  # files into the page cache, the bank into its cache
        seconds: dict[str, list[float]] = {name: [] for name in runs}
        for _ in range(RUNS):
            for name, run in runs.items():
                seconds[name].append(run())
    median = {name: statistics.median(times) for name, times in seconds.items()}
    yield Row("python -c pass", median["pass"] * 1000, "ms")
    yield Row("dlprep --version", median["version"] * 1000, "ms")
    yield Row("first question of a warm dlprep quiz", median["quiz"] * 1000, "ms")
    yield Row("dlprep --version / python -c pass", median["version"] / median["pass"], "x", 6)
    yield Row("first question / python -c pass", median["quiz"] / median["pass"], "x", 12)
    adaptive = median["adaptive"] / median["pass"]
    yield Row("first question chosen by 100 answers / pass", adaptive, "x", 12)


def _whole(arguments: list[str], environment: dict[str, str]) -> float:
    start = time.perf_counter()
    subprocess.run([sys.executable, *arguments], env=environment, check=True, capture_output=True)
    return time.perf_counter() - start


def _first_question(environment: dict[str, str], *which: str) -> float:
    """Seconds until the key bar stands in a real pseudo-terminal."""
    ours, theirs = pty.openpty()
    start = time.perf_counter()
    command = [sys.executable, "-m", "dlprep", "quiz", *which, "--seed", "1"]
    child = subprocess.Popen(
        command, stdin=theirs, stdout=theirs, stderr=theirs, env=environment, close_fds=True
    )
    os.close(theirs)
    shown = b""
    while READY not in shown:
        shown += os.read(ours, 4096)
    seconds = time.perf_counter() - start
    os.write(ours, b"q")
    try:
        while os.read(ours, 4096):
            pass
    except OSError:  # Linux's way to say that the other end is closed
        pass
    child.wait()
    os.close(ours)
    return seconds
