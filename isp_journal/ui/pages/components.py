"""The map of all components: how much and how recently each was practised, with the chosen one beside it."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from isp_journal.framework import Catalogue
from isp_journal.model import ComponentPractice, Filter
from isp_journal.ui.controls.buttons import icon_button
from isp_journal.ui.controls.columns import Columns
from isp_journal.ui.controls.labels import label, surface
from isp_journal.ui.controls.segmented import Segmented
from isp_journal.ui.models.practice_values import Practice, practice_of
from isp_journal.ui.panels.map_columns import INSET
from isp_journal.ui.panels.map_heads import Legend
from isp_journal.ui.panels.page_head import PageHead
from isp_journal.ui.panels.practice_filters import PracticeFilters
from isp_journal.ui.panels.practice_map import PracticeMap
from isp_journal.ui.panels.practice_side import Latest, PracticeSide
from isp_journal.ui.panels.practice_table import PracticeTable
from isp_journal.ui.panels.scroll_column import ScrollColumn
from isp_journal.ui.shortcuts import key_text

if TYPE_CHECKING:
    from isp_journal.journal.journal import Journal
    from isp_journal.ui.theme import Theme
    from isp_journal.ui.widths import Widths
    from isp_journal.ui.workers import Workers

WIDEST = 1200
MAP = "map"
TABLE = "table"
_SLOW = 150
_USUAL = ("12 months", "all")
_PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)


class Counted(NamedTuple):
    """What was read for a filter, with the catalogue that names it."""

    catalogue: Catalogue
    practice: list[ComponentPractice]


class ComponentsPage(QWidget):
    """`component_wanted` carries the full key of a component, or of an activity, whose room is wanted."""

    component_wanted = Signal(str)

    def __init__(self, theme: "Theme", workers: "Workers", today: Callable[[], date] = date.today) -> None:
        super().__init__()
        self.theme = theme
        self._workers = workers
        self._today = today
        self._stale = True
        self._margin = 40
        self._practice: Practice | None = None
        self.chosen = ""
        self.single_keys = True
        self.setAccessibleName("Components")
        self.title = label("Components", "title")
        self.subtitle = label("", "body", "text2", wrap=True)
        self.filters = PracticeFilters(theme, workers, today, with_people=False)
        self.views = Segmented(theme, "Show as", [(MAP, "Map"), (TABLE, "Table")])
        self.side_button = icon_button(
            theme, "panel-right", "Show or hide the chosen component", key=key_text("side_panel")
        )
        self.map = PracticeMap(theme)
        self.table = PracticeTable(theme)
        self.legend = Legend(theme)
        self.side = PracticeSide(theme, today())
        self.columns = Columns(theme, "components", self._page(), side=self.side)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.columns)
        self._slow = QTimer(self, singleShot=True, interval=_SLOW)
        self._slow.timeout.connect(self._say_reading)
        self._connect()
        self.show_view(MAP)

    def shown(self) -> None:
        """Read when the page is new, or when something has changed while it was hidden."""
        if self._stale:
            self._read()

    def focus_first(self) -> None:
        """Put the focus on the chosen row of the map or table."""
        row = self.map.rows.get(self.chosen)
        if self.views.value() == TABLE:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        elif row is not None:
            row.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            # The rows are on their way: they take the focus over from here.
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_view(self, name: str) -> None:
        """Show the map or the table, with the focus on the same component."""
        had_focus = self._stack.isAncestorOf(self.focusWidget()) if self.focusWidget() else False
        self.views.set_value(name)
        # Before it is shown: with the focus it would choose its first row.
        self.table.choose(self.chosen)
        self._stack.setCurrentIndex(1 if name == TABLE else 0)
        if had_focus:
            self.focus_first()

    def set_widths(self, widths: "Widths") -> None:
        """Take the areas that fit into the window."""
        self.columns.set_widths(widths)
        self._margin = widths.margin
        self.side_button.setVisible(widths.side_over)
        self.side.close_button.setVisible(widths.side_over)
        self.subtitle.setVisible(not widths.low)
        self.legend.setVisible(not widths.low)
        self.map.set_with_months(not widths.turns)
        self.table.set_with_months(not widths.turns)
        self._space()

    def set_single_keys(self, on: bool) -> None:
        """Let single letters be keys of the map and the table, or not."""
        self.single_keys = on

    def toggle_side(self) -> None:
        """Show or hide the side panel."""
        self.columns.toggle_side()

    def areas(self) -> list[QWidget]:
        """Return what F6 walks through here."""
        return self.columns.areas()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        letter = event.key() if event.modifiers() in _PLAIN and self.single_keys else None
        if letter == Qt.Key.Key_M:
            self.show_view(MAP if self.views.value() == TABLE else TABLE)
        elif letter == Qt.Key.Key_F:
            self.filters.period_chip.button.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self._space()
        super().changeEvent(event)

    def _connect(self) -> None:
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._workers.changed.connect(self._journal_changed)
        self.filters.changed.connect(self._read)
        self.views.chosen.connect(self.show_view)
        self.side_button.clicked.connect(self.toggle_side)
        self.map.chosen.connect(self._choose)
        self.map.opened.connect(self.component_wanted)
        self.table.chosen.connect(self._choose_row)
        self.table.opened.connect(self.component_wanted)
        self.side.opened.connect(self.component_wanted)
        self.side.close_button.clicked.connect(self.toggle_side)

    def _journal_changed(self) -> None:
        if self.isVisible():
            self._read()
        else:
            self._stale = True

    def _read(self) -> None:
        self._stale = False
        asked = self.filters.asked()
        self._slow.start()
        self._workers.read(
            lambda journal: Counted(journal.framework, journal.overview.practice(asked)),
            self._arrived,
            key="components",
            owner=self,
        )

    def _arrived(self, counted: Counted) -> None:
        self._slow.stop()
        practice = practice_of(counted.catalogue, counted.practice, self.filters.period, self._today())
        # Also while another window is in front.
        had_focus = self.window().focusWidget() is self
        self._practice = practice
        self.map.set_practice(practice)
        self.table.set_practice(practice)
        self.table.choose(self.chosen)
        self.side.show_absent(practice, self.filters.period, self.filters.narrows)
        self._say_subtitle(practice)
        if practice.line(self.chosen) is None:
            latest = max(practice.lines, key=lambda line: line.latest or date.min, default=None)
            self.chosen = latest.key if latest else ""
        self._choose(self.chosen)
        if had_focus:
            self.focus_first()

    def _choose_row(self, key: str) -> None:
        """Choose the component of a row of the table, which may be one of its activities."""
        self._choose(key.rpartition(".")[0] if "." in key.rpartition("/")[2] else key)

    def _choose(self, key: str) -> None:
        line = self._practice.line(key) if self._practice else None
        if line is None or self._practice is None:
            return
        self.chosen = key
        self.map.choose(key)
        self.side.show_line(self._practice, line)
        asked = self.filters.asked()
        self._workers.read(
            lambda journal: _latest(journal, key, asked), self._latest_arrived, key="components chosen", owner=self
        )

    def _latest_arrived(self, latest: Latest) -> None:
        self.side.show_latest(latest, self.filters.period)

    def _say_subtitle(self, practice: Practice) -> None:
        period = self.filters.period
        if any(line.number for line in practice.lines):
            self.subtitle.setText(f"Where your practice has been, {period.told(self._today())}")
        elif period.key in _USUAL and not self.filters.narrows:
            self.subtitle.setText("Tag a sentence and its dot fills.")
        else:
            self.subtitle.setText("Nothing in these filters. Tag a sentence and its dot fills.")

    def _say_reading(self) -> None:
        self.subtitle.setText("Reading …")

    def _page(self) -> QWidget:
        self._map_scroll = ScrollColumn(self.theme, "Map", WIDEST + 2 * INSET)
        self._map_scroll.column.addWidget(self.map)
        self._map_scroll.column.addSpacing(self.theme.px(8))
        self._map_scroll.column.addWidget(self.legend)
        self._map_scroll.column.addStretch(1)
        self._table_row = QHBoxLayout()
        table = QWidget()
        table.setLayout(self._table_row)
        self._table_row.addWidget(self.table)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._map_scroll)
        self._stack.addWidget(table)
        page = surface(QWidget(), "page")
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.filters.flow.addWidget(self.views)
        self.filters.flow.addWidget(self.side_button)
        self._head = PageHead(self.theme, self.title, self.filters, self.subtitle)
        column.addWidget(self._head)
        column.addWidget(self._stack, 1)
        return page

    def _space(self) -> None:
        px = self.theme.px
        side = px(self._margin)
        self._head.setContentsMargins(side, px(24), side, px(8))
        self._map_scroll.set_margin(self._margin - INSET)
        self._table_row.setContentsMargins(side - px(8), 0, px(8), 0)


def _latest(journal: "Journal", key: str, asked: Filter) -> Latest:
    return Latest(key, journal.history.entries(key, asked), journal.overview.latest_passage(key, asked))
