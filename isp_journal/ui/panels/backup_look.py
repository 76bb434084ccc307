"""Looking into a backup: its entries, what one of them says there, and the way to take that one back alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QVBoxLayout, QWidget

from isp_journal.errors import PassphraseNeeded, Refused
from isp_journal.ui import dates
from isp_journal.ui.controls.buttons import plain_button
from isp_journal.ui.controls.fields import SearchField
from isp_journal.ui.controls.flow import FlowLayout
from isp_journal.ui.controls.labels import heavier, label
from isp_journal.ui.controls.rows import HIT_END, HIT_START
from isp_journal.ui.controls.viewport import give_viewport
from isp_journal.ui.models.plain_rows import PlainRow
from isp_journal.ui.panels.ask_secret import AskSecret
from isp_journal.ui.panels.fact_fields import Problem
from isp_journal.ui.panels.name_kinds import remembered
from isp_journal.ui.panels.plain_list import PlainList
from isp_journal.ui.wording import counted

if TYPE_CHECKING:
    from isp_journal.credentials import Secret
    from isp_journal.errors import KnownError
    from isp_journal.journal.journal import Journal
    from isp_journal.model import Backup, Entry, EntryLine
    from isp_journal.ui.beside import Steady, Task
    from isp_journal.ui.theme import Theme
    from isp_journal.ui.workers import Workers

T = TypeVar("T")
LIMIT = 50
ROWS_SHOWN = 5
TEXT_HEIGHT = 160
TYPED_REST = 250
LONGEST_SHOWN = 20_000
READING = "Opening the backup aside …"
NO_TITLE = "Without a title"
OTHER_KEY = "This backup was made under another key. It opens with the passphrase, or the recovery code, of its day."


class Taken(NamedTuple):
    """What an entry was before it was taken back (nothing where it was gone), with its files, and what it is now."""

    before: Entry | None
    files: frozenset[str]
    now: Entry


class LookPanel(QFrame):
    """A card on one backup; what is searched and shown there is read from the backup itself, beside the journal."""

    closed = Signal()

    def __init__(self, theme: Theme, workers: Workers) -> None:
        super().__init__()
        self._theme = theme
        self._workers = workers
        self._backup: Backup | None = None
        self._entry: Entry | None = None
        self._opens: Secret | None = None
        self._today = date.today()
        self._tasks: dict[str, Task] = {}
        self.setProperty("card", True)
        self.title = heavier(label("", "body", wrap=True), 600)
        self.field = SearchField(theme, "Find an entry in this backup", "Words of its title or text")
        self.list = PlainList(theme, "Entries in this backup", ROWS_SHOWN)
        self.told = label("", "small", "text2", wrap=True)
        self.locked = label(OTHER_KEY, "body", "text2", wrap=True)
        self.secret = AskSecret(theme, "Passphrase of the backup")
        self.unlock = plain_button(theme, "Open it", "key-round")
        self.text = QPlainTextEdit()
        self.take = plain_button(theme, "Take this entry back", "undo-2")
        self.close_it = plain_button(theme, "Close")
        self.problem = Problem(theme)
        self._typed = QTimer(self, singleShot=True, interval=TYPED_REST)
        self._column = QVBoxLayout(self)
        self._build()
        self._connect()
        self._space()
        self.hide()

    def open(self, backup: Backup, today: date) -> None:
        """Look into a backup."""
        self._backup, self._today = backup, today
        self.title.setText(f"In the backup from {dates.moment(backup.made_at, today)}")
        self.setAccessibleName(self.title.text())
        self._clear()
        self.problem.say("")
        self.show()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self._search()

    def leave(self) -> None:
        """Close, and let go of what was read."""
        self._typed.stop()
        self._opens = None
        for task in self._tasks.values():
            task.stop()
        self._backup = None
        self._clear()
        if self.isVisible():
            self.hide()
            self.closed.emit()
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() in steps:
            self.list.step(steps[Qt.Key(event.key())])
            return True
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self._space()
        super().changeEvent(event)

    def _build(self) -> None:
        self.text.setReadOnly(True)
        give_viewport(self.text)
        self.text.setProperty("field", True)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName("What the entry says in this backup")
        buttons = QWidget()
        row = FlowLayout(buttons)
        for button in (self.unlock, self.take, self.close_it):
            row.addWidget(button)
        asked = (self.title, self.field, self.told, self.locked, self.secret)
        for part in (*asked, self.list, self.text, self.problem, buttons):
            self._column.addWidget(part)

    def _connect(self) -> None:
        self.field.installEventFilter(self)
        self.field.textChanged.connect(lambda _text: self._typed.start())
        self._typed.timeout.connect(self._search)
        self.list.pointed.connect(self._point)
        self.list.opened.connect(lambda _id: self.take.setFocus(Qt.FocusReason.OtherFocusReason))
        self.take.clicked.connect(self._take_back)
        self.unlock.clicked.connect(self._unlock)
        self.secret.entered.connect(self._unlock)
        self.close_it.clicked.connect(self.leave)

    def _space(self) -> None:
        px = self._theme.px
        self._column.setContentsMargins(px(16), px(16), px(16), px(16))
        self._column.setSpacing(px(12))
        self.text.setFixedHeight(px(TEXT_HEIGHT))
        self.list.fit()

    def _clear(self) -> None:
        self._entry = None
        self.field.blockSignals(True)
        self.field.clear()
        self.field.blockSignals(False)
        self.text.clear()
        self.list.set_rows([])
        self.told.setText("")
        self._ask_secret(False)
        for part in (self.list, self.text, self.take):
            part.setVisible(False)

    def _ask_secret(self, asked: bool) -> None:
        """Ask for what opens a backup of another key, or go on with the search."""
        if not asked:
            self.secret.forget()
        for part in (self.locked, self.secret, self.unlock):
            part.setVisible(asked)
        self.field.setVisible(not asked)

    def _unlock(self) -> None:
        if self.secret.ready():
            self._opens = self.secret.secret()
            self._search()

    def _search(self) -> None:
        backup, words = self._backup, self.field.text().strip()
        if backup is None:
            return
        if not self.list.rows.rowCount():
            self.told.setText(READING)
        self._ask("entries", partial(_entries, backup, words, self._opens), partial(self._found, words))

    def _found(self, words: str, lines: list[EntryLine]) -> None:
        if self.secret.isVisible():
            self._ask_secret(False)
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.list.set_rows([_row(line, self._today) for line in lines])
        self.told.setText(_told(len(lines), words))
        there = bool(lines)
        for part in (self.list, self.text, self.take):
            part.setVisible(there)
        if not there:
            self._entry = None
            self.text.clear()

    def _point(self, identity: str) -> None:
        backup = self._backup
        if backup is None or (self._entry is not None and self._entry.id == identity):
            return
        self._entry = None
        self.take.setEnabled(False)
        self._ask("entry", partial(_entry, backup, identity, self._opens), self._show)

    def _show(self, entry: Entry | None) -> None:
        if entry is None or entry.id != self.list.current():
            return
        self._entry = entry
        body = entry.body[:LONGEST_SHOWN]
        self.text.setPlainText(body if len(body) == len(entry.body) else f"{body} …")
        self.take.setEnabled(True)

    def _ask(self, what: str, work: Callable[[Journal, Steady], T], then: Callable[[T], object]) -> None:
        """Read something from the backup; a newer question of the same kind makes this one void."""
        before = self._tasks.get(what)
        if before is not None:
            before.stop()
        asked: list[Task] = []

        def heard(value: T) -> None:
            if self._tasks.get(what) is asked[0] and self._backup is not None:
                self.problem.say("")
                then(value)

        def failed(error: KnownError) -> None:
            if self._tasks.get(what) is asked[0] and self._backup is not None and not asked[0].is_stopped:
                self.told.setText("")
                self._not_read(error)

        asked.append(self._workers.beside(work, heard, failed=failed, owner=self))
        self._tasks[what] = asked[0]

    def _not_read(self, error: KnownError) -> None:
        if isinstance(error, PassphraseNeeded):
            self._ask_secret(True)
            self.secret.focus_first()
        elif not (self.secret.isVisible() and self.secret.refuse(error)):
            self.problem.say(str(error))

    def _take_back(self) -> None:
        backup, entry = self._backup, self._entry
        if backup is None or entry is None:
            return
        do, undo = remembered(partial(_take_back, backup, entry.id, self._opens), _put_as_before)
        self.take.setEnabled(False)
        self._workers.change(
            do,
            lambda _kept: self.take.setEnabled(True),
            undo=undo,
            said=f"{entry.title or NO_TITLE}: it says again what it said in the backup",
            failed=self._not_taken,
            owner=self,
        )

    def _not_taken(self, error: KnownError) -> None:
        self.take.setEnabled(True)
        self.problem.say(str(error))


def _row(line: EntryLine, today: date) -> PlainRow:
    snippet = " ".join(line.snippet.replace(HIT_START, "").replace(HIT_END, "").split())
    name = " ".join(line.title.split()) or snippet or NO_TITLE
    below = snippet if line.title.strip() else line.site
    return PlainRow(line.id, name, below, dates.short(date.fromisoformat(line.occurred_on), today))


def _told(found: int, words: str) -> str:
    if not found:
        return f"Nothing with “{words}” in this backup." if words else "This backup holds no entries."
    more = f"The newest {found}; type words to find others." if found >= LIMIT else ""
    return more or f"{counted(found, 'entry', 'entries')}, newest first"


def _entries(backup: Backup, words: str, secret: Secret | None, journal: Journal, _steady: Steady) -> list[EntryLine]:
    return journal.backups.entries_in(backup, words, LIMIT, secret)


def _entry(backup: Backup, identity: str, secret: Secret | None, journal: Journal, _steady: Steady) -> Entry | None:
    return journal.backups.entry_in(backup, identity, secret)


def _take_back(backup: Backup, identity: str, secret: Secret | None, journal: Journal) -> Taken:
    try:
        before = journal.entries.get(identity)
        files = frozenset(one.id for one in journal.attachments.of(identity))
    except Refused:
        before, files = None, frozenset()
    return Taken(before, files, journal.backups.take_back(backup, identity, secret))


def _put_as_before(journal: Journal, taken: Taken) -> None:
    before, now = taken.before, taken.now
    for one in journal.attachments.of(now.id):
        if one.id not in taken.files:
            journal.attachments.trash(one.id)
    if before is not None:
        journal.entries.save(replace(before, revision=now.revision, trashed_at=None))
    if before is None or before.trashed_at is not None:
        journal.entries.trash([now.id])
