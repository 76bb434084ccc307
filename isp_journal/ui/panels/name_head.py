"""The head of a site's or person's page: the name, how many entries there are and the latest, and the way to them."""

from datetime import date

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from isp_journal.ui import dates
from isp_journal.ui.controls.buttons import link_button
from isp_journal.ui.controls.flow import FlowLayout
from isp_journal.ui.controls.labels import label
from isp_journal.ui.models.names import NameRow, entries_in_words
from isp_journal.ui.theme import Theme


class NameHead(QWidget):
    """The name as a title, and below it the entries in words."""

    entries_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.title = label("", "title", wrap=True)
        self.told = label("", "small", "text2")
        self.show_entries = link_button(theme, "Show the entries")
        self.show_entries.clicked.connect(self.entries_wanted)
        line = QWidget()
        self._line = FlowLayout(line)
        self._line.addWidget(self.told)
        self._line.addWidget(self.show_entries)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self.title)
        self._column.addWidget(line)
        self._space()

    def set_row(self, row: NameRow, today: date) -> None:
        """Show a name with what is known of its entries."""
        self.title.setText(row.name)
        latest = f", latest {dates.short(date.fromisoformat(row.latest), today)}" if row.latest else ""
        aside = "In the archive. " if row.archived else ""
        counted = entries_in_words(row.entries)
        self.told.setText(f"{aside}{counted[:1].upper()}{counted[1:]}{latest}")
        self.show_entries.setVisible(row.entries > 0)
        self.show_entries.setAccessibleName(f"Show the entries of {row.name}")

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self._space()
        super().changeEvent(event)

    def _space(self) -> None:
        self._column.setSpacing(self._theme.px(4))
        self._line.setSpacing(self._theme.px(8))
