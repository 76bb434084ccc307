"""The activities of a component as dots: the more passages, the larger; none is a thin ring."""

from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from isp_journal.ui.charts.palette import ChartPalette

SLOT = 27.0
RING = 4.25
RING_LINE = 1.25


class Size(NamedTuple):
    """One size of a dot: from how many passages on, its radius, and what the legend says."""

    least: int
    radius: float
    words: str


SIZES = (Size(1, 4, "1–2"), Size(3, 6, "3–5"), Size(6, 8, "6–9"), Size(10, 10.5, "10 or more"))


class Dots(NamedTuple):
    """How many passages each activity has; `current` is the one that the keyboard is on, -1 for none."""

    counts: tuple[int, ...]
    current: int = -1


def radius(count: int) -> float:
    """Return the radius of a dot for so many passages, at text size 100 %; 0 for none, which is a ring."""
    return max((size.radius for size in SIZES if count >= size.least), default=0.0)


def area(rect: QRectF, data: Dots, palette: ChartPalette, at: int) -> QRectF:
    """Return the place of one dot with its surroundings; dots move closer where there is little room."""
    slot = min(palette.px(SLOT), rect.width() / max(1, len(data.counts)))
    return QRectF(rect.left() + at * slot, rect.top(), slot, rect.height())


def draw(painter: QPainter, rect: QRectF, data: Dots, palette: ChartPalette) -> None:
    """Paint one dot an activity, in the order of the framework."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for at, count in enumerate(data.counts):
        around = area(rect, data, palette, at)
        draw_dot(painter, around.center(), count, palette)
        if at == data.current:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(palette.focus, 2))
            outside = max(palette.px(radius(count)), palette.px(RING)) + 3
            painter.drawEllipse(around.center(), outside, outside)
    painter.restore()


def draw_dot(painter: QPainter, centre: QPointF, count: int, palette: ChartPalette) -> None:
    """Paint one dot for so many passages, or a ring."""
    size = palette.px(radius(count))
    if size:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(palette.hue)
    else:
        size = palette.px(RING)
        painter.setPen(QPen(palette.edge, palette.px(RING_LINE)))
        painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(centre, size, size)
