"""What is kept of the written entry beside its text: attachments and earlier versions, imported when needed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QMimeData, QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QVBoxLayout, QWidget

if TYPE_CHECKING:
    from isp_journal.ui.autosave import Autosave
    from isp_journal.ui.editor.editor import Editor
    from isp_journal.ui.pages.write_attaching import WriteAttaching
    from isp_journal.ui.pages.write_draft import WriteDraft
    from isp_journal.ui.panels.versions_view import VersionsView
    from isp_journal.ui.theme import Theme
    from isp_journal.ui.workers import Workers


class Writing(Protocol):
    """What is needed of the page."""

    draft: WriteDraft
    editor: Editor
    autosave: Autosave
    column: QVBoxLayout

    def show_parts(self) -> None:
        """Show or hide the page's own parts."""

    def focus_first(self) -> None:
        """Put the cursor into the text."""

    def read_again(self) -> None:
        """Take over what was changed elsewhere in the entry."""


class Kept(QObject):
    """Follows the draft that the page shows; `versions` stands in the place of its text while it is open."""

    def __init__(self, theme: Theme, workers: Workers, page: QWidget, writing: Writing) -> None:
        super().__init__(page)
        self._theme = theme
        self._workers = workers
        self._page = page
        self._writing = writing
        self._attaching: WriteAttaching | None = None
        self._follows = False
        self.versions: VersionsView | None = None
        for words, name, then in (
            ("Attach a file …", "attach_files", self.attach_files),
            ("Earlier versions of this entry", "open_versions", self.open_versions),
        ):
            offered = QAction(words, page)
            offered.setObjectName(name)
            offered.triggered.connect(then)
            page.addAction(offered)

    @property
    def attached(self) -> WriteAttaching:
        """The attachments of the entry, made when it has some or is given one."""
        if self._attaching is None:
            from isp_journal.ui.pages.write_attaching import WriteAttaching  # at first use: start-up time

            self._attaching = WriteAttaching(self._theme, self._workers, self._page, self._writing)
        return self._attaching

    def attach_files(self) -> None:
        """Ask for files that belong to the entry."""
        self.attached.attaching.choose_files()

    def take(self, source: QMimeData) -> None:
        """Attach the files or the picture of a drop or of the clipboard."""
        self.attached.attaching.take_from(source)

    def draft_shown(self) -> None:
        """Hear that the page shows another draft, or the same with other contents."""
        self.close_versions()
        self.read()

    def read(self) -> None:
        """Read whether files hang on the entry; another page may have attached some."""
        identity = self._writing.draft.id
        if self._attaching is not None:
            self._attaching.read()
        elif identity:
            self._workers.read(
                lambda journal: bool(journal.attachments.of(identity)),
                lambda some: self.attached.read() if some else None,
                key="write-attached",
                owner=self,
            )

    def open_versions(self) -> None:
        """Show what the entry said before its edits, in the place of its text, once it is saved."""
        self._writing.autosave.save_now(self._writing.draft, self._open_versions)

    def close_versions(self) -> None:
        """Show the text again."""
        closing, self.versions = self.versions, None
        if closing is not None:
            self._writing.show_parts()
            closing.hide()
            closing.deleteLater()

    def _open_versions(self, kept: bool) -> None:
        identity = self._writing.draft.id
        if not kept or not identity or self.versions is not None:
            return
        from isp_journal.ui.panels.versions_view import VersionsView  # at first use: start-up time

        made = self.versions = VersionsView(self._theme, self._workers)
        made.left.connect(self._leave)
        made.restored.connect(self._leave)
        self._writing.column.addWidget(made, 1)
        made.show_of(identity)
        made.show()
        made.focus_first()
        self._writing.show_parts()
        if not self._follows:
            # What is restored there, and taken back later, is to be shown here.
            self._follows = True
            self._workers.changed.connect(self._writing.read_again)

    def _leave(self) -> None:
        self.close_versions()
        self._writing.focus_first()
        self._writing.read_again()
