"""Each demo: a whole process until its first paint, and one turn of a knob until it is drawn."""

import itertools
import os
import pty
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator

from benchmarks.table import Row
from dlprep.demos.family.catalog import load, slugs
from dlprep.demos.family.demo import Demo

SIZE, TURNS = (120, 36), 6
LAST = b"quit"  # the last word of the key bar
BUDGET = 50.0


def rows() -> Iterator[Row]:
    """First paint (the prediction asked, numbers may still be on their way), then turns."""
    with tempfile.TemporaryDirectory() as folder:
        for slug in slugs():
            yield Row(f"{slug}: first paint", 1000 * _first_paint(slug, folder), "ms")
            by_knob = dict(_turns(load(slug)))
            if by_knob:
                typical = statistics.median(by_knob.values())
                yield Row(f"{slug}: a turn, the typical knob", typical, "ms", BUDGET)
                slowest = max(by_knob, key=lambda name: by_knob[name])
                yield Row(
                    f"{slug}: a turn of {slowest}, the slowest", by_knob[slowest], "ms", BUDGET
                )


def _turns(demo: Demo) -> Iterator[tuple[str, float]]:
    """For each knob the median milliseconds of turns to values not seen before, computed and drawn."""
    from rich.console import Console

    from dlprep.screen.demo.board import board
    from dlprep.screen.demo.look import dark

    console = Console(width=SIZE[0], color_system="truecolor", force_terminal=True)
    knobs = demo.defaults()
    demo.compute(knobs, demo.seed)
    for knob in demo.knobs:
        if not knob.turns or knobs[knob.name] is None:
            continue
        times = []
        value = knob.default
        for steps in itertools.islice(itertools.cycle((1, 1, -4)), TURNS):
            value = knob.turned(value, steps)
            start = time.perf_counter()
            result = demo.compute({**knobs, knob.name: value}, demo.seed)
            for line in board(result, *SIZE, dark()):
                list(line.render(console))
            times.append(time.perf_counter() - start)
        yield knob.name, 1000 * statistics.median(times)


def _first_paint(slug: str, folder: str) -> float:
    """Seconds until the key bar stands in a real pseudo-terminal."""
    ours, theirs = pty.openpty()
    environment = {**os.environ, "DLPREP_HOME": folder, "TERM": "xterm-256color"}
    command = [sys.executable, "-m", "dlprep", "demo", slug]
    start = time.perf_counter()
    child = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=environment)
    os.close(theirs)
    shown = b""
    while LAST not in shown:
        shown += os.read(ours, 65536)
    seconds = time.perf_counter() - start
    child.terminate()
    child.wait()
    os.close(ours)
    return seconds
