"""A longer text under a title: its first three lines, and the rest when it is asked for."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFont, QResizeEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from isp_journal.ui.controls.buttons import RELAYOUT, link_button
from isp_journal.ui.controls.labels import label

if TYPE_CHECKING:
    from isp_journal.ui.theme import Theme

LINES = 3
WIDEST = 600


class Folding(QWidget):
    """Shows words with whose words they are; `More` opens all of them where they take more than three lines."""

    def __init__(self, theme: "Theme") -> None:
        super().__init__()
        self._theme = theme
        self._words = ""
        self._open = False
        self._label = label("", "body", "text2", wrap=True)
        self._label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self._label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._whose = label("", "caption", "text3")
        self.more_button = link_button(theme, "More")
        self.more_button.clicked.connect(self._toggle)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(4))
        column.addWidget(self._label)
        below = QHBoxLayout()
        below.setSpacing(theme.px(8))
        below.addWidget(self._whose)
        below.addWidget(self.more_button)
        below.addStretch(1)
        column.addLayout(below)
        self.setMaximumWidth(theme.px(WIDEST))
        theme.changed.connect(self._theme_changed)

    def set_words(self, words: str, whose: str) -> None:
        """Show other words, folded."""
        if words != self._words:
            self._words, self._open = words, False
        self._whose.setText(whose)
        self._fit()

    def text(self) -> str:
        """Return the words that are shown now."""
        return self._label.text()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in RELAYOUT:
            self._fit()
        super().changeEvent(event)

    def _toggle(self) -> None:
        self._open = not self._open
        self._fit()

    def _fit(self) -> None:
        one_line = " ".join(self._words.split())
        end = end_of_lines(one_line, self._theme.font("body"), self.width(), LINES)
        folds = end < len(one_line)
        self.more_button.setVisible(folds)
        self.more_button.set_text("Less" if self._open else "More")
        self.more_button.setAccessibleName("Less of this text" if self._open else "More of this text")
        cut = folds and not self._open
        shown = one_line[: max(1, end - 3)].rsplit(" ", 1)[0].rstrip(",;:. ") + " …" if cut else self._words
        if shown != self._label.text():
            self._label.setText(shown)

    def _theme_changed(self) -> None:
        self.setMaximumWidth(self._theme.px(WIDEST))
        self._fit()


def end_of_lines(text: str, font: QFont, width: float, lines: int) -> int:
    """Return how much of a text stands in its first lines."""
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WordWrap)
    layout.setTextOption(option)
    layout.beginLayout()
    end = 0
    for _ in range(lines):
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(width)
        end = line.textStart() + line.textLength()
    layout.endLayout()
    return end
