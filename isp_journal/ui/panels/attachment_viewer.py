"""One attachment over the page: a picture as large as it fits, or what else it is, and what can be done with it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from isp_journal.errors import Refused
from isp_journal.ui import wording
from isp_journal.ui.controls.buttons import Button, icon_button, plain_button
from isp_journal.ui.controls.empty import EmptyState
from isp_journal.ui.controls.flow import FlowLayout
from isp_journal.ui.controls.labels import heavier, label
from isp_journal.ui.controls.popup import Popup
from isp_journal.ui.messages import announce
from isp_journal.ui.opened_files import may_be_opened
from isp_journal.ui.panels.picture_view import PictureView
from isp_journal.ui.thumbnails import is_picture, kind_in_words, pictured

if TYPE_CHECKING:
    from isp_journal.errors import KnownError
    from isp_journal.model import Attachment
    from isp_journal.ui.theme import Theme
    from isp_journal.ui.workers import Workers

MOST = QSize(4096, 4096)
"""How large a picture is read to be looked at closely, in pixels."""

_AROUND = 24
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_PageUp: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_PageDown: 1}
NOT_A_PICTURE = "Pictures are shown here. For this file another program is needed."
NOT_SHOWN = "This file could not be read as a picture. It is kept as it came."
NOT_OPENED = (
    "A file of this kind could be run and not only shown, so no program is asked to open it. A copy of it can be saved."
)


class AttachmentViewer(QObject):
    """Lies over a page and goes with it; Esc closes it, the arrows go on to the entry's other attachments."""

    elsewhere_wanted = Signal(object)
    copy_wanted = Signal(object)
    remove_wanted = Signal(object)
    closed = Signal()

    def __init__(self, theme: Theme, workers: Workers, page: QWidget) -> None:
        super().__init__(page)
        self._theme = theme
        self._workers = workers
        self._page = page
        self._all: tuple[Attachment, ...] = ()
        self._at = 0
        self.popup = Popup(theme, page, "Attachment")
        self.popup.closed.connect(self._closed)
        self._make_parts()
        self._build()
        self._connect()
        page.installEventFilter(self)
        self.popup.installEventFilter(self)
        # Else the arrows would go from button to button.
        for button in self.popup.findChildren(Button):
            button.installEventFilter(self)

    def open(self, attachments: Sequence[Attachment], chosen: Attachment) -> None:
        """Show one of an entry's attachments."""
        self._all = tuple(attachments)
        self.popup.open_at(self._place(), self.close_button)
        self._show(next((at for at, one in enumerate(self._all) if one.id == chosen.id), 0))

    def show_of(self, attachments: Sequence[Attachment]) -> None:
        """Take what the entry has now; where the one that is shown has left, the next one is shown, or none."""
        before = self._all[self._at].id if self._all else ""
        self._all = tuple(attachments)
        at = next((at for at, one in enumerate(self._all) if one.id == before), -1)
        if not self._all:
            self.popup.leave()
        elif at < 0:
            self._show(min(self._at, len(self._all) - 1))
        else:
            self._at = at
            self._say_place()

    @property
    def shown(self) -> Attachment:
        """The attachment that is shown."""
        return self._all[self._at]

    def step(self, by: int) -> None:
        """Go on to the next attachment or the one before."""
        if 0 <= self._at + by < len(self._all):
            self._show(self._at + by)
            announce(self.popup, self.name.text())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the page's size, and hear the keys that the buttons leave."""
        if watched is self._page and event.type() == QEvent.Type.Resize and self.popup.isVisible():
            self.popup.setGeometry(self._place())
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent) or watched is self._page:
            return False
        if event.key() in _STEPS:
            self.step(_STEPS[Qt.Key(event.key())])
            return True
        return watched is self.popup and self._took(event)

    def _took(self, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_Delete:
            self.remove_wanted.emit(self.shown)
        else:
            # What is typed over a page does nothing to the page.
            return event.key() != Qt.Key.Key_Escape
        return True

    def _make_parts(self) -> None:
        theme = self._theme
        self.name = heavier(label("", "body", "text", wrap=True), 600)
        self.facts = label("", "small", "text3")
        self.close_button = icon_button(theme, "x", "Close", key="Esc")
        self.picture = PictureView(theme)
        self.plate = EmptyState(theme)
        self.elsewhere = plain_button(theme, "Open in another program …", "external-link", small=True)
        self.copy = plain_button(theme, "Save a copy …", "download", small=True)
        self.remove = icon_button(theme, "trash-2", "Move to the trash", key="Del")
        self.previous = icon_button(theme, "chevron-left", "Previous attachment")
        self.next = icon_button(theme, "chevron-right", "Next attachment")
        self.place = label("", "small", "text3")
        self.smaller = icon_button(theme, "zoom-out", "Smaller", key="−")
        self.larger = icon_button(theme, "zoom-in", "Larger", key="+")

    def _build(self) -> None:
        px = self._theme.px
        head = QHBoxLayout()
        head.setContentsMargins(px(16), px(8), px(8), px(8))
        head.setSpacing(px(12))
        head.addWidget(self.name, 1)
        head.addWidget(self.facts)
        head.addWidget(self.close_button)
        self._middle = QStackedWidget()
        self._middle.addWidget(self.plate)
        self._middle.addWidget(self.picture)
        foot = FlowLayout(gap=px(8), row_gap=px(4))
        walk = _together((self.previous, self.place, self.next), px(4))
        for part in (self.elsewhere, self.copy, self.remove, walk, _together((self.smaller, self.larger), px(4))):
            foot.addWidget(part)
        # A flow has no margins of its own; the ring around the picture needs some room.
        below, around = QVBoxLayout(), QVBoxLayout()
        below.setContentsMargins(px(16), px(8), px(16), px(8))
        below.addLayout(foot)
        around.setContentsMargins(px(8), 0, px(8), 0)
        around.addWidget(self._middle)
        self.popup.column.addLayout(head)
        self.popup.column.addLayout(around, 1)
        self.popup.column.addLayout(below)

    def _connect(self) -> None:
        self.close_button.clicked.connect(lambda: self.popup.leave())
        self.elsewhere.clicked.connect(lambda: self.elsewhere_wanted.emit(self.shown))
        self.copy.clicked.connect(lambda: self.copy_wanted.emit(self.shown))
        self.remove.clicked.connect(lambda: self.remove_wanted.emit(self.shown))
        self.previous.clicked.connect(lambda: self.step(-1))
        self.next.clicked.connect(lambda: self.step(1))
        self.smaller.clicked.connect(lambda: self.picture.zoom_by(-1))
        self.larger.clicked.connect(lambda: self.picture.zoom_by(1))
        self.picture.turned.connect(self.step)
        self.picture.zoomed.connect(self._say_zoom)

    def _show(self, at: int) -> None:
        self._at = at
        wanted = self.shown
        self.name.setText(wanted.name)
        self.facts.setText(f"{kind_in_words(wanted)}, {wording.bytes_in_words(wanted.size)}")
        self._say_place()
        opened = may_be_opened(wanted.name, wanted.media)
        self.elsewhere.setVisible(opened)
        if not is_picture(wanted):
            self._show_plate(NOT_A_PICTURE if opened else NOT_OPENED)
            return
        self._show_plate("")
        self._workers.read(
            lambda journal: pictured(journal, wanted.id, MOST),
            lambda image: self._take(wanted, image),
            key="attachment-viewer",
            owner=self,
            failed=lambda error: self._not_read(wanted, error),
        )

    def _take(self, wanted: Attachment, image: QImage | None) -> None:
        if not self._all or wanted.id != self.shown.id:
            return
        if image is None:
            self._show_plate(NOT_SHOWN)
            return
        self._middle.setCurrentWidget(self.picture)
        self.picture.show_image(image, f"{wanted.name}, picture")
        if self.close_button.hasFocus():
            self.picture.setFocus(Qt.FocusReason.OtherFocusReason)
        self._say_zoom()

    def _not_read(self, wanted: Attachment, error: KnownError) -> None:
        if not isinstance(error, Refused):
            self._workers.failed.emit(error)
        self._take(wanted, None)

    def _show_plate(self, words: str) -> None:
        if self.picture.hasFocus():
            self.close_button.setFocus(Qt.FocusReason.OtherFocusReason)
        self.plate.set_words(words)
        self._middle.setCurrentWidget(self.plate)
        self._say_zoom()

    def _say_place(self) -> None:
        several = len(self._all) > 1
        self.place.setText(f"{self._at + 1} of {len(self._all)}")
        for part in (self.previous, self.place, self.next):
            part.setVisible(several)
        self._enable(self.previous, self._at > 0)
        self._enable(self.next, self._at + 1 < len(self._all))

    def _say_zoom(self) -> None:
        there = self._middle.currentWidget() is self.picture
        for button, by in ((self.smaller, -1), (self.larger, 1)):
            self._enable(button, there and self.picture.can_zoom(by))
            button.setVisible(there)

    def _enable(self, button: Button, on: bool) -> None:
        # Before the button lets go of the focus, which would go anywhere.
        if not on and button.hasFocus():
            self.close_button.setFocus(Qt.FocusReason.OtherFocusReason)
        button.setEnabled(on)

    def _place(self) -> QRect:
        around = self._theme.px(_AROUND)
        return self._page.rect().adjusted(around, around, -around, -around)

    def _closed(self) -> None:
        self.closed.emit()
        self._page.removeEventFilter(self)
        self.popup.deleteLater()
        self.deleteLater()


def _together(parts: Sequence[QWidget], gap: int) -> QWidget:
    """Return some controls that go into the next row together."""
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(gap)
    for part in parts:
        row.addWidget(part)
    return made
