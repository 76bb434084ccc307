"""The message bar: an icon, words that wrap, one button, and a way to close it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy

from isp_journal.ui.controls.buttons import icon_button, plain_button
from isp_journal.ui.controls.icon_mark import IconMark
from isp_journal.ui.controls.labels import label
from isp_journal.ui.theme import Theme


class Bar(QFrame):
    """One message at the top of a page."""

    pressed = Signal()
    closed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setProperty("bar", True)
        self._mark = IconMark(theme, "info")
        self._words = label("", "body", wrap=True)
        self._words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.button = plain_button(theme, "", small=True)
        self.close_button = icon_button(theme, "x", "Close this message")
        self.button.clicked.connect(self.pressed)
        self.close_button.clicked.connect(self.closed)
        row = self._row = QHBoxLayout(self)
        self._theme = theme
        self.set_margin(theme.px(16))
        row.addWidget(self._mark)
        row.addWidget(self._words, 1)
        row.addWidget(self.button)
        row.addWidget(self.close_button)

    def set_message(self, text: str, icon: str = "info", button: str = "") -> None:
        """Show words, an icon, and a button if it has words."""
        self._words.setText(text)
        self._mark.set_icon(icon)
        self.setAccessibleName(text)
        self.button.set_text(button)
        self.button.setVisible(bool(button))

    def set_margin(self, margin: int) -> None:
        """Let the icon begin at a distance from the left, in pixels as they are on screen."""
        px = self._theme.px
        self._row.setContentsMargins(margin, px(8), px(16), px(8))
        self._row.setSpacing(px(12))

    def text(self) -> str:
        """Return the words that are shown."""
        return self._words.text()
