"""Starts the child, hands it jobs one at a time, and never waits for it longer than a few seconds."""

import contextlib
import json
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import msgspec

from dlprep.errors import UnreadableError

START_SECONDS = 30.0
JOB_SECONDS = 8.0  # the child itself stops a worker after 3
_ROOT = Path(__file__).resolve().parents[2]
_BEGIN = (
    "import sys; sys.path.insert(0, sys.argv[1]); from dlprep.sandbox.server import serve; "
    "sys.path.remove(sys.argv[1]); serve()"
)
_MAX_FRAME = 32 * 2**20


class Outcome(msgspec.Struct, frozen=True):
    """How a job went.

    `how` is `ended`, `time`, `printed` or `result` (too much of it), `signal N`, or `lost` when the
    child itself was gone. `results` are the worker's lines, not to be believed; `walls` tells what
    was in force.
    """

    how: str
    results: list[dict[str, Any]]
    printed: str = ""
    walls: dict[str, bool] = {}


class Sandbox:
    """A child for one or more jobs; with `numpy`, its workers may import NumPy.

    Used in a `with`: at its end nothing of the child is left.
    """

    def __init__(self, *, numpy: bool = False, audit: bool = True) -> None:
        """Nothing is started yet; without `audit`, only the walls of the kernel stand (for tests)."""
        self._numpy = _numpy_folder() if numpy else None
        self._audit = audit
        self._child: subprocess.Popen[bytes] | None = None
        self._folder: tempfile.TemporaryDirectory[str] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stop()

    def run(self, job: dict[str, Any]) -> Outcome:
        """Do one job, whatever is in it.

        Raises
        ------
        UnreadableError
            No child can be started here.
        """
        child = self._child or self._start()
        frame = _told(child, {**job, "audit": self._audit}, JOB_SECONDS)
        if frame is None or not hasattr(os, "fork"):
            self._stop()
        if frame is None:
            return Outcome("lost", [])
        results: list[dict[str, Any]] = []
        walls: dict[str, bool] = {}
        for line in frame["lines"]:
            with contextlib.suppress(ValueError, RecursionError):
                result = json.loads(line)
                if isinstance(result, dict) and not walls and "walls" in result:
                    walls = result["walls"]  # the first line, before any foreign code
                elif isinstance(result, dict):
                    results.append(result)
        return Outcome(frame["how"], results, frame["printed"], walls)

    def _start(self) -> subprocess.Popen[bytes]:
        self._folder = tempfile.TemporaryDirectory(prefix="dlprep-")
        with tempfile.TemporaryFile() as said:
            self._child = child = subprocess.Popen(
                [sys.executable, "-I", "-S", "-B", "-W", "ignore", "-c", _BEGIN, str(_ROOT)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=said,
                cwd=self._folder.name,
                env=_environment(),
                bufsize=0,
                start_new_session=True,
            )
            packages = self._numpy
            readable = [f"{packages}/numpy", f"{packages}/numpy.libs"]
            begun = {"numpy": packages, "readable": readable if packages else []}
            if _told(child, begun, START_SECONDS) is None:
                self._stop()
                said.seek(0)
                reason = said.read().decode("utf-8", "replace").strip().splitlines()
                raise UnreadableError(
                    f"the child that runs programs cannot be started: {(reason or ['killed'])[-1]}; "
                    "`dlprep doctor` tells more"
                )
        return child

    def _stop(self) -> None:
        if self._child is not None:
            _kill(self._child)
            for pipe in (self._child.stdin, self._child.stdout):
                if pipe:
                    with contextlib.suppress(OSError):
                        pipe.close()
            self._child.wait()
            self._child = None
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None


def _environment() -> dict[str, str]:
    """Nothing of the learner's; one thread for NumPy, since no second one can be started."""
    kept = {k: os.environ[k] for k in ("SYSTEMROOT",) if k in os.environ}  # Windows needs it
    return {**kept, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}


def _numpy_folder() -> str:
    from importlib.util import find_spec

    spec = find_spec("numpy")
    if spec is None or spec.origin is None:
        raise UnreadableError("NumPy is not installed; `dlprep doctor` tells what is")
    return str(Path(spec.origin).parents[1])


def _told(child: subprocess.Popen[bytes], frame: dict[str, Any], seconds: float) -> Any:
    """Send a frame and read the answer; None when the child was gone, or had to be killed."""
    body = json.dumps(frame).encode()
    with _deadline(child, seconds):
        try:
            assert child.stdin is not None
            child.stdin.write(len(body).to_bytes(4, "big") + body)
            length = int.from_bytes(_read(child, 4), "big")
            return json.loads(_read(child, length)) if length <= _MAX_FRAME else None
        except (OSError, EOFError, ValueError):
            return None


def _read(child: subprocess.Popen[bytes], count: int) -> bytes:
    assert child.stdout is not None
    parts = bytearray()
    while len(parts) < count:
        part = child.stdout.read(count - len(parts))
        if not part:
            raise EOFError
        parts += part
    return bytes(parts)


@contextlib.contextmanager
def _deadline(child: subprocess.Popen[bytes], seconds: float) -> Iterator[None]:
    """Kill the child unless the block ends in time."""
    timer = threading.Timer(seconds, _kill, [child])
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _kill(child: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(OSError):
        if hasattr(os, "killpg"):
            os.killpg(child.pid, 9)
    child.kill()
