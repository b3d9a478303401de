"""The child: reads jobs from stdin, forks a worker behind walls for each, tells how it ended.

Run as `python -I -S -B -c "..." ROOT` by `run.py`, in an empty folder with an empty environment.
The worker shares nothing with the next one; a job with the key is sent after the learner's ended.
"""

import contextlib
import json
import os
import sys
import time
from typing import Any

from dlprep.sandbox import audit, kernel, landlock, limits, namespaces, seccomp, worker

SECONDS = 3.0
MAX_RESULT = 8 * 2**20
MAX_PRINTED = 2**20
KEPT_PRINTED = 2_000


def serve() -> None:
    """Serve until stdin ends; the first frame says which folder holds NumPy, if it is wanted."""
    begun = _read_frame()
    if begun is None:
        return
    readable, listable = landlock.library()
    if begun["numpy"]:
        _import_numpy(begun["numpy"])
        readable += begun["readable"]
    import sqlite3  # noqa: F401  # here, once, and not in every worker

    if not hasattr(os, "fork"):
        _serve_in_process(readable)
        return
    force = namespaces.enter()
    if not force["namespaces"]:
        _adopt_orphans()
    _write_frame({"ready": True})
    while (job := _read_frame()) is not None:
        _write_frame(_done(job, readable, listable, force))


def _import_numpy(folder: str) -> None:
    sys.path.append(folder)
    import numpy
    import numpy.linalg
    import numpy.random  # noqa: F401  # NumPy 2 would import it when it is first used

    sys.path.remove(folder)


def _adopt_orphans() -> None:
    try:
        kernel.control(kernel.PR_SET_CHILD_SUBREAPER, 1)
    except kernel.NotOfferedError:
        return


def _done(
    job: dict[str, Any], readable: list[str], listable: list[str], force: dict[str, bool]
) -> dict[str, Any]:
    rules = landlock.ruleset(readable, listable) if kernel.LINUX else None
    results, results_in = os.pipe()
    printed, printed_in = os.pipe()
    child = os.fork()
    if not child:
        try:
            _work(job, rules, results_in, printed_in, readable + listable, force)
        except BaseException as error:  # of ours: what foreign code raises is caught where it runs
            _write(results_in, json.dumps({"broken": repr(error)[:300]}).encode() + b"\n")
        finally:
            os._exit(0)
    for fd in (results_in, printed_in, *([rules] if rules is not None else [])):
        os.close(fd)
    how, lines, said = _watched(child, results, printed)
    for fd in (results, printed):
        os.close(fd)
    status = _buried(child, namespaced=force["namespaces"])
    if how == "ended" and os.WIFSIGNALED(status):
        how = "time" if os.WTERMSIG(status) in _time_signals() else f"signal {os.WTERMSIG(status)}"
    return {  # the lines as text: what a hostile worker wrote is read outside, not in here
        "how": how,
        "lines": lines.decode("utf-8", "replace").splitlines(),
        "printed": said[-KEPT_PRINTED:].decode("utf-8", "replace"),
    }


def _work(
    job: dict[str, Any],
    rules: int | None,
    results: int,
    printed: int,
    roots: list[str],
    force: dict[str, bool],
) -> None:
    """The worker: put up the walls, say which stand, then do the job."""
    os.setsid()
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(printed, 1)
    os.dup2(printed, 2)
    _close_all_but(0, 1, 2, results, *([rules] if rules is not None else []))
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(line_buffering=True)  # type: ignore[union-attr]  # what was printed before a kill
    emit = worker.line_writer(lambda line: _write(results, line))
    emit({"walls": {**force, **_walls(job, rules, roots)}})
    if not job.get("numpy"):
        _forget("numpy")
    worker.forget_own_modules()
    worker.work(job, emit)


def _close_all_but(*kept: int) -> None:
    """Also the pipe on which the next job, with the key, will come."""
    last = -1
    for fd in (*sorted(kept), 4096):
        if last + 1 < fd:  # Python 3.11 takes an empty range for the whole one
            os.closerange(last + 1, fd)
        last = fd


def _walls(job: dict[str, Any], rules: int | None, roots: list[str]) -> dict[str, bool]:
    force = {"unprivileged": False, "landlock": False, "seccomp": False}
    force.update(limits.restrict())
    if kernel.LINUX:
        kernel.control(kernel.PR_SET_DUMPABLE, 0)
        force["unprivileged"] = seccomp.without_privileges()
        force["landlock"] = landlock.restrict(rules)
        force["seccomp"] = seccomp.restrict()
    if job.get("audit", True):
        audit.restrict(roots)
    return force


def _watched(child: int, results: int, printed: int) -> tuple[str, bytes, bytes]:
    """Read what a worker says until it ends, takes too long, or says too much."""
    import selectors

    end = time.monotonic() + SECONDS
    heard = {results: bytearray(), printed: bytearray()}
    most = {results: MAX_RESULT, printed: MAX_PRINTED}
    with selectors.DefaultSelector() as waiting:
        for fd in heard:
            waiting.register(fd, selectors.EVENT_READ)
        while True:
            ready = waiting.select(max(0.0, end - time.monotonic()))
            if not ready:
                return "time", bytes(heard[results]), bytes(heard[printed])
            for key, _ in ready:
                part = os.read(key.fd, 65536)
                if not part:
                    waiting.unregister(key.fd)
                heard[key.fd] += part
                if len(heard[key.fd]) > most[key.fd]:
                    how = "printed" if key.fd == printed else "result"
                    return how, bytes(heard[results]), bytes(heard[printed])
            if results not in waiting.get_map():
                if printed in waiting.get_map():
                    os.set_blocking(printed, False)
                    with contextlib.suppress(BlockingIOError):
                        heard[printed] += os.read(printed, 65536)
                return "ended", bytes(heard[results]), bytes(heard[printed])


def _buried(child: int, *, namespaced: bool) -> int:
    """Kill whatever a job has left behind; the worker's own wait status."""
    import signal

    status = _waited(child)  # a worker that closed its pipe to end has a moment to do so
    for kill, whom in ((os.killpg, child), *(((os.kill, -1),) if namespaced else ())):
        try:
            kill(whom, signal.SIGKILL)
        except OSError:
            continue
    if status is None:
        _, status = os.waitpid(child, 0)
    if namespaced:
        while _reaped(-1):  # whoever was left to us, as their new parent
            pass
    for pid in [] if namespaced else _own_children():
        with contextlib.suppress(OSError):
            os.kill(pid, signal.SIGKILL)
        _reaped(pid)
    return status


def _reaped(pid: int) -> bool:
    try:
        os.waitpid(pid, 0)
    except ChildProcessError:
        return False
    return True


def _own_children() -> list[int]:
    """What a worker started and left to us, where the system tells."""
    try:
        with open("/proc/thread-self/children", encoding="ascii") as file:  # noqa: PTH123
            return [int(pid) for pid in file.read().split()]
    except OSError:
        return []


def _waited(child: int) -> int | None:
    for _ in range(20):
        pid, status = os.waitpid(child, os.WNOHANG)
        if pid:
            return status
        time.sleep(0.002)
    return None


def _time_signals() -> tuple[int, ...]:
    import signal

    return (signal.SIGXCPU, signal.SIGKILL)


def _serve_in_process(readable: list[str]) -> None:
    """Without `fork` (Windows): one job, in this very process, which `run.py` kills in time."""
    _write_frame({"ready": True})
    job = _read_frame()
    if job is None:
        return
    if not job.get("numpy"):
        _forget("numpy")
    audit.restrict([*readable, *sys.path])
    lines: list[str] = []
    walls = dict.fromkeys(
        ("namespaces", "read_only", "unprivileged", "landlock", "seccomp", *limits.restrict()),
        False,
    )
    worker.work({**job}, lambda result: lines.append(json.dumps(result)))
    _write_frame({"how": "ended", "lines": [json.dumps({"walls": walls}), *lines], "printed": ""})


def _forget(package: str) -> None:
    for name in [n for n in sys.modules if n.split(".")[0] == package]:
        del sys.modules[name]


def _read_frame() -> dict[str, Any] | None:
    """A frame from stdin: four bytes of length, then JSON. No byte beyond it is read."""
    head = _read(4)
    body = _read(int.from_bytes(head, "big")) if len(head) == 4 else b""
    return dict(json.loads(body)) if body else None


def _read(count: int) -> bytes:
    parts = b""
    while len(parts) < count and (part := os.read(0, count - len(parts))):
        parts += part
    return parts


def _write_frame(frame: dict[str, Any]) -> None:
    body = json.dumps(frame).encode()
    _write(1, len(body).to_bytes(4, "big") + body)


def _write(fd: int, data: bytes) -> None:
    while data:
        data = data[os.write(fd, data) :]
