"""The reading view of the journal: one entry with its passages, what it was tagged with, and the way to edit it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSpacerItem, QVBoxLayout, QWidget

from isp_journal.errors import Refused
from isp_journal.ui.controls.bar import IconMark
from isp_journal.ui.controls.buttons import icon_button, link_button, plain_button
from isp_journal.ui.controls.labels import divider, label, surface
from isp_journal.ui.editor.measures import column_width
from isp_journal.ui.messages import announce
from isp_journal.ui.panels.reading import Reading, meta_line, read_entry
from isp_journal.ui.panels.reading_text import ReadingText
from isp_journal.ui.panels.search_hits import Wanted
from isp_journal.ui.panels.tag_lines import TagLines
from isp_journal.ui.shortcuts import key_text

if TYPE_CHECKING:
    from isp_journal.errors import KnownError
    from isp_journal.ui.theme import Theme
    from isp_journal.ui.workers import Workers

EDIT_KEY = "Ctrl+E"
_KEY = "journal-reading"
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_STEP = 56
_AROUND_HIT = 80
_SCROLLS = (
    Qt.Key.Key_Up,
    Qt.Key.Key_Down,
    Qt.Key.Key_PageUp,
    Qt.Key.Key_PageDown,
    Qt.Key.Key_Space,
    Qt.Key.Key_Home,
    Qt.Key.Key_End,
)


class FactLine(QWidget):
    """An icon and some words, such as who took part; hidden without words."""

    def __init__(self, theme: Theme, icon: str, name: str) -> None:
        super().__init__()
        self._theme = theme
        self._name = name
        self._words = label("", "small", "text2", wrap=True)
        self._row = QHBoxLayout(self)
        self._row.addWidget(IconMark(theme, icon, "text3"), 0, Qt.AlignmentFlag.AlignTop)
        self._row.addWidget(self._words, 1)
        self._space()

    def set_words(self, words: Sequence[str]) -> None:
        """Show some words with commas between them."""
        self._words.setText(", ".join(words))
        self._words.setAccessibleName(f"{self._name}: {', '.join(words)}")
        self.setVisible(bool(words))

    def text(self) -> str:
        """Return what is shown."""
        return self._words.text()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self._space()
        super().changeEvent(event)

    def _space(self) -> None:
        px = self._theme.px
        self._row.setContentsMargins(px(4), px(4), 0, px(4))
        self._row.setSpacing(px(8))


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
        self.reading: Reading | None = None
        self.setAccessibleName("Entry")
        surface(self, "page")
        self._make_parts()
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._gaps: list[tuple[QSpacerItem, int]] = []
        self._inner: list[QWidget] = []
        self._content, self._content_row = self._column(self._content_parts())
        self._foot, self._foot_row = self._column([(self._foot_parts(), 0)])
        self._scroll.setWidget(self._content)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._scroll, 1)
        self._line = divider()
        whole.addWidget(self._line)
        whole.addWidget(self._foot)
        self._connect()
        self._space()
        self.clear()

    def _make_parts(self) -> None:
        theme = self._theme
        self.back = link_button(theme, "Back to the list", "arrow-left")
        self.back.setToolTip("Back to the list (Esc)")
        self.meta = label("", "small", "text3", wrap=True)
        self.title = label("", "title", "text", wrap=True)
        self.title.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.text = ReadingText(theme)
        self.below = divider()
        self.tags = TagLines(theme)
        self.people = FactLine(theme, "users", "People")
        self.labels = FactLine(theme, "tag", "Labels")
        self.edit = plain_button(theme, "Edit", "pen-line")
        self.edit.set_face(self.edit.face._replace(key=key_words(EDIT_KEY)))
        self.trash = icon_button(theme, "trash-2", "Move to the trash", key=key_text("trash"))
        self.match = label("", "small", "text3")
        self.previous = icon_button(theme, "chevron-left", "Previous match", key=key_text("previous_hit"))
        self.next = icon_button(theme, "chevron-right", "Next match", key=key_text("next_hit"))
        self.back.hide()

    def _content_parts(self) -> list[tuple[QWidget, int]]:
        """Return what stands below each other, with the room that follows each."""
        return [
            (self.back, 8),
            (self.meta, 4),
            (self.title, 16),
            (self.text, 24),
            (self.below, 12),
            (self.tags, 4),
            (self.people, 0),
            (self.labels, 0),
        ]

    def _foot_parts(self) -> QWidget:
        foot = QWidget()
        self._foot_line = QHBoxLayout(foot)
        self._foot_line.addWidget(self.edit)
        self._foot_line.addWidget(self.trash)
        self._foot_line.addStretch(1)
        self._foot_line.addWidget(self.match)
        self._foot_line.addWidget(self.previous)
        self._foot_line.addWidget(self.next)
        return foot

    def _column(self, parts: Sequence[tuple[QWidget, int]]) -> tuple[QWidget, QHBoxLayout]:
        """Return a widget with some parts below each other in the middle, as wide as lines of text may be."""
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part, gap in parts:
            column.addWidget(part)
            if gap:
                room = QSpacerItem(0, gap)
                column.addItem(room)
                self._gaps.append((room, gap))
        column.addStretch(1)
        self._inner.append(inner)
        outer = QWidget()
        row = QHBoxLayout(outer)
        row.setSpacing(0)
        row.addStretch(1)
        row.addWidget(inner, 1000)
        row.addStretch(1)
        return outer, row

    def _connect(self) -> None:
        self.back.clicked.connect(self.left)
        self.edit.clicked.connect(lambda: self.edit_wanted.emit(self._identity))
        self.trash.clicked.connect(lambda: self.trash_wanted.emit(self._identity))
        self.previous.clicked.connect(lambda: self.step_hit(-1))
        self.next.clicked.connect(lambda: self.step_hit(1))
        self.tags.wanted.connect(self.component_wanted)
        self.tags.pointed.connect(self.text.set_marked)
        self.text.height_changed.connect(self._lay_foot)
        self._scroll.verticalScrollBar().rangeChanged.connect(lambda _low, _high: self._lay_foot())
        self._theme.changed.connect(self._space)

    @property
    def identity(self) -> str:
        """The id of the entry that is read, or nothing."""
        return self._identity

    def read(self, identity: str, wanted: Sequence[Wanted] = ()) -> None:
        """Show an entry, with the words marked that were searched for."""
        self._wanted = tuple(wanted)
        if identity != self._identity:
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
        self._identity = ""
        self.reading = None
        for part in (self._content, self._line, self._foot):
            part.setVisible(False)

    def set_turns(self, turns: bool) -> None:
        """Offer the way back to the list where list and entry take turns."""
        self.back.setVisible(turns)

    def focus_text(self) -> None:
        """Put the focus into the text."""
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def step_hit(self, by: int) -> None:
        """Go to the next match in this entry, or the one before."""
        if self.text.hits:
            self.text.go_to_hit(self.text.hit + by)
            self._show_match()
            self._bring_into_view(self.text.area_of_hit())
            announce(self.match, self.match.text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bare = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if bare and event.key() in _ENTER and self._identity:
            self.edit_wanted.emit(self._identity)
        elif bare and event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif bare and event.key() == Qt.Key.Key_Delete and self._identity:
            self.trash_wanted.emit(self._identity)
        elif event.key() in _SCROLLS:
            self._scroll_by_key(Qt.Key(event.key()))
        else:
            super().keyPressEvent(event)

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
        self.meta.setText(meta_line(reading))
        self.title.setText(entry.title)
        self.title.setVisible(bool(entry.title))
        if other or before is None or before.entry != entry:
            domains = {tag.tag.activity: tag.domain for tag in reading.tags}
            self.text.show_text(entry.body, entry.tags, domains)
            self.tags.show_tags(reading.tags)
        self.text.setVisible(bool(entry.body))
        self.people.set_words(reading.people)
        self.labels.set_words(entry.labels)
        self.below.setVisible(bool(reading.tags or reading.people or entry.labels))
        for part in (self._content, self._line, self._foot):
            part.setVisible(True)
        self._find(other)

    def _find(self, other: bool) -> None:
        self.text.mark_hits(self._wanted)
        self._show_match()
        if other:
            self._scroll.verticalScrollBar().setValue(0)
            self._bring_into_view(self.text.area_of_hit())

    def _show_match(self) -> None:
        count = len(self.text.hits)
        self.match.setText(f"Match {self.text.hit + 1} of {count} here" if count else "")
        for part in (self.match, self.previous, self.next):
            part.setVisible(bool(count))

    def _not_read(self, identity: str, error: KnownError) -> None:
        if isinstance(error, Refused):
            if identity == self._identity:
                self.clear()
                self.gone.emit(identity)
        else:
            self._workers.failed.emit(error)

    def _bring_into_view(self, area: QRectF | None) -> None:
        if area is None:
            return
        place = self.text.mapTo(self._content, QPoint(0, 0)).y() + area.center().y()
        margin = self._theme.px(_AROUND_HIT)
        self._scroll.ensureVisible(0, round(place), 0, margin)

    def _scroll_by_key(self, key: Qt.Key) -> None:
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
        bar.setValue(bar.value() + moves[key])

    def _lay_foot(self) -> None:
        """Let the foot begin where the text does, beside a scroll bar too."""
        bar = self._scroll.verticalScrollBar()
        side = self._theme.px(24)
        right = side + (bar.width() if bar.maximum() > bar.minimum() else 0)
        self._foot_row.setContentsMargins(side, self._theme.px(8), right, self._theme.px(8))

    def _space(self) -> None:
        px = self._theme.px
        width = column_width(self._theme)
        for inner in self._inner:
            inner.setMaximumWidth(width)
        self._content_row.setContentsMargins(px(24), px(32), px(24), px(32))
        for room, gap in self._gaps:
            room.changeSize(0, px(gap))
        self._foot_line.setContentsMargins(0, 0, 0, 0)
        self._foot_line.setSpacing(px(8))
        self._lay_foot()


def key_words(key: str) -> str:
    """Return a key as it stands inside a button on this system."""
    from PySide6.QtGui import QKeySequence  # at first use: start-up time

    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText).replace("+", " ")
