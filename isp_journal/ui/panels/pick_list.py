"""A field with choices below it: typing narrows them, Enter takes one, and what is not there yet can be made."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from isp_journal.activity_search import words_of
from isp_journal.ui.controls.fields import line_field
from isp_journal.ui.controls.labels import divider
from isp_journal.ui.controls.rows import draw_words, draw_words_right, paint_row
from isp_journal.ui.icons import SMALL, draw_icon
from isp_journal.ui.theme import Theme

_ROW = 36
_SHOWN = 8
_KEY = Qt.ItemDataRole.UserRole
_HINT = Qt.ItemDataRole.UserRole + 1
_CHOSEN = Qt.ItemDataRole.UserRole + 2
_NEW = "\0new"
_MOVES = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


class Choice(NamedTuple):
    """One row: its key, its words, a hint at the right, and whether it is chosen already."""

    key: str
    text: str
    hint: str = ""
    chosen: bool = False


class Asked(NamedTuple):
    """What is asked: the field's name and hint, the choices, and the words of a row that makes a new one, if any."""

    name: str
    placeholder: str
    choices: Sequence[Choice]
    offer_new: Callable[[str], str | None]
    several: bool = False


class PickList(QWidget):
    """Says `picked` with a choice's key, `new_wanted` with what was typed, `taken_back` for Backspace in no text."""

    picked = Signal(str)
    new_wanted = Signal(str)
    taken_back = Signal()
    grown = Signal()

    def __init__(self, theme: Theme, asked: Asked) -> None:
        super().__init__()
        self._theme = theme
        self.asked = asked
        self.field = line_field(asked.name, asked.placeholder)
        self.field.setProperty("bare", True)
        self.list = QListWidget()
        self.list.setAccessibleName(f"{asked.name}: choices")
        self.list.setItemDelegate(_Rows(theme, self.list))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setMouseTracking(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.list.itemClicked.connect(lambda _item: self.take())
        self.field.textChanged.connect(lambda _text: self.narrow())
        self.field.installEventFilter(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, theme.px(6))
        column.setSpacing(0)
        top = QVBoxLayout()
        top.setContentsMargins(theme.px(14), theme.px(4), theme.px(14), theme.px(4))
        top.addWidget(self.field)
        column.addLayout(top)
        column.addWidget(divider())
        column.addSpacing(theme.px(6))
        column.addWidget(self.list)
        self.narrow()

    def ask(self, asked: Asked) -> None:
        """Show other choices, such as those read from the journal in the meantime."""
        self.asked = asked
        self.narrow()

    def narrow(self) -> None:
        """Show the choices whose words begin with what is typed, and the row for a new one."""
        typed = self.field.text().strip()
        kept = self.list.currentItem().data(_KEY) if self.list.currentItem() else None
        self.list.clear()
        fitting = [choice for choice in self.asked.choices if _fits(choice.text, typed)]
        for choice in fitting:
            self._add(choice)
        new = self.asked.offer_new(typed) if typed else None
        if new is not None:
            self._add(Choice(_NEW, new))
        at = next((row for row in range(self.list.count()) if self.list.item(row).data(_KEY) == kept), 0)
        self.list.setCurrentRow(at if not typed else 0)
        self.list.setFixedHeight(min(self.list.count(), _SHOWN) * self._theme.px(_ROW))
        self.grown.emit()

    def take(self) -> None:
        """Take the row in focus."""
        item = self.list.currentItem()
        if item is None:
            return
        key, typed = item.data(_KEY), self.field.text().strip()
        if key == _NEW:
            self.new_wanted.emit(typed)
        else:
            self.picked.emit(key)
        if self.asked.several:
            self.field.clear()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if event.key() in _MOVES:
            self.list.keyPressEvent(event)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.take()
        elif event.key() == Qt.Key.Key_Backspace and not self.field.text():
            self.taken_back.emit()
        else:
            return False
        return True

    def _add(self, choice: Choice) -> None:
        item = QListWidgetItem(choice.text)
        item.setData(_KEY, choice.key)
        item.setData(_HINT, choice.hint)
        item.setData(_CHOSEN, choice.chosen)
        said = "".join((choice.text, f", {choice.hint}" if choice.hint else "", ", chosen" if choice.chosen else ""))
        item.setData(Qt.ItemDataRole.AccessibleTextRole, said)
        self.list.addItem(item)


class _Rows(QStyledItemDelegate):
    """Paints the rows: words, a hint at the right, a check mark where one is chosen."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(0, self._theme.px(_ROW))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        px = self._theme.px
        rect = QRectF(option.rect).adjusted(px(6), 0, -px(6), 0)
        paint_row(painter, self._theme, option, rect)
        inner = rect.adjusted(px(8), 0, -px(8), 0)
        if index.data(_CHOSEN):
            side = px(SMALL)
            inner.setRight(inner.right() - side - px(8))
            box = QRectF(inner.right() + px(8), inner.center().y() - side / 2, side, side)
            draw_icon(painter, "check", self._theme.tokens.ink, QRectF(box.toRect()))
        hint = index.data(_HINT) or ""
        taken = (
            draw_words_right(painter, inner, hint, self._theme.font("small"), self._theme.tokens.text3) if hint else 0
        )
        inner.setRight(inner.right() - taken - (px(12) if taken else 0))
        draw_words(painter, inner, index.data(), self._theme.font("body"), self._theme.tokens.text)


def _fits(text: str, typed: str) -> bool:
    words = [word for word, _ in words_of(text)]
    return all(any(word.startswith(part) for word in words) for part, _ in words_of(typed))
