"""Limits on time, memory, files and processes: `setrlimit`, on systems that have it."""

import os

CPU_SECONDS = 3
MEMORY = 512 * 2**20  # beyond what the interpreter and NumPy have mapped already
OPEN_FILES = 32


def restrict() -> dict[str, bool]:
    """Limit this process; what is in force, by name."""
    try:
        import resource
    except ImportError:  # Windows
        return dict.fromkeys(("cpu", "memory", "files", "processes"), False)
    wanted = {
        "cpu": [(resource.RLIMIT_CPU, CPU_SECONDS)],
        "memory": [(resource.RLIMIT_AS, _mapped() + MEMORY)],
        "files": [
            (resource.RLIMIT_FSIZE, 0),
            (resource.RLIMIT_NOFILE, OPEN_FILES),
            (resource.RLIMIT_CORE, 0),
        ],
        "processes": [(resource.RLIMIT_NPROC, 0)],
    }
    force = {name: all(_limited(*pair) for pair in pairs) for name, pairs in wanted.items()}
    return {**force, "processes": force["processes"] and os.getuid() != 0}  # root is not held by it


def _limited(what: int, most: int) -> bool:
    import resource

    try:
        resource.setrlimit(what, (most, most))
    except (OSError, ValueError):  # macOS knows RLIMIT_AS and refuses it
        return False
    return resource.getrlimit(what)[1] == most


def _mapped() -> int:
    """Bytes of address space in use; half a gigabyte where the system does not tell."""
    import resource

    try:
        with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123
            return int(file.read().split()[0]) * resource.getpagesize()
    except OSError:
        return 2**29
