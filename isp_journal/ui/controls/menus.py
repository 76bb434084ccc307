"""Menus in the theme's shape: raised, one border, round corners, keys beside the words."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, QPropertyAnimation, QRectF, Qt
from PySide6.QtGui import QAction, QGuiApplication, QPainterPath, QRegion
from PySide6.QtWidgets import QMenu, QWidget

from isp_journal.ui.icons import SIZE, icon
from isp_journal.ui.theme import Theme

RADIUS = 10


def make_menu(theme: Theme, parent: QWidget, name: str) -> QMenu:
    """Return an empty menu; add to it by `add_choice`, open it by `open_below`."""
    menu = QMenu(parent)
    menu.setAccessibleName(name)
    menu.setWindowFlags(menu.windowFlags() | Qt.WindowType.FramelessWindowHint | Qt.WindowType.NoDropShadowWindowHint)
    menu.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
    menu.setToolTipsVisible(True)
    if QGuiApplication.platformName() == "xcb":
        menu.installEventFilter(RoundShape(theme, menu))
    menu.aboutToShow.connect(lambda: fade_in(theme, menu))
    return menu


class RoundShape(QObject):
    """Cuts a popup's corners off where no compositor makes them transparent, as on a plain X server."""

    def __init__(self, theme: Theme, window: QWidget) -> None:
        super().__init__(window)
        self._theme = theme

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and isinstance(watched, QWidget):
            shape = QPainterPath()
            radius = self._theme.px(RADIUS)
            shape.addRoundedRect(QRectF(watched.rect()), radius, radius)
            watched.setMask(QRegion(shape.toFillPolygon().toPolygon()))
        return False


def add_choice(
    theme: Theme, menu: QMenu, text: str, then: Callable[[], object], *, icon_name: str = "", chosen: bool | None = None
) -> QAction:
    """Add one choice; `chosen` True or False puts a check mark or the room for one before it."""
    action = menu.addAction(text.replace("&", "&&"))
    if icon_name:
        action.setIcon(icon(icon_name, theme.tokens.text2, theme.px(SIZE)))
    if chosen is not None:
        action.setCheckable(True)
        action.setChecked(chosen)
    action.triggered.connect(lambda _on=False: then())
    return action


def open_below(menu: QMenu, widget: QWidget) -> None:
    """Open a menu under the button that it belongs to."""
    menu.popup(widget.mapToGlobal(QPoint(0, widget.height() + 4)))


def fade_in(theme: Theme, window: QWidget) -> None:
    """Let a popup of its own window appear in 120 ms, or at once where nothing should move."""
    lasts = theme.fade_ms()
    if not lasts:
        return
    fade = QPropertyAnimation(window, b"windowOpacity", window)
    fade.setDuration(lasts)
    fade.setStartValue(0.0)
    fade.setEndValue(1.0)
    fade.start(QPropertyAnimation.DeletionPolicy.DeleteWhenStopped)
