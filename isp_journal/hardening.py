"""What keeps the memory of this program to itself: no core dump lies about, and no other program reads it."""

import sys
from contextlib import suppress

# From linux/prctl.h.
PR_SET_DUMPABLE = 4


def allow_no_core_dumps() -> None:
    """See to it that a crash writes none of this program's memory to disk; Windows knows no such files."""
    if sys.platform == "win32":
        return
    import resource  # not on Windows

    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def withhold_memory() -> None:
    """Keep other programs of the same account from reading this one's memory, on Linux.

    From then on the desktop's portals refuse programs that they have not met: a window is to call this once it is
    shown, when the desktop has been asked for its colours, and before a journal is opened.
    """
    allow_no_core_dumps()
    if not sys.platform.startswith("linux"):
        return
    import ctypes  # at first use: start-up time

    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)
