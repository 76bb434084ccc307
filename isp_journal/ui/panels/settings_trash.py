"""The trash: what lies in it and since when, the way back for each thing, and the way out for good."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QEvent, QLocale, Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from isp_journal.errors import Cancelled
from isp_journal.model import Thing
from isp_journal.ui import dates
from isp_journal.ui.controls.buttons import plain_button
from isp_journal.ui.controls.flow import FlowLayout
from isp_journal.ui.controls.labels import label
from isp_journal.ui.messages import announce, confirm_for_good
from isp_journal.ui.models.plain_rows import PlainRow
from isp_journal.ui.panels.fact_fields import Problem
from isp_journal.ui.panels.plain_list import PlainList
from isp_journal.ui.panels.progress_line import ProgressLine
from isp_journal.ui.wording import counted, moment_in_list

if TYPE_CHECKING:
    from isp_journal.errors import KnownError
    from isp_journal.journal.journal import Journal
    from isp_journal.model import TrashContents, Trashed
    from isp_journal.ui.beside import Steady
    from isp_journal.ui.theme import Theme
    from isp_journal.ui.workers import Workers

ROWS_SHOWN = 6
LISTED = 2_000
NOTHING = "Nothing is in the trash. What you delete goes here and stays until you empty it yourself."
NO_TITLE = "Without a title"
EMPTYING = "Making a backup first"
STOPPED = "Stopped. Everything is still in the trash."
KEPT_IN_BACKUPS = (
    "A backup is made first, and it and earlier ones still hold what goes, until they are old enough to be dropped: a "
    "year at most."
)
KINDS = {
    Thing.ENTRY: ("Entry", "file-text"),
    Thing.PERSON: ("Person", "user"),
    Thing.SITE: ("Site", "map-pin"),
    Thing.LABEL: ("Label", "tag"),
    Thing.NOTE: ("Note", "sticky-note"),
    Thing.ATTACHMENT: ("Attached file", "paperclip"),
}
# How something goes back to the trash when its coming back is undone.
BACK: dict[Thing, Callable[[Journal, str], object]] = {
    Thing.ENTRY: lambda journal, identity: journal.entries.trash([identity]),
    Thing.PERSON: lambda journal, identity: journal.people.delete(identity),
    Thing.LABEL: lambda journal, identity: journal.labels.delete(identity),
    Thing.NOTE: lambda journal, identity: journal.notes.trash(identity),
    Thing.ATTACHMENT: lambda journal, identity: journal.attachments.trash(identity),
}


class Listed(NamedTuple):
    """What lies in the trash, by the ids of its rows, and how much it is in all."""

    things: dict[str, Trashed]
    rows: list[PlainRow]
    total: int


class TrashSettings(QWidget):
    """A list of what was deleted, newest first, and what can be done with it."""

    def __init__(self, theme: Theme, workers: Workers) -> None:
        super().__init__()
        self._theme = theme
        self._workers = workers
        self._things: dict[str, Trashed] = {}
        self._total = 0
        self.told = label(NOTHING, "body", "text2", wrap=True)
        self.list = PlainList(theme, "In the trash", ROWS_SHOWN)
        self.put_back = plain_button(theme, "Put it back", "undo-2")
        self.remove = plain_button(theme, "Delete it for good …")
        self.empty = plain_button(theme, "Empty the trash …", "trash-2")
        self.progress = ProgressLine(theme, "Emptying the trash")
        self.result = label("", "body", "text2", wrap=True)
        self.problem = Problem(theme)
        self._buttons = QWidget()
        self._column = QVBoxLayout(self)
        self._build()
        self._connect()
        self._space()

    def read(self) -> None:
        """Read what lies in the trash now; what the rows say of thousands of things is made up on that thread too."""
        self._workers.read(
            lambda journal: listed(journal.trash.contents(LISTED), date.today()),
            self.show_listed,
            key="trash",
            owner=self,
        )

    def show_listed(self, now: Listed) -> None:
        """Show what lies in the trash."""
        self._things = now.things
        self._total = now.total
        self.list.set_rows(now.rows)
        self.told.setText(_told(now.total, len(now.things)))
        there = bool(self._things)
        self.list.setVisible(there)
        self._buttons.setVisible(there)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self._space()
        super().changeEvent(event)

    def _build(self) -> None:
        self._column.setContentsMargins(0, 0, 0, 0)
        row = FlowLayout(self._buttons)
        for button in (self.put_back, self.remove, self.empty):
            row.addWidget(button)
        parts = (self.told, self.list, self._buttons, self.progress, self.result, self.problem)
        for part in parts:
            self._column.addWidget(part)
        for part in (self.list, self._buttons, self.result):
            part.hide()

    def _connect(self) -> None:
        self.list.opened.connect(lambda _key: self.put_back.setFocus(Qt.FocusReason.OtherFocusReason))
        self.list.removal_wanted.connect(lambda _key: self._ask_remove())
        self.put_back.clicked.connect(self._put_back)
        self.remove.clicked.connect(self._ask_remove)
        self.empty.clicked.connect(self._ask_empty)

    def _space(self) -> None:
        self._column.setSpacing(self._theme.px(12))
        self.list.fit()

    def _chosen(self) -> Trashed | None:
        return self._things.get(self.list.current())

    def _put_back(self) -> None:
        thing = self._chosen()
        if thing is None:
            return
        self._quiet()
        back = None if thing.merged_into else BACK.get(thing.thing)
        said = f"{thing.name or NO_TITLE} is back in the journal"
        self._workers.change(
            lambda journal: journal.trash.restore(thing.thing, thing.id),
            lambda _done: self._say("" if back is not None else f"{said}."),
            undo=partial(_back_to_trash, back, thing.id) if back is not None else None,
            said=said if back is not None else "",
            failed=self._failed,
            owner=self,
        )

    def _ask_remove(self) -> None:
        thing = self._chosen()
        if thing is None or self.progress.is_busy:
            return
        self._quiet()
        name = thing.name or NO_TITLE
        confirm_for_good(
            self,
            f"Delete “{_cut(name)}” for good?",
            f"It goes with its earlier versions, and nothing here brings it back. {KEPT_IN_BACKUPS}",
            ("Delete it for good", "Keep it"),
            lambda: self._leave(lambda journal, _steady: int(journal.trash.remove(thing.thing, thing.id))),
        )

    def _ask_empty(self) -> None:
        if self.progress.is_busy:
            return
        self._quiet()
        confirm_for_good(
            self,
            "Empty the trash?",
            f"{counted(self._total, 'thing goes', 'things go')} for good, with earlier versions and attached files. "
            f"{KEPT_IN_BACKUPS}",
            ("Empty the trash", "Keep everything"),
            lambda: self._leave(lambda journal, steady: journal.trash.empty(steady.tell)),
        )

    def _leave(self, work: Callable[[Journal, Steady], int]) -> None:
        for button in (self.put_back, self.remove, self.empty):
            button.setEnabled(False)
        task = self._workers.beside(work, self._gone, told=self.progress.tell, failed=self._failed, owner=self)
        self.progress.begin(task, EMPTYING)

    def _gone(self, number: int) -> None:
        self._end()
        # A step back that concerns what is gone could not be taken any more.
        self._workers.undo_stack.clear()
        self._say(f"{counted(number, 'thing has', 'things have')} left the journal for good.")
        self._workers.changed.emit()

    def _failed(self, error: KnownError) -> None:
        self._end()
        if isinstance(error, Cancelled):
            self._say(STOPPED)
        else:
            self.problem.say(str(error))

    def _end(self) -> None:
        self.progress.end()
        for button in (self.put_back, self.remove, self.empty):
            button.setEnabled(True)
        self.read()

    def _quiet(self) -> None:
        self.problem.say("")
        self._say("")

    def _say(self, words: str) -> None:
        self.result.setText(words)
        self.result.setVisible(bool(words))
        if words:
            announce(self.result, words)


def listed(contents: TrashContents, today: date) -> Listed:
    """Return what lies in the trash as rows, the latest first."""
    things = {f"{one.thing}:{one.id}": one for one in contents.all()}
    return Listed(things, [_row(key, one, today) for key, one in things.items()], contents.total)


def _back_to_trash(back: Callable[[Journal, str], object], identity: str, journal: Journal) -> object:
    return back(journal, identity)


def _row(key: str, one: Trashed, today: date) -> PlainRow:
    kind, icon = KINDS[one.thing]
    words = moment_in_list(one.since, today)
    since = words[0].lower() + words[1:] if words.startswith(("Today", "Yesterday")) else words
    return PlainRow(key, one.name or NO_TITLE, _beside(kind, one, today), f"since {since}", icon)


def _beside(kind: str, one: Trashed, today: date) -> str:
    if one.merged_into:
        return f"{kind}, merged into {one.merged_into}"
    if one.on:
        on = dates.short(date.fromisoformat(one.on), today)
        return f"{kind} of the entry of {on}" if one.thing is Thing.ATTACHMENT else f"{kind} of {on}"
    if one.entries:
        return f"{kind}, on {counted(one.entries, 'entry', 'entries')}"
    return kind


def _told(total: int, listed: int) -> str:
    if not total:
        return NOTHING
    words = f"{counted(total, 'thing', 'things')}, the latest first. Only you empty the trash."
    return f"{words} The latest {QLocale().toString(listed)} are listed." if listed < total else words


def _cut(name: str, most: int = 80) -> str:
    return name if len(name) <= most else f"{name[:most].rstrip()} …"
