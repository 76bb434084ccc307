"""What keeps memory and words to the program: no core dump, no other program's eyes, no words on standard error."""

import sys
from collections.abc import Callable
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


def print_no_words(told: Callable[[BaseException], object]) -> None:
    """Let `told` hear of failures in threads and of those while objects go, instead of printing what they say.

    Desktops keep what a program prints in a file. Warnings are for who writes programs: they are printed only where
    Python was started with `-W`. What fails on the main thread is heard by `sys.excepthook`.
    """
    # imported by whatever starts a thread or warns, but not by what starts the program
    import threading
    import warnings

    def in_thread(failed: threading.ExceptHookArgs) -> None:
        if failed.exc_value is not None and not isinstance(failed.exc_value, SystemExit):
            told(failed.exc_value)

    def on_the_way_out(failed: "sys.UnraisableHookArgs") -> None:
        if failed.exc_value is not None:
            told(failed.exc_value)

    threading.excepthook = in_thread
    sys.unraisablehook = on_the_way_out
    if not sys.warnoptions:
        warnings.simplefilter("ignore")
