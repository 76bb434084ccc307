"""Charts painted onto a picture, and what can be read off it."""

from collections.abc import Callable

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from isp_journal.ui.charts.palette import ChartPalette


def painted(draw: Callable[[QPainter, QRectF], object], width: int, height: int, ground: str = "white") -> QImage:
    """Return what is painted into a picture of a size."""
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor(ground))
    painter = QPainter(image)
    draw(painter, QRectF(0, 0, width, height))
    painter.end()
    return image


def coloured(image: QImage, colour: QColor, area: QRectF | None = None) -> int:
    """Return how many pixels of a part of a picture have just this colour."""
    part = (area or QRectF(image.rect())).toAlignedRect().intersected(image.rect())
    return sum(
        image.pixelColor(x, y) == colour
        for x in range(part.left(), part.right() + 1)
        for y in range(part.top(), part.bottom() + 1)
    )


def larger(palette: ChartPalette, factor: float) -> ChartPalette:
    """Return a palette for larger text."""
    return palette._replace(factor=factor)
