"""The second place of backups: a stick or another disk, chosen, shown and given up."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from isp_journal.ui.controls.buttons import plain_button
from isp_journal.ui.controls.fields import line_field
from isp_journal.ui.controls.flow import FlowLayout
from isp_journal.ui.controls.labels import label
from isp_journal.ui.panels.fact_fields import Problem

if TYPE_CHECKING:
    from isp_journal.ui.panels.folder_choice import Choose
    from isp_journal.ui.theme import Theme

NAME = "A second place"
WHY = "Each backup goes there too. A stick or another disk keeps the journal when this computer is lost or breaks."
OPEN = "This journal has no passphrase, so whoever finds the stick can read what is on it."
SAME_DISK = "This folder is on the same disk as the journal. A stick or another disk would outlive it."
QUESTION = "Where should each backup be kept as well?"


class SecondPlace(QWidget):
    """Says `chosen` with a folder, or with None when the place is given up; what lies there stays there."""

    chosen = Signal(object)

    def __init__(self, theme: Theme, choose: Callable[[], Choose]) -> None:
        super().__init__()
        self._theme = theme
        self._choose = choose
        self._place: Path | None = None
        self.field = line_field(NAME, "None yet")
        self.field.setReadOnly(True)
        self.hint = label(WHY, "small", "text3", wrap=True)
        self.warning = Problem(theme)
        self.choose = plain_button(theme, "Choose …", "folder-open", small=True)
        self.remove = plain_button(theme, "Use it no longer", small=True)
        self.choose.setAccessibleName("Choose a second place for backups")
        self.remove.setAccessibleName("Use the second place no longer")
        named = label(NAME, "small", "text2")
        named.setBuddy(self.field)
        buttons = QWidget()
        row = FlowLayout(buttons)
        for button in (self.choose, self.remove):
            row.addWidget(button)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        for part in (named, self.field, self.hint, self.warning, buttons):
            self._column.addWidget(part)
        self.choose.clicked.connect(self.ask)
        self.remove.clicked.connect(lambda: self.chosen.emit(None))
        self.set_place("", encrypted=True, same_disk=False)
        self._space()

    def set_place(self, place: str, *, encrypted: bool, same_disk: bool) -> None:
        """Show the place as it is now, and what there is to know about it."""
        self._place = Path(place) if place else None
        self.field.setText(place)
        self.field.setCursorPosition(0)
        self.choose.set_text("Choose another …" if place else "Choose …")
        self.remove.setVisible(bool(place))
        told = [SAME_DISK] if place and same_disk else []
        if place and not encrypted:
            told.append(OPEN)
        words = " ".join(told)
        if words != self.warning.text():
            self.warning.say(words)

    def ask(self) -> None:
        """Ask for a folder."""
        found = self._choose()(self, QUESTION, self._place or Path.home())
        if found is not None:
            self.chosen.emit(found)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self._space()
        super().changeEvent(event)

    def _space(self) -> None:
        self._column.setSpacing(self._theme.px(4))
