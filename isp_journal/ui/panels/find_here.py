"""Finds words in the text that is shown: Enter goes to the next place, Shift+Enter to the one before."""

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QKeyEvent, QTextDocument
from PySide6.QtWidgets import QHBoxLayout, QWidget

from isp_journal.ui.controls.fields import line_field
from isp_journal.ui.controls.labels import label
from isp_journal.ui.controls.popup import Popup
from isp_journal.ui.editor.editor import Editor
from isp_journal.ui.editor.text import raw_text
from isp_journal.ui.messages import announce
from isp_journal.ui.theme import Theme

_WIDTH = 340


class FindHere(QObject):
    """A field at the top right of the text; Esc closes it and leaves the words that were found selected."""

    def __init__(self, theme: Theme, editor: Editor) -> None:
        super().__init__(editor)
        self._theme = theme
        self._editor = editor
        self.field = line_field("Find in this text", "Find in this text")
        self.hits = label("", "small", "text3")
        content = QWidget()
        row = QHBoxLayout(content)
        row.setContentsMargins(theme.px(8), theme.px(8), theme.px(12), theme.px(8))
        row.setSpacing(theme.px(8))
        row.addWidget(self.field, 1)
        row.addWidget(self.hits)
        self.popup = Popup(theme, editor.window(), "Find in this text")
        self.popup.column.addWidget(content)
        self.popup.closed.connect(self._closed)
        self.field.textChanged.connect(lambda _text: self._first())
        self.field.installEventFilter(self)

    def open(self) -> None:
        """Show the field, with the selected words in it."""
        selected = self._editor.textCursor().selectedText()
        width = self._theme.px(_WIDTH)
        corner = self._editor.mapTo(self._editor.window(), QPoint(0, 0))
        left = corner.x() + self._editor.width() - width - self._theme.px(24)
        height = self.popup.sizeHint().height()
        self.popup.open_at(QRect(max(0, left), corner.y() + self._theme.px(8), width, height), self.field)
        if selected and "\u2029" not in selected:
            self.field.setText(selected)
        self.field.selectAll()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F3):
            self.go(back=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
            return True
        return False

    def go(self, *, back: bool = False) -> None:
        """Select the next place, from the end on at the beginning again."""
        words = self.field.text()
        if not words:
            return
        way = QTextDocument.FindFlag.FindBackward if back else QTextDocument.FindFlag(0)
        found = self._editor.document().find(words, self._editor.textCursor(), way)
        if found.isNull():
            last = self._editor.document().characterCount() - 1 if back else 0
            found = self._editor.document().find(words, last, way)
        if not found.isNull():
            self._editor.setTextCursor(found)

    def _first(self) -> None:
        words = self.field.text()
        cursor = self._editor.textCursor()
        cursor.setPosition(cursor.selectionStart())
        self._editor.setTextCursor(cursor)
        self.go()
        hits = raw_text(self._editor.document()).casefold().count(words.casefold()) if words else 0
        said = "" if not words else "no hits" if not hits else "1 hit" if hits == 1 else f"{hits} hits"
        self.hits.setText(said)
        announce(self.field, said)

    def _closed(self) -> None:
        self.popup.deleteLater()
        self.deleteLater()
