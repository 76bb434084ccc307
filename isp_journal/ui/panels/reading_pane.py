"""The reading view of the journal: one entry with its passages, what it was tagged with, and the way to edit it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QScrollBar, QVBoxLayout, QWidget

from isp_journal.errors import Refused
from isp_journal.ui.controls.buttons import icon_button, plain_button
from isp_journal.ui.controls.labels import divider, label, surface
from isp_journal.ui.editor.measures import INSET
from isp_journal.ui.messages import announce
from isp_journal.ui.panels.reading import Reading, read_entry
from isp_journal.ui.panels.reading_sheet import SIDE, ReadingSheet, middle, sheet_width
from isp_journal.ui.shortcuts import key_hint, key_text

if TYPE_CHECKING:
    from isp_journal.errors import KnownError
    from isp_journal.ui.panels.attaching import Attaching
    from isp_journal.ui.panels.reading_text import ReadingText
    from isp_journal.ui.panels.search_hits import Wanted
    from isp_journal.ui.panels.versions_view import VersionsView
    from isp_journal.ui.theme import Theme
    from isp_journal.ui.workers import Workers

_KEY = "journal-reading"
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_STEP = 56
_AROUND_HIT = 80


class ReadingPane(QWidget):
    """Shows one entry; says `gone` when it is not in the journal any more, and `left` when Esc is pressed."""

    edit_wanted = Signal(str)
    trash_wanted = Signal(str)
    component_wanted = Signal(str)
    gone = Signal(str)
    left = Signal()

    def __init__(self, theme: Theme, workers: Workers) -> None:
        super().__init__()
        self._theme = theme
        self._workers = workers
        self._wanted: tuple[Wanted, ...] = ()
        self._identity = ""
        self._turns = False
        self._sheet: ReadingSheet | None = None
        self._attaching: Attaching | None = None
        self._reading_only = False
        self.versions: VersionsView | None = None
        self.reading: Reading | None = None
        self.setAccessibleName("Entry")
        self.setAcceptDrops(True)
        surface(self, "page")
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setAccessibleName("Entry")
        self._line = divider()
        self._make_foot()
        whole = self._whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._scroll, 1)
        whole.addWidget(self._line)
        whole.addWidget(self._foot)
        self._connect()
        self._space()
        self.clear()

    def _make_foot(self) -> None:
        theme = self._theme
        self.edit = plain_button(theme, "Edit", "pen-line")
        self.edit.set_face(self.edit.face._replace(key=key_hint("edit_entry")))
        self.edit.setAccessibleName("Edit")
        self.trash = icon_button(theme, "trash-2", "Move to the trash", key=key_text("trash"))
        self.match = label("", "small", "text3")
        self.previous = icon_button(theme, "chevron-left", "Previous match", key=key_text("previous_hit"))
        self.next = icon_button(theme, "chevron-right", "Next match", key=key_text("next_hit"))
        self._foot = QWidget()
        self._buttons = QWidget()
        self._foot_row = middle(self._foot, self._buttons)
        self._foot_line = QHBoxLayout(self._buttons)
        self._foot_line.addWidget(self.edit)
        self._foot_line.addWidget(self.trash)
        self._foot_line.addStretch(1)
        self._foot_line.addWidget(self.match)
        self._foot_line.addWidget(self.previous)
        self._foot_line.addWidget(self.next)

    def _connect(self) -> None:
        self.edit.clicked.connect(lambda: self.edit_wanted.emit(self._identity))
        self.trash.clicked.connect(lambda: self.trash_wanted.emit(self._identity))
        self.previous.clicked.connect(lambda: self.step_hit(-1))
        self.next.clicked.connect(lambda: self.step_hit(1))
        self._scroll.verticalScrollBar().rangeChanged.connect(lambda _low, _high: self._lay_foot())
        self._theme.changed.connect(self._space)

    def set_reading(self, reading: bool) -> None:
        """Offer no way to change the entry where a copy is open for reading alone."""
        self._reading_only = reading
        for part in (self.edit, self.trash):
            part.setVisible(not reading)
        if self._attaching is not None:
            self._attaching.strip.add.setVisible(not reading)

    @property
    def sheet(self) -> ReadingSheet:
        """The entry laid out, made when one is read for the first time."""
        if self._sheet is None:
            made = self._sheet = ReadingSheet(self._theme)
            made.back.setVisible(self._turns)
            made.back.clicked.connect(self.left)
            made.tags.wanted.connect(self.component_wanted)
            made.tags.pointed.connect(made.text.set_marked)
            made.versions.clicked.connect(self.open_versions)
            made.text.cursorPositionChanged.connect(self._follow_cursor)
            self._scroll.setWidget(made)
        return self._sheet

    @property
    def text(self) -> ReadingText:
        """The text of the entry."""
        return self.sheet.text

    @property
    def attaching(self) -> Attaching:
        """The attachments of the entry, made when it has some or is given one."""
        if self._attaching is None:
            from isp_journal.ui.panels.attaching import Attaching  # at first use: start-up time

            made = self._attaching = Attaching(self._theme, self._workers, self, lambda then: then(self._identity))
            made.strip.add.setVisible(not self._reading_only)
            made.left.connect(self.focus_text)
            self.sheet.put_strip(made.strip)
        return self._attaching

    @property
    def identity(self) -> str:
        """The id of the entry that is read, or nothing."""
        return self._identity

    def read(self, identity: str, wanted: Sequence[Wanted] = ()) -> None:
        """Show an entry, with the words marked that were searched for."""
        if identity != self._identity:
            self.leave_versions()
        self._wanted = tuple(wanted)
        self._identity = identity
        self.read_again()

    def read_again(self) -> None:
        """Read the entry again, for the journal has changed."""
        identity = self._identity
        if not identity:
            self.clear()
            return
        self._workers.read(
            lambda journal: read_entry(journal, identity),
            self._show,
            key=_KEY,
            owner=self,
            failed=lambda error: self._not_read(identity, error),
        )

    def clear(self) -> None:
        """Show no entry."""
        self.leave_versions()
        self._identity = ""
        self.reading = None
        self._set_shown(False)

    def scroll_bar(self) -> QScrollBar:
        """Return the bar that tells how far the entry is read."""
        return self._scroll.verticalScrollBar()

    def set_turns(self, turns: bool) -> None:
        """Offer the way back to the list where list and entry take turns."""
        self._turns = turns
        if self._sheet is not None:
            self._sheet.back.setVisible(turns)

    def focus_text(self) -> None:
        """Put the focus into the text, or on its button where there is none."""
        target = self.text if self.text.isVisible() else self.edit
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def attach_files(self) -> None:
        """Ask for files that belong to the entry that is read."""
        if self._identity:
            self.attaching.choose_files()

    def open_versions(self) -> None:
        """Show what the entry said before its edits, in its place."""
        if not self._identity or self.versions is not None:
            return
        from isp_journal.ui.panels.versions_view import VersionsView  # at first use: start-up time

        made = self.versions = VersionsView(self._theme, self._workers)
        made.left.connect(self._back_from_versions)
        made.restored.connect(self._back_from_versions)
        self._set_shown(False)
        self._whole.insertWidget(0, made, 1)
        made.show_of(self._identity)
        made.show()
        made.focus_first()

    def leave_versions(self) -> None:
        """Show the entry again as it is now."""
        made, self.versions = self.versions, None
        if made is not None:
            made.hide()
            self._whole.removeWidget(made)
            made.deleteLater()
            self._set_shown(self.reading is not None)

    def step_hit(self, by: int) -> None:
        """Go to the next match in this entry, or the one before."""
        if self.versions is not None:
            self.versions.step(by)
        elif self.text.hits:
            self.text.go_to_hit(self.text.hit + by)
            self._show_match()
            self._bring_into_view(self.text.area_of_hit())
            announce(self.match, self.match.text())

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self._took_drag(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self._took_drag(event)

    def dropEvent(self, event: QDropEvent) -> None:
        if self._took_drag(event):
            self.attaching.take_from(event.mimeData())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste) and self._identity:
            self.attaching.paste()
            return
        bare = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if not (bare and self._identity and self._taken(event.key())):
            super().keyPressEvent(event)

    def _taken(self, key: int) -> bool:
        if key in _ENTER:
            self.edit_wanted.emit(self._identity)
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
        elif key == Qt.Key.Key_Delete:
            self.trash_wanted.emit(self._identity)
        else:
            return self._scrolled_by(key)
        return True

    def _took_drag(self, event: QDropEvent) -> bool:
        """Take files as copies: whoever moved them here would lose them where they are."""
        from isp_journal.ui.incoming_files import holds_files  # at first use: start-up time

        taken = bool(self._identity) and self.versions is None and holds_files(event.mimeData())
        if taken:
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
        else:
            event.ignore()
        return taken

    def _back_from_versions(self) -> None:
        self.leave_versions()
        self.read_again()
        self.focus_text()

    def _show_attachments(self, reading: Reading) -> None:
        if reading.attachments or self._attaching is not None:
            self.attaching.show_of(reading.attachments)

    def _scrolled_by(self, key: int) -> bool:
        bar = self._scroll.verticalScrollBar()
        step, page = self._theme.px(_STEP), bar.pageStep() - self._theme.px(_STEP)
        moves = {
            Qt.Key.Key_Up: -step,
            Qt.Key.Key_Down: step,
            Qt.Key.Key_PageUp: -page,
            Qt.Key.Key_PageDown: page,
            Qt.Key.Key_Space: page,
            Qt.Key.Key_Home: -bar.maximum(),
            Qt.Key.Key_End: bar.maximum(),
        }
        if key not in moves:
            return False
        bar.setValue(bar.value() + moves[Qt.Key(key)])
        return True

    def _show(self, reading: Reading) -> None:
        entry = reading.entry
        if entry.id != self._identity:
            return
        if entry.trashed_at is not None:
            self.clear()
            self.gone.emit(entry.id)
            return
        before, self.reading = self.reading, reading
        other = before is None or before.entry.id != entry.id
        changed = before is None or (before.entry, before.tags) != (entry, reading.tags)
        self.sheet.show_reading(reading, text_too=changed)
        self._show_attachments(reading)
        self._set_shown(self.versions is None)
        self.text.mark_hits(self._wanted)
        self._show_match()
        if other:
            self._scroll.verticalScrollBar().setValue(0)
            self._bring_into_view(self.text.area_of_hit())

    def _set_shown(self, shown: bool) -> None:
        for part in (self._scroll, self._line, self._foot):
            part.setVisible(shown)

    def _show_match(self) -> None:
        count = len(self.text.hits)
        self.match.setText(f"Match {self.text.hit + 1} of {count} here" if count else "")
        self.match.setVisible(bool(count))
        for button in (self.previous, self.next):
            button.setVisible(count > 1)

    def _not_read(self, identity: str, error: KnownError) -> None:
        if not isinstance(error, Refused):
            self._workers.failed.emit(error)
        elif identity == self._identity:
            self.clear()
            self.gone.emit(identity)

    def _bring_into_view(self, area: QRectF | None) -> None:
        if area is not None:
            place = self.text.mapTo(self.sheet, QPoint(0, 0)).y() + area.center().y()
            self._scroll.ensureVisible(0, round(place), 0, self._theme.px(_AROUND_HIT))

    def _follow_cursor(self) -> None:
        if self.text.hasFocus() and self.text.cursorWidth():
            self._bring_into_view(QRectF(self.text.cursorRect()))

    def _lay_foot(self) -> None:
        """Let the foot begin where the text does, beside a scroll bar too."""
        bar = self._scroll.verticalScrollBar()
        side, room = self._theme.px(SIDE), self._theme.px(8)
        beside = bar.sizeHint().width() if bar.maximum() > bar.minimum() else 0
        self._foot_row.setContentsMargins(side, room, side + beside, room)

    def _space(self) -> None:
        px = self._theme.px
        self._buttons.setMaximumWidth(sheet_width(self._theme))
        self._foot_line.setContentsMargins(px(INSET), 0, px(INSET), 0)
        self._foot_line.setSpacing(px(8))
        self._lay_foot()
