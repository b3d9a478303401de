"""Landlock: from all files, only Python's own library can be read and nothing can be written.

https://docs.kernel.org/userspace-api/landlock.html; rights of the file system by version.
"""

import ctypes
import os
import sys
from collections.abc import Iterable

from dlprep.sandbox import kernel

_CREATE, _ADD_RULE, _RESTRICT = 444, 445, 446
_READ_FILE, _READ_DIR = 1 << 2, 1 << 3
_RIGHTS = {1: 13, 2: 14, 3: 15, 5: 16}
"""How many rights each version knows, beginning with the version that brought them."""


class _Attributes(ctypes.Structure):
    _fields_ = [(name, ctypes.c_uint64) for name in ("files", "network", "scoped")]


class _Beneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = [("allowed", ctypes.c_uint64), ("parent", ctypes.c_int32)]


def version() -> int:
    """The version that the running kernel has, 0 for none."""
    try:
        return kernel.call(_CREATE, None, ctypes.c_size_t(0), ctypes.c_uint(1))
    except kernel.NotOfferedError:
        return 0


def ruleset(readable: Iterable[str], listable: Iterable[str]) -> int | None:
    """A rule set, as a file descriptor, that lets some trees be read; None without Landlock."""
    known = version()
    if not known:
        return None
    rights = (1 << max(count for since, count in _RIGHTS.items() if since <= known)) - 1
    attributes = _Attributes(rights, 0b11 if known >= 4 else 0, 0b11 if known >= 6 else 0)
    size = 8 * (1 if known < 4 else 2 if known < 6 else 3)
    try:
        rules = kernel.call(
            _CREATE, ctypes.byref(attributes), ctypes.c_size_t(size), ctypes.c_uint(0)
        )
    except kernel.NotOfferedError:
        return None
    for path in listable:
        _allow(rules, path, _READ_DIR)
    for path in readable:
        _allow(rules, path, _READ_FILE | (_READ_DIR if os.path.isdir(path) else 0))  # noqa: PTH112
    return rules


def restrict(rules: int | None) -> bool:
    """Put this process and all that it starts under the rules, for good."""
    if rules is None:
        return False
    try:
        kernel.call(_RESTRICT, ctypes.c_int(rules), ctypes.c_uint(0))
    except kernel.NotOfferedError:
        return False
    finally:
        os.close(rules)
    return True


def _allow(rules: int, path: str, rights: int) -> None:
    try:
        parent = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    try:
        beneath = _Beneath(rights, parent)
        kernel.call(
            _ADD_RULE, ctypes.c_int(rules), ctypes.c_int(1), ctypes.byref(beneath), ctypes.c_uint(0)
        )
    except kernel.NotOfferedError:
        pass
    finally:
        os.close(parent)


def library() -> tuple[list[str], list[str]]:
    """What Python reads while it runs: files and folders to read, folders to list.

    Not the whole folder of the standard library: `site-packages` lies in it, with the answers.
    """
    import sysconfig

    known = sysconfig.get_paths()
    folders = list(dict.fromkeys((known["stdlib"], known["platstdlib"])))
    readable = [
        os.path.join(folder, name)  # noqa: PTH118
        for folder in folders
        for name in os.listdir(folder)  # noqa: PTH208
        if name not in ("site-packages", "dist-packages")
    ]
    for folder in ("/lib", "/lib64", "/usr/lib", "/usr/lib64", f"{sys.base_prefix}/lib"):
        if os.path.isdir(folder):  # noqa: PTH112
            with os.scandir(folder) as found:
                readable += [e.path for e in found if ".so" in e.name or "-linux-" in e.name]
    return readable, folders
