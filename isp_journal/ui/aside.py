"""Work that takes a moment and needs no open journal, such as making one, on a thread of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, NamedTuple

from PySide6.QtCore import QObject, Qt, Signal
from shiboken6 import isValid

from isp_journal.errors import KnownError
from isp_journal.ui.bugs import Bug


class Outcome(NamedTuple):
    """What came of the work: a value, or why there is none."""

    value: Any = None
    error: KnownError | None = None


class Aside(QObject):
    """Does one piece of work at a time and tells `owner` of it, unless that is gone by then."""

    _done = Signal(object)

    def __init__(self, owner: QObject) -> None:
        super().__init__()
        self._owner = owner
        self._then: Callable[[Any], object] | None = None
        self._failed: Callable[[KnownError], object] | None = None
        self._done.connect(self._tell, Qt.ConnectionType.QueuedConnection)

    @property
    def busy(self) -> bool:
        """Whether work is under way."""
        return self._then is not None

    def run(
        self, work: Callable[[], Any], then: Callable[[Any], object], failed: Callable[[KnownError], object]
    ) -> None:
        """Do some work, then call `then` with what it returned, or `failed`, on the window's thread."""
        if self.busy:
            return
        self._then, self._failed = then, failed
        threading.Thread(target=self._work, args=(work,), name="aside", daemon=True).start()

    def _work(self, work: Callable[[], Any]) -> None:
        # Whatever is not known goes on to the hook for uncaught failures; the window hears that there was one.
        outcome = Outcome(error=Bug())
        try:
            outcome = Outcome(work())
        except KnownError as known:
            outcome = Outcome(error=known)
        finally:
            self._done.emit(outcome)

    def _tell(self, outcome: Outcome) -> None:
        then, failed = self._then, self._failed
        self._then = self._failed = None
        if not isValid(self._owner):
            return
        if outcome.error is None and then is not None:
            then(outcome.value)
        elif outcome.error is not None and failed is not None:
            failed(outcome.error)
