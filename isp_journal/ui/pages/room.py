"""The room of one component or one of its activities: all that bears on it, newest first, and where one stands."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from isp_journal.framework import Activity, Catalogue, Practice
from isp_journal.model import Filter
from isp_journal.ui.controls.columns import Columns
from isp_journal.ui.panels.history_column import HistoryColumn
from isp_journal.ui.panels.practice_filters import PracticeFilters
from isp_journal.ui.panels.room_head import RoomHead
from isp_journal.ui.panels.room_side import RoomSide
from isp_journal.ui.panels.timeline import MOST, PAGE
from isp_journal.ui.panels.where_i_stand import WhereIStand, trash_note

if TYPE_CHECKING:
    from isp_journal.journal.history import Item, Moment
    from isp_journal.journal.journal import Journal
    from isp_journal.model import Note
    from isp_journal.ui.charts.steps import Month
    from isp_journal.ui.renderers import Renderers
    from isp_journal.ui.theme import Theme
    from isp_journal.ui.widths import Widths
    from isp_journal.ui.workers import Workers

# What is read again at once after a change, so that the place in the list is kept.
_MOST_AGAIN = 500
_PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)


class Asked(NamedTuple):
    """What the room shows: about what, in which filters, from which moment on."""

    about: str
    filter: Filter
    before: "Moment | None" = None


class Rows(NamedTuple):
    """Rows of the timeline as they were read, with the catalogue that names their activities."""

    asked: Asked
    catalogue: Catalogue
    items: "Sequence[Item]"
    limit: int


class Numbers(NamedTuple):
    """Passages by month, by activity, and by activity at any time."""

    asked: Asked
    months: "dict[Month, int]"
    activities: dict[str, tuple[int, str]]
    ever: dict[str, tuple[int, str]]


class RoomPage(QWidget):
    """Shows what `open_about` was given; an activity has the same room, narrowed to it.

    `act_wanted` carries what a renderer of some other part offers for its rows.
    """

    entry_wanted = Signal(str)
    entry_reading_wanted = Signal(str)
    component_wanted = Signal(str)
    writing_about_wanted = Signal(str)
    act_wanted = Signal(str, str)

    def __init__(
        self, theme: "Theme", workers: "Workers", renderers: "Renderers", today: Callable[[], date] = date.today
    ) -> None:
        super().__init__()
        self._workers = workers
        self._today = today
        self._about = ""
        self._before: Moment | None = None
        self._catalogue: Catalogue | None = None
        self._numbers: Numbers | None = None
        self._stale = False
        self._reading_more = False
        self.single_keys = True
        self.setAccessibleName("Room of a component")
        self.head = RoomHead(theme)
        self.filters = PracticeFilters(theme, workers, today)
        self.note = WhereIStand(theme, workers)
        self.history = HistoryColumn(theme, renderers, today())
        self.side = RoomSide(theme)
        self.history.lay_out([(self.head, 0), (self.filters, 24)], self.note)
        self.columns = Columns(theme, "room", self.history.scroll, side=self.side)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.columns)
        self._acts: dict[str, Callable[[str], object]] = {
            "read_entry": self.entry_reading_wanted.emit,
            "write_entry": self.entry_wanted.emit,
            "change_note": self._change_note,
            "trash_note": lambda identity: trash_note(workers, identity),
        }
        self._connect()

    @property
    def about(self) -> str:
        """The full key of what is shown."""
        return self._about

    def open_about(self, key: str) -> None:
        """Show a component or an activity by its full key."""
        if key != self._about:
            self.note.leave()
            self._about, self._before, self._numbers = key, None, None
            self.history.scroll.verticalScrollBar().setValue(0)
            self._read(PAGE)

    def shown(self) -> None:
        """Read again when something has changed while the page was hidden."""
        if self._stale:
            self._refresh()

    def focus_first(self) -> None:
        """Put the focus on the newest row, or on what there is to do without rows."""
        timeline = self.history.timeline
        empty = self.history.empty
        otherwise = empty if empty.isVisibleTo(self) else self.head.note_button
        target = timeline if timeline.isVisibleTo(self) else otherwise
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_single_keys(self, on: bool) -> None:
        """Let single letters be keys of the room, or not."""
        self.single_keys = on

    def leaving(self) -> None:
        """Keep the note that is being written, before the window closes."""
        self.note.leave()

    def set_widths(self, widths: "Widths") -> None:
        """Take the areas that fit into the window."""
        self.columns.set_widths(widths)
        self.history.set_margin(widths.margin)
        self.head.side_button.setVisible(widths.side_over)
        self.side.close_button.setVisible(widths.side_over)

    def toggle_side(self) -> None:
        """Show or hide the side panel."""
        self.columns.toggle_side()

    def areas(self) -> list[QWidget]:
        """Return what F6 walks through here."""
        return self.columns.areas()

    def title_here(self) -> str:
        """Return the name of what is shown, for the list of last places."""
        return self.head.name.text()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = event.modifiers() in _PLAIN
        if plain and self.single_keys and event.key() == Qt.Key.Key_F:
            self.filters.period_chip.button.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            super().keyPressEvent(event)

    def _connect(self) -> None:
        self._workers.changed.connect(self._journal_changed)
        self.filters.changed.connect(self._filters_changed)
        self.head.component_wanted.connect(self._go_about)
        self.head.note_button.clicked.connect(self._add_note)
        self.head.side_button.clicked.connect(self.toggle_side)
        self.side.activity_wanted.connect(self._go_about)
        self.side.close_button.clicked.connect(self.toggle_side)
        self.note.finished.connect(self._note_finished)
        self.history.timeline.acted.connect(self._act)
        self.history.more_wanted.connect(self._read_more)
        self.history.empty.pressed.connect(self._leave_empty)
        self.history.older_button.clicked.connect(lambda: self._read_from(self.history.timeline.rows.oldest()))
        self.history.newest_button.clicked.connect(lambda: self._read_from(None))

    def _go_about(self, key: str) -> None:
        self.open_about(key)
        self.component_wanted.emit(key)

    def _filters_changed(self) -> None:
        self._before, self._numbers = None, None
        self._read(PAGE)

    def _journal_changed(self) -> None:
        # While a note is written, what it saves shall not move the rows below it.
        if self.isVisible() and self.note.writing is None:
            self._refresh()
        else:
            self._stale = True

    def _refresh(self) -> None:
        if self._about:
            self._read(max(PAGE, min(_MOST_AGAIN, self.history.timeline.rows.rowCount())))

    def _asked(self, before: "Moment | None") -> Asked:
        return Asked(self._about, self.filters.asked(), before)

    def _read(self, limit: int) -> None:
        """Read the rows, then the numbers: what the person wrote is painted before any count."""
        self._stale = False
        self._reading_more = False
        asked = self._asked(self._before)
        self.history.wait()
        self._workers.read(lambda journal: _rows(journal, asked, limit), self._rows_arrived, key="room", owner=self)
        self._workers.read(
            lambda journal: _numbers(journal, asked), self._numbers_arrived, key="room numbers", owner=self
        )

    def _rows_arrived(self, rows: Rows) -> None:
        timeline = self.history.timeline
        index = timeline.currentIndex()
        here = timeline.rows.item_at(index.row()).moment if index.isValid() else None
        had_focus = self.window().focusWidget() is timeline
        self._catalogue = rows.catalogue
        practice = rows.catalogue.practice(rows.asked.about)
        self.head.show_practice(practice, rows.catalogue)
        self.side.show_component(rows.catalogue.component_of(practice), self._today())
        self.history.set_domain(practice.domain)
        timeline.set_today(self._today())
        timeline.rows.start(rows.items, rows.catalogue, complete=len(rows.items) < rows.limit)
        self.history.arrived()
        self.history.older_button.hide()
        self.history.newest_button.setVisible(rows.asked.before is not None)
        at = timeline.rows.find(here) if here is not None else -1
        if at >= 0:
            bar = self.history.scroll.verticalScrollBar()
            place = bar.value()
            timeline.setCurrentIndex(timeline.rows.index(at))
            bar.setValue(place)
        if had_focus:
            self.focus_first()
            timeline.begin()
        self._say_empty()

    def _numbers_arrived(self, numbers: Numbers) -> None:
        self._numbers = numbers
        practice = self._practice()
        if practice is None or self._catalogue is None:
            return
        self.history.show_months(numbers.months, self.filters.period, self._today())
        component = self._catalogue.component_of(practice)
        chosen = practice.full_key if isinstance(practice, Activity) else ""
        self.side.show_counts(component, numbers.activities, numbers.ever, chosen)
        self._say_empty()

    def _read_more(self) -> None:
        rows = self.history.timeline.rows
        if self._reading_more or rows.complete:
            return
        if rows.rowCount() >= MOST:
            self.history.older_button.show()
            return
        self._reading_more = True
        asked = self._asked(rows.oldest())
        # Whoever reads far is given more at a time.
        limit = max(PAGE, min(rows.rowCount() // 4, MOST - rows.rowCount()))
        self._workers.read(
            lambda journal: _rows(journal, asked, limit), self._more_arrived, key="room more", owner=self
        )

    def _more_arrived(self, more: Rows) -> None:
        self._reading_more = False
        rows = self.history.timeline.rows
        if more.asked == self._asked(rows.oldest()):
            rows.add(more.items, more.catalogue, complete=len(more.items) < more.limit)

    def _read_from(self, moment: "Moment | None") -> None:
        """Show what comes after the most rows that are shown at once, in their place, or the newest again."""
        self._before = moment
        self.history.scroll.verticalScrollBar().setValue(0)
        self._read(PAGE)

    def _say_empty(self) -> None:
        if self.history.timeline.rows.rowCount() or self._numbers is None:
            self.history.say_empty("", "")
        elif self._ever(self._numbers):
            self.history.say_empty("No passages here in these filters.", "Show all time, sites and people")
        else:
            self.history.say_empty("No passages yet. Where did you last do this?", "Write about it")
            if self.head.note_button.hasFocus():
                # It had the focus only for want of anything better, before it was known that there is nothing yet.
                self.focus_first()

    def _leave_empty(self) -> None:
        if self._numbers is not None and self._ever(self._numbers):
            self.filters.show_all()
        else:
            self.writing_about_wanted.emit(self._about)

    def _ever(self, numbers: Numbers) -> int:
        chosen = numbers.ever.get(self._about)
        return chosen[0] if chosen is not None else sum(count for count, _ in numbers.ever.values())

    def _practice(self) -> Practice | None:
        return self._catalogue.practice(self._about) if self._catalogue is not None and self._about else None

    def _act(self, name: str, value: str) -> None:
        act = self._acts.get(name)
        if act is None:
            self.act_wanted.emit(name, value)
        else:
            act(value)

    def _add_note(self) -> None:
        if self._about:
            self.note.begin(self._about, self._today())

    def _change_note(self, identity: str) -> None:
        def found(note: "Note") -> None:
            self.note.change(note, self._today())
            self.history.scroll.ensureWidgetVisible(self.note)

        self._workers.read(lambda journal: journal.notes.get(identity), found, key="room note", owner=self)

    def _note_finished(self, _identity: str) -> None:
        self.head.note_button.setFocus(Qt.FocusReason.OtherFocusReason)
        if self.isVisible():
            self._refresh()
        else:
            self._stale = True


def _rows(journal: "Journal", asked: Asked, limit: int) -> Rows:
    items = journal.history.timeline(asked.about, asked.filter, asked.before, limit)
    return Rows(asked, journal.framework, items, limit)


def _numbers(journal: "Journal", asked: Asked) -> Numbers:
    component = journal.framework.component_of(journal.framework.practice(asked.about)).full_key
    return Numbers(
        asked,
        journal.history.months(asked.about, asked.filter),
        journal.history.activities(component, asked.filter),
        journal.history.activities(component, Filter()),
    )
