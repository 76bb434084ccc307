"""Icons from `resources/icons`, drawn in the colour and size that are asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QPainter, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer

from isp_journal.paths import resources

if TYPE_CHECKING:
    from PySide6.QtGui import QIcon

SIZE = 18
SMALL = 16


def icon(name: str, colour: str, size: int = SIZE) -> QIcon:
    """Return an icon for a widget of Qt's own; `size` is in logical pixels, and each screen gets its sharp pixels."""
    from PySide6.QtGui import QIcon  # at first use: its enumerations cost 2 ms at the start

    made = QIcon()
    ratios = {1.0} | {screen.devicePixelRatio() for screen in QGuiApplication.screens()}
    for ratio in sorted(ratios):
        made.addPixmap(pixmap(name, colour, size, ratio))
    return made


def draw_icon(painter: QPainter, name: str, colour: str | QColor, rect: QRectF) -> None:
    """Paint an icon into a square of a widget, sharp at the scale of the screen that it is on."""
    ratio = painter.device().devicePixelRatio()
    size = round(rect.width())
    painter.drawPixmap(rect.topLeft(), pixmap(name, QColor(colour).name(), size, ratio))


def pixmap(name: str, colour: str, size: int, ratio: float = 1.0) -> QPixmap:
    """Return an icon's pixels; Qt keeps those drawn lately, and a new theme asks by other colours."""
    key = f"isp-journal/{name}/{colour}/{size}/{ratio}"
    kept = QPixmap()
    if QPixmapCache.find(key, kept):
        return kept
    drawn = QPixmap(round(size * ratio), round(size * ratio))
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    QSvgRenderer(QByteArray(svg(name, colour))).render(painter)
    painter.end()
    drawn.setDevicePixelRatio(ratio)
    QPixmapCache.insert(key, drawn)
    return drawn


def svg(name: str, colour: str) -> bytes:
    """Return the drawing of an icon with its lines in a colour."""
    drawing = (resources() / "icons" / f"{name}.svg").read_bytes()
    return drawing.replace(b"currentColor", colour.encode("ascii"))
