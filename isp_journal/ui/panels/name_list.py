"""A list of names to choose from: sites, people, or whom to merge with."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem

from isp_journal.ui.controls.rows import draw_words, draw_words_right, paint_row
from isp_journal.ui.models.names import Index, NameRow, NamesModel
from isp_journal.ui.theme import Theme

ROW = 40
TWO_LINES = 52
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class NameDelegate(QStyledItemDelegate):
    """Paints a name, what stands beside it below, and its number of entries at the right."""

    def __init__(self, theme: Theme, view: QListView) -> None:
        super().__init__(view)
        self._theme = theme

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(NamesModel.ROW)
        if not isinstance(row, NameRow):
            return
        theme, t = self._theme, self._theme.tokens
        paint_row(painter, theme, option)
        area = QRectF(option.rect).adjusted(theme.px(12), 0, -theme.px(12), 0)
        count = str(row.entries) if row.entries else ""
        figures = theme.figures("small")
        draw_words_right(painter, area, count, figures, t.text3)
        width = QFontMetrics(figures).horizontalAdvance(count)
        area.setRight(area.right() - (width + theme.px(12) if count else 0))
        below = " · ".join(part for part in (row.beside, "archived" if row.archived else "") if part)
        name = QRectF(area)
        if below:
            middle = area.center().y()
            height = QFontMetrics(theme.font("body")).height()
            name = QRectF(area.left(), middle - height - 1, area.width(), height + 1)
            quiet = QRectF(area.left(), middle + 1, area.width(), QFontMetrics(theme.font("small")).height())
            draw_words(painter, quiet, below, theme.font("small"), t.text3)
        draw_words(painter, name, row.name, theme.font("body"), t.text2 if row.archived else t.text)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        row = index.data(NamesModel.ROW)
        two = isinstance(row, NameRow) and bool(row.beside or row.archived)
        needed = QFontMetrics(self._theme.font("body")).height()
        if two:
            needed += QFontMetrics(self._theme.font("small")).height() + self._theme.px(2)
        wanted = self._theme.px(TWO_LINES if two else ROW)
        return QSize(self._theme.px(120), max(wanted, needed + self._theme.px(12)))


class NameList(QListView):
    """The list itself: `pointed` tells which row is current, `opened` which one was entered or clicked."""

    pointed = Signal(str)
    opened = Signal(str)
    trash_wanted = Signal(str)

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self._theme = theme
        self.names = NamesModel(self)
        self.setModel(self.names)
        self.setItemDelegate(NameDelegate(theme, self))
        self.setAccessibleName(name)
        self.setMouseTracking(True)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(False)
        self.clicked.connect(lambda index: self._tell_opened(index.row()))

    def current(self) -> str:
        """Return the id of the current row, or nothing."""
        row = self.names.row(self.currentIndex().row())
        return row.id if row is not None else ""

    def point_at(self, identity: str) -> bool:
        """Make a row the current one; say whether it is shown."""
        at = self.names.place(identity)
        if at < 0:
            return False
        self.setCurrentIndex(self.names.index(at))
        return True

    def point_near(self, at: int) -> None:
        """Make the row at a place the current one, or the last if there are fewer."""
        last = self.names.rowCount() - 1
        if last >= 0:
            self.setCurrentIndex(self.names.index(max(0, min(at, last))))

    def step(self, by: int) -> None:
        """Move on by some rows, while the focus may be in a field above."""
        self.point_near(self.currentIndex().row() + by)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER:
            self._tell_opened(self.currentIndex().row())
        elif event.key() == Qt.Key.Key_Delete and self.current():
            self.trash_wanted.emit(self.current())
        else:
            super().keyPressEvent(event)

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        row = self.names.row(current.row())
        if row is not None:
            self.pointed.emit(row.id)

    def _tell_opened(self, at: int) -> None:
        row = self.names.row(at)
        if row is not None:
            self.opened.emit(row.id)
