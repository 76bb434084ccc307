"""The head of a page: its title with filters at the right, or below where there is no room, and a line under both."""

from typing import TYPE_CHECKING

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

if TYPE_CHECKING:
    from isp_journal.ui.theme import Theme

_STACKED_UNDER = 640


class PageHead(QWidget):
    """Lays out what it is given, and lays it out anew when its width changes."""

    def __init__(self, theme: "Theme", title: QWidget, filters: QWidget, under: QWidget) -> None:
        super().__init__()
        self._theme = theme
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._row.addWidget(title, 1)
        self._row.addWidget(filters)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addLayout(self._row)
        self._column.addWidget(under)
        self._space()
        theme.changed.connect(self._space)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        stacked = self.contentsRect().width() < self._theme.px(_STACKED_UNDER)
        ways = QBoxLayout.Direction
        self._row.setDirection(ways.TopToBottom if stacked else ways.LeftToRight)

    def _space(self) -> None:
        self._row.setSpacing(self._theme.px(8))
        self._column.setSpacing(self._theme.px(4))
