"""Paints the rows of the tag picker: mark, label with the typed letters underlined, the component at the right."""

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize
from PySide6.QtGui import QFont, QFontMetricsF, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from isp_journal.ui.controls.marks import draw_mark
from isp_journal.ui.controls.rows import draw_words, draw_words_right, paint_row
from isp_journal.ui.models.activity_rows import ROW, Row
from isp_journal.ui.theme import Theme

ROW_HEIGHT = 36
HEADING_HEIGHT = 30
_INSET = 6
_INDENT = 38
_MARK = 10


class ActivityDelegate(QStyledItemDelegate):
    """Paints headings and activities."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(0, self.height(index.data(ROW)))

    def height(self, row: Row) -> int:
        """Return the height of a row."""
        return self._theme.px(ROW_HEIGHT if row.activity else HEADING_HEIGHT)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row: Row = index.data(ROW)
        px, theme = self._theme.px, self._theme
        rect = QRectF(option.rect).adjusted(px(_INSET), 0, -px(_INSET), 0)
        if row.activity is None:
            words = rect.adjusted(px(10), px(4), -px(10), 0)
            draw_words(painter, words, row.text, theme.font("caption", QFont.Weight.Medium), theme.tokens.text3)
            return
        paint_row(painter, theme, option, rect)
        colours = theme.domain(row.activity.domain)
        side = px(_MARK)
        mark = QRectF(rect.left() + px(14), rect.center().y() - side / 2, side, side)
        draw_mark(painter, mark, colours.mark, colours.hue)
        inner = rect.adjusted(px(_INDENT), 0, -px(10), 0)
        small = theme.font("small")
        taken = draw_words_right(painter, inner, row.component, small, theme.tokens.text3)
        inner.setRight(inner.right() - taken - px(12))
        font = theme.font("body", QFont.Weight.Medium)
        draw_words(painter, inner, row.text, font, theme.tokens.text)
        self._underline(painter, row, inner, font)

    def _underline(self, painter: QPainter, row: Row, inner: QRectF, font: QFont) -> None:
        metrics = QFontMetricsF(font)
        base = round(inner.center().y() + metrics.capHeight() / 2 + self._theme.px(3))
        for start, end in row.spans:
            left = inner.left() + metrics.horizontalAdvance(row.text[:start])
            width = metrics.horizontalAdvance(row.text[start:end])
            if left < inner.right():
                line = QRectF(left, base, min(width, inner.right() - left), max(1, self._theme.px(1.5)))
                painter.fillRect(line, self._theme.colour("text"))
