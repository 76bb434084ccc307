"""Backups: how safe the journal is, where its copies lie, and the ways back to one of them or to one entry of it."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from isp_journal.errors import Cancelled
from isp_journal.ui import backup_words
from isp_journal.ui.controls.buttons import plain_button
from isp_journal.ui.controls.fields import line_field
from isp_journal.ui.controls.flow import FlowLayout
from isp_journal.ui.controls.labels import heavier, label
from isp_journal.ui.messages import announce
from isp_journal.ui.panels.backup_look import LookPanel
from isp_journal.ui.panels.fact_fields import Problem
from isp_journal.ui.panels.folder_choice import Choose, choose_folder, show_in_file_manager
from isp_journal.ui.panels.old_backups import OldBackups
from isp_journal.ui.panels.plain_list import PlainList
from isp_journal.ui.panels.progress_line import ProgressLine
from isp_journal.ui.panels.restore_card import RestoreCard
from isp_journal.ui.panels.second_place import SecondPlace
from isp_journal.ui.panels.settings_journal import NO_MANAGER
from isp_journal.ui.wording import counted

if TYPE_CHECKING:
    from isp_journal.credentials import Secret
    from isp_journal.errors import KnownError
    from isp_journal.journal.journal import Journal
    from isp_journal.model import Backup, BackupHealth, DrillReport
    from isp_journal.ui.beside import Steady
    from isp_journal.ui.theme import Theme
    from isp_journal.ui.workers import Workers

ROWS_SHOWN = 6
READING = "Looking at the backups …"
COPIED = "Copied, opened again and compared: all of it is there."
STOPPED = "Stopped. Nothing was changed."
FOLDER = "backups"


class Shelf(NamedTuple):
    """What is known of the backups: how safe the journal is, all of them, where they lie; and if it is the sample.

    `others` are those that open without today's key.
    """

    health: BackupHealth
    backups: list[Backup]
    others: list[Backup]
    folder: Path
    same_disk: bool
    sample: bool


class BackupSettings(QWidget):
    """What is read and done here goes on beside the journal; `restore_wanted` carries work for while it is closed."""

    restore_wanted = Signal(object, object)

    def __init__(self, theme: Theme, workers: Workers) -> None:
        super().__init__()
        self._theme = theme
        self._workers = workers
        self._backups: dict[str, Backup] = {}
        self._folder = Path()
        self._reading = False
        self._again = False
        self.choose: Choose = choose_folder
        self.health = heavier(label(READING, "body", wrap=True), 600)
        self.tried = label("", "body", "text2", wrap=True)
        self.trouble = Problem(theme)
        self.copy = plain_button(theme, "Copy now", "hard-drive")
        self.drill = plain_button(theme, "Try a restore", "circle-check")
        self.progress = ProgressLine(theme, "Backups")
        self.result = label("", "body", wrap=True)
        self.problem = Problem(theme)
        self.place = line_field("Where backups lie")
        self.show_folder = plain_button(theme, "Show in file manager", "folder-open", small=True)
        self.second = SecondPlace(theme, lambda: self.choose)
        self.old = OldBackups(theme)
        self.count = label("", "small", "text2", wrap=True)
        self.list = PlainList(theme, "Backups", ROWS_SHOWN)
        self.look = plain_button(theme, "Look into it …", "search")
        self.restore = plain_button(theme, "Go back to it …", "history")
        self.looking = LookPanel(theme, workers)
        self.restoring = RestoreCard(theme)
        self._column = QVBoxLayout(self)
        self._groups: list[QVBoxLayout] = []
        self._build()
        self._connect()
        self._space()

    def read(self) -> None:
        """Read how safe the journal is, beside everything else: a second place may be slow to answer."""
        if self._reading:
            self._again = True
            return
        self._reading = True
        self._workers.beside(_shelf, self.show_shelf, failed=self._not_read, owner=self)

    def show_shelf(self, shelf: Shelf) -> None:
        """Show the backups as they are now."""
        self._read_done()
        today = date.today()
        health = shelf.health
        self._folder = shelf.folder
        self.health.setText(backup_words.last_good(health, today, sample=shelf.sample))
        self.tried.setText(backup_words.tried(health, today))
        self.tried.setVisible(bool(self.tried.text()))
        trouble = str(health.problem) if health.problem is not None else ""
        if trouble != self.trouble.text():
            self.trouble.say(trouble)
        if self.place.text() != str(shelf.folder):
            self.place.setText(str(shelf.folder))
            self.place.setCursorPosition(0)
        encrypted = health.last is None or health.last.encrypted
        self.second.set_place(health.second_place, encrypted=encrypted, same_disk=shelf.same_disk)
        self.old.show_backups(shelf.others)
        once = backup_words.once_each(shelf.backups)
        self._backups = {str(one.file): one for one, _both in once}
        self.list.set_rows([backup_words.row_of(one, both, today) for one, both in once])
        self.count.setText(f"{counted(len(once), 'backup', 'backups')}, newest first" if once else "")
        for part in (self.count, self.list, self._ways):
            part.setVisible(bool(once))
        self.drill.setEnabled(bool(once) and not self.progress.is_busy)

    def focus_list(self) -> None:
        """Put the focus on the backups, or on the button that makes the first."""
        (self.list if self.list.isVisible() else self.copy).setFocus(Qt.FocusReason.OtherFocusReason)

    def leaving(self) -> None:
        """Close what was opened of a backup."""
        self.looking.leave()
        self.restoring.leave()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self._space()
        super().changeEvent(event)

    def _build(self) -> None:
        self._column.setContentsMargins(0, 0, 0, 0)
        self.place.setReadOnly(True)
        self._group(self.health, self.tried, self.trouble)
        self._group(_row(self.copy, self.drill), self.progress, self.result, self.problem)
        named = label("Where they lie", "small", "text2")
        named.setBuddy(self.place)
        self._group(named, self.place, _row(self.show_folder))
        self._group(self.second, self.old)
        self._ways = _row(self.look, self.restore)
        self._group(self.count, self.list)
        self._group(self._ways, self.looking, self.restoring)
        self.result.hide()
        for part in (self.count, self.list, self._ways):
            part.hide()

    def _group(self, *parts: QWidget) -> None:
        group = QVBoxLayout()
        for part in parts:
            group.addWidget(part)
        self._groups.append(group)
        self._column.addLayout(group)

    def _connect(self) -> None:
        self.copy.clicked.connect(self.copy_now)
        self.drill.clicked.connect(self._try)
        self.show_folder.clicked.connect(self._show_folder)
        self.second.chosen.connect(self._set_second)
        self.old.removal_wanted.connect(self._remove)
        self.list.opened.connect(lambda _id: self._look())
        self.look.clicked.connect(self._look)
        self.restore.clicked.connect(self._ask_restore)
        self.looking.closed.connect(lambda: self.look.setFocus(Qt.FocusReason.OtherFocusReason))
        self.restoring.closed.connect(lambda: self.restore.setFocus(Qt.FocusReason.OtherFocusReason))
        self.restoring.wanted.connect(self._prove)

    def _space(self) -> None:
        px = self._theme.px
        self._column.setSpacing(px(16))
        for group in self._groups:
            group.setSpacing(px(4))
        self._groups[1].setSpacing(px(12))
        self._groups[5].setSpacing(px(12))
        self.list.fit()

    def _read_done(self) -> None:
        self._reading = False
        if self._again:
            self._again = False
            self.read()

    def _not_read(self, error: KnownError) -> None:
        self._read_done()
        if not isinstance(error, Cancelled):
            self.health.setText("The backups could not be looked at.")
            self.trouble.say(str(error))

    def copy_now(self) -> None:
        """Make a backup, unless something is under way already."""
        self._begin("Making a backup and reading it back", _make, self._copied)

    def _copied(self, _health: BackupHealth) -> None:
        self._say(COPIED)

    def _try(self) -> None:
        self._begin("Opening the newest backup aside", _drill, self._tried)

    def _tried(self, report: DrillReport) -> None:
        words = backup_words.drilled(report, date.today())
        if report.problems:
            self.problem.say(" ".join((words, *report.problems)))
        else:
            self._say(words)

    def _set_second(self, place: Path | None) -> None:
        words = "Making a backup there" if place is not None else "Letting go of the second place"
        self._begin(words, partial(_use_second, place), self._second_used)

    def _second_used(self, health: BackupHealth) -> None:
        if health.second_place and health.problem is None:
            self._say(f"Each backup goes to {health.second_place} too, from this one on.")
        elif not health.second_place:
            self._say("Backups go to one place again. Those that lie in the other stay there.")

    def _remove(self, backups: list[Backup]) -> None:
        self._begin("Removing backups", partial(_remove, backups), self._removed)

    def _removed(self, count: int) -> None:
        self._say(f"{counted(count, 'backup is', 'backups are')} gone.")

    def _begin(self, words: str, work: Callable[[Journal, Steady], Any], then: Callable[[Any], None]) -> None:
        """Do one long thing at a time, with the line that shows how far it is."""
        if self.progress.is_busy:
            return
        self._say("")
        self.problem.say("")
        self._wait(True)

        def done(value: Any) -> None:
            self._end()
            then(value)

        self.progress.begin(
            self._workers.beside(work, done, told=self.progress.tell, failed=self._failed, owner=self), words
        )

    def _failed(self, error: KnownError) -> None:
        self._end()
        if isinstance(error, Cancelled):
            self._say(STOPPED)
        else:
            self.problem.say(str(error))

    def _end(self) -> None:
        had_focus = self.progress.stop.hasFocus()
        self.progress.end()
        self._wait(False)
        if had_focus:
            self.copy.setFocus(Qt.FocusReason.OtherFocusReason)
        self.read()

    def _wait(self, busy: bool) -> None:
        for part in (self.copy, self.drill, self.second, self.old):
            part.setEnabled(not busy)

    def _say(self, words: str) -> None:
        self.result.setText(words)
        self.result.setVisible(bool(words))
        if words:
            announce(self.result, words)

    def _show_folder(self) -> None:
        near = next((one for one in (self._folder, *self._folder.parents) if one.is_dir()), self._folder)
        self.problem.say("" if show_in_file_manager(near) else NO_MANAGER)

    def _look(self) -> None:
        backup = self._backups.get(self.list.current())
        if backup is not None:
            self.restoring.leave()
            self.looking.open(backup, date.today())

    def _ask_restore(self) -> None:
        backup = self._backups.get(self.list.current())
        if backup is not None:
            self.looking.leave()
            self.restoring.open(backup, date.today())

    def _prove(self, backup: Backup, secret: Secret | None) -> None:
        """Open the backup before the journal is closed, so that a slip in the passphrase closes nothing."""
        self.restoring.set_busy(True)
        self._workers.beside(
            partial(_prove, backup, secret),
            lambda _whole: self._go_back(backup, secret),
            failed=self.restoring.refuse,
            owner=self,
        )

    def _go_back(self, backup: Backup, secret: Secret | None) -> None:
        self.restoring.leave()
        self.restore_wanted.emit(partial(_restore, backup, secret), secret)


def _row(*buttons: QWidget) -> QWidget:
    made = QWidget()
    row = FlowLayout(made)
    for button in buttons:
        row.addWidget(button)
    return made


def _shelf(journal: Journal, _steady: Steady) -> Shelf:
    health = journal.backups.health()
    facts = journal.facts()
    folder = Path(facts.folder)
    same = _same_disk(folder, health.second_place)
    return Shelf(health, journal.backups.all(), journal.backups.of_other_keys(), folder / FOLDER, same, facts.sample)


def _same_disk(folder: Path, second: str) -> bool:
    with suppress(OSError):
        return bool(second) and os.stat(second).st_dev == os.stat(folder).st_dev
    return False


def _make(journal: Journal, steady: Steady) -> BackupHealth:
    journal.backups.make(told=steady.tell)
    return journal.backups.health()


def _drill(journal: Journal, steady: Steady) -> DrillReport:
    return journal.backups.drill(steady.tell)


def _use_second(place: Path | None, journal: Journal, steady: Steady) -> BackupHealth:
    journal.backups.set_second_place(place)
    if place is not None:
        journal.backups.make(told=steady.tell)
    return journal.backups.health()


def _remove(backups: list[Backup], journal: Journal, _steady: Steady) -> int:
    return journal.backups.remove(backups)


def _prove(backup: Backup, secret: Secret | None, journal: Journal, _steady: Steady) -> int:
    return journal.backups.check(backup, secret)


def _restore(backup: Backup, secret: Secret | None, folder: Path) -> str:
    from isp_journal.journal.restoring import restore  # at first use: start-up time

    return backup_words.restored(restore(backup.file, folder, secret), backup, date.today())
