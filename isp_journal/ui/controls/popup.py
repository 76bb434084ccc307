"""A popup inside the window: raised, one border, no shadow; Esc or a click beside it closes it."""

from PySide6.QtCore import QEasingCurve, QEvent, QObject, QPropertyAnimation, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QGraphicsOpacityEffect, QVBoxLayout, QWidget
from shiboken6 import isValid

from isp_journal.ui.theme import Theme


class Popup(QFrame):
    """Put what it shows into `column`, then `open_at` a place of the window."""

    closed = Signal()

    def __init__(self, theme: Theme, window: QWidget, name: str) -> None:
        super().__init__(window)
        self._theme = theme
        self._before: QWidget | None = None
        self.setProperty("popup", True)
        self.setAccessibleName(name)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(1, 1, 1, 1)
        self.column.setSpacing(0)
        self.hide()

    def open_at(self, place: QRect, focus: QWidget) -> None:
        """Appear at a place of the window with the focus on one of its widgets."""
        self.setGeometry(place)
        app = QApplication.instance()
        if self.isHidden() and app is not None:
            self._before = QApplication.focusWidget()
            app.installEventFilter(self)
        self.show()
        self.raise_()
        focus.setFocus(Qt.FocusReason.PopupFocusReason)
        self._fade()

    def leave(self, *, give_back: bool = True) -> None:
        """Disappear, and give the focus back to where it was."""
        if self.isHidden():
            return
        app = QApplication.instance()
        if app is not None:
            app.removeEventFilter(self)
        before, self._before = self._before, None
        self.hide()
        # What had the focus may have gone meanwhile, such as the tile of an attachment that was removed.
        if give_back and before is not None and isValid(before) and before.isVisible():
            before.setFocus(Qt.FocusReason.PopupFocusReason)
        self.closed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(watched, QWidget) or watched.window() is not self.window():
            return False
        inside = watched is self or self.isAncestorOf(watched)
        if event.type() == QEvent.Type.MouseButtonPress and not inside:
            self.leave()
        elif event.type() == QEvent.Type.FocusIn and not inside:
            self._before = None
            self.leave(give_back=False)
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
            return
        super().keyPressEvent(event)

    def _fade(self) -> None:
        lasts = self._theme.fade_ms()
        if not lasts:
            return
        effect = QGraphicsOpacityEffect(self)
        self.setGraphicsEffect(effect)
        fade = QPropertyAnimation(effect, b"opacity", self)
        fade.setDuration(lasts)
        fade.setStartValue(0.0)
        fade.setEndValue(1.0)
        fade.setEasingCurve(QEasingCurve.Type.OutCubic)
        # An effect left in place would paint everything twice.
        fade.finished.connect(effect.deleteLater)
        fade.start(QPropertyAnimation.DeletionPolicy.DeleteWhenStopped)
