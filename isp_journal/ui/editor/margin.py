"""Lays the tags' notes out beside their passages: each at its own line, pushed down where they would overlap."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget

from isp_journal.ui.controls.buttons import link_button
from isp_journal.ui.editor import painting
from isp_journal.ui.editor.editor import Editor
from isp_journal.ui.editor.note import NoteCard, Noted, TagNote
from isp_journal.ui.editor.passages import LiveTag
from isp_journal.ui.theme import Theme

_BETWEEN = 8
_FROM_TOP = 8
_TAKES_AWAY = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)


class Names(QObject):
    """What activities are called; unknown ones keep their key until the catalogue is read."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.labels: dict[str, str] = {}
        self.components: dict[str, str] = {}
        self.domains: dict[str, str] = {}

    def noted(self, tag: LiveTag) -> Noted:
        """Return what the note of a tag says."""
        key = tag.activity
        label = self.labels.get(key, key)
        component = self.components.get(key, "")
        domain = self.domains.get(key, "")
        return Noted(tag.id, label, domain, component, tag.because, tag.quote, tag.loose, tag.whole)


class Margin(QObject):
    """The notes of the entry that the editor shows; says `chosen` with the tag's id when a note is pressed."""

    chosen = Signal(str)
    find_wanted = Signal(str)
    remove_wanted = Signal(str)
    keep_wanted = Signal(str)

    def __init__(self, theme: Theme, editor: Editor, names: Names) -> None:
        super().__init__(editor)
        self._theme = theme
        self._editor = editor
        self._names = names
        self._notes: dict[str, TagNote] = {}
        self._card: NoteCard | None = None
        editor.passages_changed.connect(self.rebuild)
        editor.laid_out.connect(self.place)
        editor.line_edited.connect(self._place_near)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let undo, Del and Esc work on a note as they do in the text."""
        if not isinstance(event, QKeyEvent) or not isinstance(watched, TagNote):
            return False
        tag_id = watched.noted.tag_id
        deeds: tuple[tuple[bool, Callable[[], None]], ...] = (
            (event.matches(QKeySequence.StandardKey.Undo), self._editor.undo_last),
            (event.matches(QKeySequence.StandardKey.Redo), self._editor.redo_last),
            (event.key() in _TAKES_AWAY, lambda: self.remove_wanted.emit(tag_id)),
            (event.key() == Qt.Key.Key_Escape, self._editor.setFocus),
        )
        then = next((deed for meant, deed in deeds if meant), None)
        if then is None:
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
        elif event.type() == QEvent.Type.KeyPress:
            then()
        return True

    @property
    def notes(self) -> list[TagNote]:
        """The notes from top to bottom."""
        return sorted(self._notes.values(), key=lambda note: note.y())

    def note(self, tag_id: str) -> TagNote | None:
        """Return the note of a tag."""
        return self._notes.get(tag_id)

    def rebuild(self) -> None:
        """Make a note for every tag, take away those whose tags are gone, and lay them out."""
        tags = self._editor.entry.passages.tags
        wanted = {tag.id for tag in tags}
        for gone in [tag_id for tag_id in self._notes if tag_id not in wanted]:
            self._let_go(self._notes.pop(gone))
        compact = not self._editor.measures.notes
        for tag in tags:
            if tag.id not in self._notes:
                self._notes[tag.id] = self._made(tag.id)
            note = self._notes[tag.id]
            if tag.loose and not note.buttons:
                self._add_buttons(note, tag.id)
            note.say(self._names.noted(tag), compact=compact)
        self.place()
        self._order()

    def place(self) -> None:
        """Move the notes that do not stand where they should; the others are left alone and not painted again."""
        if not self._notes:
            return
        measures = self._editor.measures
        if bool(measures.notes) == any(note.compact for note in self._notes.values()):
            self.rebuild()
            return
        left, width = self._editor.left_of_text() + measures.column + measures.gap, measures.notes
        if not measures.notes:
            left += self._theme.px(_BETWEEN) - measures.gap
        scroll = self._editor.verticalScrollBar().value()
        free = self._editor.verticalScrollBar().minimum() + self._theme.px(_FROM_TOP)
        between = self._theme.px(_BETWEEN) if measures.notes else 0
        for wanted_top, note in self._wanted_places():
            size = note.fitted(width)
            top = max(free, wanted_top)
            free = top + size.height() + between
            wanted = (left, top - scroll, size.width(), size.height())
            if (note.x(), note.y(), note.width(), note.height()) != wanted:
                note.setGeometry(*wanted)
                if note.buttons:
                    note.place_buttons()
            if note.isHidden():
                note.show()

    def _place_near(self, start: int, end: int) -> None:
        """Look after the notes of the paragraphs that were edited; those further down only move when the text grows."""
        document = self._editor.document()
        first = document.findBlock(start).position()
        last = document.findBlock(min(end, document.characterCount() - 1))
        behind = last.position() + last.length()
        if any(first <= stretch.start < behind for stretch in self._editor.entry.passages.stretches()):
            self.place()

    def _wanted_places(self) -> list[tuple[int, TagNote]]:
        """Return every note with the line that it belongs to: whole ones first, loose ones where their words were."""
        document = self._editor.document()
        above = painting.band(self._theme.text_px("editor")).above
        last = document.characterCount() - 1
        top = self._editor.verticalScrollBar().minimum()
        starts = {stretch.tag.id: stretch.start for stretch in self._editor.entry.passages.stretches()}
        places: list[tuple[int, int, TagNote]] = []
        for order, tag in enumerate(self._editor.entry.passages.tags):
            note = self._notes.get(tag.id)
            if note is None:
                continue
            if tag.whole:
                places.append((top, order, note))
                continue
            start = starts.get(tag.id, min(tag.seen.start, last) if tag.seen else 0)
            line = painting.top_of(document, start)
            places.append((round(line) - round(above) if line is not None else 0, order, note))
        return [(place, note) for place, _, note in sorted(places, key=lambda each: each[:2])]

    def _made(self, tag_id: str) -> TagNote:
        note = TagNote(self._theme, self._editor.viewport())
        note.clicked.connect(lambda: self.chosen.emit(tag_id))
        note.pointed.connect(self._pointed)
        note.installEventFilter(self)
        return note

    def _add_buttons(self, note: TagNote, tag_id: str) -> None:
        deeds: tuple[tuple[str, Callable[[str], None]], ...] = (
            ("Find them", self.find_wanted.emit),
            ("Keep on the entry", self.keep_wanted.emit),
        )
        for words, tell in deeds:
            button = link_button(self._theme, words)
            button.setParent(note)
            button.clicked.connect(lambda _on=False, tell=tell: tell(tag_id))
            note.buttons.append(button)

    def _pointed(self, tag_id: str, on: bool) -> None:
        self._editor.set_marked(tag_id if on else "")
        note = self._notes.get(tag_id)
        if note is not None and note.compact and on:
            self._show_card(note)
        elif self._card is not None:
            self._card.hide()

    def _show_card(self, note: TagNote) -> None:
        """Show in words what a mark stands for, beside it and over the text."""
        if self._card is None:
            self._card = NoteCard(self._theme, self._editor.viewport())
        self._card.show_beside(note)

    def _order(self) -> None:
        before: QWidget = self._editor
        for note in self.notes:
            for widget in (note, *note.buttons):
                QWidget.setTabOrder(before, widget)
                before = widget

    def _let_go(self, note: TagNote) -> None:
        if note.hasFocus() or any(button.hasFocus() for button in note.buttons):
            self._editor.setFocus()
        note.hide()
        note.deleteLater()
