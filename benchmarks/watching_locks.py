"""Watches a locked journal's window for `benchmarks.started`: the passphrase, locking, and long work beside the window.

Manners: `ask` ends when the field for the passphrase has the cursor; `type` types it at that moment and `wait` three
seconds later, and both end at the first paint of the journal; `lock` locks an entry that is open; `backup` makes a
backup beside the window while a probe looks how long the window's thread is held.
"""

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, Qt, QTimer

from benchmarks.bare import tell
from benchmarks.watching import Painted, has_rows, last

if TYPE_CHECKING:
    from PySide6.QtWidgets import QLineEdit, QWidget

    from isp_journal.ui.main_window import MainWindow
    from isp_journal.ui.pages.write import WritePage

WAIT = 3_000
SETTLED = 4_000
LOOK = 200


def hear_lock(moment: str, widget: "QWidget", page: str, asked: tuple[str, str]) -> None:
    """Hear a moment of the app and look for what is waited for."""
    window, (manner, secret) = cast("MainWindow", widget), asked
    if manner in ("ask", "type", "wait"):
        if moment == "shown":
            watch_field(window, lambda field: ask(field, manner, secret))
        elif moment == "opened":
            watch_journal(window, page)
    elif moment == "opened":
        work = {"lock": lambda: lock(window), "backup": lambda: Held(window).begin()}[manner]
        QTimer.singleShot(SETTLED, window, work)


def watch_field(window: "MainWindow", then: "Callable[[QLineEdit], object]") -> None:
    """Look for the first paint of the field for the passphrase with the cursor in it."""
    from isp_journal.ui.pages.unlock import UnlockPage  # imported by the app itself

    field = cast("UnlockPage", window.findChild(UnlockPage)).passphrase
    Painted(field, field.hasFocus, lambda: then(field))


def ask(field: "QLineEdit", manner: str, secret: str) -> None:
    """Tell that a passphrase can be typed; type it when that is wanted."""
    if manner == "ask":
        last("ready")
    tell("ready")

    def give() -> None:
        tell("given")
        field.setText(secret)
        field.returnPressed.emit()

    QTimer.singleShot(WAIT if manner == "wait" else 0, field, give)


def watch_journal(window: "MainWindow", page: str) -> None:
    """Tell of the first paint of the text with the cursor in it, or of a list with rows."""
    tell("opened")
    if page == "write":
        field = cast("WritePage", window.pages["write"]).editor
        Painted(field.viewport(), field.hasFocus, lambda: last("usable"))
        return
    from PySide6.QtWidgets import QAbstractItemView

    for view in window.pages[page].findChildren(QAbstractItemView):
        Painted(view.viewport(), lambda one=view: has_rows(one), lambda: last("usable"))  # type: ignore[misc]


def lock(window: "MainWindow") -> None:
    """Open the newest entry in Write, and lock when all of it is there."""
    from isp_journal.model import Filter

    page = cast("WritePage", window.pages["write"])

    def opened(identity: str) -> None:
        window.go("write", "open_entry", identity)
        timer = QTimer(window)

        def look() -> None:
            if page.draft.id == identity and len(page.editor.toPlainText()) > 1_000 and page.margin.notes:
                timer.stop()
                QTimer.singleShot(2_000, window, lock_now)

        timer.timeout.connect(look)
        timer.start(LOOK)

    def lock_now() -> None:
        tell("locking")
        window.deeds["lock"].trigger()
        # The blank page was painted before this came back.
        assert not page.isVisible()
        tell("blank")
        watch_closed(window)

    window.workers.read(lambda journal: journal.entries.page(Filter(), limit=1)[0].id, opened)


def watch_closed(window: "MainWindow") -> None:
    """Tell when the journal is closed and its pages are gone."""
    timer = QTimer(window)
    timer.timeout.connect(lambda: None if window.pages else last("closed"))
    timer.start(5)


def waited() -> float:
    """Return for how many seconds this thread was ready and got no CPU, since others had them (Linux alone)."""
    return int(Path("/proc/thread-self/schedstat").read_text().split()[1]) / 1e9


class Held(QObject):
    """Ticks each millisecond and tells the longest time between two ticks: first at rest, then beside a backup."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._timer = QTimer(self, interval=1, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._longest = self._own = self._last = self._waited = 0.0

    def begin(self) -> None:
        """Begin with a window at rest."""
        self._again()
        self._timer.start()
        QTimer.singleShot(WAIT, self, self._beside)

    def _beside(self) -> None:
        self._tell("rest")
        begun = time.monotonic()

        def done(_backup: object) -> None:
            self._tell("held")
            print("own", self._own, 0, flush=True)
            print("took", time.monotonic() - begun, 0, flush=True)
            os._exit(0)

        self._again()
        self._window.workers.beside(
            lambda journal, steady: journal.backups.make("asked", steady.tell), done, told=lambda *_: None
        )

    def _again(self) -> None:
        self._longest, self._own, self._last, self._waited = 0.0, 0.0, time.monotonic(), waited()

    def _tick(self) -> None:
        now, waiting = time.monotonic(), waited()
        self._longest = max(self._longest, now - self._last)
        self._own = max(self._own, now - self._last - (waiting - self._waited))
        self._last, self._waited = now, waiting

    def _tell(self, name: str) -> None:
        self._tick()
        print(name, self._longest, 0, flush=True)
