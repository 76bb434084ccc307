"""Opening what exists: a journal by its folder, or a backup, which is restored into a folder of its own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from isp_journal.errors import FolderNotEmpty, JournalExists, JournalMissing, KnownError, ReadOnly
from isp_journal.ui import dates
from isp_journal.ui.aside import Aside
from isp_journal.ui.controls.buttons import plain_button, primary_button
from isp_journal.ui.controls.flow import FlowLayout
from isp_journal.ui.controls.labels import label
from isp_journal.ui.controls.one_of import OneOf
from isp_journal.ui.panels.ask_secret import AskSecret
from isp_journal.ui.panels.begin_form import CANNOT_WRITE, NO_PLACE, NOT_WHOLE
from isp_journal.ui.panels.fact_fields import FactField, Problem
from isp_journal.ui.panels.folder_choice import free_folder, own_folder_in
from isp_journal.ui.panels.way_button import Way, WayButton

if TYPE_CHECKING:
    from isp_journal.model import Backup
    from isp_journal.ui.panels.folder_choice import Choose
    from isp_journal.ui.theme import Theme

KINDS = {
    "journal": Way("A journal", "Choose its folder: on this computer, a stick or a share.", "book-open"),
    "backup": Way(
        "A backup", "Choose a file that ends in .ispbackup. It becomes a journal in a folder of its own.", "archive"
    ),
}
LOOKING = "Looking at the backup …"
RESTORING = "Restoring, and reading every page of it once …"
LOCKED = "This backup is locked. It opens with the passphrase that the journal had then, or with its recovery code."
STAYS = "The backup itself stays as it is."


class RestoreForm(QWidget):
    """Asks where a backup shall become a journal, and for what opens it where it is locked."""

    restore_wanted = Signal(object, object, object)
    back_wanted = Signal()

    def __init__(self, theme: Theme, choose: Choose) -> None:
        super().__init__()
        self._theme = theme
        self._choose = choose
        self._backup = Path()
        self._is_locked = False
        self.what = label("", "body", "text2", wrap=True)
        self.place = FactField(theme, "Where the journal shall lie", "A folder of its own on this computer.")
        self.change = plain_button(theme, "Change …", "folder-open", small=True)
        self.change.setAccessibleName("Choose another folder")
        self.locked = label(LOCKED, "body", "text2", wrap=True)
        self.secret = AskSecret(theme, "Passphrase")
        self.problem = Problem(theme)
        self.restore = primary_button(theme, "Restore")
        self.back = plain_button(theme, "Back")
        self.busy = label(RESTORING, "small", "text2", wrap=True)
        self._head = QVBoxLayout()
        self._place = QVBoxLayout()
        self._column = QVBoxLayout(self)
        self._build()
        self._space()

    def open(self, backup: Backup, folder: Path) -> None:
        """Ask about one backup, with a folder that is good for its journal."""
        self.forget()
        self._backup = backup.file
        self._is_locked = backup.encrypted
        self.what.setText(f"{made(backup, date.today())} {STAYS}")
        self.place.reset(str(folder))
        for part in (self.locked, self.secret):
            part.setVisible(backup.encrypted)

    def focus_first(self) -> None:
        """Put the cursor where the person goes on."""
        if self._is_locked:
            self.secret.focus_first()
        else:
            self.place.field.setFocus()

    def forget(self) -> None:
        """Let go of what was typed."""
        self.set_busy(False)
        self.problem.say("")
        self.secret.forget()

    def set_busy(self, busy: bool) -> None:
        """Wait while the backup is restored, or go on."""
        for part in (self.place, self.change, self.secret, self.restore, self.back):
            part.setEnabled(not busy)
        self.busy.setVisible(busy)

    def show_error(self, error: KnownError) -> None:
        """Say why nothing was restored, at the field that it concerns."""
        self.set_busy(False)
        if self.secret.refuse(error):
            return
        place = isinstance(error, ReadOnly | JournalMissing | JournalExists | FolderNotEmpty)
        self.problem.say(CANNOT_WRITE if isinstance(error, ReadOnly | JournalMissing) else str(error))
        (self.place.field if place else self.restore).setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.back.isEnabled():
            self.back_wanted.emit()
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self._space()
        super().changeEvent(event)

    def _build(self) -> None:
        self._column.setContentsMargins(0, 0, 0, 0)
        self._head.addWidget(label("Restore a backup", "title", wrap=True))
        self._head.addWidget(self.what)
        self._place.addWidget(self.place)
        self._place.addWidget(self.change)
        self._column.addLayout(self._head)
        self._column.addLayout(self._place)
        buttons = QWidget()
        row = FlowLayout(buttons)
        row.addWidget(self.restore)
        row.addWidget(self.back)
        for part in (self.locked, self.secret, self.problem, buttons, self.busy):
            self._column.addWidget(part)
        self.restore.clicked.connect(self._restore)
        self.back.clicked.connect(lambda: self.back_wanted.emit())
        self.change.clicked.connect(self._change_place)
        self.place.field.returnPressed.connect(self._restore)
        self.secret.entered.connect(self._restore)

    def _space(self) -> None:
        px = self._theme.px
        self._column.setSpacing(px(24))
        self._head.setSpacing(px(8))
        self._place.setSpacing(px(8))

    def _change_place(self) -> None:
        typed = self.place.value().strip()
        chosen = self._choose(self, "Where should the journal lie?", Path(typed) if typed else Path.home())
        if chosen is not None:
            self.place.reset(str(own_folder_in(chosen)))

    def _restore(self) -> None:
        typed = self.place.value().strip()
        folder = Path(typed).expanduser()
        if not typed or not folder.is_absolute():
            self.problem.say(NOT_WHOLE if typed else NO_PLACE)
            self.place.field.setFocus()
        elif not self._is_locked or self.secret.ready():
            self.problem.say("")
            self.restore_wanted.emit(self._backup, folder, self.secret.secret() if self._is_locked else None)


class OpenSteps(QWidget):
    """Two kinds of what exists; `restore_wanted` tells a backup, the folder for it and its secret."""

    open_wanted = Signal(object)
    restore_wanted = Signal(object, object, object)
    back_wanted = Signal()

    def __init__(self, theme: Theme, choose: Choose, choose_file: Choose, look: Callable[[Path], Backup]) -> None:
        super().__init__()
        self._theme = theme
        self._choose = choose
        self._choose_file = choose_file
        self._look = look
        self._folder = Path()
        self._aside = Aside(self)
        self.kinds = {name: WayButton(theme, way) for name, way in KINDS.items()}
        self.problem = Problem(theme)
        self.busy = label(LOOKING, "small", "text2")
        self.back = plain_button(theme, "Back")
        self.form = RestoreForm(theme, choose)
        self._kinds = QWidget()
        self._parts = OneOf()
        self._build()
        self._connect()
        self._space()

    def open(self, folder: Path) -> None:
        """Ask for the kind; a backup is restored into this folder, or near it, unless another is chosen."""
        self._folder = folder
        self.forget()
        self._parts.show_one(self._kinds)

    def forget(self) -> None:
        """Let go of what was typed."""
        self._wait(False)
        self.problem.say("")
        self.form.forget()

    def focus_first(self) -> None:
        """Put the focus where the person goes on."""
        if self._parts.shown is self.form:
            self.form.focus_first()
        else:
            self.kinds["journal"].setFocus(Qt.FocusReason.OtherFocusReason)

    def set_busy(self, busy: bool) -> None:
        """Wait while a backup is restored, or go on."""
        self.form.set_busy(busy)

    def show_error(self, error: KnownError) -> None:
        """Say why nothing was opened or restored."""
        self._wait(False)
        if self._parts.shown is self.form:
            self.form.show_error(error)
        else:
            self.problem.say(str(error))
            self.focus_first()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and not self._aside.busy:
            self.back_wanted.emit()
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self._space()
        super().changeEvent(event)

    def _build(self) -> None:
        self._column = QVBoxLayout(self._kinds)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(label("Open a journal or a backup", "title", wrap=True))
        self._cards = QVBoxLayout()
        for kind in self.kinds.values():
            self._cards.addWidget(kind)
        self._column.addLayout(self._cards)
        for part in (self.problem, self.busy, self.back):
            self._column.addWidget(part)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._parts)
        self._parts.add(self._kinds)
        self._parts.add(self.form)
        self.busy.hide()

    def _connect(self) -> None:
        self.kinds["journal"].clicked.connect(self._open_journal)
        self.kinds["backup"].clicked.connect(self._open_backup)
        self.back.clicked.connect(lambda: self.back_wanted.emit())
        self.form.back_wanted.connect(self._begin_again)
        self.form.restore_wanted.connect(self.restore_wanted)

    def _begin_again(self) -> None:
        self.open(self._folder)
        self.focus_first()

    def _space(self) -> None:
        self._column.setSpacing(self._theme.px(24))
        self._cards.setSpacing(self._theme.px(12))

    def _wait(self, busy: bool) -> None:
        for kind in self.kinds.values():
            kind.setEnabled(not busy)
        self.busy.setVisible(busy)

    def _open_journal(self) -> None:
        chosen = self._choose(self, "Which folder is the journal's?", self._folder)
        if chosen is not None:
            self.problem.say("")
            self.open_wanted.emit(chosen)

    def _open_backup(self) -> None:
        chosen = self._choose_file(self, "Which backup shall be restored?", self._folder / "backups")
        if chosen is not None:
            self.problem.say("")
            self._wait(True)
            look = self._look
            self._aside.run(lambda: look(chosen), self._ask, self.show_error)

    def _ask(self, backup: Backup) -> None:
        self._wait(False)
        self.form.open(backup, free_folder(self._folder))
        self._parts.show_one(self.form)
        self.focus_first()


def made(backup: Backup, today: date) -> str:
    """Return when a backup was made, in a sentence."""
    at = datetime.fromisoformat(backup.made_at).astimezone()
    return f"A backup made on {dates.short(at.date(), today)} at {dates.clock(at.hour, at.minute)}."
