"""The band over the sample journal, so that nobody takes its entries for real ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from isp_journal.ui.controls.buttons import plain_button
from isp_journal.ui.controls.icon_mark import IconMark
from isp_journal.ui.controls.labels import label, surface

if TYPE_CHECKING:
    from isp_journal.ui.theme import Theme

WORDS = "Sample journal, nothing here is real."


class SampleBand(QWidget):
    """One line with the way to a journal of one's own."""

    start_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        surface(self, "sunken")
        self.setAccessibleName(WORDS)
        self.start = plain_button(theme, "Start my own", small=True)
        self.start.clicked.connect(self.start_wanted)
        self._row = QHBoxLayout(self)
        self._row.addWidget(IconMark(theme, "compass"))
        self._row.addWidget(label(WORDS, "small", "text2", wrap=True), 1)
        self._row.addWidget(self.start)
        self._space()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self._space()
        super().changeEvent(event)

    def _space(self) -> None:
        px = self._theme.px
        self._row.setContentsMargins(px(16), px(4), px(16), px(4))
        self._row.setSpacing(px(8))
