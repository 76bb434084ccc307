"""Settings: the look, the journal, labels, the framework, and what this app is; each change holds at once."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from isp_journal.ui.controls.labels import divider, label
from isp_journal.ui.panels.scroll_column import ScrollColumn
from isp_journal.ui.panels.settings_about import AboutSettings
from isp_journal.ui.panels.settings_framework import FrameworkSettings
from isp_journal.ui.panels.settings_journal import JournalSettings
from isp_journal.ui.panels.settings_labels import LabelSettings
from isp_journal.ui.panels.settings_look import LookSettings
from isp_journal.ui.panels.settings_part import SettingsPart

if TYPE_CHECKING:
    from isp_journal.framework import Framework
    from isp_journal.journal.journal import Journal
    from isp_journal.model import JournalFacts, Label
    from isp_journal.ui.settings_store import SettingsStore
    from isp_journal.ui.theme import Theme
    from isp_journal.ui.widths import Widths
    from isp_journal.ui.workers import Workers

COLUMN = 792


class SettingsPage(QWidget):
    """One page with five parts below each other."""

    open_wanted = Signal()
    single_keys_changed = Signal(bool)

    def __init__(self, theme: Theme, workers: Workers, store: SettingsStore) -> None:
        super().__init__()
        self._theme = theme
        self._workers = workers
        self._stale = True
        self.look = LookSettings(theme, store)
        self.journal = JournalSettings(theme)
        self.labels = LabelSettings(theme, workers)
        self.framework = FrameworkSettings(theme)
        self.about = AboutSettings(theme)
        parts = {
            "Look": self.look,
            "Journal": self.journal,
            "Labels": self.labels,
            "Framework": self.framework,
            "About": self.about,
        }
        self.parts = {name: SettingsPart(theme, name) for name in parts}
        for name, content in parts.items():
            self.parts[name].column.addWidget(content)
        self.scroller = ScrollColumn(theme, "Settings", COLUMN)
        self._build()
        self._connect()
        self._space()

    def shown(self) -> None:
        """Read again what may have changed."""
        self.look.show_settings()
        if self._stale:
            self.read()

    def focus_first(self) -> None:
        """Put the focus on the first setting."""
        chosen = self.look.themes.segments.get(self.look.themes.value())
        if chosen is not None:
            chosen.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_widths(self, widths: Widths) -> None:
        """Take what fits into the window now."""
        self.scroller.set_margin(widths.margin)
        for part in self.parts.values():
            part.set_stacked(widths.turns)

    def leaving(self) -> None:
        """Keep what stands in a field before the window closes."""
        self.labels.commit()

    def read(self) -> None:
        """Read the journal's facts, its labels and the framework."""
        self._stale = False
        self._workers.read(_facts, self._take, key="settings", owner=self)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.scroller)
        inside = self.scroller.column
        inside.addWidget(label("Settings", "title"))
        for at, part in enumerate(self.parts.values()):
            if at:
                inside.addWidget(divider())
            inside.addWidget(part)
        inside.addStretch(1)

    def _connect(self) -> None:
        self._workers.changed.connect(self._changed)
        self.look.single_keys_changed.connect(self.single_keys_changed)
        self.journal.open_wanted.connect(self.open_wanted)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self._space()
        super().changeEvent(event)

    def _space(self) -> None:
        self.scroller.column.setSpacing(self._theme.px(32))

    def _changed(self) -> None:
        self._stale = True
        if self.isVisible():
            self.read()

    def _take(self, found: tuple[JournalFacts, list[Label], Framework]) -> None:
        facts, labels, framework = found
        self.journal.show_facts(facts, date.today())
        self.labels.show_labels(labels)
        self.framework.show_framework(framework)


def _facts(journal: Journal) -> tuple[JournalFacts, list[Label], Framework]:
    return journal.facts(), journal.labels.all(), journal.framework.default
