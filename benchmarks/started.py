"""Starts the app as a person does and tells its moments: cursor ready, first rows painted, journal open.

Used by benchmarks.window: `python -m benchmarks.started JOURNAL PAGE [stay | use]`.
"""

import os
import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QTextEdit, QWidget

from benchmarks.bare import tell
from isp_journal import app

PAGES = ("journal", "components", "sites", "settings", "write")


class Painted(QObject):
    """Tells once that a widget was painted while a condition held."""

    def __init__(self, widget: QWidget, holds: Callable[[], bool], moment: str, then: Callable[[], object]) -> None:
        super().__init__(widget)
        self._holds = holds
        self._moment = moment
        self._then = then
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and self._holds():
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self._tell)
        return False

    def _tell(self) -> None:
        tell(self._moment)
        self._then()


class Watcher:
    """Hears the app's moments and looks for the first paint with the cursor, and with rows."""

    def __init__(self, page: str, manner: str) -> None:
        self._page = page
        self._manner = manner

    def __call__(self, moment: str, window: QWidget) -> None:
        """Hear a moment of the app."""
        if moment == "shown" and self._page == "write":
            field = window.pages["write"].editor  # type: ignore[attr-defined]  # the main window's pages by name
            Painted(field.viewport(), field.hasFocus, "ready", lambda: self._end("ready"))
        elif moment == "shown":
            found = [one for one in window.findChildren(QAbstractItemView) if one.isVisible()]
            for view in found:
                holds = (lambda one: lambda: bool(one.model()) and one.model().rowCount() > 1)(view)
                Painted(view.viewport(), holds, "rows", lambda: self._end("rows"))
        elif moment == "opened" and self._manner == "use":
            QTimer.singleShot(500, lambda: use(window, 0))

    def _end(self, moment: str) -> None:
        if self._manner == "":
            # Nothing is measured after this, and nothing was written.
            sys.stdout.flush()
            os._exit(0)


def use(window: QWidget, step: int) -> None:
    """Use every page for a minute in all, then tell and stay."""
    rounds = 5
    if step >= rounds * len(PAGES) * 4:
        tell("used")
        return
    if step % 4 == 0:
        window.go(PAGES[step // 4 % len(PAGES)])  # type: ignore[attr-defined]  # the main window's way to a page
    target = QApplication.focusWidget()
    if target is not None and not isinstance(target, QTextEdit):
        for _ in range(8):
            QTest.keyClick(target, Qt.Key.Key_Down)
    QTimer.singleShot(600, lambda: use(window, step + 1))


if __name__ == "__main__":
    sys.exit(app.run(Path(sys.argv[1]), sys.argv[2], Watcher(sys.argv[2], sys.argv[3] if len(sys.argv) > 3 else "")))
