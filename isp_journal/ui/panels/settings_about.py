"""What this app is: its version, and under which licences it and its parts stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, qVersion
from PySide6.QtWidgets import QVBoxLayout, QWidget

from isp_journal import __version__
from isp_journal.ui.controls.labels import heavier, label

if TYPE_CHECKING:
    from isp_journal.ui.theme import Theme

LICENCES = (
    "ISP Journal is free software under the MIT licence.",
    "It is drawn by Qt {qt} through PySide6, under the GNU Lesser General Public License, version 3.",
    "The icons are from Lucide, under the ISC licence.",
    "The words of the framework are their authors'; they stand under Framework.",
    "Everything you write stays in the folder of your journal. This app opens no network connection.",
)


class AboutSettings(QWidget):
    """A few lines to read."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(heavier(label(f"ISP Journal {__version__}", "body", wrap=True), 600))
        for line in LICENCES:
            self._column.addWidget(label(line.format(qt=qVersion()), "body", "text2", wrap=True))
        self._space()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self._space()
        super().changeEvent(event)

    def _space(self) -> None:
        self._column.setSpacing(self._theme.px(8))
