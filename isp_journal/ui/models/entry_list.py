"""The journal's list: as long as the journal from the start, its rows read by pages as they come into view."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Signal

from isp_journal.ui.models.entry_pages import MOST_AT_ONCE, PAGE, End, Pages, read_around, read_pages, read_until

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from isp_journal.errors import KnownError
    from isp_journal.model import EntryLine, Filter
    from isp_journal.ui.workers import Workers

KEPT_PAGES = 60
PAGES_PER_STEP = 100
MOST_WANTED = 4
READING = "Reading …"
_ROWS_KEY = "journal-rows"
_COUNT_KEY = "journal-count"


class EntryList(QAbstractListModel):
    """Rows of entries, newest first; a row that is not read yet says so and is read when somebody looks at it.

    `arrived(True)` is said when what was asked for anew stands here, `arrived(False)` when it was read again.
    """

    arrived = Signal(bool)
    counted = Signal(int)

    def __init__(self, workers: Workers, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workers = workers
        self._asked: Filter | None = None
        self._asking = False
        self._generation = 0
        self._pages: dict[int, list[EntryLine]] = {}
        self._ends: list[End] = []
        self._total = 0
        self._looking = False
        self._once_more = False
        self._whole = True
        self._wanted: list[int] = []
        self._fetching = False
        self._spoken: Callable[[EntryLine], str] = lambda line: line.title
        self.anew = True
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._fetch)

    @property
    def asked(self) -> Filter | None:
        """The filter that was asked for last."""
        return self._asked

    @property
    def is_asking(self) -> bool:
        """Whether rows for a new filter are still on their way."""
        return self._asking

    def set_spoken(self, spoken: Callable[[EntryLine], str]) -> None:
        """Say how a row is told to a screen reader."""
        self._spoken = spoken

    def ask(self, asked: Filter) -> None:
        """Show what a filter lets through; what is shown now stays until the new rows are here."""
        self._asked = asked
        self._asking = True
        self._looking = False
        generation = self._begin()
        self._workers.read(
            lambda journal: journal.entries.page(asked, None, PAGE),
            partial(self._take_first, generation),
            key=_ROWS_KEY,
            owner=self,
            failed=self._ask_failed,
        )

    def refresh(self, row: int) -> None:
        """Read again from the top to a little below a row, for the journal has changed."""
        asked = self._asked
        if asked is None:
            return
        if self._asking:
            self.ask(asked)
            return
        if self._looking:
            self._once_more = True
            return
        last = max(0, row) // PAGE + 1
        generation = self._begin()
        self._workers.read(
            lambda journal: read_until(journal, asked, last),
            partial(self._take_again, generation),
            key=_ROWS_KEY,
            owner=self,
        )

    def look_for(self, place: int, then: Callable[[], None]) -> None:
        """Read again from the top to the place of an entry, wherever in the list that is."""
        asked = self._asked
        if asked is None:
            return
        self._asking = False
        self._looking = True
        generation = self._begin()

        def take(found: tuple[Pages, int]) -> None:
            self._looking = False
            self._take_again(generation, found)
            then()
            if self._once_more:
                self._once_more = False
                self.refresh(max(self._pages, default=0) * PAGE)

        self._workers.read(lambda journal: read_around(journal, asked, place), take, key=_ROWS_KEY, owner=self)

    def show_rows(self, lines: Sequence[EntryLine]) -> None:
        """Show the newest rows before the journal is wholly open."""
        if self._pages or self._total:
            return
        full = len(lines) == PAGE
        self._replace(Pages(0, _ends_of(lines), {0: list(lines)} if lines else {}, None), len(lines), whole=not full)

    def line(self, row: int) -> EntryLine | None:
        """Return a row if it is here; one that is not is read soon."""
        number, at = divmod(row, PAGE)
        page = self._pages.get(number)
        if page is None:
            self._want(number)
            return None
        return page[at] if at < len(page) else None

    def known(self, row: int) -> EntryLine | None:
        """Return a row if it is here, without asking for it."""
        number, at = divmod(row, PAGE)
        page = self._pages.get(number, [])
        return page[at] if at < len(page) else None

    def row_of(self, identity: str) -> int:
        """Return the row of an entry among those that are here, else -1."""
        for number, page in self._pages.items():
            for at, line in enumerate(page):
                if line.id == identity:
                    return number * PAGE + at
        return -1

    def known_rows(self) -> list[int]:
        """Return the rows that are here."""
        return [number * PAGE + at for number, page in self._pages.items() for at in range(len(page))]

    def begins_month(self, row: int) -> str:
        """Return the month (`2026-11`) that a row begins in the list, or nothing; searches are not parted by months."""
        line = self.known(row)
        if line is None or (self._asked is not None and self._asked.text):
            return ""
        month = line.occurred_on[:7]
        number, at = divmod(row, PAGE)
        if row == 0:
            return month
        before = self._pages[number][at - 1].occurred_on[:7] if at else self._ends[number - 1].month
        return month if month != before else ""

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else self._total

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        line = self.line(index.row())
        if line is None:
            return READING
        return line.title if role == Qt.ItemDataRole.DisplayRole else self._spoken(line)

    def canFetchMore(self, parent: QModelIndex | QPersistentModelIndex) -> bool:
        return not parent.isValid() and not self._whole and self._asked is not None

    def fetchMore(self, parent: QModelIndex | QPersistentModelIndex) -> None:
        if self.canFetchMore(parent):
            self._want(len(self._ends))

    def _begin(self) -> int:
        self._generation += 1
        self._wanted.clear()
        self._fetching = False
        return self._generation

    def _take_first(self, generation: int, rows: list[EntryLine]) -> None:
        if generation != self._generation:
            return
        asked = self._asked
        full = len(rows) == PAGE
        self._asking = False
        self.anew = True
        self._replace(Pages(0, _ends_of(rows), {0: rows} if rows else {}, None), len(rows), whole=not full)
        self.anew = False
        self.arrived.emit(True)
        if not full or asked is None:
            self.counted.emit(len(rows))
            return
        self._workers.read(
            lambda journal: journal.entries.count(asked),
            partial(self._take_count, generation),
            key=_COUNT_KEY,
            owner=self,
        )

    def _take_count(self, generation: int, count: int) -> None:
        if generation == self._generation:
            self._set_total(max(count, self._total))
            self._whole = True
            self.counted.emit(self._total)

    def _take_again(self, generation: int, found: tuple[Pages, int]) -> None:
        if generation == self._generation:
            pages, total = found
            self._replace(pages, total, whole=True)
            self.arrived.emit(False)
            self.counted.emit(total)

    def _ask_failed(self, error: KnownError) -> None:
        self._asking = False
        self._workers.failed.emit(error)
        self.arrived.emit(False)

    def _replace(self, pages: Pages, total: int, *, whole: bool) -> None:
        """Take pages read anew: the same entries in the same rows leave selection and scrolling alone."""
        same = self._same_rows(pages, total)
        if not same:
            self.beginResetModel()
        self._whole = whole
        self._pages, self._ends, self._total = pages.kept, pages.ends, total
        if not same:
            self.endResetModel()
            return
        for number in pages.kept:
            self._tell_page(number)

    def _same_rows(self, pages: Pages, total: int) -> bool:
        both = min(len(pages.ends), len(self._ends))
        if total != self._total or _places(pages.ends[:both]) != _places(self._ends[:both]):
            return False
        known = self._pages.keys() & pages.kept.keys()
        return all(_ids(pages.kept[number]) == _ids(self._pages[number]) for number in known)

    def _set_total(self, total: int) -> None:
        if total > self._total:
            self.beginInsertRows(QModelIndex(), self._total, total - 1)
            self._total = total
            self.endInsertRows()
        elif total < self._total:
            self.beginRemoveRows(QModelIndex(), total, self._total - 1)
            self._total = total
            self.endRemoveRows()

    def _want(self, number: int) -> None:
        if self._asked is None or number in self._pages:
            return
        if number in self._wanted:
            self._wanted.remove(number)
        # What was looked at last is read first; what was only passed by while scrolling is not read.
        self._wanted = [*self._wanted, number][-MOST_WANTED:]
        if not self._fetching:
            self._soon.start()

    def _fetch(self) -> None:
        asked = self._asked
        if asked is None or self._fetching or self._asking or not self._wanted:
            return
        wanted = self._wanted.pop()
        if wanted in self._pages:
            self._soon.start()
            return
        # A page whose beginning is not known yet is reached step by step from the last one that is.
        first = min(wanted, len(self._ends))
        last = min(wanted, first + PAGES_PER_STEP - 1)
        if last < wanted:
            self._wanted.append(wanted)
        at_once = min(MOST_AT_ONCE, PAGE * (last - first + 1))
        after = self._ends[first - 1] if first else None
        self._fetching = True
        self._workers.read(
            lambda journal: read_pages(
                journal, asked, after, first=first, enough=lambda number, _rows: number >= last, at_once=at_once
            ),
            partial(self._take_pages, self._generation),
            owner=self,
            failed=self._fetch_failed,
        )

    def _take_pages(self, generation: int, pages: Pages) -> None:
        if generation != self._generation:
            return
        self._fetching = False
        self._ends[pages.first : pages.first + len(pages.ends)] = pages.ends
        self._pages.update(pages.kept)
        if pages.rows is not None:
            self._whole = True
            self._set_total(pages.rows)
            self.counted.emit(self._total)
        elif not self._whole:
            self._set_total(max(self._total, len(self._ends) * PAGE))
        for number in pages.kept:
            self._tell_page(number)
        self._drop_far_from(pages.first + len(pages.ends) - 1)
        if self._wanted:
            self._soon.start()

    def _fetch_failed(self, error: KnownError) -> None:
        self._fetching = False
        self._wanted.clear()
        self._workers.failed.emit(error)

    def _tell_page(self, number: int) -> None:
        last = min(self._total, (number + 1) * PAGE) - 1
        if last >= number * PAGE:
            self.dataChanged.emit(self.index(number * PAGE), self.index(last))

    def _drop_far_from(self, number: int) -> None:
        if len(self._pages) > KEPT_PAGES:
            far = sorted(self._pages, key=lambda page: abs(page - number))[KEPT_PAGES:]
            for page in far:
                del self._pages[page]


def _places(ends: list[End]) -> list[int]:
    return [end.place for end in ends]


def _ids(rows: list[EntryLine]) -> list[str]:
    return [line.id for line in rows]


def _ends_of(rows: Sequence[EntryLine]) -> list[End]:
    return [End(rows[-1].place, rows[-1].occurred_on[:7])] if rows else []
