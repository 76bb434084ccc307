"""Another name for an attachment: a field over the page, with the part before the ending chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRect, Signal
from PySide6.QtWidgets import QWidget

from isp_journal.ui.controls.buttons import plain_button, primary_button
from isp_journal.ui.controls.fields import line_field
from isp_journal.ui.controls.flow import FlowLayout
from isp_journal.ui.controls.labels import label
from isp_journal.ui.controls.popup import Popup

if TYPE_CHECKING:
    from isp_journal.model import Attachment
    from isp_journal.ui.theme import Theme

WIDTH = 420
_AROUND = 16


class AttachmentName(QObject):
    """Lies over a page and goes with it; Enter says `chosen`, Esc leaves the name as it is."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, page: QWidget, attachment: Attachment) -> None:
        super().__init__(page)
        self._theme = theme
        self._page = page
        self._name = attachment.name
        self.popup = Popup(theme, page, "Name of this attachment")
        self.field = line_field("Name of this attachment")
        self.rename = primary_button(theme, "Rename")
        self.cancel = plain_button(theme, "Cancel")
        self._build()
        self.field.returnPressed.connect(self._take)
        self.rename.clicked.connect(self._take)
        self.cancel.clicked.connect(lambda: self.popup.leave())
        self.popup.closed.connect(self._closed)

    def open(self) -> None:
        """Show the name with its part before the ending chosen."""
        self.field.setText(self._name)
        px = self._theme.px
        room = self._page.rect()
        width = min(px(WIDTH), room.width() - 2 * px(_AROUND))
        height = self.popup.sizeHint().height()
        place = QRect((room.width() - width) // 2, min(round(room.height() * 0.15), room.height() - height), 0, 0)
        place.setSize(self.popup.sizeHint())
        place.setWidth(width)
        self.popup.open_at(place, self.field)
        stem = self._name.rpartition(".")[0] or self._name
        self.field.setSelection(0, len(stem))

    def _build(self) -> None:
        px = self._theme.px
        inside, buttons = self.popup.column, QWidget()
        inside.setContentsMargins(px(_AROUND), px(_AROUND), px(_AROUND), px(_AROUND))
        inside.setSpacing(px(8))
        named = label("Name of this attachment", "small", "text2")
        named.setBuddy(self.field)
        row = FlowLayout(buttons)
        row.addWidget(self.rename)
        row.addWidget(self.cancel)
        for part in (named, self.field, buttons):
            inside.addWidget(part)

    def _take(self) -> None:
        name = self.field.text().strip()
        if name and name != self._name:
            self.chosen.emit(name)
        self.popup.leave()

    def _closed(self) -> None:
        self.popup.deleteLater()
        self.deleteLater()
