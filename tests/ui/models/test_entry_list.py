from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from isp_journal.errors import SearchIndexDamaged
from isp_journal.journal.journal import Journal
from isp_journal.model import EntryLine, Filter
from isp_journal.ui.models.entry_list import KEPT_PAGES, READING, EntryList
from isp_journal.ui.models.entry_pages import PAGE
from isp_journal.ui.workers import Workers
from tests.ui.dummies import SmallJournal, opener_of
from tests.ui.pages.opened import settled, told
from tests.ui.reflections import NEWEST, long_list

ENTRIES = 230


@pytest.fixture
def workers(tmp_path: Path, qapp: QApplication) -> Iterator[Workers]:
    with long_list(tmp_path / "journal", ENTRIES) as made:
        yield made


@pytest.fixture
def rows(workers: Workers, qtbot: QtBot) -> EntryList:
    made = EntryList(workers)
    made.ask(Filter())
    settled(qtbot, workers)
    return made


def looked_at(qtbot: QtBot, rows: EntryList, row: int) -> EntryLine:
    """Look at a row as a list on the screen does, until it is there."""
    qtbot.waitUntil(lambda: rows.line(row) is not None)
    line = rows.known(row)
    assert line is not None
    return line


def titles(rows: EntryList) -> list[str]:
    found = []
    for row in range(rows.rowCount()):
        line = rows.known(row)
        found.append(line.title if line else READING)
    return found


def trashed(identity: str) -> Callable[[Journal], object]:
    return lambda journal: journal.entries.trash([identity])


def test_a_list_is_as_long_as_the_journal_but_reads_only_the_rows_that_are_looked_at(rows: EntryList) -> None:
    assert rows.rowCount() == ENTRIES
    assert titles(rows) == [f"Day {number}" for number in range(PAGE)] + [READING] * (ENTRIES - PAGE)


def test_a_row_in_the_middle_is_read_when_it_is_looked_at(rows: EntryList, qtbot: QtBot) -> None:
    assert rows.data(rows.index(120)) == READING
    assert looked_at(qtbot, rows, 120).title == "Day 120"
    assert looked_at(qtbot, rows, ENTRIES - 1).title == f"Day {ENTRIES - 1}"


def test_the_list_keeps_the_rules_of_a_model_while_it_is_filled_narrowed_and_read_again(
    workers: Workers, qtbot: QtBot
) -> None:
    rows = EntryList(workers)
    QAbstractItemModelTester(rows, QAbstractItemModelTester.FailureReportingMode.Fatal, rows)
    steps: tuple[Callable[[], object], ...] = (
        lambda: rows.ask(Filter()),
        lambda: rows.line(200),
        lambda: rows.ask(Filter(text="greeting")),
        lambda: workers.change(lambda journal: journal.entries.trash([journal.entries.page(Filter())[0].id])),
        lambda: rows.refresh(10),
        lambda: rows.ask(Filter(text="nowhere")),
        lambda: rows.ask(Filter()),
    )
    for step in steps:
        step()
        settled(qtbot, workers)
        assert rows.data(QModelIndex()) is None
    assert rows.rowCount() == ENTRIES - 1


def test_more_rows_can_be_fetched_before_they_are_counted(workers: Workers, qtbot: QtBot) -> None:
    rows = EntryList(workers)
    seen: list[int] = []
    rows.arrived.connect(lambda _anew: seen.append(rows.rowCount()))
    rows.arrived.connect(lambda _anew: rows.fetchMore(QModelIndex()))
    rows.ask(Filter())
    settled(qtbot, workers)
    assert seen == [PAGE]
    assert not rows.canFetchMore(QModelIndex())
    qtbot.waitUntil(lambda: rows.known(PAGE) is not None)


def test_the_newest_question_wins_over_those_typed_before(workers: Workers, qtbot: QtBot) -> None:
    rows = EntryList(workers)
    for typed in ("q", "qu", "quiet", "g", "greeting"):
        rows.ask(Filter(text=typed))
    settled(qtbot, workers)
    assert rows.rowCount() == ENTRIES // 10
    assert titles(rows)[:3] == ["Day 0", "Day 10", "Day 20"]


def test_an_entry_in_the_trash_is_gone_when_the_list_is_read_again(
    rows: EntryList, workers: Workers, qtbot: QtBot
) -> None:
    first = rows.known(0)
    assert first is not None
    workers.change(trashed(first.id))
    workers.changed.connect(lambda: rows.refresh(0))
    settled(qtbot, workers)
    assert rows.rowCount() == ENTRIES - 1
    assert titles(rows)[0] == "Day 1"


def test_reading_again_says_what_changed_in_place_when_the_same_entries_stand_there(
    rows: EntryList, workers: Workers, qtbot: QtBot
) -> None:
    resets: list[bool] = []
    rows.modelReset.connect(lambda: resets.append(True))
    first = rows.known(0)
    assert first is not None
    identity = first.id
    workers.change(lambda journal: journal.entries.save(replace(journal.entries.get(identity), title="Another title")))
    workers.wait()
    rows.refresh(0)
    settled(qtbot, workers)
    assert (titles(rows)[0], resets) == ("Another title", [])


def test_pages_far_from_what_is_looked_at_are_let_go(tmp_path: Path, qapp: QApplication, qtbot: QtBot) -> None:
    with long_list(tmp_path / "long", (KEPT_PAGES + 3) * PAGE) as workers:
        rows = EntryList(workers)
        rows.ask(Filter())
        settled(qtbot, workers)
        for number in range(KEPT_PAGES + 3):
            assert looked_at(qtbot, rows, number * PAGE).title == f"Day {number * PAGE}"
        assert len(rows.known_rows()) <= KEPT_PAGES * PAGE
        assert rows.known(0) is None
        assert looked_at(qtbot, rows, 0).title == "Day 0"


def test_rows_handed_in_are_shown_at_once_and_stay_when_the_journal_says_the_same(
    workers: Workers, qtbot: QtBot
) -> None:
    handed = told(qtbot, workers, lambda journal: journal.entries.page(Filter()))
    rows = EntryList(workers)
    rows.show_rows(handed)
    assert titles(rows)[:2] == ["Day 0", "Day 1"]
    resets: list[bool] = []
    rows.modelReset.connect(lambda: resets.append(True))
    rows.ask(Filter())
    settled(qtbot, workers)
    assert (rows.rowCount(), resets) == (ENTRIES, [])


def test_a_month_begins_at_its_newest_entry_also_where_a_page_begins(rows: EntryList, qtbot: QtBot) -> None:
    looked_at(qtbot, rows, 100)
    looked_at(qtbot, rows, 60)
    days = [NEWEST - timedelta(days=number) for number in range(150)]
    begins = [""] * 150
    for number, day in enumerate(days):
        if number == 0 or day.month != days[number - 1].month:
            begins[number] = f"{day:%Y-%m}"
    assert [rows.begins_month(row) for row in range(150)] == begins


def test_hits_of_a_search_are_not_parted_by_months(rows: EntryList, workers: Workers, qtbot: QtBot) -> None:
    rows.ask(Filter(text="greeting"))
    settled(qtbot, workers)
    assert {rows.begins_month(row) for row in range(rows.rowCount())} <= {"", "2026-11"}
    assert [rows.begins_month(row) for row in range(1, rows.rowCount())] == [""] * (rows.rowCount() - 1)


def test_an_entry_is_found_wherever_it_is_in_the_list(rows: EntryList, workers: Workers, qtbot: QtBot) -> None:
    wanted = told(qtbot, workers, lambda journal: journal.entries.page(Filter(until=date(2026, 5, 1)))[0])
    found: list[int] = []
    rows.look_for(wanted.place, lambda: found.append(rows.row_of(wanted.id)))
    rows.refresh(0)
    settled(qtbot, workers)
    assert found == [(NEWEST - date(2026, 5, 1)).days]


class FailingOnce:
    """Stands for entries whose index is damaged, until it is mended."""

    def __init__(self, times: int) -> None:
        self.left = times

    def page(self, asked: Filter, before: int | None = None, limit: int = PAGE) -> list[EntryLine]:
        self.left -= 1
        if self.left >= 0:
            raise SearchIndexDamaged
        first = 0 if before is None else 1_000_000 - before + 1
        return [
            EntryLine(1_000_000 - row, f"entry-{row}", "2026-11-24", "call", f"Row {row}", "", "", "")
            for row in range(first, min(first + limit, 120))
        ]

    def count(self, _asked: Filter) -> int:
        return 120


def test_a_failure_while_reading_is_told_and_the_rows_can_be_asked_for_again(
    tmp_path: Path, qapp: QApplication, qtbot: QtBot
) -> None:
    journal = SmallJournal()
    entries = FailingOnce(1)
    journal.entries = entries  # type: ignore[assignment]  # stands for entries here
    workers = Workers(opener_of(journal))
    workers.open(tmp_path, False)
    told_of: list[type] = []
    workers.failed.connect(lambda error: told_of.append(type(error)))
    rows = EntryList(workers)
    rows.ask(Filter())
    settled(qtbot, workers)
    assert (told_of, rows.is_asking, rows.rowCount()) == ([SearchIndexDamaged], False, 0)
    rows.ask(Filter())
    settled(qtbot, workers)
    entries.left = 1
    rows.line(60)
    qtbot.waitUntil(lambda: len(told_of) == 2)
    assert looked_at(qtbot, rows, 60).title == "Row 60"
    workers.close()


def test_a_screen_reader_hears_what_the_page_makes_of_a_row(rows: EntryList) -> None:
    rows.set_spoken(lambda line: f"{line.title}, {line.occurred_on}")
    assert rows.data(rows.index(0), Qt.ItemDataRole.AccessibleTextRole) == "Day 0, 2026-11-24"
    assert rows.data(rows.index(0), Qt.ItemDataRole.DisplayRole) == "Day 0"
    assert rows.data(rows.index(0), Qt.ItemDataRole.DecorationRole) is None
