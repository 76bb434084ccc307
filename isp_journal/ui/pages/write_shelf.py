"""The entries open for writing: new ones, those read from the journal, and those that were left a while ago."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from isp_journal.ui.autosave import Autosave
from isp_journal.ui.editor.documents import EntryDocument, OpenDocuments, scaling_device
from isp_journal.ui.pages.write_draft import WriteDraft
from isp_journal.ui.panels.entry_fields import EntryFields
from isp_journal.ui.theme import Theme

if TYPE_CHECKING:
    from isp_journal.model import Entry
    from isp_journal.ui.workers import Workers


class Shelf(QObject):
    """Gives the page drafts to show: says `taken` with one to show now, `refreshed` when it was changed elsewhere."""

    taken = Signal(object)
    refreshed = Signal(object)
    trashed = Signal(object)

    def __init__(self, theme: Theme, workers: "Workers", autosave: Autosave, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme
        self._workers = workers
        self._autosave = autosave
        self._device = scaling_device(theme)
        self._wanted = ""
        self._shown: WriteDraft | None = None
        self._opened: OpenDocuments[WriteDraft] = OpenDocuments(self._may_go, _let_go)

    def fresh(self, fields: EntryFields) -> WriteDraft:
        """Return the draft of a new entry, which is then the one shown."""
        self._wanted = ""
        self._shown = self._made(fields)
        return self._shown

    def open(self, entry_id: str, today_fields: EntryFields) -> None:
        """Take an entry off the shelf at once if it was open before, and read it from the journal in any case."""
        kept = self._opened.get(entry_id)
        if kept is not None:
            self._shown = kept
            self.taken.emit(kept)
        self._read(entry_id, today_fields)

    def read_again(self, draft: WriteDraft) -> None:
        """See whether the entry that is shown was changed elsewhere."""
        if draft.id and not self._wanted:
            self._read(draft.id, draft.fields)

    def put_away(self, draft: WriteDraft) -> None:
        """Keep a draft that is no longer shown, and see to it that it is saved."""
        if self._autosave.waits(draft):
            self._autosave.save_now(draft)
        self.keep(draft)

    def keep(self, draft: WriteDraft) -> None:
        """Keep a draft under its entry's id, once it has one."""
        if draft.id:
            self._opened.keep(draft.id, draft)

    def forget(self, draft: WriteDraft) -> None:
        """Let go of a draft whose entry is in the trash."""
        self._autosave.forget(draft)
        self._opened.forget(draft.id)

    def dress(self) -> None:
        """Take over the theme in every document."""
        self._device = scaling_device(self._theme)
        for draft in {id(each): each for each in (*self._opened.all(), self._shown) if each}.values():
            draft.document.dress(self._device)

    def _made(self, fields: EntryFields) -> WriteDraft:
        return WriteDraft(EntryDocument(self._theme, self._device, self), fields)

    def _read(self, entry_id: str, fields: EntryFields) -> None:
        self._wanted = entry_id
        self._workers.read(
            lambda journal: journal.entries.get(entry_id),
            lambda entry: self._take(entry, fields),
            key="write-entry",
            owner=self,
        )

    def _take(self, entry: "Entry", fields: EntryFields) -> None:
        if entry.id != self._wanted:
            return
        self._wanted = ""
        if self._shown is not None and self._shown.id == entry.id:
            self._refresh(self._shown, entry)
            return
        draft = self._made(fields)
        draft.take_over(entry)
        self._opened.keep(entry.id, draft)
        self._shown = draft
        self.taken.emit(draft)

    def _refresh(self, draft: WriteDraft, entry: "Entry") -> None:
        """Take over what was changed elsewhere; what is typed and not saved yet stays."""
        if self._autosave.waits(draft) or entry == draft.entry:
            return
        if draft.entry is not None and entry.revision < draft.entry.revision:
            # Read before the last saving, and told after it.
            return
        if entry.trashed_at:
            self.forget(draft)
            self.trashed.emit(draft)
            return
        if draft.same_text(entry):
            draft.take_over_fields(entry)
        else:
            draft.take_over(entry)
        self.refreshed.emit(draft)

    def _may_go(self, draft: WriteDraft) -> bool:
        return draft is not self._shown and not self._autosave.waits(draft)


def _let_go(draft: WriteDraft) -> None:
    draft.document.deleteLater()
