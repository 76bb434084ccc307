"""Fields to type into: their names are read out, and the window's keys pass through them."""

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from isp_journal.ui.controls.buttons import Button, icon_button
from isp_journal.ui.icons import SIZE, draw_icon
from isp_journal.ui.shortcuts import keep_window_keys
from isp_journal.ui.theme import Theme


def line_field(name: str, placeholder: str = "", parent: QWidget | None = None) -> QLineEdit:
    """Return a field for one line; `name` is what a screen reader says, the placeholder is only a hint."""
    made = QLineEdit(parent)
    made.setAccessibleName(name)
    made.setPlaceholderText(placeholder)
    keep_window_keys(made)
    return made


class SearchField(QLineEdit):
    """A field with a magnifying glass and a button that clears it; Esc clears it first and lets go only when empty."""

    cleared = Signal()

    def __init__(self, theme: Theme, name: str, placeholder: str = "", icon: str = "search") -> None:
        super().__init__()
        self._theme = theme
        self._icon = icon
        self.setAccessibleName(name)
        self.setPlaceholderText(placeholder)
        self.clear_button: Button = icon_button(theme, "x", "Clear")
        self.clear_button.setParent(self)
        self.clear_button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.clear_button.setCursor(Qt.CursorShape.ArrowCursor)
        self.clear_button.hide()
        self.clear_button.clicked.connect(self._clear)
        self.textChanged.connect(self._text_changed)
        keep_window_keys(self)
        self._margins()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        side = self._theme.px(SIZE)
        place = QRectF(self._theme.px(12), (self.height() - side) // 2, side, side)
        draw_icon(QPainter(self), self._icon, self._theme.tokens.text3, place)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        side = self.height()
        self.clear_button.setGeometry(self.width() - side, 0, side, side)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self._clear()
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self._margins()
        super().changeEvent(event)

    def _margins(self) -> None:
        self.setTextMargins(self._theme.px(SIZE + 8), 0, self._theme.px(24), 0)

    def _text_changed(self, text: str) -> None:
        self.clear_button.setVisible(bool(text))

    def _clear(self) -> None:
        self.clear()
        self.setFocus()
        self.cleared.emit()
