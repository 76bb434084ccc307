"""The head of an entry, which scrolls with the text: its title, its kind and the model that it is reflected by."""

from PySide6.QtCore import QEvent, QMimeData, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPalette, QTextCursor, QTextOption
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from isp_journal.ui.controls.buttons import Chip
from isp_journal.ui.controls.labels import label
from isp_journal.ui.controls.viewport import give_viewport
from isp_journal.ui.editor.copied import plain_words
from isp_journal.ui.editor.measures import INSET
from isp_journal.ui.panels.entry_fields import sentence_case
from isp_journal.ui.shortcuts import keep_window_keys
from isp_journal.ui.theme import Theme

_DOWN = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_LINE = 34


class TitleField(QPlainTextEdit):
    """One line of words that wraps where it is long; Enter goes on to the text."""

    left = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        give_viewport(self)
        self._theme = theme
        self.setPlaceholderText("Title")
        self.setAccessibleName("Title")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().setDocumentMargin(0)
        self.document().documentLayout().documentSizeChanged.connect(lambda _size: self.updateGeometry())
        keep_window_keys(self)
        self.dress()

    def dress(self) -> None:
        """Take over the theme."""
        self.setFont(self._theme.font("title"))
        look = QPalette(self.palette())
        look.setColor(QPalette.ColorRole.Base, self._theme.colour("page"))
        look.setColor(QPalette.ColorRole.Text, self._theme.colour("text"))
        look.setColor(QPalette.ColorRole.PlaceholderText, self._theme.colour("text3"))
        self.setPalette(look)
        self.viewport().setPalette(look)
        # The word that stands in for a title is painted in the viewport's font.
        self.viewport().setFont(self._theme.font("title"))
        self.setCursorWidth(max(2, self._theme.px(2)))
        self.updateGeometry()

    def createMimeDataFromSelection(self) -> QMimeData:
        return plain_words(super().createMimeDataFromSelection(), self.textCursor().selection().toPlainText())

    def title(self) -> str:
        """Return the words on one line."""
        return " ".join(self.toPlainText().split("\n"))

    def set_title(self, title: str) -> None:
        """Show another entry's title; what was typed before cannot be undone into it."""
        if title != self.title():
            self.setPlainText(title)

    def sizeHint(self) -> QSize:
        lines = max(1, round(self.document().documentLayout().documentSize().height()))
        return QSize(self._theme.px(200), lines * self.fontMetrics().lineSpacing() + self._theme.px(4))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _DOWN and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self.left.emit()
            return
        at_end = event.key() == Qt.Key.Key_Down and not self.textCursor().movePosition(QTextCursor.MoveOperation.Down)
        if at_end:
            self.left.emit()
            return
        super().keyPressEvent(event)


class EntryHead(QWidget):
    """Title, kind and reflection model above the text."""

    title_changed = Signal(str)
    kind_wanted = Signal()
    model_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.title = TitleField(theme)
        self.title.textChanged.connect(lambda: self.title_changed.emit(self.title.title()))
        self.kind = self._quiet_chip()
        self.model = self._quiet_chip()
        self.kind.clicked.connect(self.kind_wanted)
        self.model.clicked.connect(self.model_wanted)
        self._row = QHBoxLayout()
        self._row.setSpacing(theme.px(4))
        self._row.addWidget(self.kind)
        self._row.addWidget(label("·", "small", "text3"))
        self._row.addWidget(self.model)
        self._row.addStretch(1)
        self._column = QVBoxLayout(self)
        self._column.setSpacing(0)
        self._column.addWidget(self.title)
        self._column.addSpacing(theme.px(4))
        self._column.addLayout(self._row)
        self.show_kind("general")
        self.show_model("")
        self.dress()

    def show_kind(self, kind: str) -> None:
        """Show what kind of entry it is."""
        self.kind.set_text(sentence_case(kind))
        self.kind.setAccessibleName(f"Kind: {kind}")

    def show_model(self, name: str) -> None:
        """Show the model whose questions are asked, or that none is chosen."""
        self.model.set_text(name or "Reflection model")
        self.model.setAccessibleName(f"Reflection model: {name or 'none'}")

    def dress(self) -> None:
        """Take over the theme."""
        px = self._theme.px
        self.title.dress()
        # The chips begin before the text's edge by their padding, so that their words stand on it.
        self.title.setViewportMargins(px(INSET), 0, 0, 0)
        self._column.setContentsMargins(0, px(32), 0, px(4))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "title"):
            self.updateGeometry()
        super().changeEvent(event)

    def _quiet_chip(self) -> Chip:
        made = Chip(self._theme, "")
        made.face = made.face._replace(tone="text2")
        return made
