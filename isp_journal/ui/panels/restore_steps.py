"""Restoring a journal that does not open: from a backup beside it, or from another file; nothing is deleted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from isp_journal.errors import KnownError
from isp_journal.ui import backup_words
from isp_journal.ui.aside import Aside
from isp_journal.ui.controls.buttons import plain_button, primary_button
from isp_journal.ui.controls.flow import FlowLayout
from isp_journal.ui.controls.labels import label
from isp_journal.ui.messages import announce
from isp_journal.ui.panels.ask_secret import AskSecret
from isp_journal.ui.panels.fact_fields import Problem
from isp_journal.ui.panels.folder_choice import Choose
from isp_journal.ui.panels.plain_list import PlainList

if TYPE_CHECKING:
    from isp_journal.model import Backup
    from isp_journal.ui.theme import Theme

MEANS = (
    "The backup is opened and compared first. What lies in the journal's folder now is set aside there, and nothing of "
    "it is deleted."
)
READING = "Looking for backups …"
NONE_HERE = "No backup lies beside this journal. Choose one from a stick, another disk, or wherever you keep them."
FOUND = "Backups beside this journal, newest first"
RESTORING = "Restoring, and reading every page of it once …"
LOCKED = "This backup opens with the passphrase, or the recovery code, that held when it was made."
QUESTION = "Which backup shall be restored?"
FOLDER, END = "backups", ".ispbackup"
ROWS_SHOWN = 4
MOST = 300

Look = Callable[[Path], "Backup"]


class RestoreSteps(QWidget):
    """`restore_wanted` tells the file of a backup and what opens it; Esc goes back with everything as it is."""

    restore_wanted = Signal(object, object)
    back_wanted = Signal()

    def __init__(self, theme: Theme, choose: Choose, look: Look) -> None:
        super().__init__()
        self._theme = theme
        self._choose = choose
        self._look = look
        self._folder = Path()
        self._known: dict[str, Backup] = {}
        self._listing, self._looking = Aside(self), Aside(self)
        self.told = label(READING, "small", "text2", wrap=True)
        self.list = PlainList(theme, "Backups", ROWS_SHOWN)
        self.another = plain_button(theme, "Choose a backup file …", "folder-open", small=True)
        self.locked = label(LOCKED, "body", "text2", wrap=True)
        self.secret = AskSecret(theme, "Passphrase of the backup")
        self.problem = Problem(theme)
        self.restore = primary_button(theme, "Restore it")
        self.back = plain_button(theme, "Back")
        self.busy = label(RESTORING, "small", "text2", wrap=True)
        self._head = QVBoxLayout()
        self._shelf = QVBoxLayout()
        self._column = QVBoxLayout(self)
        self._build()
        self._connect()
        self._space()

    def open(self, folder: Path) -> None:
        """Look for the backups that lie with a journal."""
        self.forget()
        self._folder = folder
        self._known = {}
        self._show("")
        self.told.setText(READING)
        look = self._look
        self._listing.run(lambda: _found(folder, look), self._take, self.show_error)

    def focus_first(self) -> None:
        """Put the focus where the person goes on."""
        (self.list if self.list.isVisible() else self.another).setFocus(Qt.FocusReason.OtherFocusReason)

    def forget(self) -> None:
        """Let go of what was typed."""
        self.set_busy(False)
        self.problem.say("")
        self.secret.forget()

    def set_busy(self, busy: bool) -> None:
        """Wait while the backup is restored, or go on."""
        for part in (self.list, self.another, self.secret, self.restore, self.back):
            part.setEnabled(not busy)
        self.busy.setVisible(busy)
        if busy:
            announce(self.busy, RESTORING)

    def show_error(self, error: KnownError) -> None:
        """Say why nothing was restored, at the field that it concerns."""
        self.set_busy(False)
        if self.secret.isVisible() and self.secret.refuse(error):
            return
        self.problem.say(str(error))
        self.focus_first()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            if self.back.isEnabled():
                self.back_wanted.emit()
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self._space()
        super().changeEvent(event)

    def _build(self) -> None:
        self._column.setContentsMargins(0, 0, 0, 0)
        self._head.addWidget(label("Restore it from a backup", "title", wrap=True))
        self._head.addWidget(label(MEANS, "body", "text2", wrap=True))
        chosen = QWidget()
        FlowLayout(chosen).addWidget(self.another)
        for part in (self.told, self.list, chosen):
            self._shelf.addWidget(part)
        self._column.addLayout(self._head)
        self._column.addLayout(self._shelf)
        buttons = QWidget()
        row = FlowLayout(buttons)
        for button in (self.restore, self.back):
            row.addWidget(button)
        for part in (self.locked, self.secret, self.problem, buttons, self.busy):
            self._column.addWidget(part)

    def _connect(self) -> None:
        self.list.pointed.connect(self._point)
        self.list.opened.connect(lambda _id: self._go_on())
        self.another.clicked.connect(self._ask_file)
        self.restore.clicked.connect(self._restore)
        self.secret.entered.connect(self._restore)
        self.back.clicked.connect(lambda: self.back_wanted.emit())

    def _space(self) -> None:
        px = self._theme.px
        self._column.setSpacing(px(24))
        self._head.setSpacing(px(8))
        self._shelf.setSpacing(px(8))
        self.list.fit()

    def _chosen(self) -> Backup | None:
        return self._known.get(self.list.current())

    def _take(self, backups: list[Backup]) -> None:
        """Show what was found beside the journal, below one that was chosen meanwhile."""
        chosen = self.list.current()
        self._known = {**self._known, **{str(one.file): one for one in backups}}
        self._show(chosen or next(iter(self._known), ""))
        self.told.setText(FOUND if backups else NONE_HERE)
        if self.isVisible() and not chosen:
            self.focus_first()

    def _add(self, backup: Backup) -> None:
        """Show one that was chosen, above those that were found."""
        self.problem.say("")
        key = str(backup.file)
        self._known = {key: backup, **{name: one for name, one in self._known.items() if name != key}}
        self._show(key)
        self._go_on()

    def _show(self, chosen: str) -> None:
        today = date.today()
        rows = [backup_words.row_of(one, False, today) for one in self._known.values()]
        self.list.set_rows([row._replace(beside=self._beside(row.id, row.beside)) for row in rows])
        self.list.setVisible(bool(rows))
        self.list.point_at(chosen)
        self._point(self.list.current())

    def _beside(self, file: str, why: str) -> str:
        place = Path(file).parent
        return why if place == self._folder / FOLDER else f"{why} · in {place}"

    def _point(self, _identity: str) -> None:
        backup = self._chosen()
        encrypted = backup is not None and backup.encrypted
        for part in (self.locked, self.secret):
            part.setVisible(encrypted)
        self.restore.setEnabled(backup is not None)
        self.problem.say("")

    def _go_on(self) -> None:
        backup = self._chosen()
        if backup is not None and backup.encrypted:
            self.secret.focus_first()
        else:
            self.restore.setFocus(Qt.FocusReason.OtherFocusReason)

    def _ask_file(self) -> None:
        chosen = self._choose(self, QUESTION, self._folder)
        if chosen is not None:
            look = self._look
            self._looking.run(lambda: look(chosen), self._add, self.show_error)

    def _restore(self) -> None:
        backup = self._chosen()
        if backup is None or not self.restore.isEnabled():
            return
        if backup.encrypted and not self.secret.ready():
            return
        self.problem.say("")
        self.restore_wanted.emit(backup.file, self.secret.secret() if backup.encrypted else None)


def _found(folder: Path, look: Look) -> list[Backup]:
    """Return the backups in the folder of a journal, newest first; files that are none, or damaged, are left out."""
    try:
        files = sorted((folder / FOLDER).glob(f"*{END}"), reverse=True)[:MOST]
    except OSError:
        return []
    told = (_told(file, look) for file in files)
    return sorted((one for one in told if one is not None), key=lambda one: one.made_at, reverse=True)


def _told(file: Path, look: Look) -> Backup | None:
    try:
        return look(file)
    except KnownError:
        return None
