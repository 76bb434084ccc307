"""What a window still says and what Python still holds, for tests that nothing of a journal stays in a locked one."""

import gc
from collections.abc import Iterator
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QModelIndex, QObject, Qt
from PySide6.QtGui import QAction, QGuiApplication, QTextDocument, QUndoStack
from PySide6.QtWidgets import QAbstractItemView, QApplication, QWidget

SAID_BY = (
    "windowTitle",
    "windowFilePath",
    "windowIconText",
    "accessibleName",
    "accessibleDescription",
    "toolTip",
    "statusTip",
    "whatsThis",
    "objectName",
    "text",
    "toPlainText",
    "placeholderText",
    "title",
    "selectedText",
    "displayText",
)
ROLES = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole)


def said() -> Iterator[str]:
    """Everything that any widget, action, document, list or undo stack of the app says, seen or hidden."""
    yield QGuiApplication.applicationDisplayName()
    for widget in QApplication.allWidgets():
        yield from _of(widget)
        for action in widget.actions():
            yield from (action.text(), action.toolTip(), action.iconText())
        if isinstance(widget, QAbstractItemView) and widget.model() is not None:
            yield from _rows(widget.model())
    for found in _objects():
        if isinstance(found, QTextDocument):
            yield found.toPlainText()
            yield "undoable" if found.isUndoAvailable() or found.isRedoAvailable() else ""
        elif isinstance(found, QUndoStack):
            yield from (found.text(at) or "undoable" for at in range(found.count()))
        elif isinstance(found, QAbstractItemModel):
            yield from _rows(found)
        elif isinstance(found, QAction):
            yield found.text()


def holders(words: str) -> list[str]:
    """The kinds of Python objects that hold a text in which these words are."""
    found = []
    for held in gc.get_objects():
        for part in gc.get_referents(held):
            if part is not words and _tells(part, words):
                found.append(f"{type(held).__module__}.{type(held).__qualname__} holds {str(part)[:60]!r}")
    return found


def instances(*kinds: type) -> list[object]:
    """The objects of these kinds that are still there."""
    return [one for one in gc.get_objects() if isinstance(one, kinds)]


def _tells(part: Any, words: str) -> bool:
    if isinstance(part, str):
        return words in part
    return isinstance(part, bytes | bytearray) and (words.encode() in part or words.encode("utf-16-le") in part)


def _of(widget: QWidget) -> Iterator[str]:
    for name in SAID_BY:
        method = getattr(widget, name, None)
        if callable(method):
            try:
                told = method()
            except TypeError:  # a method of another meaning that wants to know more, such as the text of an item
                continue
            if isinstance(told, str):
                yield told


def _rows(model: QAbstractItemModel, parent: QModelIndex | None = None) -> Iterator[str]:
    above = parent or QModelIndex()
    for row in range(min(model.rowCount(above), 200)):
        for column in range(1 if isinstance(model, QAbstractListModel) else model.columnCount(above)):
            at = model.index(row, column, above)
            yield from (str(told) for role in ROLES if (told := model.data(at, role)) is not None)


def _objects() -> Iterator[QObject]:
    app = QApplication.instance()
    tops: list[QObject] = [*QApplication.topLevelWidgets(), *([app] if app is not None else [])]
    for top in tops:
        yield top
        yield from top.findChildren(QObject)
