"""Why a journal is locked by itself: nobody is here, the computer goes to sleep, the screen is locked."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from isp_journal.ui.idle_lock import IdleLock

if TYPE_CHECKING:
    from isp_journal.ui.session_watch import SessionWatch
    from isp_journal.ui.settings_store import SettingsStore

# The desktop is asked when the window has nothing else to do: the first connection takes a moment.
DESKTOP_AFTER = 1_000


class LockReasons(QObject):
    """Says `lock_wanted` while a journal with a passphrase is open: from `begin` to `end`."""

    lock_wanted = Signal()

    def __init__(self, settings: SettingsStore, parent: QObject) -> None:
        super().__init__(parent)
        self.idle = IdleLock(lambda: settings.settings.lock_after * 60, self)
        self.idle.due.connect(self.lock_wanted)
        self.session: SessionWatch | None = None
        self._later = QTimer(self, singleShot=True, interval=DESKTOP_AFTER)
        self._later.timeout.connect(self._watch_session)

    def begin(self) -> None:
        """Watch, since a journal with a passphrase is open."""
        self.idle.begin()
        self._later.start()

    def end(self) -> None:
        """Watch no longer, and let the computer sleep: the journal is locked."""
        self.idle.end()
        self._later.stop()
        if self.session is not None:
            self.session.let_sleep()

    def _watch_session(self) -> None:
        if sys.platform in ("win32", "darwin"):
            return
        if self.session is None:
            from isp_journal.ui.session_watch import SessionWatch, desktop_buses  # at first use: start-up time

            self.session = SessionWatch(desktop_buses(), self)
            self.session.lock_wanted.connect(self.lock_wanted)
        self.session.hold_sleep()
