"""The map of components as a table: the same numbers, for whoever reads them better in columns."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from isp_journal.ui.controls.marks import draw_mark
from isp_journal.ui.controls.rows import LEFT, RIGHT, draw_words
from isp_journal.ui.models.practice_rows import MONTHS_FROM, ROW_ROLE, Index, PracticeRows, TableRow
from isp_journal.ui.models.practice_values import Practice

if TYPE_CHECKING:
    from isp_journal.ui.theme import Theme

_ROW = 32
_HEAD = 36
_PAD = 8
_NAME, _COUNT, _LATEST, _AGO = range(MONTHS_FROM)
_COUNT_WIDTH = 72
_AGO_WIDTH = 116
_MONTH = 30
_NAME_LEAST = 324
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class PracticeCells(QStyledItemDelegate):
    """Paints a component with its mark and its activities below, set in."""

    def __init__(self, theme: "Theme", parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, self._theme.px(_ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: TableRow = index.data(ROW_ROLE)
        theme = self._theme
        area = QRectF(option.rect)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, theme.colour("select"))
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(theme.colour("focus"), 2))
            painter.drawRect(area.adjusted(1, 1, -1, -1))
        inner = area.adjusted(theme.px(_PAD), 0, -theme.px(_PAD), 0)
        tone = theme.colour("text" if row.is_component else "text2")
        if index.column():
            font = theme.figures("small")
            painter.setFont(font)
            painter.setPen(tone)
            painter.drawText(inner, RIGHT if index.column() >= MONTHS_FROM else LEFT, index.data())
            return
        font = theme.font("small", QFont.Weight.DemiBold if row.is_component else None)
        if row.is_component:
            side = theme.px(10)
            look = theme.domain(row.domain)
            mark = QRectF(inner.left(), inner.center().y() - side / 2, side, side)
            draw_mark(painter, mark, look.mark, look.hue)
        draw_words(painter, inner.adjusted(theme.px(20), 0, 0, 0), row.name, font, tone)


class TableHead(QHeaderView):
    """The heads of the columns, painted as those of the map."""

    def __init__(self, theme: "Theme", parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._theme = theme
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(theme.px(24))
        # The theme's padding is for heads that Qt paints.
        self.setStyleSheet("QHeaderView { padding: 0px; border: none; }")

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self._theme.px(_HEAD))

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        theme = self._theme
        area = QRectF(rect).adjusted(theme.px(_PAD), 0, -theme.px(_PAD), 0)
        painter.setFont(theme.font("caption"))
        painter.setPen(theme.colour("text3"))
        words = self.model().headerData(section, Qt.Orientation.Horizontal)
        # The head of a month may stand out to the left, over the air before its numbers.
        room = area.adjusted(-theme.px(_PAD), 0, 0, 0) if section >= MONTHS_FROM else area
        painter.drawText(room, RIGHT if section >= MONTHS_FROM else LEFT, words)
        painter.setPen(theme.colour("line"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())


class PracticeTable(QTableView):
    """`chosen` carries the full key of the row in focus, `opened` that of a row on which Enter was pressed."""

    chosen = Signal(str)
    opened = Signal(str)

    def __init__(self, theme: "Theme") -> None:
        super().__init__()
        self._theme = theme
        self._with_months = True
        self.rows = PracticeRows(self)
        self.setModel(self.rows)
        self.setItemDelegate(PracticeCells(theme, self))
        self.setAccessibleName("Table of components and activities")
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.setHorizontalHeader(TableHead(theme, self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.doubleClicked.connect(self._open)
        theme.changed.connect(self._lay)

    def set_practice(self, practice: Practice) -> None:
        """Show other numbers, and stay at the same row."""
        key = self.key()
        self.rows.set_practice(practice)
        self._lay()
        self.choose(key)

    def key(self) -> str:
        """Return the full key of the row in focus, or nothing."""
        index = self.currentIndex()
        return index.data(ROW_ROLE).key if index.isValid() else ""

    def choose(self, key: str) -> None:
        """Go to the row of a component or activity without saying `chosen`."""
        at = self.rows.row_of(key)
        if at >= 0 and key != self.key():
            before = self.blockSignals(True)
            self.setCurrentIndex(self.rows.index(at, 0))
            self.blockSignals(before)

    def set_with_months(self, wanted: bool) -> None:
        """Show a column a month, or leave them out in a narrow window."""
        self._with_months = wanted
        self._lay()

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if current.isValid() and current.row() != previous.row():
            self.chosen.emit(self.key())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER and self.currentIndex().isValid():
            self._open()
        elif event.text().isalpha() and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            # Letters belong to the page: this table is not searched by typing.
            event.ignore()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay()

    def _open(self, _index: object = None) -> None:
        if self.key():
            self.opened.emit(self.key())

    def _lay(self) -> None:
        px = self._theme.px
        figures = QFontMetrics(self._theme.figures("small"))
        days = [figures.horizontalAdvance(self.rows.index(at, _LATEST).data()) for at in range(self.rows.rowCount())]
        widths = {
            _COUNT: px(_COUNT_WIDTH),
            _LATEST: max(days, default=px(48)) + px(2 * _PAD),
            _AGO: px(_AGO_WIDTH),
        }
        months = range(MONTHS_FROM, self.rows.columnCount())
        if self._with_months:
            widths |= dict.fromkeys(months, px(_MONTH))
        room = self.viewport().width() - px(_NAME_LEAST)
        for column in (_AGO, *months, _LATEST):
            # Months are all there or none of them.
            if sum(widths.values()) > room:
                for one in months if column in months else (column,):
                    widths.pop(one, None)
        for column in range(1, self.rows.columnCount()):
            self.setColumnHidden(column, column not in widths)
            self.setColumnWidth(column, widths.get(column, 0))
        self.setColumnWidth(_NAME, self.viewport().width() - sum(widths.values()))
        self.verticalHeader().setDefaultSectionSize(px(_ROW))
