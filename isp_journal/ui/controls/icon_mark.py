"""An icon that stands beside words."""

from PySide6.QtCore import QEvent, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from isp_journal.ui.icons import SIZE, draw_icon
from isp_journal.ui.theme import Theme


class IconMark(QWidget):
    """An icon beside words that say the same, so it has no name of its own."""

    def __init__(self, theme: Theme, icon: str, tone: str = "text2") -> None:
        super().__init__()
        self._theme = theme
        self._tone = tone
        self.icon = icon
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_icon(self, icon: str) -> None:
        """Show another icon."""
        self.icon = icon
        self.update()

    def sizeHint(self) -> QSize:
        side = self._theme.px(SIZE)
        return QSize(side, side)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.icon:
            draw_icon(QPainter(self), self.icon, self._theme.colour(self._tone), QRectF(self.rect()))
