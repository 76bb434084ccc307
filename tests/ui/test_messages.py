from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from isp_journal.errors import DiskFull
from isp_journal.ui.messages import UNDO_SECONDS, Messages, choose
from isp_journal.ui.theme import Theme


@pytest.fixture
def messages(qtbot: QtBot) -> Messages:
    made = Messages(Theme())
    qtbot.addWidget(made)
    return made


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[QWidget]:
    made = QWidget()
    qtbot.addWidget(made)
    made.show()
    yield made


def test_there_is_no_bar_before_there_is_something_to_say(messages: Messages) -> None:
    assert messages.isHidden()
    assert messages.text() == ""
    assert not messages.dismiss()


def test_an_error_says_what_happened_what_is_safe_and_what_to_do(messages: Messages) -> None:
    error = DiskFull()
    messages.show_error(error)
    assert not messages.isHidden()
    assert all(part in messages.text() for part in (error.what, error.safe, error.todo))
    assert messages.bar.accessibleName() == messages.text()
    assert messages.bar.button.isHidden()


def test_the_button_of_a_bar_does_its_deed_and_closes_it(messages: Messages, qtbot: QtBot) -> None:
    done: list[str] = []
    messages.show_notice("The computer stopped while you were writing.", "Fine", lambda: done.append("fine"))
    assert messages.bar.button.text() == "Fine"
    QTest.mouseClick(messages.bar.button, Qt.MouseButton.LeftButton)
    assert done == ["fine"]
    assert messages.isHidden()


def test_an_offer_to_undo_goes_by_itself_and_what_it_covered_comes_back(messages: Messages) -> None:
    messages.show_error(DiskFull())
    messages.show_undo("Moved to the trash", lambda: None)
    assert messages.text() == "Moved to the trash."
    assert messages.bar.button.text() == "Undo"
    assert messages.undo_timer.isActive() and messages.undo_timer.interval() == UNDO_SECONDS * 1000
    messages.undo_timer.timeout.emit()
    assert messages.text() == str(DiskFull())
    messages.drop_error()
    assert messages.isHidden()


def test_only_the_newest_of_one_kind_is_kept(messages: Messages) -> None:
    messages.show_undo("Moved to the trash", lambda: None)
    messages.show_undo("Archived.", lambda: None)
    assert messages.text() == "Archived."
    assert messages.dismiss()
    assert messages.isHidden()


def test_a_dialog_offers_choices_in_plain_text_and_escape_leaves_all_as_it_is(window: QWidget, qtbot: QtBot) -> None:
    chosen: list[str] = []
    choose(
        window, "Delete <b>Harlow Bend</b>?", "3 entries name it.", ("Keep them", "Trash them", "Cancel"), chosen.append
    )
    box = window.findChild(QMessageBox)
    assert isinstance(box, QMessageBox)
    assert box.textFormat() == Qt.TextFormat.PlainText
    assert box.windowTitle() == "ISP Journal"
    QTest.keyClick(box, Qt.Key.Key_Escape)
    assert chosen == ["Cancel"]


def test_a_dialog_tells_which_choice_was_made(window: QWidget, qtbot: QtBot) -> None:
    chosen: list[str] = []
    choose(window, "Delete it?", "", ("Keep them", "Cancel"), chosen.append)
    box = QApplication.activeModalWidget()
    assert box is not None
    button = next(one for one in box.findChildren(QPushButton) if one.text() == "Keep them")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert chosen == ["Keep them"]
