"""The picture of the first page that somebody sees: a written page on which three lines are marked."""

from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from isp_journal.ui.controls.marks import draw_mark
from isp_journal.ui.theme import Theme

WIDE, HIGH = 343, 446
SHEET = QRectF(0, 8, 296, 416)
LEFT = 35
DOMAINS = ("co-creation", "ongoing-improvement", "sustaining-change")


class Line(NamedTuple):
    """One line on the page: how far down and how wide; `domain` is the key of the domain that it is marked with."""

    top: float
    width: float
    domain: str = ""


LINES = (
    Line(83, 226),
    Line(105, 209),
    Line(127, 132),
    Line(160, 226, DOMAINS[0]),
    Line(191, 202),
    Line(226, 156, DOMAINS[1]),
    Line(259, 226),
    Line(281, 175),
    Line(316, 200, DOMAINS[2]),
    Line(351, 132),
)


class PagePicture(QWidget):
    """Paints the page in the middle of its area, larger with the text; it says nothing that words do not say."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme

    def paintEvent(self, event: QPaintEvent) -> None:
        room = min(self.width() * 0.72 / WIDE, self.height() * 0.78 / HIGH)
        scale = min(self._theme.factor, room)
        if scale <= 0:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate((self.width() - WIDE * scale) / 2, (self.height() - HIGH * scale) / 2)
        painter.scale(scale, scale)
        self._paint_sheets(painter)
        self._bar(painter, QRectF(LEFT, 50, 145, 13), self._theme.tokens.text2, 3)
        for line in LINES:
            self._paint_line(painter, line)

    def _paint_sheets(self, painter: QPainter) -> None:
        t = self._theme.tokens
        for turn, place, edge in (
            (4.5, QPointF(14, 12), t.line),
            (-1.5, QPointF(2, 2), t.line),
            (0, QPointF(), t.edge),
        ):
            painter.save()
            painter.translate(SHEET.center() + place)
            painter.rotate(turn)
            painter.translate(-SHEET.center())
            painter.setPen(QPen(QColor(edge), 1))
            painter.setBrush(QColor(t.page if not turn else t.raised))
            painter.drawRoundedRect(SHEET, 10, 10)
            painter.restore()

    def _paint_line(self, painter: QPainter, line: Line) -> None:
        t = self._theme.tokens
        ink = QColor(t.text)
        ink.setAlphaF(0.2 if line.domain else 0.16)
        if line.domain:
            colours = self._theme.domain(line.domain)
            area = QRectF(LEFT - 4, line.top - 6, line.width + 8, 19)
            painter.fillRect(area, QColor(colours.tint))
            painter.fillRect(QRectF(area.left(), area.bottom(), area.width(), 2.5), QColor(colours.hue))
            self._paint_lead(painter, area, colours.hue, colours.mark)
        self._bar(painter, QRectF(LEFT, line.top, line.width, 7), ink, 3)

    def _paint_lead(self, painter: QPainter, area: QRectF, hue: str, mark: str) -> None:
        middle = area.center().y() + 1
        pen = QPen(self._theme.colour("text3"), 1.5, Qt.PenStyle.CustomDashLine, Qt.PenCapStyle.RoundCap)
        pen.setDashPattern([0.1, 3.4])
        painter.setPen(pen)
        painter.drawLine(QPointF(area.right() + 6, middle), QPointF(WIDE - 32, middle))
        side = 22 if mark == "triangle" else 19
        draw_mark(painter, QRectF(WIDE - 13 - side / 2, middle - side / 2, side, side), mark, hue)

    def _bar(self, painter: QPainter, area: QRectF, colour: str | QColor, radius: float) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colour))
        painter.drawRoundedRect(area, radius, radius)
