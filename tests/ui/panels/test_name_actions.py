from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from isp_journal.model import Filter
from isp_journal.ui.pages.sites_people import SitesPeople
from isp_journal.ui.theme import Theme
from isp_journal.ui.widths import widths_for
from isp_journal.ui.workers import Workers
from tests.ui.pages.opened import press, settled, told, working_on
from tests.ui.pages.two_lists import (
    choose,
    journal_of_names,
    listed,
    page_on,
    person_named,
    show_people,
    site_named,
)


@pytest.fixture
def workers(tmp_path: Path, qapp: QApplication) -> Iterator[Workers]:
    with working_on(journal_of_names(tmp_path / "journal")) as made:
        yield made


@pytest.fixture
def page(qtbot: QtBot, theme: Theme, workers: Workers) -> SitesPeople:
    return page_on(qtbot, theme, workers)


def test_archived_names_step_aside_until_they_are_asked_for(qtbot: QtBot, page: SitesPeople, workers: Workers) -> None:
    choose(page, "Tidewell Clinic")
    with qtbot.waitSignal(workers.undoable) as offered:
        page.site.deeds.archive_button.click()
    assert offered.args[0] == "Tidewell Clinic is in the archive"
    settled(qtbot, workers)
    assert listed(page) == ["Harlow B.", "Harlow Bend"]
    assert page.site.head.title.text() == "Harlow Bend"
    assert page.names.archived.text() == "Show the archive (1)"
    page.names.archived.click()
    choose(page, "Tidewell Clinic")
    assert page.site.deeds.archive_button.text() == "Take out of the archive"
    page.site.deeds.archive_button.click()
    settled(qtbot, workers)
    assert not page.names.archived.isVisible()
    assert "Tidewell Clinic" in listed(page)


def test_deleting_a_site_asks_what_becomes_of_its_entries_and_they_can_stay(
    qtbot: QtBot, page: SitesPeople, workers: Workers
) -> None:
    choose(page, "Harlow Bend")
    press(Qt.Key.Key_Delete, page.names.list)
    panel = page.site.deeds.deleting
    assert panel.question.text() == "Delete Harlow Bend: what becomes of its 2 entries?"
    assert panel.keep.hasFocus()
    press(Qt.Key.Key_Return)
    settled(qtbot, workers)
    assert listed(page) == ["Harlow B.", "Tidewell Clinic"]
    assert told(qtbot, workers, lambda journal: journal.entries.count(Filter())) == 3
    workers.undo_stack.undo()
    settled(qtbot, workers)
    found = site_named(qtbot, workers, "Harlow Bend")
    assert found is not None and found.entries == 2


def test_the_entries_can_go_to_the_trash_with_their_site_and_come_back_with_it(
    qtbot: QtBot, page: SitesPeople, workers: Workers
) -> None:
    choose(page, "Harlow Bend")
    page.site.deeds.delete_button.click()
    with qtbot.waitSignal(workers.undoable) as offered:
        page.site.deeds.deleting.take.click()
    assert offered.args[0] == "Harlow Bend is in the trash, with 2 entries"
    assert told(qtbot, workers, lambda journal: journal.entries.count(Filter())) == 1
    workers.undo_stack.undo()
    assert told(qtbot, workers, lambda journal: journal.entries.count(Filter())) == 3


def test_escape_deletes_nothing_and_gives_the_focus_back(qtbot: QtBot, page: SitesPeople, workers: Workers) -> None:
    choose(page, "Harlow Bend")
    page.site.deeds.delete_button.click()
    press(Qt.Key.Key_Escape)
    assert not page.site.deeds.deleting.isVisible()
    assert page.site.deeds.delete_button.hasFocus()
    assert site_named(qtbot, workers, "Harlow Bend") is not None


def test_a_site_without_entries_goes_at_once_and_undo_is_offered(
    qtbot: QtBot, page: SitesPeople, workers: Workers
) -> None:
    choose(page, "Tidewell Clinic")
    with qtbot.waitSignal(workers.undoable):
        page.site.deeds.delete_button.click()
    settled(qtbot, workers)
    assert listed(page) == ["Harlow B.", "Harlow Bend"]


def test_the_entries_of_a_person_stay_when_the_name_goes(qtbot: QtBot, page: SitesPeople, workers: Workers) -> None:
    show_people(page)
    choose(page, "Dana Okafor")
    page.person.deeds.delete_button.click()
    panel = page.person.deeds.deleting
    assert panel.question.text() == "Delete Dana Okafor? 2 entries stay, without this name."
    assert not panel.take.isVisible()
    panel.keep.click()
    settled(qtbot, workers)
    assert "Dana Okafor" not in listed(page)
    workers.undo_stack.undo()
    found = person_named(qtbot, workers, "Dana Okafor")
    assert found is not None and found.entries == 2


def test_two_sites_that_are_one_are_merged_by_keyboard_after_words_say_what_happens(
    qtbot: QtBot, page: SitesPeople, workers: Workers
) -> None:
    choose(page, "Harlow Bend")
    page.site.deeds.merge_button.click()
    panel = page.site.deeds.merging
    assert panel.field.hasFocus() and not panel.merge.isEnabled()
    for letter in (Qt.Key.Key_B, Qt.Key.Key_Period):
        press(letter)
    assert panel.words() == (
        "1 entry of Harlow B. will name Harlow Bend. Harlow B. goes to the trash, and Undo brings it all back."
    )
    press(Qt.Key.Key_Return)
    with qtbot.waitSignal(workers.undoable) as offered:
        press(Qt.Key.Key_Return)
    assert offered.args[0] == "Harlow B. is now Harlow Bend"
    settled(qtbot, workers)
    assert listed(page) == ["Harlow Bend", "Tidewell Clinic"]
    assert page.site.head.told.text().startswith("3 entries")
    assert not panel.isVisible()
    workers.undo_stack.undo()
    settled(qtbot, workers)
    assert page.site.head.told.text().startswith("2 entries")
    workers.undo_stack.redo()
    settled(qtbot, workers)
    assert listed(page) == ["Harlow Bend", "Tidewell Clinic"]


def test_a_merge_can_keep_the_other_name(qtbot: QtBot, page: SitesPeople, workers: Workers) -> None:
    show_people(page)
    choose(page, "D. Okafor")
    page.person.deeds.merge_button.click()
    panel = page.person.deeds.merging
    panel.field.setText("dana")
    assert panel.turn.text() == "Keep Dana Okafor instead"
    panel.turn.click()
    assert panel.words().startswith("1 entry of D. Okafor will name Dana Okafor.")
    panel.merge.click()
    settled(qtbot, workers)
    assert page.person.head.title.text() == "Dana Okafor"
    assert page.person.head.told.text().startswith("3 entries")


def test_the_author_of_the_journal_is_not_merged_away(qtbot: QtBot, page: SitesPeople, workers: Workers) -> None:
    show_people(page)
    choose(page, "Ines Bravo")
    page.person.deeds.merge_button.click()
    panel = page.person.deeds.merging
    panel.field.setText("jonas")
    panel.merge.click()
    settled(qtbot, workers)
    assert panel.problem.text() == "You write this journal, so you stay in it. Merge the other way round."
    choose(page, "Jonas Aldren")
    page.person.deeds.delete_button.click()
    settled(qtbot, workers)
    assert page.person.deeds.problem.text() == "You write this journal, so you stay in it."


def test_a_merge_says_when_nothing_is_called_like_that(page: SitesPeople) -> None:
    choose(page, "Harlow Bend")
    page.site.deeds.merge_button.click()
    panel = page.site.deeds.merging
    panel.field.setText("xyz")
    assert not panel.merge.isEnabled() and not panel.list.isVisible()
    panel.field.clear()
    press(Qt.Key.Key_Down, panel.field)
    assert panel.merge.isEnabled()
    press(Qt.Key.Key_Escape, panel.field)
    assert not panel.isVisible()


def test_what_opens_below_the_edge_of_a_small_window_is_scrolled_into_it(qtbot: QtBot, page: SitesPeople) -> None:
    page.resize(840, 480)
    page.set_widths(widths_for(840, 480, 1.0))
    choose(page, "Harlow Bend")
    page.columns.show_page()
    panel = page.site.deeds.deleting
    page.site.deeds.delete_button.click()
    qtbot.waitUntil(lambda: panel.mapTo(page, panel.rect().bottomLeft()).y() < page.height())
    assert not panel.visibleRegion().isEmpty()
