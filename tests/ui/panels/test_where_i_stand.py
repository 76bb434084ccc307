from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from isp_journal.errors import DiskFull
from isp_journal.journal.journal import Journal
from isp_journal.model import Note
from isp_journal.ui.pages.room import RoomPage
from isp_journal.ui.theme import Theme
from isp_journal.ui.workers import Workers
from tests.ui.pages.opened import press, settled, told, working_on
from tests.ui.pages.practised import (
    POWER,
    RELATIONSHIPS,
    TODAY,
    opening,
    practised,
    room_page,
    spoken,
)


@pytest.fixture
def workers(tmp_path: Path, qapp: QApplication) -> Iterator[Workers]:
    with working_on(practised(tmp_path / "journal")) as made:
        yield made


@pytest.fixture
def page(qtbot: QtBot, theme: Theme, workers: Workers) -> RoomPage:
    return room_page(qtbot, theme, workers)


def test_a_note_is_written_dated_today_and_kept_by_ctrl_enter(page: RoomPage, qtbot: QtBot, workers: Workers) -> None:
    press(Qt.Key.Key_Return, page.head.note_button)
    assert page.note.text.hasFocus()
    QTest.keyClicks(page.note.text, "Today I let the silence be.")
    QTest.keyClick(page.note.text, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert page.note.isHidden()
    assert page.head.note_button.hasFocus()
    notes = told(qtbot, workers, lambda journal: journal.notes.all(RELATIONSHIPS))
    assert (notes[0].on, notes[0].body) == (TODAY, "Today I let the silence be.")
    qtbot.waitUntil(lambda: spoken(page)[0] == "Tue 24 Nov. Note. Today I let the silence be. Where I stand")


def test_a_note_is_on_the_disk_while_it_is_still_being_written(page: RoomPage, qtbot: QtBot, workers: Workers) -> None:
    page.head.note_button.click()
    QTest.keyClicks(page.note.text, "Half a sent")
    with qtbot.waitSignal(workers.changed, timeout=3000):
        pass
    notes = told(qtbot, workers, lambda journal: journal.notes.all(RELATIONSHIPS))
    assert notes[0].body == "Half a sent"
    QTest.keyClicks(page.note.text, "ence")
    page.leaving()
    notes = told(qtbot, workers, lambda journal: journal.notes.all(RELATIONSHIPS))
    assert [note.body for note in notes[:2]] == ["Half a sentence", "I wait longer now."]


def test_going_to_another_room_keeps_the_note_that_is_being_written(
    page: RoomPage, qtbot: QtBot, workers: Workers
) -> None:
    page.head.note_button.click()
    QTest.keyClicks(page.note.text, "Not lost.")
    page.open_about(POWER)
    assert page.note.isHidden()
    notes = told(qtbot, workers, lambda journal: journal.notes.all(RELATIONSHIPS))
    assert notes[0].body == "Not lost."


def test_a_note_is_changed_from_its_row_and_keeps_its_date(page: RoomPage, qtbot: QtBot, workers: Workers) -> None:
    timeline = page.history.timeline
    timeline.setCurrentIndex(timeline.rows.index(3))
    press(Qt.Key.Key_Return, timeline)
    qtbot.waitUntil(lambda: page.note.isVisible())
    assert page.note.text.toPlainText() == "I wait longer now."
    QTest.keyClicks(page.note.text, " Mostly.")
    press(Qt.Key.Key_Escape, page.note.text)
    notes = told(qtbot, workers, lambda journal: journal.notes.all(RELATIONSHIPS))
    assert (notes[0].on, notes[0].body) == (date(2026, 11, 22), "I wait longer now. Mostly.")
    qtbot.waitUntil(lambda: any("Mostly" in row for row in spoken(page)))


def test_a_note_goes_to_the_trash_from_its_row_and_comes_back(page: RoomPage, qtbot: QtBot, workers: Workers) -> None:
    timeline = page.history.timeline
    timeline.setCurrentIndex(timeline.rows.index(3))
    with qtbot.waitSignal(workers.undoable) as offered:
        press(Qt.Key.Key_Delete, timeline)
    assert offered.args is not None
    assert offered.args[0] == "Moved to the trash"
    qtbot.waitUntil(lambda: not any("I wait longer" in row for row in spoken(page)))
    workers.undo_stack.undo()
    qtbot.waitUntil(lambda: any("I wait longer" in row for row in spoken(page)))


def test_a_note_that_loses_all_its_words_goes_to_the_trash_with_the_words_it_had(
    page: RoomPage, qtbot: QtBot, workers: Workers
) -> None:
    timeline = page.history.timeline
    timeline.setCurrentIndex(timeline.rows.index(3))
    press(Qt.Key.Key_Return, timeline)
    qtbot.waitUntil(lambda: page.note.isVisible())
    page.note.text.clear()
    page.note.done_button.click()
    assert told(qtbot, workers, lambda journal: journal.notes.all(f"{RELATIONSHIPS}.4"))
    assert len(told(qtbot, workers, lambda journal: journal.notes.all(RELATIONSHIPS))) == 1
    workers.undo_stack.undo()
    settled(qtbot, workers)
    assert told(qtbot, workers, lambda journal: journal.notes.all(RELATIONSHIPS))[0].body == "I wait longer now."


def test_a_note_that_cannot_be_kept_stays_on_the_screen_until_it_is(qtbot: QtBot, theme: Theme, tmp_path: Path) -> None:
    full = [True]

    def with_little_room(journal: Journal) -> None:
        save = journal.notes.save

        def saves(about: str, on: date, body: str, identity: str | None = None) -> Note:
            if full[0]:
                raise DiskFull
            return save(about, on, body, identity)

        journal.notes.save = saves  # type: ignore[method-assign]  # stands for a disk that is full for a while

    workers = Workers(opening(with_little_room))
    workers.open(practised(tmp_path / "journal"), False)
    page = room_page(qtbot, theme, workers)
    page.head.note_button.click()
    QTest.keyClicks(page.note.text, "Not lost.")
    with qtbot.waitSignal(workers.failed):
        press(Qt.Key.Key_Escape, page.note.text)
    assert page.note.isVisible()
    assert page.note.text.toPlainText() == "Not lost."
    full[0] = False
    press(Qt.Key.Key_Escape, page.note.text)
    assert told(qtbot, workers, lambda journal: journal.notes.all(RELATIONSHIPS))[0].body == "Not lost."
    workers.close()


def test_an_empty_note_leaves_nothing_behind(page: RoomPage, qtbot: QtBot, workers: Workers) -> None:
    page.head.note_button.click()
    press(Qt.Key.Key_Escape, page.note.text)
    assert page.note.isHidden()
    assert len(told(qtbot, workers, lambda journal: journal.notes.all(RELATIONSHIPS))) == 2
