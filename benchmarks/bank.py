"""How long `dlprep quiz` takes until its first question, with a bank of 1,000 and of 100,000.

The whole process is timed, cold (every file is parsed) and warm (the cache is read). The ratio of
the warm times is the budget: at most 1.3.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import msgspec

from benchmarks.table import Row

SIZES = (1_000, 100_000)
IN_A_FILE = 200
RUNS = 15


def question_text(n: int) -> str:
    """One question of a size like those of the built-in bank, as a YAML list item."""
    from dlprep.bank.kinds import Choice, Option

    options = [
        Option(text=f"It {what} by {n % 97} percent", correct=i == 0, why=f"Because of {what} {n}.")
        for i, what in enumerate(("falls", "rises", "stays the same or falls"))
    ]
    question = Choice(
        id=f"q-{n}",
        difficulty=("easy", "medium", "hard")[n % 3],
        concept=f"Effect number {n} of regularization on the validation loss",
        prompt=f"A model with {n} parameters is trained with dropout. What happens to its loss? "
        * 4,
        options=options,
        explanation=f"Fewer units are active in step {n}, so the loss is an estimate. " * 6,
    )
    # JSON is YAML, and a hundred times faster to write.
    return f"  - {msgspec.json.encode(question).decode()}\n"


def write_bank(folder: Path, size: int) -> None:
    """Write a bank of `size` questions into a folder, `IN_A_FILE` to a topic."""
    folder.mkdir()
    for topic, start in enumerate(range(0, size, IN_A_FILE)):
        head = f"topic: made-{topic}\ntitle: Made topic {topic}\nquestions:\n"
        body = "".join(question_text(n) for n in range(start, min(start + IN_A_FILE, size)))
        (folder / f"made-{topic}.yaml").write_text(head + body, encoding="utf-8")


def first_question(bank: Path, work: Path) -> float:
    """Seconds of one whole `dlprep quiz` that shows its first question to nobody."""
    environment = {
        **os.environ,
        "DLPREP_BANK": str(bank),
        "DLPREP_CACHE": str(work / "cache"),
        "DLPREP_HOME": str(work / "home"),
    }
    command = [sys.executable, "-m", "dlprep", "quiz", "-n", "1", "--seed", "1"]
    start = time.perf_counter()
    done = subprocess.run(
        command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True
    )
    seconds = time.perf_counter() - start
    if done.returncode or "1/1" not in done.stdout:
        raise SystemExit(f"the quiz failed: {done.stderr or done.stdout}")
    return seconds


def rows() -> Iterator[Row]:
    """Cold once, warm the median of `RUNS`, the sizes taking turns, and their ratio."""
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        banks = {size: work / f"bank-{size}" for size in SIZES}
        for size, bank in banks.items():
            write_bank(bank, size)
            yield Row(f"quiz, cold, {size:,} questions", first_question(bank, work), "s")
        warm: dict[int, list[float]] = {size: [] for size in SIZES}
        for _ in range(RUNS):
            for size, bank in banks.items():
                warm[size].append(first_question(bank, work))
    few, many = (statistics.median(seconds) for seconds in warm.values())
    yield Row(f"quiz, warm, {SIZES[0]:,} questions", few, "s")
    yield Row(f"quiz, warm, {SIZES[1]:,} questions", many, "s")
    yield Row("warm, largest / smallest", many / few, "x", 1.3)
