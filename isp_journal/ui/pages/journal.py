"""The Journal page: all entries, newest first, searched and narrowed at the left, read at the right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from isp_journal.model import EntryLine, Filter
from isp_journal.ui import shortcuts, wording
from isp_journal.ui.controls.buttons import link_button
from isp_journal.ui.controls.columns import Columns
from isp_journal.ui.controls.empty import EmptyState
from isp_journal.ui.controls.labels import label
from isp_journal.ui.controls.rows import parts_with_hits
from isp_journal.ui.messages import announce
from isp_journal.ui.models.entry_list import READING, EntryList
from isp_journal.ui.panels.entry_rows import spoken
from isp_journal.ui.panels.entry_table import EntryTable
from isp_journal.ui.panels.filter_bar import FilterBar
from isp_journal.ui.panels.filter_choices import FilterChoices, read_choices
from isp_journal.ui.panels.reading_pane import ReadingPane
from isp_journal.ui.panels.search_hits import wanted
from isp_journal.ui.places import Spot
from isp_journal.ui.shortcuts import key_text

if TYPE_CHECKING:
    from isp_journal.ui.theme import Theme
    from isp_journal.ui.widths import Widths
    from isp_journal.ui.workers import Workers

PATIENCE = 150
_CHOICES_KEY = "journal-choices"
_EVERYTHING_KEY = "journal-everything"


class JournalPage(QWidget):
    """Says `entry_wanted` with the id of an entry to edit, `component_wanted` with an activity to see its history."""

    entry_wanted = Signal(str)
    component_wanted = Signal(str)
    page_wanted = Signal(str)

    def __init__(self, theme: Theme, workers: Workers) -> None:
        super().__init__()
        self._theme = theme
        self._workers = workers
        self._stale = True
        self._look_for = ""
        self.setAccessibleName("Journal")
        self.rows = EntryList(workers, self)
        self.table = EntryTable(theme, self.rows)
        self.filters = FilterBar(theme)
        self.pane = ReadingPane(theme, workers)
        self.count = label("", "small", "text3")
        self.everything = link_button(theme, "Search everything")
        self.everything.hide()
        self.empty = EmptyState(theme)
        self.columns = Columns(theme, "journal", self.pane, list_=self._list())
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.columns)
        self._slow = QTimer(self, singleShot=True, interval=PATIENCE)
        self._slow.timeout.connect(lambda: self._say_count(READING))
        self._connect()
        self._bind()
        self._space()
        self.rows.set_spoken(lambda line: spoken(line, self.table.painted.components, date.today()))
        workers.changed.connect(self._journal_changed)

    def shown(self) -> None:
        """Read again what changed while the page was out of sight."""
        if self._stale:
            self._stale = False
            self._read()

    def focus_first(self) -> None:
        """Put the focus on the list, or into the text where it alone is shown."""
        if self.table.isVisible():
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.pane.isVisible() and self.pane.identity:
            self.pane.focus_text()
        elif self.filters.isVisible():
            self.filters.search.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.empty.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_widths(self, widths: Widths) -> None:
        """Take the areas that fit into the window."""
        self.columns.set_widths(widths)
        self.pane.set_turns(widths.turns)

    def areas(self) -> list[QWidget]:
        """Return the areas that F6 walks through."""
        return self.columns.areas()

    def title_here(self) -> str:
        """Return the title of the entry that is read, for the places lately visited."""
        reading = self.pane.reading
        return reading.entry.title if reading else ""

    def show_rows(self, lines: Sequence[EntryLine]) -> None:
        """Show the newest rows before the journal is wholly open."""
        self.rows.show_rows(lines)

    def set_filter(self, asked: Filter) -> None:
        """Show what another page asks for, such as the entries of a site."""
        self.filters.set_filter(asked)
        self.columns.show_list()
        self._ask(asked)

    def show_site(self, site: str) -> None:
        """Show the entries of a site."""
        self.set_filter(Filter(site=site))

    def show_person(self, person: str) -> None:
        """Show the entries that a person took part in."""
        self.set_filter(Filter(person=person))

    def open_entry(self, identity: str) -> None:
        """Choose an entry and read it; filters that hide it are taken away."""
        self._look_for = identity
        if self.rows.asked is None:
            self._ask(self.filters.filter)
            self._read_choices()
        self.pane.leave_versions()
        self.pane.read(identity)
        self.columns.show_page()
        self._find_row(identity)

    def where(self) -> Spot:
        """Return which entry the person is at, and how far its text is scrolled."""
        return Spot(self.pane.identity or self.table.identity, scroll=self.pane.scroll_bar().value())

    def go_back_to(self, spot: Spot) -> None:
        """Go to the entry that the person was at; what was searched for is forgotten."""
        if spot.target:
            self.open_entry(spot.target)
            self._scroll_to(spot.scroll)

    def search(self) -> None:
        """Begin a search of the whole journal."""
        if self.filters.narrows:
            self.filters.clear_chips()
        self.find_here()

    def find_here(self) -> None:
        """Put the focus into the search field."""
        self.columns.show_list()
        self.filters.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filters.search.selectAll()

    def set_single_keys(self, on: bool) -> None:
        """Let single letters be keys of the list, or not."""
        self.table.single_keys = on

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete and self.focusWidget() is self.table:
            self.move_to_trash(self.table.identity)
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self._space()
        super().changeEvent(event)

    def set_reading(self, reading: bool) -> None:
        """Offer nothing that would change an entry where a copy is open for reading alone."""
        self.pane.set_reading(reading)
        for made in self.actions():
            if made.objectName() in {"edit_entry", "trash_entry", "attach_files"}:
                made.setEnabled(not reading)

    def move_to_trash(self, identity: str) -> None:
        """Move an entry to the trash at once; a bar and Ctrl+Z take it back."""
        if identity:
            self._workers.change(
                lambda journal: journal.entries.trash([identity]),
                undo=lambda journal: journal.entries.restore([identity]),
                said="Moved to the trash",
                owner=self,
            )

    def edit(self) -> None:
        """Open the entry that is read for writing."""
        identity = self.pane.identity or self.table.identity
        if identity:
            self.entry_wanted.emit(identity)

    def _list(self) -> QWidget:
        side = QWidget()
        side.setAccessibleName("List of entries")
        self._top = QVBoxLayout()
        self._top.addWidget(self.filters)
        self._counts = QHBoxLayout()
        self._counts.addWidget(self.count, 1)
        self._counts.addWidget(self.everything)
        self._top.addLayout(self._counts)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.empty)
        self._side = QVBoxLayout(side)
        self._side.setContentsMargins(0, 0, 0, 0)
        self._side.addLayout(self._top)
        self._side.addWidget(self._stack, 1)
        return side

    def _connect(self) -> None:
        self.filters.changed.connect(self._ask)
        self.filters.left.connect(self._go_to_list)
        self.everything.clicked.connect(self._search_everything)
        self.empty.pressed.connect(self._empty_pressed)
        self.table.chosen.connect(self._chosen)
        self.table.opened.connect(self._opened)
        self.table.search_wanted.connect(self.find_here)
        self.table.edit_wanted.connect(self.edit)
        self.table.trash_wanted.connect(lambda: self.move_to_trash(self.table.identity))
        self.pane.edit_wanted.connect(self.entry_wanted)
        self.pane.trash_wanted.connect(self.move_to_trash)
        self.pane.component_wanted.connect(self.component_wanted)
        self.pane.gone.connect(self._entry_gone)
        self.pane.left.connect(self._back_to_list)
        self.columns.returned.connect(self._back_to_list)
        self.rows.arrived.connect(self._arrived)
        self.rows.counted.connect(self._counted)

    def _bind(self) -> None:
        shortcuts.action("next_hit", self, lambda: self.pane.step_hit(1), here=True)
        shortcuts.action("previous_hit", self, lambda: self.pane.step_hit(-1), here=True)
        shortcuts.action("edit_entry", self, self.edit, here=True)
        trashing = QAction("Move this entry to the trash", self)
        trashing.setObjectName("trash_entry")
        trashing.triggered.connect(lambda: self.move_to_trash(self.pane.identity))
        attaching = QAction("Attach a file to this entry …", self)
        attaching.setObjectName("attach_files")
        attaching.triggered.connect(lambda: self.pane.attach_files())
        looking_back = QAction("Earlier versions of this entry", self)
        looking_back.setObjectName("open_versions")
        looking_back.triggered.connect(lambda: self.pane.open_versions())
        for made in (trashing, attaching, looking_back):
            self.addAction(made)

    def _read(self) -> None:
        if self.rows.asked is None:
            self._ask(self.filters.filter)
        else:
            self.rows.refresh(self.table.last_shown_row())
        self.pane.read_again()
        self._read_choices()

    def _read_choices(self) -> None:
        self._workers.read(read_choices, self._take_choices, key=_CHOICES_KEY, owner=self)

    def _take_choices(self, choices: FilterChoices) -> None:
        self.table.painted.components = choices.components
        self.table.viewport().update()
        self.filters.set_choices(choices)

    def _journal_changed(self) -> None:
        if self.isVisible():
            self._read()
        else:
            self._stale = True

    def _ask(self, asked: Filter) -> None:
        self._stale = False
        self.rows.ask(asked)
        self._slow.start()

    def _arrived(self, anew: bool) -> None:
        self._slow.stop()
        self._show_empty()
        if not self.rows.rowCount():
            self.table.choose("")
            self.pane.clear()
        elif anew and not self._look_for:
            self._choose_after_search()
        self._look_for_everything(anew)

    def _choose_after_search(self) -> None:
        self.table.scrollToTop()
        if self.table.identity and self.rows.row_of(self.table.identity) >= 0:
            self.table.choose(self.table.identity)
            self._chosen(self.table.identity)
        else:
            self.table.choose_row(0)

    def _counted(self, count: int) -> None:
        self._say_count(f"{wording.counted(count, 'entry', 'entries')}, newest first" if count else "")
        if self.filters.search.hasFocus():
            announce(self.count, self.count.text() or "Nothing found")

    def _say_count(self, words: str) -> None:
        self.count.setText(words)

    def _show_empty(self) -> None:
        asked = self.rows.asked or Filter()
        nothing = not self.rows.rowCount()
        self._stack.setCurrentWidget(self.empty if nothing else self.table)
        if nothing:
            self._say_count("")
            self.empty.set_words(*empty_words(asked))
        # Where nothing is written yet there is nothing to search.
        self.filters.setVisible(not nothing or asked != Filter())

    def _look_for_everything(self, anew: bool) -> None:
        """Offer to search everything where filters hide hits."""
        asked = self.rows.asked
        if asked is None or not asked.text or not self.filters.narrows:
            self.everything.hide()
            return
        if anew:
            self.everything.hide()
        self._workers.read(
            lambda journal: journal.entries.count(Filter(text=asked.text)) - journal.entries.count(asked),
            lambda hidden: self.everything.setVisible(hidden > 0 and bool(self.rows.rowCount())),
            key=_EVERYTHING_KEY,
            owner=self,
        )

    def _empty_pressed(self) -> None:
        asked = self.rows.asked or Filter()
        if asked == Filter():
            self.page_wanted.emit("write")
        elif asked == Filter(text=asked.text):
            self.set_filter(Filter())
            self.filters.search.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._search_everything()

    def _search_everything(self) -> None:
        self.filters.clear_chips()
        self.filters.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def _chosen(self, identity: str) -> None:
        asked = self.rows.asked or Filter()
        if not identity:
            self.pane.clear()
            return
        row = self.rows.row_of(identity)
        line = self.rows.known(row) if row >= 0 else None
        found = [text for text, hit in parts_with_hits(line.snippet) if hit] if line else []
        self.pane.read(identity, wanted(asked.text, found))

    def _scroll_to(self, value: int) -> None:
        """Scroll the entry once it is laid out and long enough for that."""
        bar = self.pane.scroll_bar()

        def reach(_low: int, high: int) -> None:
            if high >= value:
                bar.rangeChanged.disconnect(reach)
                # An entry that is shown anew is put at its beginning first.
                QTimer.singleShot(0, bar, lambda: bar.setValue(value))

        if value:
            bar.rangeChanged.connect(reach)

    def _opened(self) -> None:
        if self.table.identity:
            self.columns.show_page()
            self.pane.focus_text()

    def _go_to_list(self) -> None:
        if self.rows.rowCount():
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _back_to_list(self) -> None:
        self.columns.show_list()
        self._go_to_list()

    def _entry_gone(self, identity: str) -> None:
        self.columns.show_list()
        self.table.choose_beside(identity)
        self._go_to_list()

    def _find_row(self, identity: str) -> None:
        if self.table.choose(identity):
            self._look_for = ""
            return
        self._workers.read(
            lambda journal: journal.entries.get(identity).place or 0,
            lambda place: self.rows.look_for(place, lambda: self._row_found(identity)),
            key=_EVERYTHING_KEY,
            owner=self,
        )

    def _row_found(self, identity: str) -> None:
        self._look_for = ""
        if not self.table.choose(identity) and self.rows.asked != Filter():
            self._look_for = identity
            self.filters.set_filter(Filter())
            self._ask(Filter())
            self._find_row(identity)

    def _space(self) -> None:
        px = self._theme.px
        self._top.setContentsMargins(px(16), px(16), px(16), px(4))
        self._top.setSpacing(px(8))
        self._counts.setContentsMargins(px(4), 0, 0, 0)
        self._side.setSpacing(px(4))
        self.count.setMinimumHeight(px(32))


def empty_words(asked: Filter) -> tuple[str, str]:
    """Return what an empty list says, and the words of its button if there is one."""
    narrowed = replace(asked, text="") != Filter()
    if asked.text and narrowed:
        return f"Nothing with “{asked.text}” in these filters.", "Search everything"
    if asked.text:
        return f"Nothing with “{asked.text}” in your journal.", "Show everything"
    if narrowed:
        return "Nothing in these filters.", "Show everything"
    return f"Your entries will be listed here. {key_text('new_entry')} starts one.", "Write an entry"
