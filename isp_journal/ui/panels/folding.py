"""A longer text under a title: its first three lines, and the rest when it is asked for."""

from typing import TYPE_CHECKING

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from isp_journal.ui.controls.buttons import link_button
from isp_journal.ui.controls.labels import label
from isp_journal.ui.panels.set_words import WordsLabel

if TYPE_CHECKING:
    from isp_journal.ui.theme import Theme

LINES = 3
WIDEST = 600
_ALL = 10_000


class Folding(QWidget):
    """Shows words with whose words they are; `More` opens all of them where they take more than three lines."""

    def __init__(self, theme: "Theme") -> None:
        super().__init__()
        self._theme = theme
        self._words = ""
        self._open = False
        self.words = WordsLabel(theme, most=LINES)
        self.whose = label("", "caption", "text3")
        self.more_button = link_button(theme, "More")
        self.more_button.clicked.connect(self._toggle)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.words)
        self._below = below = QHBoxLayout()
        below.addWidget(self.whose)
        below.addWidget(self.more_button)
        below.addStretch(1)
        column.addLayout(below)
        self._theme_changed()
        theme.changed.connect(self._theme_changed)

    def set_words(self, words: str, whose: str) -> None:
        """Show other words, folded."""
        if words != self._words:
            self._words, self._open = words, False
        self.whose.setText(whose)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def _toggle(self) -> None:
        self._open = not self._open
        self._fit()

    def _fit(self) -> None:
        # Folded, paragraphs follow each other: an empty line would waste one of the three.
        one = " ".join(self._words.split())
        self.words.setText(self._words if self._open else one)
        self.words.set_most(_ALL if self._open else LINES)
        self.more_button.setVisible(self._open or self.words.cuts(LINES))
        self.more_button.set_text("Less" if self._open else "More")
        self.more_button.setAccessibleName("Less of this text" if self._open else "More of this text")

    def _theme_changed(self) -> None:
        self._column.setSpacing(self._theme.px(4))
        self._below.setSpacing(self._theme.px(8))
        self.words.setMaximumWidth(self._theme.px(WIDEST))
        self._fit()
