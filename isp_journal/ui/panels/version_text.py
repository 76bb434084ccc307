"""A text with what is only in an earlier version struck through, and what is only in the entry of now underlined."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from math import ceil
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextEdit

from isp_journal.ui.controls.viewport import give_viewport
from isp_journal.ui.editor import painting
from isp_journal.ui.editor.copied import plain_words
from isp_journal.ui.editor.documents import EntryDocument, scaling_device
from isp_journal.ui.editor.text import written
from isp_journal.ui.panels.version_reading import MarkedText
from isp_journal.ui.shortcuts import keep_window_keys

if TYPE_CHECKING:
    from isp_journal.ui.theme import Theme

_LINE = 2
_SELECTS = (Qt.Key.Key_Left, Qt.Key.Key_Right)


class VersionText(QTextEdit):
    """As high as its text, so that what is around it scrolls; `at` is the number of the change that one stands at."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        give_viewport(self)
        self._theme = theme
        self.entry = EntryDocument(theme, scaling_device(theme), self)
        self.shown = MarkedText("")
        self.at = -1
        self.setReadOnly(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setProperty("ring", True)
        self.setAccessibleName("Text of the version")
        keep_window_keys(self)
        self.setDocument(self.entry.document)
        self.entry.document.documentLayout().documentSizeChanged.connect(lambda _size: self._grow())
        self._dress()
        theme.changed.connect(self._dress_again)

    def show_text(self, shown: MarkedText) -> None:
        """Show a text with its marks."""
        self.shown = shown
        self.at = -1
        self.entry.load(shown.text)
        self.setCursorWidth(0)
        self._grow()
        self.viewport().update()

    def go_to(self, at: int) -> QRectF:
        """Stand at a change, and return the box around it."""
        self.at = at
        self.viewport().update()
        area = QRectF()
        reach = painting.band(self._theme.text_px("editor"))
        for piece in painting.pieces(self.document(), self.shown.changes[at].span):
            top = piece.baseline - reach.above
            area = area.united(QRectF(piece.left, top, piece.right - piece.left, reach.above + reach.below))
        return area

    def paintEvent(self, event: QPaintEvent) -> None:
        clip = QRectF(event.rect())
        theme = self._theme
        painter = QPainter(self.viewport())
        thick = max(1, theme.px(theme.tokens.underline))
        if self.at >= 0:
            self._paint(painter, clip, [self.shown.changes[self.at].span], (theme.colour("select"), None, 0))
        self._paint(painter, clip, self.shown.new, (None, theme.colour("ink"), thick))
        self._paint(painter, clip, self.shown.left_out, (theme.colour("hover"), None, 0))
        painter.end()
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        self._strike(painter, clip)
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        selects = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier) or event.key() in _SELECTS
        copies = event.matches(QKeySequence.StandardKey.Copy) or event.matches(QKeySequence.StandardKey.SelectAll)
        if selects or copies:
            # The cursor is out of sight until somebody selects by keys.
            self.setCursorWidth(max(2, self._theme.px(2)) if selects else self.cursorWidth())
            super().keyPressEvent(event)
        else:
            event.ignore()

    def createMimeDataFromSelection(self) -> QMimeData:
        return plain_words(super().createMimeDataFromSelection(), written(self.textCursor().selectedText()))

    def _paint(
        self,
        painter: QPainter,
        clip: QRectF,
        spans: Sequence[tuple[int, int]],
        how: tuple[QColor | None, QColor | None, int],
    ) -> None:
        reach = painting.band(self._theme.text_px("editor"))
        for span in self._seen(spans, clip):
            if not painting.paint_stretch(painter, self.document(), span, painting.Look(*how), (reach, clip)):
                break

    def _strike(self, painter: QPainter, clip: QRectF) -> None:
        """Draw a line through the middle of small letters, over them, where words are gone."""
        middle = QFontMetricsF(self._theme.font("editor")).strikeOutPos()
        thick = max(1, self._theme.px(_LINE))
        colour = self._theme.colour("text")
        for span in self._seen(self.shown.gone, clip):
            for piece in painting.pieces(self.document(), span, clip):
                top = round(piece.baseline - middle - thick / 2)
                painter.fillRect(QRectF(piece.left, top, piece.right - piece.left, thick), colour)

    def _seen(self, spans: Sequence[tuple[int, int]], clip: QRectF) -> Sequence[tuple[int, int]]:
        """Return the stretches that may meet the clip, since there may be thousands."""
        layout, fuzzy = self.document().documentLayout(), Qt.HitTestAccuracy.FuzzyHit
        top, bottom = layout.hitTest(clip.topLeft(), fuzzy), layout.hitTest(clip.bottomRight(), fuzzy)
        first = bisect_left(spans, top, key=lambda span: span[1])
        return spans[first : bisect_right(spans, bottom, key=lambda span: span[0])]

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
        role = QPalette.ColorRole
        for which, token in ((role.Base, "page"), (role.Text, "text"), (role.Highlight, "select")):
            look.setColor(which, self._theme.colour(token))
        look.setColor(role.HighlightedText, self._theme.colour("text"))
        self.setPalette(look)
        self.viewport().setPalette(look)
        self.setFont(self._theme.font("editor"))
