"""What a person does with the attachments of the entry on a page: adds, looks at, opens elsewhere, copies, removes."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from PySide6.QtCore import QMimeData, QObject, QPoint, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QStackedWidget, QWidget

from isp_journal.errors import Refused
from isp_journal.model import AttachedFile
from isp_journal.ui.aside import Aside
from isp_journal.ui.controls.menus import add_choice, make_menu
from isp_journal.ui.file_dialogs import ask_files, ask_new_file
from isp_journal.ui.incoming_files import Incoming, from_file, holds_files, incoming
from isp_journal.ui.messages import choose
from isp_journal.ui.opened_files import may_be_opened, put
from isp_journal.ui.panels.attachment_strip import AttachmentStrip

if TYPE_CHECKING:
    from isp_journal.errors import KnownError
    from isp_journal.journal.journal import Journal
    from isp_journal.model import Attachment
    from isp_journal.ui.panels.attachment_viewer import AttachmentViewer
    from isp_journal.ui.theme import Theme
    from isp_journal.ui.workers import Workers

OPEN, LEAVE = "Open a copy", "Leave it here"
WHAT_LEAVES = (
    "A copy of it leaves the journal: nothing protects it while it lies outside, and the other program may keep traces "
    "of it. What is changed in the copy does not come back. It is taken away when the journal is locked or closed, and "
    "when the app starts the next time."
)
# Calls what it is given with the entry's id once the entry is on the disk.
Ready: TypeAlias = Callable[[Callable[[str], object]], object]


class Attaching(QObject):
    """Shows the attachments in `strip`; says `changed` when one was added or removed here, `left` to go to the text."""

    changed = Signal()
    left = Signal()

    def __init__(self, theme: Theme, workers: Workers, host: QWidget, ready: Ready, *, ruled: bool = False) -> None:
        super().__init__(host)
        self._theme = theme
        self._workers = workers
        self._host = host
        self._ready = ready
        self._aside = Aside(self)
        self._waiting: deque[tuple[str, Incoming]] = deque()
        self._refusals: list[KnownError] = []
        self._shown: tuple[Attachment, ...] = ()
        self._viewer: AttachmentViewer | None = None
        self.open_url: Callable[[QUrl], bool] = QDesktopServices.openUrl
        self.now: Callable[[], datetime] = datetime.now
        self.strip = AttachmentStrip(theme, workers, ruled=ruled)
        self._connect()

    def show_of(self, attachments: Sequence[Attachment]) -> None:
        """Show the attachments of the entry that is on the page now."""
        self._shown = tuple(attachments)
        self.strip.show_of(self._shown)
        if self._viewer is not None:
            self._viewer.show_of(self._shown)
            if not self._shown:
                # The viewer has closed, and where it was opened from is gone.
                self.left.emit()

    def take(self, given: Sequence[Incoming]) -> None:
        """Add what was dropped, pasted or chosen, one after another."""
        self._ready(lambda entry: self._begin(entry, list(given)))

    def paste(self) -> None:
        """Add what the clipboard holds, if that is files or a picture."""
        held = QGuiApplication.clipboard().mimeData()
        if held is not None and holds_files(held):
            self.take_from(held)

    def take_from(self, source: QMimeData) -> None:
        """Add the files or the picture of a drop or of the clipboard."""
        self.take(incoming(source, self.now()))

    def choose_files(self) -> None:
        """Ask for files by the system's own dialog, and add them."""
        chosen = ask_files(self._host.window(), "Which files belong to this entry?")
        if chosen:
            self.take([from_file(Path(file)) for file in chosen])

    def open(self, attachment: Attachment) -> None:
        """Look at an attachment over the page."""
        from isp_journal.ui.panels.attachment_viewer import AttachmentViewer  # at first use: start-up time

        viewer = self._viewer = AttachmentViewer(self._theme, self._workers, _page_of(self._host))
        viewer.elsewhere_wanted.connect(self.ask_elsewhere)
        viewer.copy_wanted.connect(self.save_copy)
        viewer.remove_wanted.connect(self.remove)
        viewer.closed.connect(self._viewer_closed)
        viewer.open(self._shown, attachment)

    def ask_name(self, attachment: Attachment) -> None:
        """Ask for another name of an attachment."""
        from isp_journal.ui.panels.attachment_name import AttachmentName  # at first use: start-up time

        asking = AttachmentName(self._theme, _page_of(self._host), attachment)
        asking.chosen.connect(lambda name: self._rename(attachment, name))
        asking.open()

    def remove(self, attachment: Attachment) -> None:
        """Move an attachment to the trash at once; a bar takes it back."""
        identity = attachment.id
        self._workers.change(
            lambda journal: journal.attachments.trash(identity),
            lambda _done: self.changed.emit(),
            undo=lambda journal: journal.attachments.restore(identity),
            said="Moved to the trash",
            owner=self,
        )

    def ask_elsewhere(self, attachment: Attachment) -> None:
        """Ask whether a copy may leave the journal, and let another program open it then."""

        def answered(words: str) -> None:
            if words == OPEN:
                self._open_elsewhere(attachment)

        question = f"Open “{attachment.name}” in another program?"
        choose(self._host.window(), question, WHAT_LEAVES, (OPEN, LEAVE), answered)

    def save_copy(self, attachment: Attachment) -> None:
        """Ask where a copy shall lie outside the journal, and write it there."""
        near = str(Path.home() / attachment.name)
        chosen = ask_new_file(self._host.window(), "Save a copy outside the journal", near)
        if chosen:
            self._workers.read(
                lambda journal: _saved(journal, attachment.id, Path(chosen)), lambda _done: None, owner=self
            )

    def _rename(self, attachment: Attachment, name: str) -> None:
        identity, before = attachment.id, attachment.name
        self._workers.change(
            lambda journal: journal.attachments.rename(identity, name),
            lambda _renamed: self.changed.emit(),
            undo=lambda journal: journal.attachments.rename(identity, before),
            said=f"Renamed “{before}”",
            owner=self,
        )

    def take_back(self, back: bool) -> None:
        """Take back what was done last in the journal, or do it again."""
        stack = self._workers.undo_stack
        if back:
            stack.undo()
        else:
            stack.redo()

    def _connect(self) -> None:
        strip = self.strip
        strip.opened.connect(self.open)
        strip.remove_wanted.connect(self.remove)
        strip.rename_wanted.connect(self.ask_name)
        strip.menu_wanted.connect(self._open_menu)
        strip.add_wanted.connect(self.choose_files)
        strip.undo_wanted.connect(self.take_back)
        strip.paste_wanted.connect(self.paste)
        strip.left.connect(self.left)

    def _open_menu(self, attachment: Attachment, at: QPoint) -> None:
        menu = make_menu(self._theme, self.strip, "Attachment")
        add_choice(self._theme, menu, "Look at it", lambda: self.open(attachment), icon_name="eye")
        if may_be_opened(attachment.name, attachment.media):
            elsewhere = partial(self.ask_elsewhere, attachment)
            add_choice(self._theme, menu, "Open in another program …", elsewhere, icon_name="external-link")
        add_choice(self._theme, menu, "Save a copy …", lambda: self.save_copy(attachment), icon_name="download")
        add_choice(self._theme, menu, "Rename …", lambda: self.ask_name(attachment), icon_name="pen-line")
        menu.addSeparator()
        add_choice(self._theme, menu, "Move to the trash", lambda: self.remove(attachment), icon_name="trash-2")
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(at)

    def _begin(self, entry: str, given: list[Incoming]) -> None:
        self._waiting.extend((entry, one) for one in given)
        self._next()

    def _next(self) -> None:
        if self._aside.busy:
            return
        if not self._waiting:
            self._tell_refusals()
            return
        entry, one = self._waiting.popleft()
        self._aside.run(one.read, lambda file: self._add(entry, file), self._refused)

    def _add(self, entry: str, file: AttachedFile) -> None:
        adding = Adding(entry, file)
        self._workers.change(
            adding,
            lambda _added: self._added(),
            undo=adding.take_back,
            said=f"Attached “{file.name}”",
            failed=self._refused,
            owner=self,
        )

    def _added(self) -> None:
        self.changed.emit()
        self._next()

    def _refused(self, error: KnownError) -> None:
        self._refusals.append(error)
        self._next()

    def _tell_refusals(self) -> None:
        """Say once what could not be attached, however many files were given."""
        told, self._refusals = self._refusals, []
        if len(told) == 1:
            self._workers.failed.emit(told[0])
        elif told:
            reasons = " ".join(error.what for error in told[:3])
            more = f" And {len(told) - 3} more." if len(told) > 3 else ""
            self._workers.failed.emit(
                Refused(f"{len(told)} of them could not be attached: {reasons}{more}", safe="The others are here.")
            )

    def _open_elsewhere(self, attachment: Attachment) -> None:
        self._workers.read(
            lambda journal: put(attachment.name, attachment.media, journal.attachments.content(attachment.id)),
            lambda file: self._opened(file, attachment.name),
            owner=self,
        )

    def _opened(self, file: Path, name: str) -> None:
        if not self.open_url(QUrl.fromLocalFile(str(file))):
            self._workers.failed.emit(
                Refused(f"No program was found that opens “{name}”.", todo="Save a copy of it, and open it there.")
            )

    def _viewer_closed(self) -> None:
        self._viewer = None


class Adding:
    """Adds a file to an entry; done again after it was taken back, it comes out of the trash."""

    def __init__(self, entry: str, file: AttachedFile) -> None:
        self._entry = entry
        self._file: AttachedFile | None = file
        self._added = ""

    def __call__(self, journal: Journal) -> None:
        """Add it."""
        if self._file is None:
            if self._added:
                journal.attachments.restore(self._added)
            return
        there = {one.id for one in journal.attachments.of(self._entry)}
        added = journal.attachments.add(self._entry, self._file.name, self._file.content)
        # One that was there already stays when this is taken back. The bytes are not kept for long: they may be many.
        self._added = "" if added.id in there else added.id
        self._file = None

    def take_back(self, journal: Journal) -> None:
        """Move it to the trash again."""
        if self._added:
            journal.attachments.trash(self._added)


def _saved(journal: Journal, identity: str, file: Path) -> None:
    from isp_journal.formats.new_files import new_file  # on the reading thread: start-up time

    content = journal.attachments.content(identity)
    with new_file(file, replacing=True) as made:
        made.write(content)


def _page_of(host: QWidget) -> QWidget:
    """Return the page that a widget is on: what lies over it is hidden and let go of with the page."""
    found = host
    while (parent := found.parentWidget()) is not None and not isinstance(parent, QStackedWidget):
        found = parent
    return found
