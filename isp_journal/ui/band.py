"""The band over all pages: what somebody must know all the time about the journal that is open, with one way on."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from isp_journal.ui.controls.buttons import plain_button
from isp_journal.ui.controls.icon_mark import IconMark
from isp_journal.ui.controls.labels import label, surface

if TYPE_CHECKING:
    from isp_journal.ui.theme import Theme


class Told(NamedTuple):
    """What a band says, with its icon, and the words on its button."""

    icon: str
    words: str
    button: str


SAMPLE = Told("compass", "Sample journal, nothing here is real.", "Start my own")


class Band(QWidget):
    """One line, or a few where the window is narrow; `wanted` tells that its button was pressed."""

    wanted = Signal()

    def __init__(self, theme: Theme, told: Told) -> None:
        super().__init__()
        self._theme = theme
        surface(self, "sunken")
        self.setAccessibleName(told.words)
        self.button = plain_button(theme, told.button, small=True)
        self.button.clicked.connect(lambda: self.wanted.emit())
        self._row = QHBoxLayout(self)
        self._row.addWidget(IconMark(theme, told.icon))
        self._row.addWidget(label(told.words, "small", "text2", wrap=True), 1)
        self._row.addWidget(self.button)
        self._space()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self._space()
        super().changeEvent(event)

    def _space(self) -> None:
        px = self._theme.px
        self._row.setContentsMargins(px(16), px(8), px(16), px(8))
        self._row.setSpacing(px(8))
