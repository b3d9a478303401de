"""Hostile programs against the real sandbox: each ends with a reason, leaves and changes nothing.

Run twice: as it is, and with the kernel's walls alone, since the audit hook can be got round.
"""

import os
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dlprep.sandbox.run import Outcome, Sandbox

LINUX = sys.platform == "linux"
MARK = "dlprep-attack-3141"


def job(code: str, *calls: str, numpy: bool = False) -> dict[str, Any]:
    return {
        "do": "python",
        "code": code,
        "setup": "",
        "function": "f",
        "numpy": numpy,
        "calls": [{"expr": call} for call in calls or ("f()",)],
    }


@pytest.fixture(params=[True, False], ids=["as it is", "walls alone"])
def box(request: pytest.FixtureRequest) -> Iterator[Sandbox]:
    if not request.param and not LINUX:
        pytest.skip("the walls of the kernel are Linux's")
    with Sandbox(audit=request.param) as sandbox:
        yield sandbox
    assert not left_behind()


def left_behind() -> list[str]:
    """Command lines and names of processes that an attack has started."""
    found = []
    for entry in Path("/proc").glob("[0-9]*") if LINUX else ():
        try:
            line = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
        except OSError:
            continue
        if MARK in line and "pytest" not in line:
            found.append(line)
    return found


def error_of(outcome: Outcome) -> str:
    return " ".join(str(result.get("e", "")) for result in outcome.results)


REFUSED = "cannot be|out of reach|not permitted|denied|Read-only|can't start"


@pytest.mark.parametrize(
    "code",
    [
        "import os\ndef f():\n    while True: os.fork()",
        f"import subprocess\ndef f(): subprocess.Popen(['sleep', '300', '{MARK}'])",
        f"import os\ndef f(): os.posix_spawn('/bin/sleep', ['sleep', '300', '{MARK}'], {{}})",
        f"import os\ndef f(): os.execv('/bin/sleep', ['sleep', '300', '{MARK}'])",
        "import threading\ndef f(): threading.Thread(target=print).start()",
        "import socket\ndef f(): socket.create_connection(('127.0.0.1', PORT), 1)",
        "import os\ndef f(): os.kill(os.getppid(), 9)",
        "import os\ndef f(): os.kill(-1, 9)",
        "def f(): return open('/etc/passwd').read()",
        "def f(): open('SECRET', 'a').write('x')",
        "def f(): open('new', 'w').write('x')",
        "import os\ndef f(): os.remove('SECRET')",
        "import os\ndef f(): os.rename('SECRET', 'SECRET.bak')",
        "import os\ndef f(): os.chmod('SECRET', 0o777)",
        "import os\ndef f(): os.utime('SECRET', (0, 0))",
        "import os\ndef f(): os.mkdir('SECRET.d')",
        "import os\ndef f(): os.symlink('/etc', 'SECRET.l')",
        "import os\ndef f(): return os.listdir('FOLDER')",
        "import ctypes\ndef f(): return open('SECRET').read()",
    ],
)
def test_what_no_answer_needs_is_refused_with_a_reason(
    box: Sandbox, tmp_path: Path, code: str
) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("kept")
    before = secret.stat()
    with socket.create_server(("127.0.0.1", 0)) as server:
        code = code.replace("PORT", str(server.getsockname()[1]))
        code = code.replace("SECRET", str(secret)).replace("FOLDER", str(tmp_path))
        outcome = box.run(job(code))
        server.setblocking(False)
        with pytest.raises(BlockingIOError):
            server.accept()
    assert outcome.how == "ended"
    said = error_of(outcome) + " ".join(str(r.get("load", "")) for r in outcome.results)
    assert any(word in said for word in REFUSED.split("|")), outcome.results
    assert "'v'" not in str(outcome.results)
    after = secret.stat()
    assert (after.st_mode, after.st_mtime_ns, after.st_size) == (
        before.st_mode, before.st_mtime_ns, before.st_size,
    )  # fmt: skip
    assert [p.name for p in tmp_path.iterdir()] == ["secret.txt"]


@pytest.mark.parametrize(
    ("code", "how"),
    [
        ("def f():\n    while True: print('x' * 10**6)", "printed"),
        ("import sys\ndef f():\n    while True: sys.stderr.write('x' * 10**6)", "printed"),
        ("def f(): return ['x' * 10**6 + str(n) for n in range(50)]", "result"),
        ("import os\ndef f(): os._exit(0)", "ended"),
        ("import os\nos._exit(0)\ndef f(): return 1", "ended"),
        ("import os\ndef f(): os.closerange(3, 64); return 1", "ended"),
    ],
)
def test_what_does_not_come_to_an_end_is_stopped(box: Sandbox, code: str, how: str) -> None:
    outcome = box.run(job(code))
    assert outcome.how == how
    assert not any("v" in result or "end" in result for result in outcome.results)
    assert box.run(job("def f(): return 7")).results[0]["v"] == 7  # the next answer is not harmed


@pytest.mark.parametrize(
    "code",
    [
        "def f():\n    while True: pass",
        "import time\ndef f(): time.sleep(600)",
        "import signal\nsignal.signal(signal.SIGXCPU, print)\nwhile True: pass",
    ],
)
def test_time_is_held(code: str) -> None:
    with Sandbox(audit=False) as box:
        outcome = box.run(job(code))
    assert outcome.how == "time"
    assert not outcome.results


@pytest.mark.parametrize(
    "code",
    [
        "def f(): return len(bytearray(10 * 2**30))",
        "def f():\n    kept = []\n    while True: kept.append(bytearray(2 * 10**8))",
        "def f(): return 'x' * 10**11",
    ],
)
def test_memory_is_held(box: Sandbox, code: str) -> None:
    outcome = box.run(job(code))
    # a busy machine may take longer to hand out the memory than an answer has
    assert "MemoryError" in error_of(outcome) or (outcome.how == "time" and "while" in code)


def test_an_exception_of_any_sort_is_told(box: Sandbox) -> None:
    code = (
        "class Odd(BaseException):\n    def __str__(self): raise SystemExit\n"
        "def f(n):\n    if n == 1: raise SystemExit(0)\n    if n == 2: raise KeyboardInterrupt\n"
        "    raise Odd"
    )
    outcome = box.run(job(code, "f(1)", "f(2)", "f(3)"))
    names = [result["e"][0] for result in outcome.results if "e" in result]
    assert names == ["SystemExit", "KeyboardInterrupt", "Odd"]


def test_a_crash_of_the_interpreter_is_told() -> None:
    code = "import ctypes\ndef f(): ctypes.string_at(0)"
    with Sandbox(audit=False) as box:
        assert box.run(job(code)).how == f"signal {int(signal.SIGSEGV)}"


def test_nothing_but_what_is_allowed_can_be_imported() -> None:
    code = "import numpy\ndef f(): return int(numpy.arange(3).sum())"
    with Sandbox() as box:
        assert "ModuleNotFoundError" in str(box.run(job(code)).results)
    with Sandbox(numpy=True) as box:
        assert box.run(job(code, numpy=True)).results[0]["v"] == 3
        assert "ModuleNotFoundError" in str(box.run(job(code)).results)  # not in this question
        own = "import dlprep.bank.library\ndef f(): return 1"
        assert "ModuleNotFoundError" in str(box.run(job(own, numpy=True)).results)


@pytest.mark.skipif(not LINUX, reason="only Linux kills children with their parent")
def test_the_child_does_not_outlive_a_killed_parent() -> None:
    script = (
        "from dlprep.sandbox.run import Sandbox\n"
        "box = Sandbox()\nchild = box._start()\n"
        "print(child.pid, flush=True)\n"
        "box.run({'do': 'python', 'code': 'while True: pass', 'setup': '', 'function': 'f',"
        " 'numpy': False, 'calls': []})\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    outside = int(parent.stdout.readline())
    inside = Path(f"/proc/{outside}/task/{outside}/children").read_text().split()
    watched = [os.pidfd_open(int(pid)) for pid in (str(outside), *inside)]
    parent.kill()
    parent.wait()
    parent.stdout.close()
    for fd in watched:
        assert select.select([fd], [], [], 30)[0]  # readable once the process is gone
        os.close(fd)


@pytest.mark.skipif(not LINUX, reason="adopting orphans is Linux's")
def test_without_walls_what_is_left_behind_is_still_killed() -> None:
    """As on a system that offers no namespaces, no Landlock and no seccomp."""
    script = """
import sys
from dlprep.sandbox import landlock, limits, seccomp, server
seccomp.restrict = lambda: False
limits.restrict = lambda: {}
landlock.ruleset = lambda *rules: None
server._adopt_orphans()
code = '''
import os
def f():
    for n in range(3):
        if os.fork() == 0:
            os.setsid()
            if os.fork() == 0:
                os.execv("/bin/sleep", ["sleep", "300", "MARK"])
            os._exit(0)
    return 5
'''
job = {"do": "python", "code": code, "setup": "", "function": "f", "numpy": False,
       "calls": [{"expr": "f()"}], "audit": False}
done = server._done(job, [], [], {"namespaces": False, "read_only": False})
print(done["lines"][1])
""".replace("MARK", MARK)
    said = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert '"v": 5' in said.stdout, said.stderr
    assert not left_behind()
