"""Linux namespaces: no network, no other process in sight, no file that can be written.

The kernel kills every process of a PID namespace when its first one ends, however far it has run.
"""

import ctypes
import os
import signal

from dlprep.sandbox import kernel

_NEWNS, _NEWCGROUP, _NEWUTS, _NEWIPC = 0x00020000, 0x02000000, 0x04000000, 0x08000000
_NEWUSER, _NEWPID, _NEWNET = 0x10000000, 0x20000000, 0x40000000
_MOUNT_SETATTR = 442
_RDONLY, _RECURSIVE, _PRIVATE = 1, 0x8000, 1 << 18


def enter() -> dict[str, bool]:
    """Become the first process of namespaces of its own, where the system allows that.

    Returns twice over: the calling process stays outside, waits and ends with its child's end; only
    the child comes back, with what is in force.
    """
    user, group, parent = os.geteuid(), os.getegid(), os.getppid()
    try:
        kernel.unshare(_NEWUSER | _NEWPID | _NEWNET | _NEWNS | _NEWIPC | _NEWUTS | _NEWCGROUP)
    except kernel.NotOfferedError:
        _die_with(parent)
        return {"namespaces": False, "read_only": False}
    for name, line in (
        ("setgroups", "deny"),
        ("gid_map", f"{group} {group} 1"),
        ("uid_map", f"{user} {user} 1"),
    ):
        with open(f"/proc/self/{name}", "w", encoding="ascii") as file:  # noqa: PTH123  # no pathlib in the child
            file.write(line)
    _die_with(parent)  # after unshare, which forgets it
    outside = os.getpid()
    child = os.fork()
    if child:
        _wait_for(child)
    _die_with(outside, seen=False)
    return {"namespaces": True, "read_only": _read_only()}


def _wait_for(child: int) -> None:
    for fd in (0, 1):
        os.close(fd)
    _, status = os.waitpid(child, 0)
    os._exit(os.waitstatus_to_exitcode(status) & 0x7F)


def _die_with(parent: int, *, seen: bool = True) -> None:
    """Be killed when the parent is; `seen` where it can be asked for its number afterwards."""
    try:
        kernel.control(kernel.PR_SET_PDEATHSIG, int(signal.SIGKILL))
    except kernel.NotOfferedError:
        return
    if seen and os.getppid() != parent:  # it was gone before we asked
        os._exit(1)


def _read_only() -> bool:
    """Make every mount of this namespace read-only and private."""

    class Attributes(ctypes.Structure):
        _fields_ = [(name, ctypes.c_uint64) for name in ("set", "clear", "propagation", "userns")]

    wanted = Attributes(_RDONLY, 0, _PRIVATE, 0)
    try:
        kernel.call(
            _MOUNT_SETATTR,
            ctypes.c_int(-100),
            ctypes.c_char_p(b"/"),
            ctypes.c_uint(_RECURSIVE),
            ctypes.byref(wanted),
            ctypes.c_size_t(ctypes.sizeof(wanted)),
        )
    except kernel.NotOfferedError:
        return False
    return True
