"""The marks of the domains, so that a hue never stands alone: a circle, a triangle, a square, and a dot for others."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from isp_journal.ui.theme import Theme

MARK = 10


def draw_mark(painter: QPainter, rect: QRectF, mark: str, colour: str | QColor) -> None:
    """Paint a domain's mark into a square of any size."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    if mark == "circle":
        painter.drawEllipse(rect)
    elif mark == "triangle":
        corners = [QPointF(rect.center().x(), rect.top()), rect.bottomRight(), rect.bottomLeft()]
        painter.drawPolygon(QPolygonF(corners))
    elif mark == "square":
        inset = rect.width() * 0.05
        round_ = rect.width() * 0.12
        painter.drawRoundedRect(rect.adjusted(inset, inset, -inset, -inset), round_, round_)
    else:
        inset = rect.width() * 0.2
        painter.drawEllipse(rect.adjusted(inset, inset, -inset, -inset))
    painter.restore()


class DomainMark(QWidget):
    """A domain's mark beside a label; its accessible name is the domain's name."""

    def __init__(self, theme: Theme, domain: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._domain = domain
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_domain(self, domain: str, name: str) -> None:
        """Show another domain."""
        self._domain = domain
        self.setAccessibleName(name)
        self.update()

    def sizeHint(self) -> QSize:
        side = self._theme.px(MARK) + 2
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        colours = self._theme.domain(self._domain)
        draw_mark(painter, QRectF(self.rect()).adjusted(1, 1, -1, -1), colours.mark, colours.hue)
