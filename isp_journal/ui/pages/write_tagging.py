"""Tagging in the Write page: picking an activity for words, the notes' panel, and all of it undone in order."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, QPoint, QRect, QTimer
from PySide6.QtWidgets import QWidget

from isp_journal.ui.editor.editor import Editor
from isp_journal.ui.editor.margin import Margin, Names
from isp_journal.ui.editor.passages import LiveTag, Place
from isp_journal.ui.theme import Theme

if TYPE_CHECKING:
    from isp_journal.activity_search import ActivityIndex
    from isp_journal.framework import Catalogue
    from isp_journal.suggestions import Suggester
    from isp_journal.ui.controls.popup import Popup
    from isp_journal.ui.panels.note_panel import NotePanel
    from isp_journal.ui.panels.tag_picker import Offer, TagPicker
    from isp_journal.ui.workers import Workers

_EDGE = 8
_PANEL = 360


class Vocabulary(NamedTuple):
    """What is needed to pick activities, read once from the journal."""

    catalogue: "Catalogue"
    search: "ActivityIndex"
    suggester: "Suggester"


class Tagging(QObject):
    """Opens the picker and the notes' panel, and does what was chosen in them as steps of the entry's undo."""

    def __init__(self, theme: Theme, workers: "Workers", editor: Editor, margin: Margin, names: Names) -> None:
        super().__init__(editor)
        self._theme = theme
        self._workers = workers
        self._editor = editor
        self._margin = margin
        self._names = names
        self._words: Vocabulary | None = None
        self._wanted_early = False
        self._popup: Popup | None = None
        self.picker: TagPicker | None = None
        self.panel: NotePanel | None = None
        self._span: tuple[int, int] | None = None
        self.hints = True
        margin.chosen.connect(self.open_note)
        margin.find_wanted.connect(self.find_words)
        margin.keep_wanted.connect(self.keep_on_entry)
        margin.remove_wanted.connect(self.remove)
        editor.tag_wanted.connect(self.open_picker)

    def set_vocabulary(self, words: Vocabulary) -> None:
        """Take the catalogue; a picker that was asked for before it was read opens now."""
        self._words = words
        if self._wanted_early:
            self.open_picker()

    def open_picker(self, *, whole: bool = False) -> None:
        """Open the picker for the selection or the sentence at the cursor; without words, for the whole entry."""
        if self._words is None:
            self._wanted_early = True
            return
        from isp_journal.ui.panels.tag_picker import TagPicker  # at first use: start-up time

        self._wanted_early = False
        self.close()
        self._span = None if whole else self._editor.words_to_tag()
        self._editor.set_target(self._span)
        picker = TagPicker(self._theme, self._offer(), whole=self._span is None, hints=self.hints)
        picker.picked.connect(self._picked)
        picker.grown.connect(self._place_picker)
        self.picker = picker
        self._open(picker, "Tag with an activity")
        self._place_picker()
        picker.field.setFocus()
        self._read_counts(picker)

    def open_note(self, tag_id: str, *, saying_why: bool = False) -> None:
        """Open the panel of a tag at its note."""
        tag, note = self._editor.entry.passages.tag(tag_id), self._margin.note(tag_id)
        if tag is None or note is None:
            return
        from isp_journal.ui.panels.note_panel import NotePanel, Possible  # at first use: start-up time

        self.close()
        cursor = self._editor.textCursor()
        self._span = (cursor.selectionStart(), cursor.selectionEnd()) if cursor.hasSelection() else None
        noted = self._names.noted(tag)
        panel = NotePanel(self._theme, noted, Possible(self._span is not None, self._domain_name(tag.activity)))
        passages = self._editor.entry.passages
        panel.done.connect(self.close)
        panel.find_wanted.connect(lambda: self._after(self.find_words, tag_id))
        panel.whole_wanted.connect(lambda: self._after(self.keep_on_entry, tag_id))
        panel.move_wanted.connect(lambda: self._after(self._move, tag_id))
        panel.remove_wanted.connect(lambda: self._after(self.remove, tag_id))
        self.panel = panel
        self._open(panel, noted.label)
        if self._popup is not None:
            if saying_why:
                # The note is new, so the focus goes back to the text and not to it.
                self._popup.closed.connect(self._editor.setFocus)
            self._popup.closed.connect(lambda: self._because(passages.tag(tag_id), panel.reason()))
        area = QRect(note.mapTo(self._editor.window(), QPoint(0, 0)), note.size())
        self._place(panel, self._theme.px(_PANEL), area)
        panel.because.setFocus()

    def close(self) -> None:
        """Close picker or panel; the focus goes back to where it was."""
        popup = self._popup
        if popup is not None:
            popup.leave()

    def add(self, activity: str, span: tuple[int, int] | None) -> LiveTag | None:
        """Tag words, or the whole entry; the same tag twice on the same words is one."""
        from isp_journal.ids import new_id  # at first use: start-up time

        passages = self._editor.entry.passages
        anchor = passages.anchor_at(*span) if span else None
        for tag in passages.tags:
            if tag.activity == activity and tag.whole == (anchor is None) and tag.anchor == anchor:
                return tag
        tag = LiveTag(new_id(), activity, whole=anchor is None)
        if anchor:
            tag.put(anchor)
        passages.add(tag)
        self._editor.entry.history.push(lambda: _taken(passages.remove(tag.id)), lambda: passages.add(tag))
        return tag

    def remove(self, tag_id: str) -> None:
        """Take a tag away."""
        passages = self._editor.entry.passages
        tag = passages.tag(tag_id)
        if tag is not None:
            at = passages.remove(tag_id)
            self._editor.entry.history.push(lambda: passages.add(tag, at), lambda: _taken(passages.remove(tag_id)))

    def find_words(self, tag_id: str) -> None:
        """Go to the words of a loose tag if they stand somewhere, else put it on the selection or say how."""
        passages = self._editor.entry.passages
        tag = passages.tag(tag_id)
        if tag is None:
            return
        before = passages.place_of(tag)
        if passages.find_words(tag):
            self._step(tag, before)
        elif self._editor.textCursor().hasSelection():
            cursor = self._editor.textCursor()
            self._span = (cursor.selectionStart(), cursor.selectionEnd())
            self._move(tag_id)
        else:
            self._show_place(tag)

    def keep_on_entry(self, tag_id: str) -> None:
        """Let a tag speak for the whole entry."""
        tag = self._editor.entry.passages.tag(tag_id)
        if tag is not None:
            before = self._editor.entry.passages.place_of(tag)
            self._change(tag, before._replace(anchor=None, placed=None, seen=None, whole=True))

    def _move(self, tag_id: str) -> None:
        passages = self._editor.entry.passages
        tag = passages.tag(tag_id)
        anchor = passages.anchor_at(*self._span) if self._span else None
        if tag is not None and anchor is not None:
            self._change(tag, Place(anchor, anchor, anchor, False, tag.because))

    def _because(self, tag: LiveTag | None, reason: str) -> None:
        if tag is not None and tag.because != reason:
            self._change(tag, self._editor.entry.passages.place_of(tag)._replace(because=reason))

    def _change(self, tag: LiveTag, after: Place) -> None:
        before = self._editor.entry.passages.place_of(tag)
        self._editor.entry.passages.set_place(tag, after)
        self._step(tag, before)

    def _step(self, tag: LiveTag, before: Place) -> None:
        passages = self._editor.entry.passages
        after = passages.place_of(tag)
        self._editor.entry.history.push(lambda: passages.set_place(tag, before), lambda: passages.set_place(tag, after))

    def _picked(self, activity: str, how: str) -> None:
        span = None if how == "whole" else self._span
        self.close()
        tag = self.add(activity, span)
        self._editor.setFocus()
        if tag is not None and how == "why":
            self.open_note(tag.id, saying_why=True)

    def _offer(self) -> "Offer":
        from isp_journal.ui.panels.tag_picker import Offer  # at first use: start-up time

        words = self._words
        assert words is not None
        anchor = self._editor.entry.passages.anchor_at(*self._span) if self._span else None
        about = anchor.quote if anchor else self._editor.text()
        return Offer(words.catalogue, words.search, tuple(words.suggester.suggest(about)), None, {})

    def _read_counts(self, picker: "TagPicker") -> None:
        since = date.today().replace(month=1, day=1)
        offer = self._offer()

        def show(read: tuple[list[str], dict[str, int]]) -> None:
            recent, counts = read
            picker.set_offer(offer._replace(recent=tuple(recent), counts=counts))

        self._workers.read(
            lambda journal: (journal.tags.recent(limit=8), journal.tags.counts(since=since)),
            show,
            key="tag-picker",
            owner=picker,
        )

    def _show_place(self, tag: LiveTag) -> None:
        """Put the cursor where the words of a loose tag stood, so that others can be selected there."""
        cursor = self._editor.textCursor()
        last = self._editor.document().characterCount() - 1
        cursor.setPosition(min(tag.seen.start if tag.seen else 0, last))
        self._editor.setTextCursor(cursor)
        self._editor.setFocus()
        self._editor.told.emit("Its words stand nowhere in the text. Select others and choose 'Find them' again.")

    def _after(self, then: Callable[[str], None], tag_id: str) -> None:
        """Close the panel, which keeps the reason, and then do what was asked."""
        span = self._span
        self.close()
        self._span = span
        then(tag_id)
        self._editor.setFocus()

    def _domain_name(self, activity: str) -> str:
        words = self._words
        if words is None or not words.catalogue.knows(activity):
            return "Activity"
        return words.catalogue.domain_of(words.catalogue.practice(activity)).name

    def _open(self, content: QWidget, name: str) -> None:
        from isp_journal.ui.controls.popup import Popup  # at first use: start-up time

        popup = Popup(self._theme, self._editor.window(), name)
        popup.column.addWidget(content)
        popup.closed.connect(lambda: self._closed(popup))
        self._popup = popup
        popup.open_at(QRect(0, 0, 1, 1), content)

    def _closed(self, popup: "Popup") -> None:
        if self._popup is popup:
            self._popup = self.picker = self.panel = None
            self._editor.set_target(None)
        QTimer.singleShot(0, popup.deleteLater)

    def _around(self) -> QRect:
        """Return where the words to tag are, in the window's coordinates; without words, the column's top."""
        editor, window = self._editor, self._editor.window()
        area = editor.area_of(self._span) if self._span else QRect(0, 0, editor.measures.column, 0)
        corner = editor.viewport().mapTo(window, QPoint(editor.left_of_text(), area.top()))
        return QRect(corner.x(), corner.y(), editor.measures.column, area.height())

    def _place_picker(self) -> None:
        picker, width = self.picker, self._editor.measures.column
        if picker is not None:
            self._place(
                picker, width, self._scrolled(self._around(), _height_for(picker, width - 2) + self._theme.px(4))
            )

    def _place(self, content: QWidget, width: int, around: QRect) -> None:
        """Put the popup below what it is about, above it where there is more room, and into the window in any case."""
        if self._popup is None or self._popup.isHidden():
            return
        window, gap = self._editor.window(), self._theme.px(4)
        width = min(width, window.width() - 2 * _EDGE)
        height = _height_for(content, width - 2) + 2
        below = window.height() - _EDGE - around.bottom() - gap
        above = around.top() - gap - _EDGE
        over = below < height and above > below
        if self.picker is content and max(below, above) < height:
            self.picker.fit(max(below, above) - 2)
            height = _height_for(content, width - 2) + 2
        top = around.top() - gap - height if over else around.bottom() + gap
        top = max(_EDGE, min(top, window.height() - _EDGE - height))
        left = max(_EDGE, min(around.left(), window.width() - width - _EDGE))
        self._popup.setGeometry(left, top, width, min(height, window.height() - 2 * _EDGE))

    def _scrolled(self, around: QRect, wanted: int) -> QRect:
        """Scroll the words up as far as needed for the popup below them, and no further than they stay in sight."""
        editor = self._editor
        room = editor.window().height() - _EDGE - around.bottom()
        highest = editor.viewport().mapTo(editor.window(), QPoint(0, 0)).y() + self._theme.px(_EDGE)
        by = min(wanted - room, around.top() - highest)
        if by > 0:
            editor.verticalScrollBar().setValue(editor.verticalScrollBar().value() + by)
            return self._around()
        return around


def _height_for(content: QWidget, width: int) -> int:
    layout = content.layout()
    if layout is not None and layout.hasHeightForWidth():
        return layout.totalHeightForWidth(width)
    return content.sizeHint().height()


def _taken(_place: int) -> None:
    """Forget where a tag stood in the order when it is taken away again."""
