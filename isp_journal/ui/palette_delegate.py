"""How a row of the palette is painted."""

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from isp_journal.ui.controls.rows import draw_marks, draw_words, draw_words_right, paint_row
from isp_journal.ui.icons import SIZE, draw_icon
from isp_journal.ui.models.palette_rows import PaletteRow
from isp_journal.ui.theme import Theme

ROW = 36


class PaletteDelegate(QStyledItemDelegate):
    """Paints one row: mark or icon, title, and at the right what it is or its key."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(0, self._theme.px(ROW))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row = index.data(Qt.ItemDataRole.UserRole)
        if not isinstance(row, PaletteRow):
            return
        theme, px, t = self._theme, self._theme.px, self._theme.tokens
        area = QRectF(option.rect).adjusted(px(6), 1, -px(6), -1)
        paint_row(painter, theme, option, area)
        inner = area.adjusted(px(10), 0, -px(10), 0)
        right = row.key or row.detail
        font = theme.font("caption" if row.key else "small")
        taken = draw_words_right(painter, inner, right, font, t.text3) if right else 0
        left = inner.left()
        if row.mark:
            draw_marks(painter, theme, QPointF(left + px(4), inner.center().y()), [row.mark])
        elif row.icon:
            side = px(SIZE)
            draw_icon(painter, row.icon, t.text2, QRectF(left, inner.center().y() - side // 2, side, side))
        words = inner.adjusted(px(28), 0, -(taken + px(12)), 0)
        draw_words(painter, words, row.title, theme.font("body", QFont.Weight.Medium), t.text)
