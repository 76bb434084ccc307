"""The areas of the window that F6 walks through: navigation, messages, list, page, side panel."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget


def next_area(areas: Sequence[QWidget], step: int) -> None:
    """Move the focus from the area that has it to the next one, or the one before, that can take it."""
    now = QApplication.focusWidget()
    here = next((at for at, area in enumerate(areas) if now and (area is now or area.isAncestorOf(now))), -1)
    if here < 0 and step < 0:
        here = 0
    for away in range(1, len(areas) + 1):
        area = areas[(here + step * away) % len(areas)]
        target = focus_target(area)
        if target is not None and target is not now:
            target.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return


def focus_target(area: QWidget) -> QWidget | None:
    """Return what had the focus last in an area, or the first there that can take it."""
    last = area.focusWidget()
    if last is not None and _takes_focus(last):
        return last
    if _takes_focus(area):
        return area
    part = area.nextInFocusChain()
    while part is not None and part is not area:
        if area.isAncestorOf(part) and _takes_focus(part):
            return part
        part = part.nextInFocusChain()
    return None


def _takes_focus(widget: QWidget) -> bool:
    by_key = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    return by_key and widget.isEnabled() and widget.isVisible() and widget.focusProxy() is None
