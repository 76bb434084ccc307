from datetime import date, timedelta

import pytest
from PySide6.QtCore import QAbstractItemModel, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from isp_journal.framework import Catalogue, load_catalogue
from isp_journal.journal.history import Item, Moment
from isp_journal.model import Kind, Note, Passage
from isp_journal.paths import resources
from isp_journal.ui.panels.timeline import Timeline, TimelineModel
from isp_journal.ui.renderers import NoteRenderer, PassageRenderer, Renderers
from isp_journal.ui.theme import Theme

TODAY = date(2026, 11, 24)
RENDERERS = (PassageRenderer, NoteRenderer)


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue(resources() / "frameworks")


@pytest.fixture
def timeline(qtbot: QtBot, theme: Theme) -> Timeline:
    made = Timeline(theme, renderers(), TODAY)
    qtbot.addWidget(made)
    made.resize(760, 400)
    made.show()
    return made


def renderers() -> Renderers:
    return Renderers([kind() for kind in RENDERERS])


def passage(number: int, quote: str = "I asked them.") -> Item:
    on = TODAY - timedelta(days=number)
    value = Passage(
        tag=f"tag-{number}",
        entry=f"entry-{number}",
        place=number,
        occurred_on=on,
        activity="isp-3.0/relationships.4",
        quote=quote,
        because="",
        loose=False,
        title="A visit",
        snippet=quote,
        kind=Kind.SITE_VISIT,
        site="",
    )
    return Item("passage", Moment(on, f"{9000 - number}.{number}"), value)


def note(number: int) -> Item:
    on = TODAY - timedelta(days=number)
    return Item("note", Moment(on, f"9999.{number}"), Note(f"note-{number}", "isp-3.0/relationships", on, "I wait."))


def test_rows_are_a_sound_model_that_grows_at_its_end(qtbot: QtBot, catalogue: Catalogue) -> None:
    model = TimelineModel(renderers(), TODAY)
    watched: QAbstractItemModel = model
    QAbstractItemModelTester(watched, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.start([note(0), passage(1)], catalogue, complete=False)
    assert not model.complete
    model.add([passage(2)], catalogue, complete=True)
    assert model.rowCount() == 3
    assert model.complete
    assert model.oldest() == passage(2).moment
    assert model.find(passage(1).moment) == 1
    assert model.find(passage(7).moment) == -1
    model.add([], catalogue, complete=True)
    model.start([], catalogue, complete=True)
    assert model.rowCount() == 0
    assert model.oldest() is None


def test_a_thing_that_nothing_can_show_is_a_bug_that_is_seen_at_once(catalogue: Catalogue) -> None:
    model = TimelineModel(Renderers([NoteRenderer()]), TODAY)
    with pytest.raises(LookupError):
        model.start([passage(1)], catalogue, complete=True)
    assert model.rowCount() == 0


def test_the_list_is_as_high_as_all_its_rows(timeline: Timeline, catalogue: Catalogue) -> None:
    timeline.rows.start([passage(number) for number in range(3)], catalogue, complete=False)
    three = timeline.sizeHint().height()
    timeline.rows.add([passage(number) for number in range(3, 6)], catalogue, complete=True)
    assert timeline.sizeHint().height() == 2 * three
    timeline.rows.start([passage(0, "I asked them. " * 20)], catalogue, complete=True)
    assert timeline.sizeHint().height() > three / 3 * 1.5


def test_very_long_words_are_cut_after_twelve_lines(timeline: Timeline, catalogue: Catalogue) -> None:
    timeline.rows.start([passage(0, "One two three. " * 100)], catalogue, complete=True)
    long = timeline.sizeHint().height()
    timeline.rows.start([passage(0, "One two three. " * 1000)], catalogue, complete=True)
    assert timeline.sizeHint().height() == long


def test_rows_are_measured_again_for_another_width_and_text_size(
    timeline: Timeline, catalogue: Catalogue, theme: Theme, qtbot: QtBot
) -> None:
    timeline.rows.start([passage(0, "I asked them. " * 12)], catalogue, complete=True)
    wide = timeline.sizeHint().height()
    timeline.resize(420, 400)
    qtbot.waitUntil(lambda: timeline.sizeHint().height() > wide)
    narrow = timeline.sizeHint().height()
    theme.set_scale(150)
    assert timeline.sizeHint().height() > narrow


def test_keys_do_what_the_row_in_focus_offers(timeline: Timeline, catalogue: Catalogue, qtbot: QtBot) -> None:
    timeline.rows.start([note(0), passage(1)], catalogue, complete=True)
    timeline.setCurrentIndex(timeline.rows.index(0))
    with qtbot.waitSignal(timeline.acted) as changed:
        QTest.keyClick(timeline, Qt.Key.Key_Return)
    with qtbot.waitSignal(timeline.acted) as trashed:
        QTest.keyClick(timeline, Qt.Key.Key_Delete)
    assert (changed.args, trashed.args) == (["change_note", "note-0"], ["trash_note", "note-0"])
    timeline.setCurrentIndex(timeline.rows.index(1))
    with qtbot.assertNotEmitted(timeline.acted):
        QTest.keyClick(timeline, Qt.Key.Key_Delete)
    with qtbot.waitSignal(timeline.acted) as written:
        QTest.keyClick(timeline, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert written.args == ["write_entry", "entry-1"]


def test_the_menu_of_a_row_offers_the_same_with_their_keys(
    timeline: Timeline, catalogue: Catalogue, qtbot: QtBot
) -> None:
    timeline.rows.start([note(0)], catalogue, complete=True)
    timeline.setCurrentIndex(timeline.rows.index(0))
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(5, 5), QPoint(5, 5))
    timeline.contextMenuEvent(event)
    menu = next(iter(timeline.findChildren(QMenu)))
    assert [action.text() for action in menu.actions()] == ["Change the note\tEnter", "Move to the trash\tDel"]
    with qtbot.waitSignal(timeline.acted) as trashed:
        menu.actions()[1].trigger()
    assert trashed.args == ["trash_note", "note-0"]
    menu.close()


def test_the_right_button_does_not_open_a_row(timeline: Timeline, catalogue: Catalogue, qtbot: QtBot) -> None:
    timeline.rows.start([passage(0)], catalogue, complete=True)
    with qtbot.assertNotEmitted(timeline.acted):
        QTest.mouseClick(timeline.viewport(), Qt.MouseButton.RightButton, pos=QPoint(200, 20))
    with qtbot.waitSignal(timeline.acted):
        QTest.mouseClick(timeline.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(200, 20))


def test_focus_begins_at_the_newest_row_and_letters_are_left_to_the_page(
    timeline: Timeline, catalogue: Catalogue, qtbot: QtBot
) -> None:
    timeline.rows.start([passage(number) for number in range(3)], catalogue, complete=True)
    timeline.activateWindow()
    qtbot.waitUntil(timeline.isActiveWindow)
    timeline.clearFocus()
    timeline.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(lambda: timeline.currentIndex().row() == 0)
    QTest.keyClick(timeline, Qt.Key.Key_T)
    assert timeline.currentIndex().row() == 0
    cursor = timeline.inputMethodQuery(Qt.InputMethodQuery.ImCursorRectangle)
    assert cursor == timeline.visualRect(timeline.currentIndex())
