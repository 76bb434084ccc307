"""A period in small bars without numbers, for one row of a table; an empty month is a thin line."""

from typing import NamedTuple

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from isp_journal.ui.charts.palette import ChartPalette

BAR = 5.0
GAP = 2.0
LEAST = 3.0


class Spark(NamedTuple):
    """How many passages each step has; `most` is the highest bar of all rows, so that rows can be compared."""

    counts: tuple[int, ...]
    most: int


def draw(painter: QPainter, rect: QRectF, data: Spark, palette: ChartPalette) -> None:
    """Paint the bars from the left, standing on the lower edge."""
    if not data.counts:
        return
    painter.save()
    ground = round(rect.bottom())
    slot = min(palette.px(BAR + GAP), rect.width() / len(data.counts))
    gap = min(palette.px(GAP), slot * 0.3)
    for at, count in enumerate(data.counts):
        left = rect.left() + at * slot
        if count:
            least = palette.px(LEAST)
            height = least + (rect.height() - least) * count / max(1, data.most)
            painter.fillRect(QRectF(left, ground - height, slot - gap, height), palette.hue)
        else:
            painter.fillRect(QRectF(left, ground - 1, slot - gap, 1), palette.edge)
    painter.restore()
