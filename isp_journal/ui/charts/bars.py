"""Passages per month as bars, each with its number above and its month below."""

from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPainterPath, QPen

from isp_journal.ui.charts.palette import ChartPalette
from isp_journal.ui.charts.steps import Step

HEIGHT = 116.0
SLOT = 30.0
WIDEST = 22.0
LABELS = 26.0
NUMBERS = 20.0
LEAST = 3.0
RADIUS = 3.0
_CENTRE = Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextSingleLine


class Bars(NamedTuple):
    """The bars from left to right; `current` is the one that the keyboard is on, -1 for none."""

    steps: tuple[Step, ...]
    current: int = -1


def room_for(width: float, palette: ChartPalette) -> int:
    """Return how many bars fit beside each other with their labels."""
    return max(1, int(width / palette.px(SLOT)))


def area(rect: QRectF, data: Bars, palette: ChartPalette, at: int) -> QRectF:
    """Return the place of one bar from top to bottom, with its number and label."""
    slot = rect.width() / max(1, len(data.steps))
    return QRectF(rect.left() + at * slot, rect.top(), slot, rect.height())


def draw(painter: QPainter, rect: QRectF, data: Bars, palette: ChartPalette) -> None:
    """Paint bars over a line, with their numbers and labels; a step without passages has no bar and no number."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setFont(palette.font)
    labels, numbers = _margins(palette)
    ground = rect.bottom() - labels
    most = max((step.number for step in data.steps), default=0)
    unit = (ground - rect.top() - numbers) / max(1, most)
    for at, step in enumerate(data.steps):
        slot = area(rect, data, palette, at)
        if step.number:
            _draw_bar(painter, slot, ground, max(palette.px(LEAST), step.number * unit), palette)
            top = ground - max(palette.px(LEAST), step.number * unit) - numbers
            painter.setPen(palette.text2)
            painter.drawText(QRectF(slot.left(), top, slot.width(), numbers), _CENTRE, str(step.number))
        painter.setPen(palette.text3)
        below = QRectF(slot.left(), ground + palette.px(4), slot.width(), labels - palette.px(4))
        painter.drawText(below, _CENTRE | Qt.AlignmentFlag.AlignVCenter, step.label)
        if at == data.current:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(palette.focus, 2))
            painter.drawRoundedRect(slot.adjusted(2, 1, -2, -1), palette.px(6), palette.px(6))
    painter.setPen(QPen(palette.edge, 1))
    painter.drawLine(QPointF(rect.left(), ground + 0.5), QPointF(rect.right(), ground + 0.5))
    painter.restore()


def _draw_bar(painter: QPainter, slot: QRectF, ground: float, height: float, palette: ChartPalette) -> None:
    width = min(palette.px(WIDEST), slot.width() * 0.6)
    bar = QRectF(round(slot.center().x() - width / 2), ground - height, round(width), height)
    radius = min(palette.px(RADIUS), height / 2)
    # Only the upper corners are round: the bar stands on its line.
    shape = QPainterPath(bar.bottomLeft())
    shape.lineTo(bar.left(), bar.top() + radius)
    shape.quadTo(bar.topLeft(), QPointF(bar.left() + radius, bar.top()))
    shape.lineTo(bar.right() - radius, bar.top())
    shape.quadTo(bar.topRight(), QPointF(bar.right(), bar.top() + radius))
    shape.lineTo(bar.bottomRight())
    painter.fillPath(shape, palette.hue)


def _margins(palette: ChartPalette) -> tuple[float, float]:
    line = QFontMetricsF(palette.font).height()
    return max(palette.px(LABELS), line + palette.px(8)), max(palette.px(NUMBERS), line + 2)
