"""The middle of a room: what stands above, the chart, and the timeline below it, all in one scroll."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QSpacerItem, QWidget

from isp_journal.ui.charts.chart import ChartOrTable
from isp_journal.ui.charts.steps import Month, in_steps, span
from isp_journal.ui.controls.buttons import icon_button, plain_button
from isp_journal.ui.controls.empty import EmptyState
from isp_journal.ui.controls.labels import label
from isp_journal.ui.panels.scroll_column import ScrollColumn
from isp_journal.ui.panels.timeline import Timeline
from isp_journal.ui.panels.timeline_rows import GUTTER, INSET
from isp_journal.ui.wording import passages

if TYPE_CHECKING:
    from isp_journal.ui.models.periods import Period
    from isp_journal.ui.renderers import Renderers
    from isp_journal.ui.theme import Theme

WIDEST = 1200
SLOW = 150
_AHEAD = 1.5
# The field in the note's card stands where the words of the rows do.
_NOTE_STANDS_OUT = 17
_AFTER_NOTE = 16


class Shown(NamedTuple):
    """The months that the chart shows, and of which period."""

    months: Mapping[Month, int]
    since: date | None
    until: date | None


class HistoryColumn(QObject):
    """Holds the scroll and its parts together; `more_wanted` says that the end of the rows is near."""

    more_wanted = Signal()

    def __init__(self, theme: "Theme", renderers: "Renderers", today: date) -> None:
        super().__init__()
        self._theme = theme
        self._today = today
        self._shown = Shown({}, None, None)
        self._insets: list[tuple[QHBoxLayout, int]] = []
        self._gaps: list[tuple[QSpacerItem, int]] = []
        self._gutter = QWidget()
        self.scroll = ScrollColumn(theme, "Room", WIDEST + 2 * INSET)
        self.chart = ChartOrTable(theme, "Passages per month")
        self.table_button = icon_button(theme, "table", "Show these numbers as a table")
        self.chart_head = label("Passages", "small", "text2")
        self.count = label("", "caption", "text3", wrap=True)
        self.timeline = Timeline(theme, renderers, today)
        self.empty = EmptyState(theme)
        self.reading = label("Reading …", "body", "text3")
        self.older_button = plain_button(theme, "Read on, further back")
        self.newest_button = plain_button(theme, "Back to the newest")
        self.chart_row = self._chart_row()
        self._slow = QTimer(self, singleShot=True, interval=SLOW)
        self._slow.timeout.connect(self.reading.show)
        self._connect()
        for part in (self.empty, self.reading, self.older_button, self.newest_button):
            part.hide()

    def lay_out(self, above: Sequence[tuple[QWidget, int]], note: QWidget) -> None:
        """Put all parts below each other; each part above comes with the space before it."""
        column = self.scroll.column
        for part, space in above:
            self._add_gap(space)
            column.addWidget(self._inset(part))
        self._add_gap(24)
        column.addWidget(self._inset(self.chart_row))
        self._add_gap(8)
        column.addWidget(self._inset(note, GUTTER - _NOTE_STANDS_OUT))
        column.addWidget(self._inset(self.reading))
        column.addWidget(self._inset(self.count))
        column.addWidget(self._inset(self.newest_button))
        self._add_gap(8)
        column.addWidget(self.timeline)
        column.addWidget(self.empty)
        column.addWidget(self._inset(self.older_button))
        column.addStretch(1)

    def set_margin(self, margin: int) -> None:
        """Take the page's margin; the rows stand out by their inset, so that their words keep the page's edge."""
        self.scroll.set_margin(margin - INSET)

    def set_domain(self, domain: str) -> None:
        """Paint the chart in the hue of a domain."""
        self.chart.chart.set_domain(domain)

    def wait(self) -> None:
        """Say 'Reading' when the answer takes longer than a moment."""
        self._slow.start()

    def arrived(self) -> None:
        """Stop saying that something is being read."""
        self._slow.stop()
        self.reading.hide()
        self.timeline.setVisible(self.timeline.rows.rowCount() > 0)

    def show_months(self, months: Mapping[Month, int], period: "Period", today: date) -> None:
        """Show how many passages each month of a period has."""
        self._today = today
        self._shown = Shown(months, period.since, period.until)
        total = sum(months.values())
        self.count.setText(f"{passages(total).capitalize()}, newest first")
        self.count.setVisible(total > 0)
        self._draw_steps()

    def say_empty(self, text: str, button: str) -> None:
        """Say why there is nothing below, and what to do next; without words there is something."""
        self.empty.set_words(text, button)
        self.empty.setVisible(bool(text))
        self.chart_row.setVisible(not text)

    def reach(self, area: QRect) -> None:
        """Scroll to a row that the keyboard came to."""
        inside = self.timeline.pos() + QPoint(0, area.top()) + self.scroll.content.pos()
        margin = self._theme.px(16)
        self.scroll.ensureVisible(0, inside.y() + min(area.height(), self.timeline.page_height), 0, margin)
        self.scroll.ensureVisible(0, inside.y(), 0, margin)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            height = self.scroll.viewport().height()
            self.timeline.page_height = max(self._theme.px(80), height - self._theme.px(80))
            self._look_ahead()
        return False

    def _connect(self) -> None:
        bar = self.scroll.verticalScrollBar()
        bar.valueChanged.connect(lambda _value: self._look_ahead())
        bar.rangeChanged.connect(lambda _least, _most: self._look_ahead())
        self.scroll.viewport().installEventFilter(self)
        self.timeline.row_reached.connect(self.reach)
        self.chart.resized.connect(self._draw_steps)
        self.table_button.clicked.connect(self._swap_table)
        self._theme.changed.connect(self._space)

    def _look_ahead(self) -> None:
        bar = self.scroll.verticalScrollBar()
        if bar.value() >= bar.maximum() - _AHEAD * bar.pageStep() and not self.timeline.rows.complete:
            self.more_wanted.emit()

    def _draw_steps(self) -> None:
        first, last = span(self._shown.months, self._shown.since, self._shown.until, self._today)
        steps = in_steps(self._shown.months, first, last, self.chart.most_bars())
        self.chart_head.setText(f"Passages\nper {steps.each}")
        self.chart.set_steps(steps)

    def _swap_table(self) -> None:
        self.chart.show_table(not self.chart.as_table)
        name = "Show these numbers as a chart" if self.chart.as_table else "Show these numbers as a table"
        self.table_button.setAccessibleName(name)
        self.table_button.setToolTip(name)

    def _chart_row(self) -> QWidget:
        made = QWidget()
        px = self._theme.px
        words = QHBoxLayout(self._gutter)
        words.setContentsMargins(0, px(8), px(8), 0)
        words.setSpacing(px(8))
        words.addWidget(self.chart_head, 0, Qt.AlignmentFlag.AlignTop)
        words.addWidget(self.table_button, 0, Qt.AlignmentFlag.AlignTop)
        words.addStretch(1)
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._gutter)
        row.addWidget(self.chart, 1)
        return made

    def _inset(self, part: QWidget, left: int = 0) -> QWidget:
        made = QWidget()
        row = QHBoxLayout(made)
        row.addWidget(part, 1)
        row.addStretch(0)
        self._insets.append((row, left))
        self._space()
        return made

    def _add_gap(self, space: int) -> None:
        gap = QSpacerItem(0, self._theme.px(space))
        self._gaps.append((gap, space))
        self.scroll.column.addSpacerItem(gap)

    def _space(self) -> None:
        """Keep the words above the rows at the edge of the rows' words, at any text size."""
        px = self._theme.px
        self._gutter.setFixedWidth(px(GUTTER))
        for gap, space in self._gaps:
            gap.changeSize(0, px(space))
        self.scroll.column.invalidate()
        for row, left in self._insets:
            row.setContentsMargins(px(INSET + left), 0, px(INSET), px(_AFTER_NOTE) if left else 0)
