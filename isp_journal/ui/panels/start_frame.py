"""The full window before a journal is open: a page at the left with one column, and the picture beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRectF, Signal
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from isp_journal.ui.controls.labels import surface
from isp_journal.ui.panels.page_picture import PagePicture
from isp_journal.ui.panels.scroll_column import ScrollColumn
from isp_journal.ui.widths import widths_for

if TYPE_CHECKING:
    from isp_journal.ui.theme import Theme

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

    fitted = Signal(object)

    def __init__(self, theme: Theme, name: str, content: QWidget) -> None:
        super().__init__()
        self._theme = theme
        surface(self, "window")
        self.setAccessibleName(name)
        self.scroller = ScrollColumn(theme, name, COLUMN, centred=True)
        self.scroller.column.addStretch(1)
        self.scroller.column.addWidget(content)
        self.scroller.column.addStretch(1)
        self.picture = PagePicture(theme)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(Sheet(theme, self.scroller), 57)
        row.addWidget(self.picture, 43)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self._fit()
        super().changeEvent(event)

    def _fit(self) -> None:
        # It fills the window, so its own size is the window's.
        widths = widths_for(self.width(), self.height(), self._theme.factor)
        self.picture.setVisible(not widths.turns)
        self.scroller.set_margin(widths.margin)
        self.fitted.emit(widths)
