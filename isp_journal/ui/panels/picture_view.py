"""A picture in the window: as large as it fits, or larger and moved about; never more pixels than were read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from isp_journal.ui.controls.viewport import give_viewport

if TYPE_CHECKING:
    from isp_journal.ui.theme import Theme

STEP = 1.5
LARGEST = 4.0
_SCROLL = 48


class _Canvas(QWidget):
    """The picture itself, painted as large as the widget is."""

    def __init__(self) -> None:
        super().__init__()
        self.image = QImage()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        size = self.image.size().toSizeF().scaled(self.size().toSizeF(), Qt.AspectRatioMode.KeepAspectRatio)
        place = QRectF(0, 0, size.width(), size.height())
        place.moveCenter(QRectF(self.rect()).center())
        painter.drawImage(place, self.image)


class PictureView(QScrollArea):
    """Fits the picture until somebody makes it larger; says `turned` when the arrows ask for another one."""

    turned = Signal(int)
    zoomed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        give_viewport(self)
        self._theme = theme
        self._zoom = 1.0
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("ring", True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._canvas = _Canvas()
        self.setWidget(self._canvas)

    def show_image(self, image: QImage, name: str) -> None:
        """Show another picture, as large as it fits."""
        self._canvas.image = image
        self.setAccessibleName(name)
        self._zoom = 1.0
        self._lay_out()

    @property
    def zoom(self) -> float:
        """How many times as large as it fits the picture is."""
        return self._zoom

    def can_zoom(self, by: int) -> bool:
        """Say whether the picture may be larger (1) or smaller (-1) than it is now."""
        return self._zoom < LARGEST if by > 0 else self._zoom > 1.0

    def zoom_by(self, by: int) -> None:
        """Make the picture a step larger (1) or smaller (-1), around the middle of what is seen."""
        if not self.can_zoom(by):
            return
        bars = (self.horizontalScrollBar(), self.verticalScrollBar())
        middles = [(bar.value() + bar.pageStep() / 2) / max(1, bar.maximum() + bar.pageStep()) for bar in bars]
        self._zoom = min(LARGEST, max(1.0, self._zoom * STEP**by))
        self._lay_out()
        for bar, middle in zip(bars, middles, strict=True):
            bar.setValue(round(middle * (bar.maximum() + bar.pageStep()) - bar.pageStep() / 2))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, px = event.key(), self._theme.px(_SCROLL)
        across, down = self.horizontalScrollBar(), self.verticalScrollBar()
        if key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom_by(1)
        elif key == Qt.Key.Key_Minus:
            self.zoom_by(-1)
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self.turned.emit(1 if key == Qt.Key.Key_PageDown else -1)
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            way = 1 if key == Qt.Key.Key_Right else -1
            across.setValue(across.value() + way * px) if across.maximum() else self.turned.emit(way)
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            down.setValue(down.value() + (px if key == Qt.Key.Key_Down else -px))
        else:
            event.ignore()

    def _lay_out(self) -> None:
        room, image = self.maximumViewportSize(), self._canvas.image
        if image.isNull():
            return
        ratio = self.devicePixelRatioF()
        own = QSize(max(1, round(image.width() / ratio)), max(1, round(image.height() / ratio)))
        fitting = own if own.boundedTo(room) == own else own.scaled(room, Qt.AspectRatioMode.KeepAspectRatio)
        self._canvas.resize((fitting * self._zoom).expandedTo(QSize(1, 1)))
        self.zoomed.emit()
