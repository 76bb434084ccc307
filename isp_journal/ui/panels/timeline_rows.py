"""How a row of the timeline is laid out and painted: its date, its icon, the person's words, and where they stand."""

from datetime import date

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QWidget

from isp_journal.ui.controls.rows import LEFT, paint_row
from isp_journal.ui.dates import short
from isp_journal.ui.icons import SIZE, draw_icon
from isp_journal.ui.panels.set_words import Laid, Run, set_words
from isp_journal.ui.renderers import Row
from isp_journal.ui.theme import Theme
from isp_journal.ui.wording import day_in_list

ROW_ROLE = Qt.ItemDataRole.UserRole + 1
DAY_ROLE = Qt.ItemDataRole.UserRole + 2
Index = QModelIndex | QPersistentModelIndex

INSET = 12
GUTTER = 128
_ICON_AT = 96
_PAD = 14
_GAP = 4
_WIDEST = 600
_USUAL = 760
_BETWEEN = " · "


class TimelineRows(QStyledItemDelegate):
    """Lays out and paints rows; heights are kept until the width or the theme changes."""

    def __init__(self, theme: Theme, today: date, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._today = today
        self._width = theme.px(_USUAL)
        self._heights: dict[int, int] = {}

    def forget(self) -> None:
        """Measure all rows again: there are others, or the theme has changed."""
        self._heights = {}

    def set_today(self, today: date) -> None:
        """Write dates as they are written on this day."""
        self._today = today

    def set_width(self, width: int) -> None:
        """Set rows for this width."""
        if self._words_width(width) != self._words_width(self._width):
            self.forget()
        self._width = width

    def height(self, index: Index) -> int:
        """Return how high a row is."""
        known = self._heights.get(index.row())
        if known is None:
            words, below = self._laid(index.data(ROW_ROLE))
            known = round(words.height + below.height) + self._theme.px(2 * _PAD + _GAP) + 1
            self._heights[index.row()] = known
        return known

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(self._width, self.height(index))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: Row = index.data(ROW_ROLE)
        px = self._theme.px
        area = QRectF(option.rect)
        inner = area.adjusted(px(INSET), px(_PAD), -px(INSET), -px(_PAD) - 1)
        paint_row(painter, self._theme, option, area.adjusted(0, 0, 0, -1))
        painter.setPen(QPen(self._theme.colour("line"), 1))
        under = area.bottom() - 0.5
        painter.drawLine(QPointF(inner.left(), under), QPointF(inner.right(), under))
        words, below = self._laid(row)
        self._paint_day(painter, inner, index.data(DAY_ROLE))
        self._paint_icon(painter, inner, row.icon)
        left = inner.left() + px(GUTTER)
        words.layout.draw(painter, QPointF(left, inner.top()))
        below.layout.draw(painter, QPointF(left, inner.top() + words.height + px(_GAP)))

    def _paint_day(self, painter: QPainter, inner: QRectF, day: date) -> None:
        theme = self._theme
        line = theme.px(21)
        painter.setFont(theme.figures("small"))
        painter.setPen(theme.colour("text2"))
        # Without its year, which stands below where it is another one.
        told = short(day, day) if day.year != self._today.year else day_in_list(day, self._today)
        painter.drawText(QRectF(inner.left(), inner.top(), theme.px(GUTTER), line), LEFT, told)
        if day.year != self._today.year:
            painter.setPen(theme.colour("text3"))
            below = QRectF(inner.left(), inner.top() + line, theme.px(GUTTER), line)
            painter.drawText(below, LEFT, str(day.year))

    def _paint_icon(self, painter: QPainter, inner: QRectF, name: str) -> None:
        side = self._theme.px(SIZE)
        at = QRect(round(inner.left()) + self._theme.px(_ICON_AT), round(inner.top()) + self._theme.px(1), side, side)
        draw_icon(painter, name, self._theme.colour("text3"), QRectF(at))

    def _laid(self, row: Row) -> tuple[Laid, Laid]:
        theme = self._theme
        width = self._words_width(self._width)
        tone = theme.colour("text2" if row.quiet else "text")
        words = set_words([Run(row.words, tone)], theme.font("body"), width)
        return words, set_words(self._runs_below(row), theme.font("small"), width)

    def _runs_below(self, row: Row) -> list[Run]:
        theme = self._theme
        quiet = theme.colour("text3")
        runs = [Run(f"because: {row.because}\n", theme.colour("text2"))] if row.because else []
        runs += [Run(row.aside + _BETWEEN, theme.colour("text2"))] if row.aside else []
        for at, piece in enumerate(row.pieces):
            if at:
                runs.append(Run(_BETWEEN, quiet))
            colour = QColor(theme.domain(piece.domain).text) if piece.domain else quiet
            runs.append(Run(piece.text, colour, medium=bool(piece.domain)))
        return runs

    def _words_width(self, width: int) -> int:
        room = width - self._theme.px(2 * INSET + GUTTER)
        return max(self._theme.px(120), min(room, self._theme.px(_WIDEST)))
