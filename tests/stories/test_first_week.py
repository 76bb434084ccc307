"""The first week of somebody with the app, by keys and mouse alone, and then the same in the terminal."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from isp_journal.paths import default_journal
from isp_journal.ui.pages.first_run import FirstRun
from isp_journal.ui.pages.journal import JournalPage
from isp_journal.ui.pages.room import RoomPage
from isp_journal.ui.pages.unlock import UnlockPage
from isp_journal.ui.pages.write import WritePage
from tests.cli.terminal import process
from tests.ui.beginning import PASSPHRASE, lock
from tests.ui.desks import Sitting

ALT, CTRL, SHIFT = (
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
)
ASKED = "I asked what the chart did not show."
TOLD = "I said which promise I had broken."
VISIT = f"{ASKED} It took twelve minutes. {TOLD}"
SITE = "Harlow Bend School"
DISTRESS, TRUST = "Regulate distress in relationships", "Build trust through transparent action"


class Practitioner:
    """Somebody at the window, who only presses keys and clicks, and waits until they see what they expect."""

    def __init__(self, sitting: Sitting, qtbot: QtBot) -> None:
        self.sitting = sitting
        self.qtbot = qtbot

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.focus(), key, held)

    def type(self, words: str) -> None:
        QTest.keyClicks(self.focus(), words)

    def click(self, widget: QWidget) -> None:
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton)

    def focus(self) -> QWidget:
        focus = QApplication.focusWidget()
        assert focus is not None, "nothing has the focus"
        return focus

    @property
    def writing(self) -> WritePage:
        page = self.sitting.window.pages["write"]
        assert isinstance(page, WritePage)
        return page

    @property
    def journal(self) -> JournalPage:
        page = self.sitting.window.pages["journal"]
        assert isinstance(page, JournalPage)
        return page

    @property
    def room(self) -> RoomPage:
        page = self.sitting.window.pages["room"]
        assert isinstance(page, RoomPage)
        return page

    def begins_a_journal(self) -> None:
        self.sitting.begin().start(None)
        page = self.sitting.sees(FirstRun)
        self.sitting.window.activateWindow()
        self.qtbot.waitUntil(page.ways["begin"].hasFocus)
        self.press(Qt.Key.Key_Return)
        self.type("Mira Sandoval")
        self.sitting.opened(lambda: lock(self.qtbot, page.begin))

    def comes_back(self) -> None:
        self.sitting.begin().start(None)
        self.sitting.in_front()
        self.qtbot.waitUntil(self.sitting.sees(UnlockPage).passphrase.hasFocus)
        self.type(PASSPHRASE)
        self.sitting.opened(lambda: self.press(Qt.Key.Key_Return))

    def writes(self, words: str, site: str) -> None:
        self.qtbot.waitUntil(self.writing.editor.hasFocus)
        self.type(words)
        self.click(self.writing.bar.site)
        self.type(site)
        self.press(Qt.Key.Key_Return)
        self.qtbot.waitUntil(lambda: self.writing.bar.site.text() == site)
        self.press(Qt.Key.Key_Escape)
        self.qtbot.waitUntil(self.writing.editor.hasFocus)

    def tags_where_the_cursor_stands(self, typed: str, expected: str) -> None:
        self.qtbot.waitUntil(self.writing.editor.hasFocus)
        before = len(self.writing.margin.notes)
        self.press(Qt.Key.Key_T, CTRL)
        self.qtbot.waitUntil(lambda: self.writing.tagging.picker is not None)
        self.type(typed)
        picker = self.writing.tagging.picker
        assert picker is not None
        activity = picker.focused()
        assert activity is not None and activity.label == expected
        self.press(Qt.Key.Key_Return)
        assert len(self.writing.margin.notes) == before + 1

    def goes_to(self, words: str, page: str) -> None:
        self.press(Qt.Key.Key_K, CTRL)
        self.sitting.in_front()
        self.type(words)
        self.press(Qt.Key.Key_Return)
        assert self.sitting.window.current == page
        self.sitting.in_front()

    def sees_in_the_room(self) -> list[tuple[date, str, tuple[str, ...]]]:
        rows = self.room.history.timeline.rows
        self.qtbot.waitUntil(lambda: rows.rowCount() > 0)
        shown = [(rows.item_at(at).moment.on, rows.row_at(at)) for at in range(rows.rowCount())]
        return [(on, row.words, tuple(piece.text for piece in row.pieces)) for on, row in shown]

    def finds(self, words: str) -> int:
        self.press(Qt.Key.Key_F, CTRL | SHIFT)
        self.qtbot.waitUntil(self.journal.filters.search.hasFocus)
        self.journal.filters.search.selectAll()
        self.type(words)
        self.press(Qt.Key.Key_Return)
        self.sitting.in_front()
        return self.journal.rows.rowCount()

    def closes(self) -> None:
        window = self.sitting.window
        with self.qtbot.waitSignal(window.closed):
            self.press(Qt.Key.Key_W, CTRL)
        self.sitting.end()


@pytest.fixture
def mira(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[Practitioner]:
    sitting = Sitting(qapp, qtbot, tmp_path)
    yield Practitioner(sitting, qtbot)
    sitting.end()


def given_a_visit_with_two_tagged_passages(mira: Practitioner) -> None:
    mira.begins_a_journal()
    mira.writes(VISIT, SITE)
    mira.press(Qt.Key.Key_Home, CTRL)
    mira.tags_where_the_cursor_stands("distress", DISTRESS)
    mira.press(Qt.Key.Key_End, CTRL)
    mira.tags_where_the_cursor_stands("transparent", TRUST)


def then_the_room_shows_both_with_date_and_site(mira: Practitioner) -> None:
    seen = mira.sees_in_the_room()
    assert {(words, pieces[0]) for _, words, pieces in seen} == {(ASKED, DISTRESS), (TOLD, TRUST)}
    assert {pieces[-1] for _, _, pieces in seen} == {SITE}
    assert {on for on, _, _ in seen} == {mira.writing.draft.fields.occurred_on}


def test_a_visit_is_written_tagged_and_seen_in_its_components_room(mira: Practitioner) -> None:
    given_a_visit_with_two_tagged_passages(mira)
    mira.goes_to("Grow and sustain", "room")
    then_the_room_shows_both_with_date_and_site(mira)


def test_an_entry_that_is_found_goes_to_the_trash_and_comes_back(mira: Practitioner, qtbot: QtBot) -> None:
    given_a_visit_with_two_tagged_passages(mira)
    assert mira.finds("chart") == 1
    mira.press(Qt.Key.Key_Down)
    qtbot.waitUntil(mira.journal.table.hasFocus)
    mira.press(Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: mira.journal.rows.rowCount() == 0)
    assert mira.sitting.window.messages.text() == "Moved to the trash."
    mira.click(mira.sitting.window.messages.bar.button)
    qtbot.waitUntil(lambda: mira.journal.rows.rowCount() == 1)
    mira.goes_to("Grow and sustain", "room")
    then_the_room_shows_both_with_date_and_site(mira)


def test_the_same_is_there_the_next_time_and_in_the_terminal(mira: Practitioner, tmp_path: Path) -> None:
    given_a_visit_with_two_tagged_passages(mira)
    day = mira.writing.draft.fields.occurred_on
    mira.closes()
    mira.comes_back()
    assert mira.finds("twelve minutes") == 1
    mira.press(Qt.Key.Key_E, CTRL)
    mira.sitting.in_front()
    assert mira.writing.editor.text() == VISIT
    mira.goes_to("Grow and sustain", "room")
    then_the_room_shows_both_with_date_and_site(mira)
    mira.closes()
    (tmp_path / "passphrase").write_text(PASSPHRASE, encoding="utf-8")
    opening = ("--passphrase-file", tmp_path / "passphrase", "--journal", default_journal())
    listed = process(*opening, "history", "Grow and sustain relationships", "--json").items
    told = {(item["kind"], item["date"], item["quote"], item["activity"]) for item in listed}
    assert told == {
        ("tag", day.isoformat(), ASKED, "isp-3.0/relationships.4"),
        ("tag", day.isoformat(), TOLD, "isp-3.0/relationships.1"),
    }
    assert len(process(*opening, "list", "--json").items) == 1
