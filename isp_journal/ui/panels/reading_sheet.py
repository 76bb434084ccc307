"""One entry laid out for reading: when and where, title, text, tags, people and labels below each other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QHBoxLayout, QSpacerItem, QVBoxLayout, QWidget

from isp_journal.ui.controls.buttons import LINK_INSET, link_button
from isp_journal.ui.controls.icon_mark import IconMark
from isp_journal.ui.controls.labels import divider, label
from isp_journal.ui.editor.measures import INSET, column_width
from isp_journal.ui.panels.reading import meta_line

if TYPE_CHECKING:
    from isp_journal.ui.panels.reading import Reading
    from isp_journal.ui.theme import Theme

TOP = 32
SIDE = 16


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
        self._row.setContentsMargins(0, self._theme.px(4), 0, self._theme.px(4))
        self._row.setSpacing(self._theme.px(8))


class ReadingSheet(QWidget):
    """A column in the middle, as wide as lines of text may be; all but the text is set in as far as its letters are."""

    def __init__(self, theme: Theme) -> None:
        # at first use: start-up time
        from isp_journal.ui.panels.reading_text import ReadingText
        from isp_journal.ui.panels.tag_lines import TagLines

        super().__init__()
        self._theme = theme
        self._gaps: list[tuple[QSpacerItem, int]] = []
        self._insets: list[tuple[QVBoxLayout, int]] = []
        self.back = link_button(theme, "Back to the list", "arrow-left")
        self.back.setToolTip("Back to the list (Esc)")
        self.back.hide()
        self.meta = label("", "small", "text3", wrap=True)
        self.title = label("", "title", "text", wrap=True)
        self.title.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.text = ReadingText(theme)
        self.below = divider()
        self.tags = TagLines(theme)
        self.people = FactLine(theme, "users", "People")
        self.labels = FactLine(theme, "tag", "Labels")
        self.versions = link_button(theme, "Earlier versions", "history")
        self._column = QWidget()
        self._row = middle(self, self._column)
        self._fill()
        self._space()
        theme.changed.connect(self._space)

    def show_reading(self, reading: Reading, *, text_too: bool) -> None:
        """Show an entry; its text and tags only where they are others than before."""
        entry = reading.entry
        self.meta.setText(meta_line(reading))
        self.title.setText(entry.title)
        self.title.setVisible(bool(entry.title))
        if text_too:
            self.text.show_text(entry.body.rstrip(), entry.tags, {tag.tag.activity: tag.domain for tag in reading.tags})
            self.tags.show_tags(reading.tags)
        self.text.setVisible(bool(entry.body))
        self.people.set_words(reading.people)
        self.labels.set_words(entry.labels)
        # An entry that was never changed has nothing to look back at.
        self.versions.setVisible(entry.revision > 1)
        self.below.setVisible(bool(reading.tags or reading.people or entry.labels or reading.attachments))

    def put_strip(self, strip: QWidget) -> None:
        """Lay the attachments below all that is said about the entry."""
        self._rows.insertWidget(self._rows.indexOf(self._last), strip)

    def _fill(self) -> None:
        column = self._rows = QVBoxLayout(self._column)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._group([(self.back, 8)], INSET - LINK_INSET))
        column.addWidget(self._group([(self.meta, 4), (self.title, 12)], INSET))
        column.addWidget(self.text)
        self._add_room(column, 16)
        rest = [(self.below, 12), (self.tags, 4), (self.people, 0), (self.labels, 0)]
        column.addWidget(self._group(rest, INSET))
        self._last = self._group([(self.versions, 0)], INSET - LINK_INSET)
        column.addWidget(self._last)
        column.addStretch(1)

    def _group(self, parts: Sequence[tuple[QWidget, int]], inset: int) -> QWidget:
        """Return a widget with some parts below each other, and the room that follows each."""
        made = QWidget()
        column = QVBoxLayout(made)
        column.setSpacing(0)
        self._insets.append((column, inset))
        for part, gap in parts:
            column.addWidget(part)
            self._add_room(column, gap)
        return made

    def _add_room(self, column: QVBoxLayout, gap: int) -> None:
        if gap:
            room = QSpacerItem(0, gap)
            column.addItem(room)
            self._gaps.append((room, gap))

    def _space(self) -> None:
        px = self._theme.px
        self._column.setMaximumWidth(sheet_width(self._theme))
        self._row.setContentsMargins(px(SIDE), px(TOP), px(SIDE), px(TOP))
        for room, gap in self._gaps:
            room.changeSize(0, px(gap))
        for column, inset in self._insets:
            column.setContentsMargins(px(inset), 0, px(INSET), 0)


def middle(outer: QWidget, inner: QWidget) -> QHBoxLayout:
    """Lay a widget into the middle of another."""
    row = QHBoxLayout(outer)
    row.setSpacing(0)
    row.addStretch(1)
    row.addWidget(inner, 1000)
    row.addStretch(1)
    return row


def sheet_width(theme: Theme) -> int:
    """Return how wide the column may be, the room of the text's own edges included."""
    return column_width(theme) + 2 * theme.px(INSET)
