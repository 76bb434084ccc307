"""Settings: the look, the journal, labels, the framework, and what this app is; each change holds at once."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget

from isp_journal.ui.controls.labels import divider, label
from isp_journal.ui.panels.scroll_column import ScrollColumn
from isp_journal.ui.panels.settings_about import AboutSettings
from isp_journal.ui.panels.settings_backups import BackupSettings
from isp_journal.ui.panels.settings_check import CheckSettings
from isp_journal.ui.panels.settings_framework import FrameworkSettings
from isp_journal.ui.panels.settings_journal import JournalSettings
from isp_journal.ui.panels.settings_labels import LabelSettings
from isp_journal.ui.panels.settings_look import LookSettings
from isp_journal.ui.panels.settings_part import SettingsPart
from isp_journal.ui.panels.settings_privacy import PrivacySettings
from isp_journal.ui.panels.settings_trash import TrashSettings
from isp_journal.ui.places import Spot

if TYPE_CHECKING:
    from isp_journal.framework import Framework
    from isp_journal.journal.journal import Journal
    from isp_journal.model import JournalFacts, Label
    from isp_journal.ui.settings_store import SettingsStore
    from isp_journal.ui.theme import Theme
    from isp_journal.ui.widths import Widths
    from isp_journal.ui.workers import Workers

COLUMN = 792
HELD_MS = 1_000
OF_THE_JOURNAL = ("Privacy", "Journal", "Backups", "Labels", "Trash")


class SettingsPage(QWidget):
    """One page with its parts below each other."""

    open_wanted = Signal()
    single_keys_changed = Signal(bool)
    rekeying_wanted = Signal(object, object)

    def __init__(self, theme: Theme, workers: Workers, store: SettingsStore) -> None:
        super().__init__()
        self._theme = theme
        self._workers = workers
        self._stale = True
        self._wanted = self._opened = ""
        self._held: SettingsPart | None = None
        self._reading = False
        self._lines: dict[str, QWidget] = {}
        self.look = LookSettings(theme, store)
        self.privacy = PrivacySettings(theme, workers, store)
        self.journal = JournalSettings(theme)
        self.backups = BackupSettings(theme, workers)
        self.check = CheckSettings(theme, workers)
        self.labels = LabelSettings(theme, workers)
        self.trash = TrashSettings(theme, workers)
        self.framework = FrameworkSettings(theme)
        self.about = AboutSettings(theme)
        parts = {
            "Look": self.look,
            "Privacy": self.privacy,
            "Journal": self.journal,
            "Backups": self.backups,
            "Check": self.check,
            "Labels": self.labels,
            "Trash": self.trash,
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
        elif not self._reading:
            # Those that are made by themselves change nothing else here.
            self.backups.read()

    def focus_first(self) -> None:
        """Put the focus on the first setting, or into the part that was asked for."""
        self._opened, self._wanted = self._wanted, ""
        if self._opened:
            self._show_part(self.parts[self._opened])
            return
        chosen = self.look.themes.segments.get(self.look.themes.value())
        if chosen is not None:
            chosen.setFocus(Qt.FocusReason.OtherFocusReason)

    def open_part(self, name: str) -> None:
        """Show one part first, such as Backups to somebody who was told of trouble with them."""
        self._wanted = name if name in self.parts and not self.parts[name].isHidden() else ""

    def back_up(self) -> None:
        """Make a backup now, and show how it goes."""
        self.backups.copy_now()

    def check_now(self) -> None:
        """Check the journal now, and show how it goes."""
        self.check.run()

    def where(self) -> Spot:
        """Return the part in which the person was last, to come back to it."""
        focus = self.focusWidget()
        inside = (name for name, part in self.parts.items() if focus is not None and part.isAncestorOf(focus))
        return Spot(part=next(inside, ""))

    def go_back_to(self, spot: Spot) -> None:
        """Show the part again in which the person was."""
        self.open_part(spot.part)
        self.focus_first()

    def title_here(self) -> str:
        """Return how this place is listed, with the part that was asked for."""
        return f"Settings: {self._opened}" if self._opened else ""

    def show_backups(self) -> None:
        """Show the backups first, to somebody who was told of trouble with them."""
        self.open_part("Backups")

    def set_widths(self, widths: Widths) -> None:
        """Take what fits into the window now."""
        self.scroller.set_margin(widths.margin)
        for part in self.parts.values():
            part.set_stacked(widths.turns)

    def set_reading(self, reading: bool) -> None:
        """Leave out what changes the journal, or belongs to its folder, where a copy is open for reading alone."""
        self._reading = reading
        self.check.set_reading(reading)
        for name in OF_THE_JOURNAL:
            self.parts[name].setVisible(not reading)
            self._lines[name].setVisible(not reading)

    def leaving(self) -> None:
        """Keep what stands in a field before the window closes, and let go of any passphrase."""
        self.labels.commit()
        self.privacy.leave()
        self.backups.leaving()

    def read(self) -> None:
        """Read the journal's facts, its labels and the framework."""
        self._stale = False
        self._workers.read(_facts, self._take, key="settings", owner=self)
        if self._reading:
            return
        self.privacy.read()
        self.backups.read()
        self.trash.read()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.scroller)
        inside = self.scroller.column
        inside.addWidget(label("Settings", "title"))
        for name, part in self.parts.items():
            self._lines[name] = divider()
            inside.addWidget(self._lines[name])
            inside.addWidget(part)
        self._lines["Look"].hide()
        inside.addStretch(1)

    def _connect(self) -> None:
        self._workers.changed.connect(self._changed)
        self.look.single_keys_changed.connect(self.single_keys_changed)
        self.journal.open_wanted.connect(self.open_wanted)
        self.privacy.rekeying_wanted.connect(self.rekeying_wanted)
        self.backups.restore_wanted.connect(self.rekeying_wanted)
        self.check.backups_wanted.connect(self.backups.focus_list)
        self.scroller.verticalScrollBar().rangeChanged.connect(self._hold)

    def hideEvent(self, event: QHideEvent) -> None:
        if not event.spontaneous():
            self.privacy.leave()
            self.backups.restoring.leave()
        super().hideEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self._space()
        super().changeEvent(event)

    def _space(self) -> None:
        self.scroller.column.setSpacing(self._theme.px(32))

    def _show_part(self, part: SettingsPart) -> None:
        # What is read for the parts above makes them taller in a moment; this one stays where it is looked at.
        self._held = part
        self._hold()
        QTimer.singleShot(HELD_MS, self, self._let_go)

    def _hold(self) -> None:
        part = self._held
        if part is None:
            return
        if not _focus_in(part):
            first = next((one for one in part.findChildren(QPushButton) if _can_be_pressed(one, part)), None)
            if first is not None:
                first.setFocus(Qt.FocusReason.OtherFocusReason)
        QTimer.singleShot(0, part, lambda: self.scroller.show_top(part))

    def _let_go(self) -> None:
        self._held = None

    def _changed(self) -> None:
        self._stale = True
        if self.isVisible():
            self.read()

    def _take(self, found: tuple[JournalFacts, list[Label], Framework]) -> None:
        facts, labels, framework = found
        self.journal.show_facts(facts, date.today())
        self.labels.show_labels(labels)
        self.framework.show_framework(framework)


def _focus_in(part: QWidget) -> bool:
    focus = QApplication.focusWidget()
    return focus is not None and part.isAncestorOf(focus)


def _can_be_pressed(button: QPushButton, part: QWidget) -> bool:
    # Some are shown only when it is known how the journal is kept.
    return button.isVisibleTo(part) and button.isEnabled()


def _facts(journal: Journal) -> tuple[JournalFacts, list[Label], Framework]:
    return journal.facts(), journal.labels.all(), journal.framework.default
