"""Refuses what no answer needs while Python still knows what it was, so that the reason is clear.

A help to honest code on every system, and no wall: the walls are the kernel's.
"""

import os
import sys
from collections.abc import Callable, Iterable

_PROCESSES = (
    "os.fork", "os.forkpty", "os.exec", "os.posix_spawn", "os.spawn", "os.system", "os.startfile",
    "subprocess.Popen", "pty.spawn",
)  # fmt: skip
_SIGNALS = ("os.kill", "os.killpg", "signal.pthread_kill")
_CHANGES = (
    "os.remove", "os.rename", "os.mkdir", "os.rmdir", "os.chmod", "os.chown", "os.link",
    "os.symlink", "os.truncate", "os.utime", "os.setxattr", "os.removexattr", "os.chdir",
    "os.mkfifo", "os.mknod", "shutil.", "tempfile.",
)  # fmt: skip
_MEMORY = ("ctypes.dlopen", "ctypes.dlsym", "ctypes.call_function", "ctypes.cdata")
_LOOKS = ("os.listdir", "os.scandir", "os.walk", "glob.glob")
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


def restrict(readable: Iterable[str]) -> None:
    """Refuse files (but those under `readable`), network, processes and memory from now on."""
    sys.addaudithook(_hook(tuple(readable), os.path.realpath, os.fsdecode))


def _hook(
    roots: tuple[str, ...], real: Callable[[str], str], text: Callable[[str | bytes], str]
) -> Callable[[str, tuple[object, ...]], None]:
    def within(path: object) -> bool:
        return isinstance(path, str | bytes) and real(text(path)).startswith(roots)

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        if event == "open":
            path, _, flags = arguments
            if isinstance(path, int):
                return
            if (isinstance(flags, int) and flags & _WRITES) or not within(path):
                raise PermissionError(f"files are out of reach here: {str(path)[:200]!r}")
        elif event.startswith("socket."):
            raise PermissionError("the network is out of reach here")
        elif event in _PROCESSES:
            raise PermissionError("other processes cannot be started here")
        elif event in _SIGNALS:
            raise PermissionError("processes cannot be signalled here")
        elif event.startswith(_MEMORY):
            raise PermissionError("ctypes cannot be used here")
        elif event.startswith(_CHANGES) or (
            event in _LOOKS and not within(arguments[0] if arguments else "")
        ):
            raise PermissionError(f"files are out of reach here: {event}")

    return hook
