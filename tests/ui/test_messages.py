from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from isp_journal.errors import DiskFull
from isp_journal.ui.messages import UNDO_SECONDS, Messages, choose, confirm_for_good
from isp_journal.ui.theme import Theme
from tests.ui.dummies import colours_of


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


def test_a_failure_while_one_is_told_is_heard_and_goes_no_further(
    messages: Messages, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(_shown: object) -> None:
        raise ValueError("Dana told me in confidence")

    heard: list[BaseException] = []
    messages.show_bug(DiskFull(), heard.append)
    assert (messages.text(), heard) == (str(DiskFull()), [])
    monkeypatch.setattr(Messages, "_show", fails)
    messages.show_bug(DiskFull(), heard.append)
    assert [type(one) for one in heard] == [ValueError]


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


def asked_for_good(window: QWidget, qtbot: QtBot, done: list[str]) -> tuple[QMessageBox, dict[str, QPushButton]]:
    confirm_for_good(
        window, "Empty the trash?", "<b>12</b> things go.", ("Empty it", "Keep"), lambda: done.append("gone")
    )
    box = window.findChild(QMessageBox)
    assert isinstance(box, QMessageBox)
    qtbot.waitUntil(box.isActiveWindow)
    return box, {one.text(): one for one in box.findChildren(QPushButton)}


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape])
def test_nothing_goes_for_good_by_enter_or_escape_wherever_the_focus_is(
    window: QWidget, qtbot: QtBot, key: Qt.Key
) -> None:
    done: list[str] = []
    box, buttons = asked_for_good(window, qtbot, done)
    assert buttons["Keep"].hasFocus() and box.textFormat() == Qt.TextFormat.PlainText
    buttons["Empty it"].setFocus()
    QTest.keyClick(buttons["Empty it"], key)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)
    assert done == []


def test_space_or_a_click_on_the_words_does_it(window: QWidget, qtbot: QtBot) -> None:
    done: list[str] = []
    _box, buttons = asked_for_good(window, qtbot, done)
    QTest.keyClick(buttons["Empty it"], Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: done == ["gone"])


def test_the_words_of_a_final_deletion_have_a_tone_of_their_own(window: QWidget, qtbot: QtBot, theme: Theme) -> None:
    box, buttons = asked_for_good(window, qtbot, [])
    assert theme.tokens.danger.lower() in colours_of(buttons["Empty it"].grab().toImage())
    assert theme.tokens.danger.lower() not in colours_of(buttons["Keep"].grab().toImage())
    box.reject()
