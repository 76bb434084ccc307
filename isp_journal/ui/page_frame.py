"""The surface that pages lie on: messages above, one page below, and the round corner at the upper left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QStackedWidget, QVBoxLayout, QWidget

from isp_journal.ui.messages import Messages

if TYPE_CHECKING:
    from isp_journal.ui.theme import Theme

CORNER = 10


class Corner(QWidget):
    """Lies over the upper left corner, so that whatever a page paints there has the frame's round corner."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = float(self.width())
        outside = QPainterPath()
        outside.moveTo(0, 0)
        outside.lineTo(side, 0)
        outside.arcTo(QRectF(0, 0, 2 * side, 2 * side), 90, 90)
        outside.closeSubpath()
        painter.fillPath(outside, self._theme.colour("window"))
        edge = QPainterPath(QPointF(side, 0.5))
        edge.arcTo(QRectF(0.5, 0.5, 2 * side - 1, 2 * side - 1), 90, 90)
        painter.setPen(QPen(self._theme.colour("line"), 1))
        painter.drawPath(edge)


class PageFrame(QFrame):
    """Holds the pages, one of them shown, and the bar with messages over it."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setObjectName("pageFrame")
        self.messages = Messages(theme)
        self.stack = QStackedWidget()
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.messages)
        column.addWidget(self.stack, 1)
        self._corner = Corner(theme, self)
        self._bands: list[QWidget] = []

    def put_band(self, band: QWidget) -> None:
        """Lay a band over everything else, for as long as the journal is open."""
        self._column.insertWidget(0, band)
        self._bands.append(band)
        self.lay_corner()

    def drop_bands(self) -> None:
        """Take the bands away, since the journal that they tell of is closed."""
        while self._bands:
            band = self._bands.pop()
            self._column.removeWidget(band)
            band.hide()
            band.deleteLater()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.lay_corner()

    def lay_corner(self) -> None:
        """Put the corner on top of what the pages brought."""
        side = self._theme.px(CORNER)
        self._corner.setGeometry(0, 0, side, side)
        self._corner.raise_()
