"""A way to go on from a page that asks 'what now': an icon, what it is, what it brings, and a chevron."""

from typing import NamedTuple

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout

from isp_journal.ui.controls.buttons import pressed_by_enter
from isp_journal.ui.controls.faces import RADIUS, paint_box
from isp_journal.ui.controls.icon_mark import IconMark
from isp_journal.ui.controls.labels import heavier, label
from isp_journal.ui.theme import Theme

ROW = 78


class Way(NamedTuple):
    """What a way is called, what it brings, and its icon."""

    title: str
    detail: str
    icon: str


class WayButton(QPushButton):
    """A wide button of two lines; Enter, Space or a click takes the way."""

    def __init__(self, theme: Theme, way: Way) -> None:
        super().__init__()
        self._theme = theme
        self.setProperty("ring", True)
        self.setAutoDefault(False)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self._title = heavier(label("", "body", wrap=True), 600)
        self._detail = label("", "body", "text2", wrap=True)
        self._icon = IconMark(theme, way.icon, "ink")
        self._words = QVBoxLayout()
        self._words.addWidget(self._title)
        self._words.addWidget(self._detail)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self._icon)
        self._row.addLayout(self._words, 1)
        self._row.addWidget(IconMark(theme, "chevron-right", "text2"))
        for part in (self._title, self._detail):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.set_way(way)
        self._space()

    def set_way(self, way: Way) -> None:
        """Show another way."""
        self._title.setText(way.title)
        self._detail.setText(way.detail)
        self._detail.setVisible(bool(way.detail))
        self._icon.set_icon(way.icon)
        self.setAccessibleName(way.title)
        self.setAccessibleDescription(way.detail)

    def sizeHint(self) -> QSize:
        return self._row.sizeHint()

    def minimumSizeHint(self) -> QSize:
        return self._row.minimumSize()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        t = self._theme.tokens
        hot = self.isEnabled() and (self.underMouse() or self.isDown())
        border = t.edge if t.name == "contrast" else t.line
        paint_box(painter, QRectF(self.rect()), t.hover if hot else t.raised, border, self._theme.px(RADIUS))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Down: True, Qt.Key.Key_Up: False}
        if event.key() in steps:
            self.focusNextPrevChild(steps[Qt.Key(event.key())])
        elif not pressed_by_enter(self, event):
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self._space()
        super().changeEvent(event)

    def _space(self) -> None:
        px = self._theme.px
        self._row.setContentsMargins(px(20), px(16), px(16), px(16))
        self._row.setSpacing(px(16))
        self._words.setSpacing(px(4))
        self.setMinimumHeight(px(ROW))
