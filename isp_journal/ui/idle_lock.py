"""Notices that nobody has used the app for a while: keys, the pointer and touches of its own windows count."""

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QWindow

LOOK_EVERY = 2_000
INPUT = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.KeyRelease,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseButtonRelease,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TouchUpdate,
        QEvent.Type.TabletPress,
        QEvent.Type.TabletMove,
    }
)


def seconds() -> float:
    """Return a clock that goes on while the computer sleeps, and that nobody sets back.

    Only Linux has one of its own; elsewhere it is the time of day, and setting that forward locks early.
    """
    boot = getattr(time, "CLOCK_BOOTTIME", None)
    return time.clock_gettime(boot) if boot is not None else time.time()


class IdleLock(QObject):
    """Says `due` when the app was left alone for as long as `allowed` says, in seconds; 0 is never.

    It listens to windows, not to every widget: those hear of a key or a movement once, and of little else.
    """

    due = Signal()

    def __init__(self, allowed: Callable[[], float], parent: QObject, clock: Callable[[], float] = seconds) -> None:
        super().__init__(parent)
        self._allowed = allowed
        self._clock = clock
        self._last = clock()
        self._timer = QTimer(self, interval=LOOK_EVERY)
        self._timer.setTimerType(Qt.TimerType.CoarseTimer)
        self._timer.timeout.connect(self.look)
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.focusWindowChanged.connect(self._hear)

    def begin(self) -> None:
        """Count from now on."""
        self._last = self._clock()
        self._hear(QGuiApplication.focusWindow())
        self._timer.start()

    def end(self) -> None:
        """Count no longer, since the journal is locked."""
        self._timer.stop()

    def look(self) -> None:
        """See whether it is time; also the first look after the computer slept, however short the timer ran."""
        if self._is_due():
            self.end()
            self.due.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() not in INPUT or not self._timer.isActive():
            return False
        if self._is_due():
            # The first key after a long sleep comes before the timer, and belongs to nobody's text.
            self.look()
            return True
        self._last = self._clock()
        return False

    def _is_due(self) -> bool:
        allowed = self._allowed()
        # A clock that was set back counts as time gone by: better locked once too often.
        idle = self._clock() - self._last
        return bool(allowed) and (idle >= allowed or idle < 0)

    def _hear(self, window: QWindow | None) -> None:
        if window is not None:
            # Also where it listens already: a filter that is installed again is there once.
            window.installEventFilter(self)
