"""Watches the app's window for `benchmarks.started`: first paints with cursor and rows, the room, a minute's use."""

import os
from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QEvent, QObject, QTimer

from benchmarks.bare import tell

if TYPE_CHECKING:
    from PySide6.QtWidgets import QAbstractItemView, QWidget

    from isp_journal.ui.main_window import MainWindow
    from isp_journal.ui.pages.write import WritePage

PAGES = ("journal", "components", "room", "sites", "settings", "write")
BUSIEST = "isp-3.0/relationships"
ROUNDS = 5
STEPS = 4
PAUSE = 600


class Painted(QObject):
    """Tells once that a widget was painted while a condition held."""

    def __init__(self, widget: "QWidget", holds: Callable[[], bool], then: Callable[[], object]) -> None:
        super().__init__(widget)
        self._holds = holds
        self._then = then
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and self._holds():
            watched.removeEventFilter(self)
            # Handled when the paint is over and on the screen.
            QTimer.singleShot(0, self._then)
        return False


def last(moment: str) -> None:
    """Tell of the last moment that is measured; nothing was written."""
    tell(moment)
    os._exit(0)


def hear(moment: str, widget: "QWidget", page: str, manner: str) -> None:
    """Hear a moment of the app and look for the paint that is waited for."""
    window = cast("MainWindow", widget)
    if moment == "shown" and not manner:
        watch_first_paint(window, page)
    elif moment == "opened" and manner == "use":
        QTimer.singleShot(500, lambda: use(window, 0))
    elif moment == "opened" and manner == "room":
        QTimer.singleShot(3000, lambda: ask_room(window, lambda: leave_room(window)))


def watch_first_paint(window: "MainWindow", page: str) -> None:
    """Tell of the first paint of the text with the focus in it, or of a list with rows."""
    if page == "write":
        field = cast("WritePage", window.pages["write"]).editor
        Painted(field.viewport(), field.hasFocus, lambda: last("ready"))
        return
    from PySide6.QtWidgets import QAbstractItemView  # to look for the cursor alone it would cost the app 12 ms

    for view in window.findChildren(QAbstractItemView):
        if view.isVisible():
            Painted(view.viewport(), lambda one=view: has_rows(one), lambda: last("rows"))  # type: ignore[misc]


def has_rows(view: "QAbstractItemView") -> bool:
    """Whether a list has more than a heading."""
    model = view.model()
    return model is not None and model.rowCount() > 1


def ask_room(window: "MainWindow", then: Callable[[], object]) -> None:
    """Go to the room of the busiest component, and tell when that was asked and when its rows were painted."""
    from PySide6.QtWidgets import QAbstractItemView

    def painted() -> None:
        tell("painted")
        then()

    tell("asked")
    window.go("room", "open_about", BUSIEST)
    arrived: list[QAbstractItemView] = []
    for view in window.pages["room"].findChildren(QAbstractItemView):
        # What the room showed before does not count.
        view.model().modelReset.connect(lambda one=view: arrived.append(one))
        Painted(view.viewport(), lambda one=view: one in arrived and has_rows(one), painted)  # type: ignore[misc]


def leave_room(window: "MainWindow") -> None:
    """Go to another component's room and to Write, and then back to the busiest one."""
    window.go("room", "open_about", "isp-3.0/capacity")
    QTimer.singleShot(700, lambda: window.go("write"))
    QTimer.singleShot(1400, lambda: ask_room(window, lambda: os._exit(0)))


def use(window: "MainWindow", step: int) -> None:
    """Use every page for a minute in all, then tell and stay."""
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication, QTextEdit

    if step >= ROUNDS * len(PAGES) * STEPS:
        tell("used")
        return
    if step % STEPS == 0:
        page = PAGES[step // STEPS % len(PAGES)]
        window.go(page, *(("open_about", BUSIEST) if page == "room" else ()))
    target = QApplication.focusWidget()
    if target is not None and not isinstance(target, QTextEdit):
        for _ in range(8):
            QTest.keyClick(target, Qt.Key.Key_Down)
    QTimer.singleShot(PAUSE, lambda: use(window, step + 1))
