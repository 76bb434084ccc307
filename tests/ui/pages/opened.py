"""Pages on a real journal: the workers over it, what it says now, and what a page must hold for everybody."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from isp_journal.credentials import Secret
from isp_journal.journal.journal import Journal
from isp_journal.journal.opening import open_journal
from isp_journal.ui.workers import Workers

T = TypeVar("T")


@contextmanager
def working_on(folder: Path, secret: Secret | None = None) -> Iterator[Workers]:
    """Give workers over a journal, which is closed afterwards."""
    workers = Workers(lambda where: open_journal(where, writing=True, window=True, secret=secret))
    workers.open(folder, False)
    try:
        yield workers
    finally:
        workers.close()


def told(qtbot: QtBot, workers: Workers, work: Callable[[Journal], T]) -> T:
    """Return what the journal says once all that was asked for so far is done."""
    workers.wait()
    answers: list[T] = []
    workers.read(work, answers.append)
    qtbot.waitUntil(lambda: bool(answers))
    return answers[0]


def settled(qtbot: QtBot, workers: Workers) -> None:
    """Wait until all changes are done and the pages have read again."""
    workers.wait()
    qtbot.waitUntil(lambda: not workers.is_busy)


def type_into(field: QLineEdit, text: str, *, enter: bool = True) -> None:
    """Type into a field as a person does, in place of what stands there."""
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, text) if text else QTest.keyClick(field, Qt.Key.Key_Delete)
    if enter:
        QTest.keyClick(field, Qt.Key.Key_Return)


def press(key: Qt.Key, on: QWidget | None = None) -> None:
    """Press a key on a widget, or where the focus is."""
    target = on or QApplication.focusWidget()
    assert target is not None, "nothing has the focus"
    QTest.keyClick(target, key)


def fits(page: QWidget) -> None:
    """Hold that every control of a page has a name, room for its words, and a place to press that is large enough."""
    assert (nameless(page), clipped(page), small_targets(page)) == ([], [], [])


def nameless(page: QWidget) -> list[str]:
    """Return the controls of a page that a screen reader has no name for."""
    found = []
    for widget in page.findChildren(QWidget):
        takes_focus = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
        if not widget.isVisible() or not (takes_focus or isinstance(widget, QAbstractButton)):
            continue
        spoken = QAccessible.queryAccessibleInterface(widget)
        if spoken is None or not spoken.text(QAccessible.Text.Name).strip():
            found.append(f"{type(widget).__name__} {widget.objectName()}")
    return found


def clipped(page: QWidget) -> list[str]:
    """Return the labels and buttons that get less room than their words need, or lie beside the page."""
    found = []
    area = QRect(page.mapToGlobal(QPoint(0, 0)), page.size())
    for widget in page.findChildren(QWidget):
        if not isinstance(widget, QLabel | QAbstractButton) or not widget.isVisible():
            continue
        place = QRect(widget.mapToGlobal(QPoint(0, 0)), widget.size())
        if place.left() < area.left() or place.right() > area.right():
            found.append(f"{_words(widget)!r} lies beside the page")
        needed = widget.heightForWidth(widget.width()) if widget.hasHeightForWidth() else 0
        narrow = not widget.hasHeightForWidth() and widget.width() < widget.minimumSizeHint().width()
        if narrow or widget.height() < needed:
            found.append(f"{_words(widget)!r} has {widget.size().toTuple()}")
    return found


def small_targets(page: QWidget, least: int = 32) -> list[str]:
    """Return the buttons that are smaller than a hit area may be."""
    buttons = (one for one in page.findChildren(QAbstractButton) if one.isVisible())
    return [f"{_words(one)!r} {one.size().toTuple()}" for one in buttons if min(one.width(), one.height()) < least]


def _words(widget: QLabel | QAbstractButton) -> str:
    return widget.text() or widget.accessibleName()
