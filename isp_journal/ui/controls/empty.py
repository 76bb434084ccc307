"""What an empty part of a page says: one plain sentence, and what to do next."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from isp_journal.ui.controls.buttons import plain_button
from isp_journal.ui.controls.labels import heavier, label
from isp_journal.ui.theme import Theme


class EmptyState(QWidget):
    """A sentence in the middle of an empty list, with at most one button."""

    pressed = Signal()

    def __init__(self, theme: Theme, text: str = "", button: str = "", title: str = "") -> None:
        super().__init__()
        self._title = heavier(label(title, "body", "text", wrap=True), 600)
        self._words = label(text, "body", "text2", wrap=True)
        self._button = plain_button(theme, button)
        self._button.clicked.connect(self.pressed)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(12)
        column.addStretch(1)
        for part in (self._title, self._words):
            part.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(part)
        column.addWidget(self._button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(2)
        self.set_words(text, button, title)

    def set_words(self, text: str, button: str = "", title: str = "") -> None:
        """Say something else; without words for the button there is none."""
        self._title.setText(title)
        self._title.setVisible(bool(title))
        self._words.setText(text)
        self._button.set_text(button)
        self._button.setVisible(bool(button))
        # Whoever puts the focus here can press at once.
        if button:
            self.setFocusProxy(self._button)
