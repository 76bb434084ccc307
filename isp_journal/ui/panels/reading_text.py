"""The text of an entry for reading: as it was written, with its tagged passages and what was searched for marked."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QRectF, Qt
from PySide6.QtGui import QColor, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QPalette, QTextCursor, QTextOption
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextEdit

from isp_journal.anchors import to_utf16
from isp_journal.ui.controls.viewport import give_viewport
from isp_journal.ui.editor import painting
from isp_journal.ui.editor.copied import plain_words
from isp_journal.ui.editor.documents import EntryDocument, scaling_device
from isp_journal.ui.editor.text import raw_text, written
from isp_journal.ui.panels.search_hits import Wanted, hits
from isp_journal.ui.shortcuts import keep_window_keys

if TYPE_CHECKING:
    from isp_journal.model import Tag
    from isp_journal.ui.theme import Theme

_MARKED = 2
_ASIDE = (Qt.Key.Key_Left, Qt.Key.Key_Right)


class ReadingText(QTextEdit):
    """As high as its text, so that the pane around it scrolls; `hit` is the number of the hit that one stands at."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        give_viewport(self)
        self._theme = theme
        self.entry = EntryDocument(theme, scaling_device(theme), self)
        self.hits: list[tuple[int, int]] = []
        self.hit = -1
        self._domains: dict[str, str] = {}
        self._marked = ""
        self.setReadOnly(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setProperty("ring", True)
        self.setAccessibleName("Text of the entry")
        keep_window_keys(self)
        self.setDocument(self.entry.document)
        self.entry.document.documentLayout().documentSizeChanged.connect(lambda _size: self._grow())
        self._dress()
        theme.changed.connect(self._dress_again)

    def show_text(self, body: str, tags: Sequence[Tag], domains: dict[str, str]) -> None:
        """Show a text with its tags; `domains` has the domain of each activity."""
        self._domains = domains
        self._marked = ""
        self.entry.load(body, tuple(tags))
        self.hits, self.hit = [], -1
        self.setTextCursor(QTextCursor(self.document()))
        self.setCursorWidth(0)
        self._grow()
        self.viewport().update()

    def mark_hits(self, asked: Sequence[Wanted]) -> None:
        """Mark the words that were searched for and stand at the first of them."""
        text = raw_text(self.document())
        self.hits = [(to_utf16(text, start), to_utf16(text, end)) for start, end in hits(text, asked)]
        self.hit = 0 if self.hits else -1
        self.viewport().update()

    def go_to_hit(self, number: int) -> None:
        """Stand at a hit; after the last comes the first."""
        if self.hits:
            self.hit = number % len(self.hits)
            self.viewport().update()

    def set_marked(self, tag_id: str) -> None:
        """Bring out the passage of a tag, or of none."""
        if tag_id != self._marked:
            self._marked = tag_id
            self.viewport().update()

    def area_of_hit(self) -> QRectF | None:
        """Return the box around the hit that one stands at."""
        return self._area(self.hits[self.hit]) if self.hits else None

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        clip = QRectF(event.rect())
        theme, document = self._theme, self.document()
        reach = painting.band(theme.text_px("editor"))
        thick = max(1, theme.px(theme.tokens.underline))
        for stretch in self.entry.passages.stretches():
            colours = theme.domain(self._domains.get(stretch.tag.activity, ""))
            line = thick * _MARKED if stretch.tag.id == self._marked else thick
            look = painting.Look(QColor(colours.tint), QColor(colours.hue), line)
            if not painting.paint_stretch(painter, document, (stretch.start, stretch.end), look, (reach, clip)):
                break
        for number, span in enumerate(self.hits):
            line_of_hit = theme.colour("text") if number == self.hit and len(self.hits) > 1 else None
            look = painting.Look(theme.colour("find"), line_of_hit, thick)
            if not painting.paint_stretch(painter, document, span, look, (reach, clip)):
                break
        painter.end()
        super().paintEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        selects = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier) or event.key() in _ASIDE
        copies = event.matches(QKeySequence.StandardKey.Copy) or event.matches(QKeySequence.StandardKey.SelectAll)
        if selects or copies:
            # The cursor is out of sight until somebody selects by keys.
            self.setCursorWidth(max(2, self._theme.px(2)) if selects else self.cursorWidth())
            super().keyPressEvent(event)
        else:
            # The pane scrolls and knows what the other keys do.
            event.ignore()

    def createMimeDataFromSelection(self) -> QMimeData:
        return plain_words(super().createMimeDataFromSelection(), written(self.textCursor().selectedText()))

    def _area(self, span: tuple[int, int]) -> QRectF:
        reach = painting.band(self._theme.text_px("editor"))
        area = QRectF()
        for piece in painting.pieces(self.document(), span):
            top = piece.baseline - reach.above
            area = area.united(QRectF(piece.left, top, piece.right - piece.left, reach.above + reach.below))
        return area

    def _grow(self) -> None:
        height = ceil(self.document().size().height())
        if height != self.height() or self.minimumHeight() != height:
            self.setFixedHeight(height)

    def _dress_again(self) -> None:
        self.entry.dress(scaling_device(self._theme))
        self._dress()
        self._grow()

    def _dress(self) -> None:
        look = QPalette(self.palette())
        look.setColor(QPalette.ColorRole.Base, self._theme.colour("page"))
        look.setColor(QPalette.ColorRole.Text, self._theme.colour("text"))
        look.setColor(QPalette.ColorRole.Highlight, self._theme.colour("select"))
        look.setColor(QPalette.ColorRole.HighlightedText, self._theme.colour("text"))
        self.setPalette(look)
        # The style sheet gives the viewport a palette of its own, which would keep the colours of the theme before.
        self.viewport().setPalette(look)
        self.setFont(self._theme.font("editor"))
