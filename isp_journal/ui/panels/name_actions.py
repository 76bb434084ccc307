"""What can be done with a whole site or person: merge, put aside, delete; each asks in the page and can be undone."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from isp_journal.errors import KnownError
from isp_journal.ui.controls.buttons import plain_button
from isp_journal.ui.controls.flow import FlowLayout
from isp_journal.ui.controls.labels import heavier, label
from isp_journal.ui.models.names import NameRow, entries_in_words
from isp_journal.ui.panels.fact_fields import Problem
from isp_journal.ui.panels.merge_panel import MergePanel
from isp_journal.ui.panels.name_kinds import NameKind, remembered
from isp_journal.ui.theme import Theme
from isp_journal.ui.workers import Workers


class DeletePanel(QFrame):
    """Asks what becomes of the entries; `chosen` tells whether they go to the trash too."""

    chosen = Signal(bool)
    closed = Signal()

    def __init__(self, theme: Theme, kind: NameKind) -> None:
        super().__init__()
        self._theme = theme
        self._kind = kind
        self.setProperty("card", True)
        self.setAccessibleName(f"Delete this {kind.noun}")
        self.question = heavier(label("", "body", wrap=True), 600)
        self.detail = label("", "body", "text2", wrap=True)
        self.keep = plain_button(theme, f"Keep them, {kind.without}")
        self.take = plain_button(theme, "Move them to the trash too")
        self.cancel = plain_button(theme, "Cancel")
        self.problem = Problem(theme)
        buttons = QWidget()
        row = FlowLayout(buttons)
        self._column = QVBoxLayout(self)
        for button in (self.keep, self.take, self.cancel):
            row.addWidget(button)
        for part in (self.question, self.detail, buttons, self.problem):
            self._column.addWidget(part)
        self.take.setVisible(kind.takes_entries)
        self.keep.clicked.connect(lambda: self.chosen.emit(False))
        self.take.clicked.connect(lambda: self.chosen.emit(True))
        self.cancel.clicked.connect(self.leave)
        self._space()
        self.hide()

    def open(self, row: NameRow) -> None:
        """Ask about one name that has entries."""
        self.problem.say("")
        them = "its entry" if row.entries == 1 else f"its {entries_in_words(row.entries)}"
        if self._kind.takes_entries:
            self.question.setText(f"Delete {row.name}: what becomes of {them}?")
        else:
            stay = "stays" if row.entries == 1 else "stay"
            self.question.setText(f"Delete {row.name}? {entries_in_words(row.entries)} {stay}, {self._kind.without}.")
            self.keep.set_text("Move to the trash")
        self.detail.setText("The name goes to the trash, and Undo brings back all that went there with it.")
        self.show()
        self.keep.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave(self) -> None:
        """Close without doing anything."""
        self.hide()
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self._space()
        super().changeEvent(event)

    def _space(self) -> None:
        px = self._theme.px
        self._column.setContentsMargins(px(16), px(16), px(16), px(16))
        self._column.setSpacing(px(12))


class NameActions(QWidget):
    """The buttons below the facts of a site or person, and the questions that they open."""

    kept = Signal(str)

    def __init__(self, theme: Theme, workers: Workers, kind: NameKind) -> None:
        super().__init__()
        self._theme = theme
        self._workers = workers
        self._kind = kind
        self._row = NameRow("", "")
        self._others: list[NameRow] = []
        self.merge_button = plain_button(theme, "Merge with another …", "merge")
        self.archive_button = plain_button(theme, "Archive", "archive")
        self.delete_button = plain_button(theme, "Delete …", "trash-2")
        self.merging = MergePanel(theme, kind)
        self.deleting = DeletePanel(theme, kind)
        self.problem = Problem(theme)
        buttons = QWidget()
        row = FlowLayout(buttons)
        for button in (self.merge_button, self.archive_button, self.delete_button):
            row.addWidget(button)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        for part in (buttons, self.problem, self.merging, self.deleting):
            self._column.addWidget(part)
        self._connect()
        self._space()

    def set_row(self, row: NameRow, others: Sequence[NameRow]) -> None:
        """Act on this name from now on; the others are those it may be merged with."""
        if row.id != self._row.id:
            self.merging.hide()
            self.deleting.hide()
            self.problem.say("")
        self._row = row
        self._others = list(others)
        self.archive_button.setVisible(self._kind.archive is not None)
        self.archive_button.set_text("Take out of the archive" if row.archived else "Archive")
        self.delete_button.set_text("Delete …" if row.entries else "Delete")

    def ask_delete(self) -> None:
        """Ask what becomes of the entries, or delete at once where there are none."""
        self.merging.hide()
        if self._row.entries:
            self.deleting.open(self._row)
        else:
            self._delete(False)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self._space()
        super().changeEvent(event)

    def _space(self) -> None:
        self._column.setSpacing(self._theme.px(12))

    def _connect(self) -> None:
        self.merge_button.clicked.connect(self._ask_merge)
        self.archive_button.clicked.connect(self._archive)
        self.delete_button.clicked.connect(self.ask_delete)
        self.merging.merge_wanted.connect(self._merge)
        self.merging.closed.connect(lambda: self.merge_button.setFocus(Qt.FocusReason.OtherFocusReason))
        self.deleting.chosen.connect(self._delete)
        self.deleting.closed.connect(lambda: self.delete_button.setFocus(Qt.FocusReason.OtherFocusReason))

    def _ask_merge(self) -> None:
        self.deleting.hide()
        self.merging.open(self._row, self._others)

    def _merge(self, keep: str, other: str) -> None:
        names = {row.id: row.name for row in (self._row, *self._others)}
        kind = self._kind
        do, undo = remembered(lambda journal: kind.merge(journal, keep, other), kind.unmerge)

        def merged(_value: object) -> None:
            self.merging.hide()
            self.kept.emit(keep)

        self._workers.change(
            do,
            merged,
            undo=undo,
            said=f"{names[other]} is now {names[keep]}",
            failed=lambda error: self.merging.refuse(in_words(error)),
            owner=self,
        )

    def _archive(self) -> None:
        identity, name, archived = self._row.id, self._row.name, not self._row.archived
        archive = self._kind.archive
        if archive is None:
            return
        self._workers.change(
            lambda journal: archive(journal, identity, archived),
            undo=lambda journal: archive(journal, identity, not archived),
            said=f"{name} is in the archive" if archived else f"{name} is out of the archive",
            failed=lambda error: self.problem.say(in_words(error)),
            owner=self,
        )

    def _delete(self, with_entries: bool) -> None:
        row, kind = self._row, self._kind
        do, undo = remembered(lambda journal: kind.delete(journal, row.id, with_entries), kind.undelete)
        tail = f", with {entries_in_words(row.entries)}" if with_entries and row.entries else ""
        self._workers.change(
            do,
            lambda _value: self.deleting.hide(),
            undo=undo,
            said=f"{row.name} is in the trash{tail}",
            failed=self._not_deleted,
            owner=self,
        )

    def _not_deleted(self, error: KnownError) -> None:
        (self.deleting.problem if self.deleting.isVisible() else self.problem).say(in_words(error))


def in_words(error: KnownError) -> str:
    """Return what a field or a panel says of a refusal: what is in the way, and what to do."""
    return " ".join(part for part in (error.what, error.todo) if part)
