"""seccomp: system calls that no answer needs fail with "Operation not permitted".

They are those that start processes, reach the network, signal or read other processes, change a
file's owner, mode or times (which Landlock leaves open), or widen the process's own view.
"""

import ctypes
import errno
import struct

from dlprep.sandbox import kernel

# name: number on x86-64, number on arm64 (None where it has none)
_REFUSED: dict[str, tuple[int, int | None]] = {
    "fork": (57, None), "vfork": (58, None), "clone": (56, 220),
    "execve": (59, 221), "execveat": (322, 281),
    "socket": (41, 198), "socketpair": (53, 199),
    "kill": (62, 129), "tkill": (200, 130), "tgkill": (234, 131),
    "rt_sigqueueinfo": (129, 138), "rt_tgsigqueueinfo": (297, 240),
    "pidfd_open": (434, 434), "pidfd_send_signal": (424, 424), "pidfd_getfd": (438, 438),
    "setsid": (112, 157), "setpgid": (109, 154), "setpriority": (141, 140),
    "ptrace": (101, 117), "process_vm_readv": (310, 270), "process_vm_writev": (311, 271),
    "kcmp": (312, 272), "move_pages": (279, 239), "userfaultfd": (323, 282),
    "mount": (165, 40), "umount2": (166, 39), "pivot_root": (155, 41), "chroot": (161, 51),
    "open_tree": (428, 428), "move_mount": (429, 429), "fsopen": (430, 430),
    "mount_setattr": (442, 442), "unshare": (272, 97), "setns": (308, 268),
    "bpf": (321, 280), "perf_event_open": (298, 241), "io_uring_setup": (425, 425),
    "keyctl": (250, 219), "add_key": (248, 217), "request_key": (249, 218),
    "shmget": (29, 194), "msgget": (68, 186), "semget": (64, 190), "mq_open": (240, 180),
    "memfd_create": (319, 279), "open_by_handle_at": (304, 265),
    "fanotify_init": (300, 262), "inotify_init1": (294, 26),
    "chmod": (90, None), "fchmod": (91, 52), "fchmodat": (268, 53), "fchmodat2": (452, 452),
    "chown": (92, None), "lchown": (94, None), "fchown": (93, 55), "fchownat": (260, 54),
    "utime": (132, None), "utimes": (235, None), "futimesat": (261, None), "utimensat": (280, 88),
    "setxattr": (188, 5), "lsetxattr": (189, 6), "fsetxattr": (190, 7), "setxattrat": (463, 463),
    "removexattr": (197, 14), "lremovexattr": (198, 15), "fremovexattr": (199, 16),
    "removexattrat": (466, 466), "mknod": (133, None), "mknodat": (259, 33),
}  # fmt: skip
_CLONE3 = 435
_MACHINES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}
_X32 = 0x40000000  # the second set of numbers that x86-64 kernels may have

_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_ALLOW, _ERRNO = 0x7FFF0000, 0x00050000
_FILTER = 2


def _program(column: int, architecture: int) -> list[tuple[int, int, int, int]]:
    """The filter as BPF: code, jump if true, jump if false, operand."""
    refuse, absent = _ERRNO | errno.EPERM, _ERRNO | errno.ENOSYS
    lines = [
        (_LOAD, 0, 0, 4),
        (_EQUAL, 1, 0, architecture),
        (_RETURN, 0, 0, refuse),
        (_LOAD, 0, 0, 0),
        (_AT_LEAST, 0, 1, _X32),
        (_RETURN, 0, 0, refuse),
        (_EQUAL, 0, 1, _CLONE3),  # the C library then takes `clone`
        (_RETURN, 0, 0, absent),
    ]
    for numbers in _REFUSED.values():
        if (number := numbers[column]) is not None:
            lines += [(_EQUAL, 0, 1, number), (_RETURN, 0, 0, refuse)]
    return [*lines, (_RETURN, 0, 0, _ALLOW)]


def restrict() -> bool:
    """Put this process under the filter, for good; False where the system has no seccomp."""
    if kernel.MACHINE not in _MACHINES:
        return False
    lines = _program(*_MACHINES[kernel.MACHINE])
    code = b"".join(struct.pack("HBBI", *line) for line in lines)
    buffer = ctypes.create_string_buffer(code, len(code))

    class Program(ctypes.Structure):
        _fields_ = [("length", ctypes.c_ushort), ("filter", ctypes.c_void_p)]

    program = Program(len(lines), ctypes.cast(buffer, ctypes.c_void_p))
    try:
        kernel.control(kernel.PR_SET_SECCOMP, _FILTER, ctypes.addressof(program))
    except kernel.NotOfferedError:
        return False
    return True


def without_privileges() -> bool:
    """No new rights from now on, and none of those that a new user namespace gives."""
    header = (ctypes.c_uint32 * 2)(0x20080522, 0)
    nothing = (ctypes.c_uint32 * 6)()
    capset = {"x86_64": 126, "aarch64": 91}.get(kernel.MACHINE)
    try:
        kernel.control(kernel.PR_SET_NO_NEW_PRIVS, 1)
        if capset is not None:
            kernel.call(capset, ctypes.byref(header), ctypes.byref(nothing))
    except kernel.NotOfferedError:
        return False
    return True
