"""The band over a backup that is read in the place of a damaged journal, with the way to go on writing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from isp_journal.ui.controls.buttons import plain_button
from isp_journal.ui.controls.icon_mark import IconMark
from isp_journal.ui.controls.labels import label, surface

if TYPE_CHECKING:
    from isp_journal.errors import KnownError
    from isp_journal.ui.theme import Theme


class CopyBand(QWidget):
    """Says what is read here and what is missing in it; `restore_wanted` puts it in the journal's place."""

    restore_wanted = Signal()

    def __init__(self, theme: Theme, told: KnownError) -> None:
        super().__init__()
        self._theme = theme
        surface(self, "sunken")
        words = str(told)
        self.setAccessibleName(words)
        self.restore = plain_button(theme, "Restore it", small=True)
        self.restore.clicked.connect(lambda: self.restore_wanted.emit())
        self._row = QHBoxLayout(self)
        self._row.addWidget(IconMark(theme, "history"))
        self._row.addWidget(label(words, "small", "text2", wrap=True), 1)
        self._row.addWidget(self.restore)
        self._space()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self._space()
        super().changeEvent(event)

    def _space(self) -> None:
        px = self._theme.px
        self._row.setContentsMargins(px(16), px(8), px(16), px(8))
        self._row.setSpacing(px(8))
