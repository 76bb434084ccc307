"""A few exclusive choices side by side, such as Map and Table, or the ways of a contact."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QRadioButton, QSizePolicy, QWidget

from isp_journal.ui.controls.buttons import RELAYOUT, pressed_by_enter
from isp_journal.ui.controls.faces import HIT, SMALL_HEIGHT, SMALL_RADIUS, paint_box
from isp_journal.ui.theme import Theme


class Segmented(QWidget):
    """A few exclusive choices side by side; with `optional`, pressing the chosen one again lets go of it."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, name: str, options: Sequence[tuple[str, str]], *, optional: bool = False) -> None:
        super().__init__()
        self._theme = theme
        self._optional = optional
        self._value = ""
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.segments: dict[str, Segment] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for key, text in options:
            segment = Segment(theme, text)
            segment.clicked.connect(lambda _on=False, key=key: self._pressed(key))
            segment.stepped.connect(lambda by, key=key: self._stepped(key, by))
            self.segments[key] = segment
            row.addWidget(segment)
        self._show()

    def value(self) -> str:
        """Return the key of the chosen one, or nothing."""
        return self._value

    def set_value(self, key: str) -> None:
        """Choose without saying `chosen`; an unknown key chooses none."""
        self._value = key if key in self.segments else ""
        self._show()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        t = self._theme.tokens
        paint_box(painter, segment_body(self._theme, self), t.raised, t.edge, self._theme.px(SMALL_RADIUS))

    def _pressed(self, key: str) -> None:
        self._value = "" if self._optional and key == self._value else key
        self._show()
        self.chosen.emit(self._value)

    def _stepped(self, before: str, by: int) -> None:
        keys = list(self.segments)
        key = keys[(keys.index(before) + by) % len(keys)]
        self.segments[key].setFocus(Qt.FocusReason.TabFocusReason)
        if key != self._value:
            self._pressed(key)

    def _show(self) -> None:
        within = any(segment.hasFocus() for segment in self.segments.values())
        stop = self._value or next(iter(self.segments), "")
        for key, segment in self.segments.items():
            segment.set_on(key == self._value)
            # One stop for Tab, as for radio buttons; the arrows move on from there.
            segment.setFocusPolicy(Qt.FocusPolicy.StrongFocus if key == stop else Qt.FocusPolicy.ClickFocus)
        if within:
            self.segments[stop].setFocus(Qt.FocusReason.OtherFocusReason)


class Segment(QRadioButton):
    """One choice of a `Segmented`."""

    stepped = Signal(int)

    def __init__(self, theme: Theme, text: str) -> None:
        super().__init__(text)
        self._theme = theme
        self.setProperty("ring", True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def set_on(self, on: bool) -> None:
        """Choose this one or let go of it; Qt's exclusive buttons could not all be let go of."""
        self.setAutoExclusive(False)
        self.setChecked(on)
        self.setAutoExclusive(True)
        self.update()

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(self._font())
        height = max(self._theme.px(HIT), metrics.height() + self._theme.px(8))
        return QSize(metrics.horizontalAdvance(self.text()) + 2 * self._theme.px(12), height)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def hitButton(self, pos: object) -> bool:
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}
        if event.key() in steps:
            self.stepped.emit(steps[Qt.Key(event.key())])
        elif not pressed_by_enter(self, event):
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in RELAYOUT:
            self.updateGeometry()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        t = self._theme.tokens
        area = segment_body(self._theme, self)
        first, last = self._ends()
        if self.isChecked() or self.underMouse():
            painter.save()
            # The fill keeps within the frame, whose corners are round at the two ends.
            inner = area.adjusted(1 if first else 0, 1, -1 if last else 0, -1)
            radius = self._theme.px(SMALL_RADIUS) - 1
            painter.setClipRect(inner)
            wide = inner.adjusted(0 if first else -radius * 2, 0, 0 if last else radius * 2, 0)
            paint_box(painter, wide, t.select if self.isChecked() else t.hover, "", radius)
            painter.restore()
        if not last:
            painter.setPen(QPen(QColor(t.line if t.name != "contrast" else t.edge), 1))
            at = area.right() - 0.5
            painter.drawLine(QPointF(at, area.top() + 1), QPointF(at, area.bottom() - 1))
        painter.setFont(self._font())
        painter.setPen(QColor(t.text))
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, self.text())

    def _font(self) -> QFont:
        return self._theme.font("small", QFont.Weight.Medium)

    def _ends(self) -> tuple[bool, bool]:
        parent = self.parentWidget()
        if parent is None:
            return True, True
        return self.x() <= 0, self.geometry().right() >= parent.width() - 1


def segment_body(theme: Theme, widget: QWidget) -> QRectF:
    """Return the painted part of a segment, which is lower than its hit area."""
    height = theme.px(SMALL_HEIGHT)
    return QRectF(0, (widget.height() - height) // 2, widget.width(), height)
