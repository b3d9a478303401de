"""The system calls of Linux that Python has no function for, through ctypes."""

import ctypes
import os
import platform
import sys

PR_SET_PDEATHSIG = 1
PR_SET_DUMPABLE = 4
PR_SET_SECCOMP = 22
PR_SET_CHILD_SUBREAPER = 36
PR_SET_NO_NEW_PRIVS = 38

LINUX = sys.platform == "linux"
MACHINE = platform.machine() if LINUX else ""
_LIBC = ctypes.CDLL(None, use_errno=True) if LINUX else None


class NotOfferedError(Exception):
    """The system refuses this call or does not have it; the message is the system's reason."""


def call(number: int, *arguments: object) -> int:
    """A system call by its number; raises `NotOfferedError` where it fails."""
    if _LIBC is None:
        raise NotOfferedError("not Linux")
    return _checked(_LIBC.syscall(ctypes.c_long(number), *arguments))


def control(option: int, *arguments: object) -> int:
    """`prctl(2)`; raises `NotOfferedError` where it fails."""
    if _LIBC is None:
        raise NotOfferedError("not Linux")
    words = [a if isinstance(a, ctypes._SimpleCData) else ctypes.c_ulong(a) for a in arguments]  # type: ignore[arg-type]
    words += [ctypes.c_ulong(0)] * (4 - len(words))
    return _checked(_LIBC.prctl(ctypes.c_int(option), *words))


def unshare(flags: int) -> None:
    """`unshare(2)`; raises `NotOfferedError` where it fails."""
    if _LIBC is None:
        raise NotOfferedError("not Linux")
    _checked(_LIBC.unshare(ctypes.c_int(flags)))


def _checked(result: int) -> int:
    if result < 0:
        raise NotOfferedError(os.strerror(ctypes.get_errno()))
    return result
