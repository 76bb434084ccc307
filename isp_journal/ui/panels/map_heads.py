"""What stands over and under the rows of the map: heads of columns, names of domains, and what the dots mean."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from isp_journal.ui.charts import dots
from isp_journal.ui.charts.palette import chart_palette
from isp_journal.ui.controls.marks import draw_mark
from isp_journal.ui.controls.rows import LEFT
from isp_journal.ui.panels.map_columns import INSET, MapColumns

if TYPE_CHECKING:
    from isp_journal.ui.theme import Theme

_LEGEND = 40
_DOMAIN_ROW = 36
_DOMAIN_SPACE = 12
_MARK = 11


class MapHead(QWidget):
    """The heads of the columns, or the name of a domain over its rows."""

    def __init__(self, theme: "Theme", domain: str = "", name: str = "") -> None:
        super().__init__()
        self._theme = theme
        self._domain = domain
        self._name = name
        self._columns: MapColumns | None = None
        self.setAccessibleName(name or "Columns")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_columns(self, columns: MapColumns) -> None:
        """Stand over other columns."""
        self._columns = columns
        self.update()

    def sizeHint(self) -> QSize:
        px = self._theme.px
        return QSize(px(320), px(_DOMAIN_ROW + _DOMAIN_SPACE) if self._name else px(_DOMAIN_ROW))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        px = self._theme.px
        if self._name:
            row = QRectF(px(INSET), px(_DOMAIN_SPACE), self.width(), px(_DOMAIN_ROW))
            side = px(_MARK)
            look = self._theme.domain(self._domain)
            draw_mark(painter, QRectF(row.left(), row.center().y() - side / 2, side, side), look.mark, look.hue)
            painter.setFont(self._theme.font("body", QFont.Weight.DemiBold))
            painter.setPen(self._theme.colour("text"))
            painter.drawText(row.adjusted(px(21), 0, 0, 0), LEFT, self._name)
            return
        painter.setFont(self._theme.font("caption"))
        painter.setPen(self._theme.colour("text3"))
        for column in self._columns or ():
            if column.width:
                painter.drawText(column.within(QRectF(self.rect())), LEFT, column.head)


class Legend(QWidget):
    """What the sizes of the dots mean."""

    def __init__(self, theme: "Theme") -> None:
        super().__init__()
        self._theme = theme
        told = ", ".join(f"{size.words} passages" for size in dots.SIZES)
        self.setAccessibleName(f"The larger a dot, the more passages: a ring for none, then {told}")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(320), self._theme.px(_LEGEND))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette = chart_palette(theme)
        painter.setFont(theme.font("caption"))
        metrics = painter.fontMetrics()
        left = float(theme.px(INSET))
        middle = self.height() / 2
        for least, words in ((0, "none"), *((size.least, size.words) for size in dots.SIZES)):
            radius = theme.px(max(dots.radius(least), dots.RING))
            dots.draw_dot(painter, QPointF(left + radius, middle), least, palette)
            left += 2 * radius + theme.px(8)
            painter.setPen(theme.colour("text2"))
            width = metrics.horizontalAdvance(words)
            painter.drawText(QRectF(left, 0, width + 1, self.height()), LEFT, words)
            left += width + theme.px(24)
