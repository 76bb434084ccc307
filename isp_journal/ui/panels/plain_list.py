"""A list of rows that are alike in height, of which one is chosen: backups, entries of a backup, the trash."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem

from isp_journal.ui.controls.rows import draw_words, draw_words_right, paint_row
from isp_journal.ui.icons import SMALL, draw_icon
from isp_journal.ui.models.plain_rows import Index, PlainRow, PlainRows
from isp_journal.ui.theme import Theme

ROW = 52
PAD = 12
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class PlainDelegate(QStyledItemDelegate):
    """Paints an icon, a name, what is said below it, and what stands at the right."""

    def __init__(self, theme: Theme, view: QListView) -> None:
        super().__init__(view)
        self._theme = theme

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(PlainRows.ROW)
        if not isinstance(row, PlainRow):
            return
        theme, t = self._theme, self._theme.tokens
        paint_row(painter, theme, option)
        area = QRectF(option.rect).adjusted(theme.px(PAD), 0, -theme.px(PAD), 0)
        body, small = theme.font("body"), theme.font("small")
        high, low = QFontMetrics(body).height(), QFontMetrics(small).height()
        top = area.center().y() - (high + theme.px(2) + low) / 2
        if row.icon:
            side = theme.px(SMALL)
            draw_icon(painter, row.icon, t.text2, QRectF(area.left(), round(top + (high - side) / 2), side, side))
            area.setLeft(area.left() + side + theme.px(PAD))
        name = QRectF(area.left(), top, area.width(), high)
        if row.right:
            width = draw_words_right(painter, name, row.right, theme.figures("small"), t.text3)
            name.setRight(name.right() - width - theme.px(PAD))
        draw_words(painter, name, row.name, body, t.text)
        below = QRectF(area.left(), top + high + theme.px(2), area.width(), low)
        draw_words(painter, below, row.beside, small, t.text3)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(self._theme.px(120), row_height(self._theme))


class PlainList(QListView):
    """The list itself: `pointed` tells which row is chosen, `opened` which one was entered or clicked twice."""

    pointed = Signal(str)
    opened = Signal(str)
    removal_wanted = Signal(str)

    def __init__(self, theme: Theme, name: str, shown: int) -> None:
        super().__init__()
        self._theme = theme
        self._shown = shown
        self.rows = PlainRows(self)
        self.setModel(self.rows)
        self.setItemDelegate(PlainDelegate(theme, self))
        self.setAccessibleName(name)
        self.setMouseTracking(True)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # One height for all: a trash of thousands is laid out without asking each row.
        self.setUniformItemSizes(True)
        self.doubleClicked.connect(lambda index: self._tell_opened(index.row()))

    def set_rows(self, rows: Sequence[PlainRow]) -> None:
        """Show the rows as they are now, with the same one chosen, or its neighbour where that is gone."""
        chosen, stood = self.current(), self.currentIndex().row()
        self.rows.set_rows(rows)
        at = self.rows.place(chosen)
        if rows and self.currentIndex().row() != (wanted := at if at >= 0 else max(0, min(stood, len(rows) - 1))):
            self.setCurrentIndex(self.rows.index(wanted))
        self.fit()

    def current(self) -> str:
        """Return the id of the chosen row, or nothing."""
        row = self.rows.row(self.currentIndex().row())
        return row.id if row is not None else ""

    def point_at(self, identity: str) -> None:
        """Choose a row, where it is in the list."""
        at = self.rows.place(identity)
        if at >= 0:
            self.setCurrentIndex(self.rows.index(at))

    def step(self, by: int) -> None:
        """Move on by some rows, while the focus may be in a field above."""
        last = self.rows.rowCount() - 1
        if last >= 0:
            self.setCurrentIndex(self.rows.index(max(0, min(last, self.currentIndex().row() + by))))

    def fit(self) -> None:
        """Take the height of the rows, up to as many as are shown at once."""
        self.setFixedHeight(min(self._shown, self.rows.rowCount()) * row_height(self._theme) + 2)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER:
            self._tell_opened(self.currentIndex().row())
        elif event.key() == Qt.Key.Key_Delete and self.current():
            self.removal_wanted.emit(self.current())
        else:
            super().keyPressEvent(event)

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        row = self.rows.row(current.row())
        if row is not None:
            self.pointed.emit(row.id)

    def _tell_opened(self, at: int) -> None:
        row = self.rows.row(at)
        if row is not None:
            self.opened.emit(row.id)


def row_height(theme: Theme) -> int:
    """Return the height of a row at the text size of now."""
    words = QFontMetrics(theme.font("body")).height() + QFontMetrics(theme.font("small")).height()
    return max(theme.px(ROW), words + theme.px(PAD + 2))
