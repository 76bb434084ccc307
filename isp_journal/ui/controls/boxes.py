"""A box to check, painted as the theme wants it."""

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QSizePolicy

from isp_journal.ui.controls.buttons import RELAYOUT, pressed_by_enter
from isp_journal.ui.controls.faces import HIT, paint_box
from isp_journal.ui.icons import draw_icon
from isp_journal.ui.theme import Theme

BOX = 18
GAP = 10


class CheckBox(QCheckBox):
    """A box with words beside it; Space and Enter check it."""

    def __init__(self, theme: Theme, text: str, *, checked: bool = False) -> None:
        super().__init__(text)
        self._theme = theme
        self.setChecked(checked)
        self.setProperty("ring", True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(self._theme.font("body"))
        width = self._theme.px(BOX + GAP) + metrics.horizontalAdvance(self.text()) + 1
        return QSize(width, max(self._theme.px(HIT), metrics.height() + self._theme.px(8)))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not pressed_by_enter(self, event):
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in RELAYOUT:
            self.updateGeometry()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        t = self._theme.tokens
        side = self._theme.px(BOX)
        box = QRectF(0, (self.height() - side) // 2, side, side)
        fill = t.hover if self.underMouse() and self.isEnabled() else t.raised
        paint_box(painter, box, fill, t.edge if self.isEnabled() else t.line, self._theme.px(5))
        if self.isChecked():
            draw_icon(painter, "check", t.ink, box.adjusted(2, 2, -2, -2))
        painter.setFont(self._theme.font("body"))
        painter.setPen(QColor(t.text if self.isEnabled() else t.text3))
        words = QRectF(self.rect()).adjusted(side + self._theme.px(GAP), 0, 0, 0)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, self.text())
