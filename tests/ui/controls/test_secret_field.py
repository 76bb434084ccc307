from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from isp_journal.ui.controls.secret_field import HIDE, HINTS, SHOW, SecretField
from isp_journal.ui.theme import Theme

WORDS = "harbour violet seven stones"
STANDARD = QKeySequence.StandardKey


@pytest.fixture
def field(qtbot: QtBot, theme: Theme) -> Iterator[SecretField]:
    window = QWidget()
    made = SecretField(theme, "Passphrase")
    QVBoxLayout(window).addWidget(made)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    made.setFocus()
    qtbot.waitUntil(made.hasFocus)
    yield made


def typed_keys(field: SecretField, key: QKeySequence.StandardKey) -> None:
    QTest.keySequence(field, QKeySequence(key))


def test_what_is_typed_is_covered_until_the_eye_is_pressed(field: SecretField) -> None:
    QTest.keyClicks(field, WORDS)
    assert field.displayText() == "●" * len(WORDS)
    assert field.eye.accessibleName() == SHOW
    field.eye.setFocus()
    QTest.keyClick(field.eye, Qt.Key.Key_Return)
    assert (field.displayText(), field.eye.accessibleName()) == (WORDS, HIDE)
    field.eye.click()
    assert field.displayText() == "●" * len(WORDS)


@pytest.mark.parametrize("shown", [False, True], ids=["covered", "shown"])
def test_nothing_of_it_comes_to_the_clipboard(field: SecretField, shown: bool) -> None:
    board = QGuiApplication.clipboard()
    board.setText("before")
    QTest.keyClicks(field, WORDS)
    if shown:
        field.eye.click()
        field.setFocus()
    field.selectAll()
    typed_keys(field, STANDARD.Copy)
    typed_keys(field, STANDARD.Cut)
    assert (board.text(), field.text()) == ("before", WORDS)
    QTest.mouseDClick(field, Qt.MouseButton.LeftButton, pos=field.rect().center())
    assert board.text() == "before"
    assert board.text(board.Mode.Selection) == ""


@pytest.mark.parametrize("shown", [False, True], ids=["covered", "shown"])
def test_what_was_deleted_does_not_come_back(field: SecretField, shown: bool) -> None:
    if shown:
        field.eye.click()
        field.setFocus()
    QTest.keyClicks(field, WORDS)
    QTest.keyClick(field, Qt.Key.Key_Backspace)
    typed_keys(field, STANDARD.Undo)
    assert field.text() == WORDS[:-1]
    field.wipe()
    typed_keys(field, STANDARD.Undo)
    field.undo()
    typed_keys(field, STANDARD.Redo)
    assert field.text() == ""
    assert field.echoMode() == QLineEdit.EchoMode.Password


def test_input_methods_are_told_to_learn_nothing_of_it_also_while_it_is_shown(field: SecretField) -> None:
    assert field.inputMethodHints() & HINTS == HINTS
    field.eye.click()
    assert field.inputMethodHints() & HINTS == HINTS
    QApplication.sendEvent(field, QInputMethodEvent("violet", []))
    assert field.inputMethodHints() & HINTS == HINTS


def test_a_passphrase_can_be_pasted_with_the_key_alone(field: SecretField) -> None:
    QGuiApplication.clipboard().setText(WORDS)
    typed_keys(field, STANDARD.Paste)
    assert field.text() == WORDS
    QTest.mouseClick(field, Qt.MouseButton.MiddleButton)
    assert field.text() == WORDS
    assert field.contextMenuPolicy() == Qt.ContextMenuPolicy.NoContextMenu
    QGuiApplication.clipboard().clear()


def test_letters_tell_whether_caps_lock_is_on(qtbot: QtBot, field: SecretField) -> None:
    with qtbot.waitSignal(field.caps_lock_changed) as told:
        QTest.keyClicks(field, "V")  # as a keyboard sends it without Shift
    assert told.args == [True]
    with qtbot.assertNotEmitted(field.caps_lock_changed):
        QTest.keyClicks(field, "7 ")
        QTest.keyClicks(field, "v", Qt.KeyboardModifier.ShiftModifier)
    with qtbot.waitSignal(field.caps_lock_changed) as told:
        QTest.keyClick(field, Qt.Key.Key_CapsLock)
    assert told.args == [False]
