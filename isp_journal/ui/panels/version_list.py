"""The earlier versions of an entry to choose from, each by the local time up to which the entry said so."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStyledItemDelegate, QStyleOptionViewItem

from isp_journal.ui.controls.rows import draw_words, paint_row

if TYPE_CHECKING:
    from isp_journal.ui.panels.version_reading import VersionRow
    from isp_journal.ui.theme import Theme

ROW = 36
_PAD = 12


class VersionList(QListWidget):
    """Says `picked` with the number of a row when another one becomes current."""

    picked = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setItemDelegate(_Rows(theme, self))
        self.setAccessibleName("Earlier versions")
        self.setMouseTracking(True)
        self.setFrameShape(QListWidget.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.currentRowChanged.connect(lambda row: self.picked.emit(row) if row >= 0 else None)

    def show_rows(self, rows: Sequence[VersionRow], current: int) -> None:
        """List versions, with one of them current."""
        self.blockSignals(True)
        self.clear()
        for row in rows:
            item = QListWidgetItem(row.until)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"Until {row.until}")
            self.addItem(item)
        self.setCurrentRow(current)
        self.blockSignals(False)

    def height_for(self, rows: int) -> int:
        """Return how high the list is with so many rows in sight."""
        return min(rows, max(1, self.count())) * row_height(self._theme)


def row_height(theme: Theme) -> int:
    """Return the height of a row."""
    return max(theme.px(ROW), QFontMetrics(theme.font("body")).height() + theme.px(_PAD))


class _Rows(QStyledItemDelegate):
    """Paints the time."""

    def __init__(self, theme: Theme, view: QListWidget) -> None:
        super().__init__(view)
        self._theme = theme

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        paint_row(painter, self._theme, option)
        area = QRectF(option.rect).adjusted(self._theme.px(_PAD), 0, -self._theme.px(_PAD), 0)
        words = str(index.data(Qt.ItemDataRole.DisplayRole))
        draw_words(painter, area, words, self._theme.figures("body"), self._theme.colour("text"))

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        width = QFontMetrics(self._theme.figures("body")).horizontalAdvance(str(index.data()))
        return QSize(width + 2 * self._theme.px(_PAD), row_height(self._theme))
