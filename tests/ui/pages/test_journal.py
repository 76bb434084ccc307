from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from isp_journal.journal.opening import create_journal
from isp_journal.model import EntryLine, Filter, Kind
from isp_journal.ui.controls.buttons import Button
from isp_journal.ui.pages.journal import JournalPage
from isp_journal.ui.panels.filter_bar import KIND, SITE
from isp_journal.ui.theme import Theme
from isp_journal.ui.widths import widths_for
from isp_journal.ui.workers import Workers
from tests.ui.dummies import activate, focused
from tests.ui.pages.opened import clipped, fits, press, settled, told, working_on
from tests.ui.reflections import long_journal, small_journal

NARROW = (900, 600)
WIDE = (1440, 900)


@pytest.fixture
def workers(tmp_path: Path, qapp: QApplication) -> Iterator[Workers]:
    with working_on(small_journal(tmp_path / "journal")) as made:
        yield made


@pytest.fixture
def page(workers: Workers, theme: Theme, qtbot: QtBot) -> JournalPage:
    return opened(workers, theme, qtbot)


def opened(workers: Workers, theme: Theme, qtbot: QtBot, size: tuple[int, int] = WIDE) -> JournalPage:
    """Show the page as the window does, and wait until it has read."""
    page = JournalPage(theme, workers)
    qtbot.addWidget(page)
    page.resize(size[0] - 208 if size == WIDE else size[0] - 56, size[1])
    page.set_widths(widths_for(*size, theme.factor))
    page.show()
    activate(page, qtbot)
    page.shown()
    page.focus_first()
    ready(page, workers, qtbot)
    return page


def ready(page: JournalPage, workers: Workers, qtbot: QtBot) -> None:
    """Wait until rows, count and entry are here."""
    settled(qtbot, workers)
    qtbot.waitUntil(lambda: not page.rows.is_asking and not workers.is_busy)


def titles(page: JournalPage) -> list[str]:
    lines = [page.rows.known(row) for row in range(page.rows.rowCount())]
    return [line.title if line else "" for line in lines]


def read_title(page: JournalPage) -> str:
    reading = page.pane.reading
    return reading.entry.title if reading else ""


def search(page: JournalPage, typed: str, workers: Workers, qtbot: QtBot) -> None:
    page.filters.search.setFocus()
    QTest.keyClicks(page.filters.search, typed)
    qtbot.waitUntil(lambda: (page.rows.asked or Filter()).text == page.filters.search.text().strip())
    ready(page, workers, qtbot)


def test_the_newest_entry_stands_first_and_is_read(page: JournalPage) -> None:
    assert titles(page) == ["The team meeting that changed course", "A call", ""]
    assert page.count.text() == "3 entries, newest first"
    assert read_title(page) == "The team meeting that changed course"
    assert focused() is page.table


def test_where_a_copy_is_read_nothing_offers_to_change_an_entry(
    page: JournalPage, workers: Workers, qtbot: QtBot
) -> None:
    offers = {one.objectName(): one for one in page.actions()}
    changing = [offers[name] for name in ("edit_entry", "trash_entry", "attach_files")]
    press(Qt.Key.Key_J)
    ready(page, workers, qtbot)
    for reading in (True, False):
        page.set_reading(reading)
        shown = [part.isVisible() for part in (page.pane.edit, page.pane.trash)]
        assert shown == [not reading] * 2 and [one.isEnabled() for one in changing] == [not reading] * 3
    assert offers["open_versions"].isEnabled()


def test_the_list_is_walked_read_and_edited_by_keys_alone(page: JournalPage, workers: Workers, qtbot: QtBot) -> None:
    walked = []
    for key in (Qt.Key.Key_J, Qt.Key.Key_Down, Qt.Key.Key_K, Qt.Key.Key_End, Qt.Key.Key_Home, Qt.Key.Key_J):
        press(key)
        ready(page, workers, qtbot)
        walked.append(read_title(page))
    assert walked == ["A call", "", "A call", "", "The team meeting that changed course", "A call"]
    press(Qt.Key.Key_Return)
    assert focused() is page.pane.text
    with qtbot.waitSignal(page.entry_wanted) as wanted:
        press(Qt.Key.Key_Return)
    assert wanted.args == [page.table.identity]
    press(Qt.Key.Key_Escape)
    assert focused() is page.table
    with qtbot.waitSignal(page.entry_wanted):
        QTest.keyClick(page.table, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)


def test_single_letters_can_be_switched_off(page: JournalPage, workers: Workers, qtbot: QtBot) -> None:
    page.set_single_keys(False)
    press(Qt.Key.Key_J)
    ready(page, workers, qtbot)
    assert read_title(page) == "The team meeting that changed course"


def test_a_search_marks_its_hits_in_rows_and_in_the_entry(page: JournalPage, workers: Workers, qtbot: QtBot) -> None:
    press(Qt.Key.Key_Slash)
    assert focused() is page.filters.search
    search(page, "greeting", workers, qtbot)
    assert titles(page) == ["The team meeting that changed course", "A call"]
    assert page.count.text() == "2 entries, newest first"
    assert page.pane.match.text() == "Match 1 of 2 here"
    press(Qt.Key.Key_F3)
    assert page.pane.match.text() == "Match 2 of 2 here"
    QTest.keyClick(page.filters.search, Qt.Key.Key_F3, Qt.KeyboardModifier.ShiftModifier)
    assert page.pane.match.text() == "Match 1 of 2 here"
    press(Qt.Key.Key_Down)
    assert focused() is page.table


def test_a_search_says_when_filters_hide_hits_and_searches_everything(
    page: JournalPage, workers: Workers, qtbot: QtBot
) -> None:
    page.set_filter(Filter(kind=Kind.CALL))
    ready(page, workers, qtbot)
    assert titles(page) == ["A call"]
    search(page, "greeting", workers, qtbot)
    assert page.everything.isVisible()
    page.everything.click()
    ready(page, workers, qtbot)
    assert titles(page) == ["The team meeting that changed course", "A call"]
    assert not page.everything.isVisible()
    assert page.filters.search.text() == "greeting"


def test_an_empty_list_says_what_to_do_next(page: JournalPage, workers: Workers, qtbot: QtBot) -> None:
    page.set_filter(Filter(kind=Kind.WORKSHOP))
    ready(page, workers, qtbot)
    assert said(page) == ("Nothing in these filters.", "Show everything")
    assert page.pane.identity == ""
    search(page, "greeting", workers, qtbot)
    assert said(page) == ("Nothing with “greeting” in these filters.", "Search everything")
    page.empty.pressed.emit()
    ready(page, workers, qtbot)
    assert len(titles(page)) == 2
    search(page, "s and xylophones", workers, qtbot)
    assert said(page) == ("Nothing with “greetings and xylophones” in your journal.", "Show everything")
    page.empty.pressed.emit()
    ready(page, workers, qtbot)
    assert len(titles(page)) > 2
    assert page.filters.search.text() == ""


def said(page: JournalPage) -> tuple[str, str]:
    words = page.empty.findChildren(Button)[0]
    texts = [part.text() for part in page.empty.findChildren(type(page.count)) if part.isVisible()]
    return " ".join(texts), words.text() if words.isVisible() else ""


def test_a_journal_without_entries_offers_to_write_one(
    tmp_path: Path, theme: Theme, qapp: QApplication, qtbot: QtBot
) -> None:
    create_journal(tmp_path / "empty", author="Jonas Aldren")
    with working_on(tmp_path / "empty") as workers:
        page = opened(workers, theme, qtbot)
        assert said(page) == ("Your entries will be listed here. Ctrl+N starts one.", "Write an entry")
        assert page.count.text() == ""
        assert not page.filters.isVisible()
        page.focus_first()
        with qtbot.waitSignal(page.page_wanted) as wanted:
            press(Qt.Key.Key_Return)
        assert wanted.args == ["write"]
        workers.change(lambda journal: journal.entries.save(replace(journal.entries.new(), title="First")))
        ready(page, workers, qtbot)
        assert (titles(page), read_title(page)) == (["First"], "First")


@pytest.mark.parametrize("by", ["key", "menu", "button", "reading"])
def test_an_entry_goes_to_the_trash_at_once_and_comes_back_by_undo(
    page: JournalPage, workers: Workers, qtbot: QtBot, by: str
) -> None:
    offered: list[str] = []
    workers.undoable.connect(lambda words, _undo: offered.append(words))
    ways: dict[str, Callable[[], object]] = {
        "key": lambda: press(Qt.Key.Key_Delete),
        "menu": lambda: page.table.trash_wanted.emit(),
        "button": page.pane.trash.click,
        "reading": lambda: press(Qt.Key.Key_Delete, page.pane.text),
    }
    ways[by]()
    ready(page, workers, qtbot)
    assert titles(page) == ["A call", ""]
    assert (read_title(page), page.table.identity) == ("A call", page.pane.identity)
    assert offered == ["Moved to the trash"]
    workers.undo_stack.undo()
    ready(page, workers, qtbot)
    assert titles(page)[0] == "The team meeting that changed course"
    assert read_title(page) == "A call"


def test_the_last_entry_in_the_trash_leaves_the_one_before_it(
    page: JournalPage, workers: Workers, qtbot: QtBot
) -> None:
    press(Qt.Key.Key_End)
    ready(page, workers, qtbot)
    press(Qt.Key.Key_Delete)
    ready(page, workers, qtbot)
    assert read_title(page) == "A call"
    for _ in range(2):
        press(Qt.Key.Key_Delete, page.table)
        ready(page, workers, qtbot)
    assert (titles(page), page.pane.identity) == ([], "")


def test_reading_again_keeps_what_is_chosen_and_where_the_list_stands(
    tmp_path: Path, theme: Theme, qapp: QApplication, qtbot: QtBot
) -> None:
    with working_on(long_journal(tmp_path / "long", 300)) as workers:
        page = opened(workers, theme, qtbot)
        page.table.choose_row(130)
        qtbot.waitUntil(lambda: read_title(page) == "Day 130")
        ready(page, workers, qtbot)
        before = page.table.rowViewportPosition(130)
        new = replace(told(qtbot, workers, lambda journal: journal.entries.new(date(2026, 11, 25))), title="New")
        workers.change(lambda journal: journal.entries.save(new))
        ready(page, workers, qtbot)
        assert page.rows.rowCount() == 301
        assert (read_title(page), page.table.currentIndex().row()) == ("Day 130", 131)
        assert page.table.rowViewportPosition(131) == before


def test_what_changed_while_the_page_was_hidden_is_read_when_it_is_shown(
    page: JournalPage, workers: Workers, qtbot: QtBot
) -> None:
    page.hide()
    identity = page.pane.identity
    workers.change(lambda journal: journal.entries.save(replace(journal.entries.get(identity), title="Another title")))
    ready(page, workers, qtbot)
    assert titles(page)[0] == "The team meeting that changed course"
    page.show()
    page.shown()
    ready(page, workers, qtbot)
    assert (titles(page)[0], read_title(page)) == ("Another title", "Another title")


def test_another_page_opens_an_entry_wherever_it_is_in_the_list(
    tmp_path: Path, theme: Theme, qapp: QApplication, qtbot: QtBot
) -> None:
    with working_on(long_journal(tmp_path / "long", 300)) as workers:
        far = told(qtbot, workers, lambda journal: journal.entries.page(Filter(), None, 300)[260])
        page = JournalPage(theme, workers)
        qtbot.addWidget(page)
        page.resize(1200, 800)
        page.show()
        page.open_entry(far.id)
        page.shown()
        qtbot.waitUntil(lambda: page.table.currentIndex().row() == 260)
        ready(page, workers, qtbot)
        assert (read_title(page), page.title_here()) == ("Day 260", "Day 260")
        assert page.table.visualRect(page.rows.index(260)).intersects(page.table.viewport().rect())


def test_an_entry_that_filters_hide_is_opened_without_them(page: JournalPage, workers: Workers, qtbot: QtBot) -> None:
    identity = page.table.identity
    page.set_filter(Filter(kind=Kind.CALL))
    ready(page, workers, qtbot)
    page.open_entry(identity)
    page.shown()
    qtbot.waitUntil(lambda: page.table.currentIndex().row() == 0 and page.rows.rowCount() == 3)
    ready(page, workers, qtbot)
    assert (page.table.identity, page.filters.narrows) == (identity, False)
    assert read_title(page) == "The team meeting that changed course"


def test_list_and_entry_take_turns_in_a_small_window(workers: Workers, theme: Theme, qtbot: QtBot) -> None:
    page = opened(workers, theme, qtbot, NARROW)
    assert (page.table.isVisible(), page.pane.isVisible()) == (True, False)
    press(Qt.Key.Key_Return)
    assert (page.table.isVisible(), page.pane.isVisible(), focused()) == (False, True, page.pane.text)
    press(Qt.Key.Key_Escape)
    assert (page.table.isVisible(), focused()) == (True, page.table)
    press(Qt.Key.Key_Return)
    page.pane.sheet.back.click()
    assert page.table.isVisible()
    page.open_entry(page.table.identity)
    page.find_here()
    assert focused() is page.filters.search


def test_rows_are_shown_before_the_journal_is_open(theme: Theme, qtbot: QtBot, tmp_path: Path) -> None:
    line = EntryLine(1, "a", "2026-11-24", "call", "A call", "Dana spoke.", "", "")
    page = JournalPage(theme, Workers(lambda _folder: pytest.fail("nothing is opened")))
    qtbot.addWidget(page)
    page.show_rows([line])
    assert titles(page) == ["A call"]


def test_filters_show_their_names_once_the_journal_told_them(page: JournalPage, workers: Workers, qtbot: QtBot) -> None:
    site = told(qtbot, workers, lambda journal: journal.sites.named("Tidewell Clinic"))
    assert site is not None
    page.set_filter(Filter(site=site.id))
    ready(page, workers, qtbot)
    assert (titles(page), page.filters.chips[SITE].text()) == (["A call"], "Tidewell Clinic")
    page.search()
    ready(page, workers, qtbot)
    assert (len(titles(page)), focused()) == (3, page.filters.search)
    assert page.filters.chips[KIND].text() == "Kind"


def test_each_row_tells_a_screen_reader_what_it_shows(page: JournalPage) -> None:
    told_of = page.rows.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert told_of.startswith("The team meeting that changed course, ")
    assert told_of.endswith("Harlow Bend School, Improvement cycles, Relationships")


def test_the_palette_gets_the_actions_of_the_page(page: JournalPage, qtbot: QtBot) -> None:
    actions: dict[str, QAction] = {action.objectName(): action for action in page.actions()}
    of_hits, of_entry = {"next_hit", "previous_hit"}, {"edit_entry", "trash_entry", "attach_files", "open_versions"}
    assert set(actions) == of_hits | of_entry
    page.pane.read(page.table.identity)
    settled(qtbot, page._workers)
    actions["open_versions"].trigger()
    assert page.pane.versions is not None
    page.open_entry(page.pane.identity)
    assert page.pane.versions is None
    with qtbot.waitSignal(page.entry_wanted):
        actions["edit_entry"].trigger()


def test_a_row_has_a_menu_at_the_key_for_it(page: JournalPage, qtbot: QtBot) -> None:
    page.table.open_menu_here()
    menu = next(found for found in page.table.findChildren(QMenu) if found.isVisible())
    assert [action.text() for action in menu.actions()] == ["Edit", "Move to the trash"]
    with qtbot.waitSignal(page.entry_wanted):
        menu.actions()[0].trigger()
    menu.close()


@pytest.mark.parametrize(("size", "percent"), [(WIDE, 100), (NARROW, 100), ((1440, 900), 200)])
def test_every_control_has_a_name_room_and_a_place_to_press(
    workers: Workers, theme: Theme, qtbot: QtBot, size: tuple[int, int], percent: int
) -> None:
    theme.set_scale(percent)
    page = opened(workers, theme, qtbot, size)
    qtbot.waitUntil(lambda: not clipped(page))
    fits(page)
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not clipped(page))
    fits(page)
