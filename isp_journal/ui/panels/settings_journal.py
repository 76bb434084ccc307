"""The journal that is open: where it lies, what is in it, and the way to another one."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QLocale, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from isp_journal.synced_folders import mounts_here, warning
from isp_journal.ui import dates
from isp_journal.ui.controls.buttons import plain_button
from isp_journal.ui.controls.fields import line_field
from isp_journal.ui.controls.flow import FlowLayout
from isp_journal.ui.controls.labels import label
from isp_journal.ui.panels.fact_fields import Problem
from isp_journal.ui.panels.folder_choice import show_in_file_manager
from isp_journal.ui.wording import counted

if TYPE_CHECKING:
    from isp_journal.model import JournalFacts
    from isp_journal.ui.theme import Theme

MEGABYTE = 1_048_576
NO_MANAGER = "No file manager answered. The path above can be copied."


class JournalSettings(QWidget):
    """Facts in words; nothing here changes the journal."""

    open_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._folder = Path()
        self.place = line_field("Where the journal lies")
        self.place.setReadOnly(True)
        self.facts = label("", "body", "text2", wrap=True)
        self.warning = Problem(theme)
        self.problem = Problem(theme)
        self.show_folder = plain_button(theme, "Show in file manager", "folder-open")
        self.another = plain_button(theme, "Open another journal …", "book-open")
        buttons = QWidget()
        row = FlowLayout(buttons)
        row.addWidget(self.show_folder)
        row.addWidget(self.another)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._place = QVBoxLayout()
        name = label("Where it lies", "small", "text2")
        name.setBuddy(self.place)
        self._place.addWidget(name)
        self._place.addWidget(self.place)
        self._place.addWidget(self.warning)
        self._column.addLayout(self._place)
        for part in (self.facts, buttons, self.problem):
            self._column.addWidget(part)
        self.show_folder.clicked.connect(self._show_folder)
        self.another.clicked.connect(lambda: self.open_wanted.emit())
        self._space()

    def show_facts(self, facts: JournalFacts, today: date) -> None:
        """Show the journal that is open."""
        self._folder = Path(facts.folder)
        self.place.setText(facts.folder)
        self.place.setCursorPosition(0)
        self.facts.setText(in_words(facts, today))
        self.warning.say(warning(self._folder, mounts_here()))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self._space()
        super().changeEvent(event)

    def _space(self) -> None:
        self._place.setSpacing(self._theme.px(4))
        self._column.setSpacing(self._theme.px(16))

    def _show_folder(self) -> None:
        self.problem.say("" if show_in_file_manager(self._folder) else NO_MANAGER)


def in_words(facts: JournalFacts, today: date) -> str:
    """Return what there is to tell of a journal in one or two sentences."""
    digits = 1 if facts.size >= MEGABYTE else 0
    size = QLocale().formattedDataSize(facts.size, digits, QLocale.DataSizeFormat.DataSizeTraditionalFormat)
    if not facts.entries:
        return f"No entries yet. {size} on disk."
    since = dates.short(date.fromisoformat(facts.oldest), today)
    parts = (
        (facts.tags, "tag", "tags"),
        (facts.sites, "site", "sites"),
        (facts.people, "person", "people"),
        (facts.notes, "note", "notes"),
    )
    others = ", ".join(counted(number, one, many) for number, one, many in parts if number)
    entries = counted(facts.entries, "entry", "entries")
    writer = f" by {facts.author}" if facts.author else ""
    return f"{entries}{writer} since {since}{f'; {others}' if others else ''}. {size} on disk."
