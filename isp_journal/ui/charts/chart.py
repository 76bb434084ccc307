"""A chart as a widget: walked by the arrow keys, read out bar by bar, and shown as a table on demand."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLabel,
    QSizePolicy,
    QStackedLayout,
    QTableWidget,
    QTableWidgetItem,
    QToolTip,
    QWidget,
)

from isp_journal.ui.charts import bars
from isp_journal.ui.charts.palette import ChartPalette, chart_palette
from isp_journal.ui.charts.steps import Steps
from isp_journal.ui.messages import announce

if TYPE_CHECKING:
    from isp_journal.ui.theme import Theme


class BarChart(QLabel):
    """Bars over time; Left and Right, Home and End walk them, and each is read out in words.

    A label for Qt, since a plain widget has no role that a screen reader would read.
    """

    def __init__(self, theme: "Theme", name: str) -> None:
        super().__init__()
        self._theme = theme
        self._name = name
        self._domain = ""
        self._shown = bars.Bars(())
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(name)

    def set_domain(self, domain: str) -> None:
        """Paint in the hue of a domain."""
        self._domain = domain
        self.update()

    def set_steps(self, steps: Steps) -> None:
        """Show other bars."""
        self._shown = bars.Bars(steps.steps)
        self._describe(f"{steps.total} in all. Left and right walk the {steps.each}s.")
        self.update()

    @property
    def current(self) -> int:
        """The bar that the keyboard is on, -1 for none."""
        return self._shown.current

    def most_bars(self, width: int) -> int:
        """Return how many bars fit into a width."""
        return bars.room_for(width, self._palette())

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(240), self._theme.px(bars.HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(120), self._theme.px(bars.HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        bars.draw(QPainter(self), QRectF(self.rect()), self._shown, self._palette())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        last = len(self._shown.steps) - 1
        now = self._shown.current
        steps = {
            Qt.Key.Key_Left: last if now < 0 else now - 1,
            Qt.Key.Key_Right: 0 if now < 0 else now + 1,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }
        wanted = steps.get(Qt.Key(event.key()))
        if wanted is None or last < 0 or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
            return
        self._walk_to(max(0, min(last, wanted)))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self._shown.steps and event.reason() != Qt.FocusReason.MouseFocusReason:
            self._walk_to(len(self._shown.steps) - 1 if self._shown.current < 0 else self._shown.current)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._shown = self._shown._replace(current=-1)
        self.setAccessibleName(self._name)
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        at = self._at(event.position())
        if at >= 0:
            self._walk_to(at)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()
        super().changeEvent(event)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            at = self._at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), self._shown.steps[at].words if at >= 0 else "", self)
            return True
        return super().event(event)

    def _walk_to(self, at: int) -> None:
        self._shown = self._shown._replace(current=at)
        words = self._shown.steps[at].words
        self.setAccessibleName(f"{self._name}: {words}")
        announce(self, words)
        self.update()

    def _describe(self, words: str) -> None:
        self.setAccessibleName(self._name)
        self.setAccessibleDescription(words)

    def _at(self, place: QPointF) -> int:
        palette = self._palette()
        whole = QRectF(self.rect())
        count = len(self._shown.steps)
        return next((at for at in range(count) if bars.area(whole, self._shown, palette, at).contains(place)), -1)

    def _palette(self) -> ChartPalette:
        return chart_palette(self._theme, self._domain)


class StepsTable(QTableWidget):
    """The numbers of a chart as a table: one column a month, one row."""

    def __init__(self, theme: "Theme", name: str) -> None:
        super().__init__(1, 0)
        self._theme = theme
        self.setAccessibleName(name)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.verticalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.horizontalHeader().setHighlightSections(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_steps(self, steps: Steps) -> None:
        """Show the numbers of other bars."""
        self.setColumnCount(len(steps.steps))
        for column, step in enumerate(steps.steps):
            # The year stands where it begins, and at the start.
            new_year = column == 0 or step.name[-4:] != steps.steps[column - 1].name[-4:]
            head = QTableWidgetItem(
                f"{step.label} {step.name[-2:]}" if new_year and step.name != step.label else step.label
            )
            head.setToolTip(step.name)
            number = QTableWidgetItem(str(step.number))
            number.setData(Qt.ItemDataRole.AccessibleTextRole, step.words)
            number.setTextAlignment(Qt.AlignmentFlag.AlignCenter)
            self.setHorizontalHeaderItem(column, head)
            self.setItem(0, column, number)

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(240), self._theme.px(bars.HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(120), self._theme.px(bars.HEIGHT))


class ChartOrTable(QWidget):
    """A bar chart that can be shown as a table with the same numbers."""

    resized = Signal()

    def __init__(self, theme: "Theme", name: str) -> None:
        super().__init__()
        self.chart = BarChart(theme, name)
        self.table = StepsTable(theme, f"{name}, as a table")
        self._steps = Steps("month", ())
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self.chart)
        self._stack.addWidget(self.table)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def as_table(self) -> bool:
        """Whether the table is shown."""
        return self._stack.currentWidget() is self.table

    def show_table(self, wanted: bool) -> None:
        """Show the table instead of the chart, or the chart again."""
        if wanted:
            self.table.set_steps(self._steps)
        self._stack.setCurrentWidget(self.table if wanted else self.chart)

    def set_steps(self, steps: Steps) -> None:
        """Show other numbers in both."""
        self._steps = steps
        self.chart.set_steps(steps)
        if self.as_table:
            self.table.set_steps(steps)

    def most_bars(self) -> int:
        """Return how many bars fit now."""
        return self.chart.most_bars(self.width())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.resized.emit()
