"""Writing a dated note 'where I stand' on a component or one of its activities; nothing asks to be saved."""

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QEvent, QMimeData, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QTextEdit, QVBoxLayout, QWidget

from isp_journal.ids import new_id
from isp_journal.ui.controls.buttons import plain_button
from isp_journal.ui.controls.labels import label
from isp_journal.ui.dates import short
from isp_journal.ui.editor.copied import plain_words
from isp_journal.ui.shortcuts import keep_window_keys, keys_of

if TYPE_CHECKING:
    from isp_journal.errors import KnownError
    from isp_journal.journal.journal import Journal
    from isp_journal.model import Note
    from isp_journal.ui.theme import Theme
    from isp_journal.ui.workers import Workers

SAVE_AFTER = 800
TRY_AGAIN_AFTER = 5_000
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
NATIVE = QKeySequence.SequenceFormat.NativeText
_LOWEST = 88
_HIGHEST = 320
_WIDEST = 632


class Writing(NamedTuple):
    """The note that is being written: `kept` are its words on the disk, nothing for a new one."""

    about: str
    id: str
    on: date
    kept: str = ""


class NoteText(QTextEdit):
    """The field for a note; Ctrl+Enter is done with it, Esc too, and Tab goes on to the buttons."""

    done = Signal()

    def __init__(self, theme: "Theme") -> None:
        super().__init__()
        self._theme = theme
        self.setProperty("field", True)
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.setAccessibleName("Where I stand")
        self.setPlaceholderText("What do you see yourself do now that you did not do before?")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.textChanged.connect(self.updateGeometry)
        keep_window_keys(self)

    def createMimeDataFromSelection(self) -> QMimeData:
        return plain_words(super().createMimeDataFromSelection(), self.textCursor().selection().toPlainText())

    def sizeHint(self) -> QSize:
        px = self._theme.px
        wanted = round(self.document().size().height()) + px(16)
        return QSize(px(320), max(px(_LOWEST), min(px(_HIGHEST), wanted)))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(160), self._theme.px(_LOWEST))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        with_control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() == Qt.Key.Key_Escape or (event.key() in _ENTER and with_control):
            self.done.emit()
            return
        super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        # Ctrl+Enter belongs to the note while it is written, whatever the window does with it elsewhere.
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            with_control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            if event.key() in _ENTER and with_control:
                event.accept()
                return True
        return super().event(event)


class WhereIStand(QFrame):
    """Shows the note that is being written; it is on the disk a second after each letter, and when it is left.

    `finished` says that writing has ended, with the id of the note or nothing.
    """

    finished = Signal(str)

    def __init__(self, theme: "Theme", workers: "Workers") -> None:
        super().__init__()
        self._theme = theme
        self._workers = workers
        self._writing: Writing | None = None
        self._today = date.today()
        self.setProperty("card", True)
        self.setAccessibleName("Note: where I stand")
        self._head = label("", "small", "text2")
        self.text = NoteText(theme)
        self.done_button = plain_button(theme, "Done", small=True)
        self.done_button.set_face(
            self.done_button.face._replace(key=QKeySequence(keys_of("done")[-1]).toString(NATIVE))
        )
        self.trash_button = plain_button(theme, "Move to the trash", "trash-2", small=True)
        self._lay_out()
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._save)
        self.text.textChanged.connect(self._typed)
        self.text.done.connect(self.leave)
        self.done_button.clicked.connect(self.leave)
        self.trash_button.clicked.connect(self._trash)
        self.hide()

    @property
    def writing(self) -> Writing | None:
        """The note that is being written, if one is."""
        return self._writing

    def begin(self, about: str, today: date) -> None:
        """Open an empty note of today; one that is being written is kept first."""
        if self._writing is None or self._writing.about != about:
            self.leave()
            self._open(Writing(about, new_id(), today), today)
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def change(self, note: "Note", today: date) -> None:
        """Open a note to go on with."""
        if self._writing is None or self._writing.id != note.id:
            self.leave()
            self._open(Writing(note.about, note.id, note.on, note.body), today)
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave(self) -> None:
        """Keep what was written and close; a note that has lost all its words goes to the trash."""
        writing = self._writing
        if writing is None:
            return
        words = self._words()
        if writing.kept and not words:
            self._trash()
            return
        self._save()
        self._close(writing.id if words else "")

    def _open(self, writing: Writing, today: date) -> None:
        self._writing = None
        self._today = today
        self.text.setPlainText(writing.kept)
        self.text.moveCursor(self.text.textCursor().MoveOperation.End)
        self._head.setText(f"Where I stand, {short(writing.on, today)}")
        self._writing = writing
        self._show_trash()
        self.show()

    def _close(self, identity: str) -> None:
        self._timer.stop()
        self._writing = None
        self.hide()
        self.text.clear()
        self.finished.emit(identity)

    def _typed(self) -> None:
        if self._writing is not None:
            self._show_trash()
            # Not started again by further typing: the first unsaved letter decides when it is time.
            if not self._timer.isActive():
                self._timer.start(SAVE_AFTER)

    def _save(self) -> None:
        writing, words = self._writing, self._words()
        if writing is None or not words or words == writing.kept:
            return
        self._writing = writing._replace(kept=words)
        about, on, identity = writing.about, writing.on, writing.id
        self._workers.change(
            lambda journal: journal.notes.save(about, on, words, identity),
            failed=lambda error: self._not_saved(writing, words, error),
            key=f"note {identity}",
        )

    def _not_saved(self, writing: Writing, words: str, error: "KnownError") -> None:
        """Keep what was typed on the screen, and try again."""
        if self._writing is None:
            self._open(writing, self._today)
            self.text.setPlainText(words)
        if self._writing is not None and self._writing.id == writing.id:
            self._writing = writing
            self._timer.start(TRY_AGAIN_AFTER)
        self._workers.failed.emit(error)

    def _trash(self) -> None:
        writing = self._writing
        if writing is None:
            return
        was_kept = bool(writing.kept)
        if was_kept or self._words():
            self._save()
            trash_note(self._workers, writing.id)
        self._close("")

    def _show_trash(self) -> None:
        writing = self._writing
        self.trash_button.setVisible(writing is not None and bool(writing.kept or self._words()))

    def _words(self) -> str:
        return self.text.toPlainText().strip()

    def _lay_out(self) -> None:
        self._column = column = QVBoxLayout(self)
        column.addWidget(self._head)
        column.addWidget(self.text)
        buttons = QWidget()
        self._row = row = QHBoxLayout(buttons)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.done_button)
        row.addWidget(self.trash_button)
        row.addStretch(1)
        column.addWidget(buttons)
        self._space()
        self._theme.changed.connect(self._space)

    def _space(self) -> None:
        px = self._theme.px
        self._column.setContentsMargins(px(16), px(12), px(16), px(12))
        self._column.setSpacing(px(8))
        self._row.setSpacing(px(8))
        self.setMaximumWidth(px(_WIDEST))


def trash_note(workers: "Workers", identity: str) -> None:
    """Move a note to the trash, with a way back."""

    def trash(journal: "Journal") -> None:
        journal.notes.trash(identity)

    def restore(journal: "Journal") -> None:
        journal.notes.restore(identity)

    workers.change(trash, undo=restore, said="Moved to the trash")
