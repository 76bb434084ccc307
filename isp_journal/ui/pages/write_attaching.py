"""Attachments of the entry that is written: below its text, saved with it before the first one hangs on it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, QPoint, QRect
from PySide6.QtWidgets import QWidget

from isp_journal.ui.panels.attaching import Attaching

if TYPE_CHECKING:
    from isp_journal.model import Attachment
    from isp_journal.ui.autosave import Autosave
    from isp_journal.ui.editor.editor import Editor
    from isp_journal.ui.pages.write_draft import WriteDraft
    from isp_journal.ui.panels.attachment_tile import AttachmentTile
    from isp_journal.ui.theme import Theme
    from isp_journal.ui.workers import Workers

# The ring around what has the focus is seen as well.
_RING = 8


class Page(Protocol):
    """What is needed of the page."""

    draft: WriteDraft
    editor: Editor
    autosave: Autosave


class WriteAttaching(QObject):
    """Keeps the strip below the text in step with the entry that the page shows."""

    def __init__(self, theme: Theme, workers: Workers, page: QWidget, writing: Page) -> None:
        super().__init__(page)
        self._workers = workers
        self._writing = writing
        self.attaching = Attaching(theme, workers, page, self._when_saved, ruled=True)
        self.attaching.left.connect(writing.editor.setFocus)
        self.attaching.changed.connect(self._note)
        self.attaching.strip.pointed.connect(self._bring_into_view)
        writing.editor.set_foot(self.attaching.strip)
        workers.changed.connect(self.read)

    def read(self) -> None:
        """Read what hangs on the entry of now; one that was never saved has nothing."""
        identity = self._writing.draft.id
        if not identity:
            self._take(identity, ())
            return
        self._workers.read(
            lambda journal: journal.attachments.of(identity),
            lambda found: self._take(identity, found),
            key="write-attached",
            owner=self,
        )

    def _take(self, identity: str, found: tuple[Attachment, ...]) -> None:
        if identity == self._writing.draft.id:
            self.attaching.show_of(found)
            self._order()

    def _when_saved(self, then: Callable[[str], object]) -> None:
        """Save the entry, also one without any words yet, and go on once it is on the disk."""
        draft = self._writing.draft
        draft.holds = True

        def go_on(kept: bool) -> None:
            # What could not be kept is said by the page; the files are where they were.
            if kept and draft.id:
                then(draft.id)

        self._writing.autosave.save_now(draft, go_on)

    def _note(self) -> None:
        """Let Ctrl+Z in the text take back what was just done to the attachments, in its turn."""
        stack = self._workers.undo_stack
        at = stack.index()

        def back() -> None:
            if stack.index() == at:
                stack.undo()

        def again() -> None:
            if stack.index() == at - 1:
                stack.redo()

        self._writing.editor.entry.history.push(back, again)

    def _order(self) -> None:
        """Let Tab go from the text, past the notes, to the attachments."""
        before: QWidget = self._writing.editor
        for widget in (*self.attaching.strip.tiles, self.attaching.strip.add):
            QWidget.setTabOrder(before, widget)
            before = widget

    def _bring_into_view(self, tile: AttachmentTile) -> None:
        editor = self._writing.editor
        area = QRect(tile.mapTo(editor.viewport(), QPoint(0, 0)), tile.size())
        editor.bring_into_view(area.adjusted(0, -_RING, 0, _RING))
