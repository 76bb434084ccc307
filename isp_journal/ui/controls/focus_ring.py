"""The focus ring of a window: 2 px, with a gap of 2 px around whatever control has the focus."""

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QWidget
from shiboken6 import isValid

from isp_journal.ui.theme import Theme

GAP = 2
WIDTH = 2
AROUND = GAP + WIDTH
MOVES = (
    QEvent.Type.Move,
    QEvent.Type.Resize,
    QEvent.Type.Show,
    QEvent.Type.Hide,
    QEvent.Type.ParentChange,
    QEvent.Type.ZOrderChange,
)


class FocusRing(QWidget):
    """Follows the focus through the controls of one window that have the property `ring`."""

    def __init__(self, theme: Theme, window: QWidget) -> None:
        super().__init__(window)
        self._theme = theme
        self._around: QWidget | None = None
        self._watched: list[QWidget] = []
        self._clip = QRect()
        self.setObjectName("focusRing")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self.follow)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in MOVES:
            self._place()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipRect(self._clip)
        painter.setPen(QPen(self._theme.colour("focus"), WIDTH))
        half = WIDTH / 2
        radius = self._theme.px(8) + GAP
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(half, half, -half, -half), radius, radius)

    def follow(self, _before: QWidget | None, now: QWidget | None) -> None:
        """Stand around what has the focus now, if it wants a ring."""
        for widget in self._watched:
            if isValid(widget):  # a page that is let go of while it has the focus is gone before its focus is
                widget.removeEventFilter(self)
        self._watched = []
        ringed = now is not None and now.window() is self.window() and bool(now.property("ring"))
        self._around = now if ringed else None
        part = self._around
        while part is not None and part is not self.window():
            part.installEventFilter(self)
            self._watched.append(part)
            part = part.parentWidget()
        self._place()

    def _place(self) -> None:
        widget = self._around
        if widget is None or not widget.isVisible():
            self.hide()
            return
        window = self.window()
        top_left = widget.mapTo(window, QPoint(0, 0))
        area = QRect(top_left, widget.size()).adjusted(-AROUND, -AROUND, AROUND, AROUND)
        self.setGeometry(area)
        self._clip = self._visible_part(area).translated(-area.topLeft())
        self.raise_()
        self.show()
        self.update()

    def _visible_part(self, area: QRect) -> QRect:
        part = self._around
        window = self.window()
        shown = area
        while part is not None and part is not window:
            parent = part.parentWidget()
            scroller = parent.parentWidget() if parent is not None else None
            if parent is not None and isinstance(scroller, QAbstractScrollArea) and scroller.viewport() is parent:
                shown = shown.intersected(QRect(parent.mapTo(window, QPoint(0, 0)), parent.size()))
            part = parent
        return shown
