"""Long work in the terminal: a bar while somebody looks, and Ctrl+C that stops at a safe point."""

import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from types import FrameType
from typing import Any

from isp_journal.errors import Cancelled

Told = Callable[[int, int, str], bool]
"""Hears how much is done of how much, and what is done now; returns False to stop."""


class Bar:
    """A progress bar on standard error, or nothing where nobody looks; `unit` is 'B' for bytes, else a word."""

    def __init__(self, total: int | None, unit: str) -> None:
        self._bar: Any = None
        if sys.stderr is not None and sys.stderr.isatty():
            from tqdm import tqdm  # at first use: most commands are done before it is imported

            shown = unit if unit == "B" else f" {unit}"
            self._bar = tqdm(total=total, unit=shown, unit_scale=unit == "B", leave=False, file=sys.stderr)

    def at(self, done: int) -> None:
        """Show how much is done."""
        if self._bar is not None:
            self._bar.update(done - self._bar.n)

    def close(self) -> None:
        """Take the bar away."""
        if self._bar is not None:
            self._bar.close()


@contextmanager
def stoppable(gently: bool) -> Iterator[Callable[[], None]]:
    """Give a check that raises Cancelled once Ctrl+C was pressed; pressed again, or not `gently`, it ends at once.

    So that what is said is true: between two checks a transaction may end, and then the work was done.
    """
    pressed = threading.Event()

    def note(_signal: int, _frame: FrameType | None) -> None:
        if pressed.is_set():
            raise KeyboardInterrupt
        pressed.set()

    def check() -> None:
        if pressed.is_set():
            raise Cancelled

    if not gently or threading.current_thread() is not threading.main_thread():
        yield check
        return
    before = signal.signal(signal.SIGINT, note)
    try:
        yield check
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def heard(total: int | None, unit: str) -> Iterator[Told]:
    """Give what shows how far long work is, and tells it to stop after Ctrl+C."""
    with stoppable(True) as stop, closing(Bar(total, unit)) as bar:

        def told(done: int, _total: int, _what: str) -> bool:
            bar.at(done)
            try:
                stop()
            except Cancelled:
                return False
            return True

        yield told
