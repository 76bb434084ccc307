"""The full window before a journal is open: a page at the left with one column, and the picture beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from isp_journal.ui.controls.labels import surface
from isp_journal.ui.panels.page_picture import PagePicture
from isp_journal.ui.panels.scroll_column import ScrollColumn

if TYPE_CHECKING:
    from isp_journal.ui.theme import Theme
    from isp_journal.ui.widths import Widths

COLUMN = 560
CORNER = 10


class Sheet(QWidget):
    """The page at the left, with a round corner at the upper right."""

    def __init__(self, theme: Theme, content: QWidget) -> None:
        super().__init__()
        self._theme = theme
        column = QVBoxLayout(self)
        column.setContentsMargins(0, CORNER, 1, 0)
        column.addWidget(content)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        round_ = self._theme.px(CORNER)
        area = QRectF(self.rect()).adjusted(-round_, 0.5, -0.5, round_)
        path = QPainterPath()
        path.addRoundedRect(area, round_, round_)
        painter.fillPath(path, self._theme.colour("page"))
        painter.setPen(QPen(self._theme.colour("line"), 1))
        painter.drawPath(path)


class StartFrame(QWidget):
    """Holds what first run and trouble show; the picture gives way where there is no room for both."""

    def __init__(self, theme: Theme, name: str, content: QWidget) -> None:
        super().__init__()
        surface(self, "window")
        self.setAccessibleName(name)
        self.scroll = ScrollColumn(theme, name, COLUMN, centred=True)
        self.scroll.column.addStretch(1)
        self.scroll.column.addWidget(content)
        self.scroll.column.addStretch(1)
        self.picture = PagePicture(theme)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(Sheet(theme, self.scroll), 57)
        row.addWidget(self.picture, 43)

    def set_widths(self, widths: Widths) -> None:
        """Take what fits into the window now."""
        self.picture.setVisible(not widths.turns)
        self.scroll.set_margin(widths.margin)
