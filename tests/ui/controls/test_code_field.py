from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from isp_journal.ui.controls.code_field import CodeField
from isp_journal.ui.theme import Theme
from tests.ui.dummies import activate

WORDS = "legal winner thank year wave sausage worth useful legal winner thank yellow"


@pytest.fixture
def field(qtbot: QtBot, theme: Theme) -> Iterator[CodeField]:
    made = CodeField("Recovery code")
    qtbot.addWidget(made)
    made.show()
    activate(made, qtbot)
    made.setFocus()
    yield made


def test_where_only_one_word_goes_on_its_rest_is_put_in_still_chosen(field: CodeField) -> None:
    QTest.keyClicks(field, "lega")
    assert (field.text(), field.selectedText()) == ("legal", "l")
    QTest.keyClicks(field, " win")
    # Several words begin so: winner, wing, wink.
    assert field.text() == "legal win"


def test_a_space_takes_the_word_and_typing_on_replaces_it(field: CodeField) -> None:
    QTest.keyClicks(field, "yell ")
    assert field.text() == "yellow "
    QTest.keyClicks(field, "sausag")
    assert field.text() == "yellow sausage"
    QTest.keyClicks(field, "s")
    assert field.text() == "yellow sausags"


def test_tab_takes_the_word_and_the_next_tab_goes_on(field: CodeField) -> None:
    QTest.keyClicks(field, "yell")
    QTest.keyClick(field, Qt.Key.Key_Tab)
    assert (field.text(), field.selectedText()) == ("yellow ", "") and field.hasFocus()
    for word in WORDS.split()[1:]:
        QTest.keyClicks(field, word[:4])
        QTest.keyClick(field, Qt.Key.Key_Tab)
    assert not field.text().endswith(" ") and field.progress() == "12 of 12 words"


def test_tab_goes_on_where_there_is_no_word_to_end(field: CodeField, qtbot: QtBot) -> None:
    other = QLineEdit(field)
    other.show()
    for words in ("legal ", "legal blah", WORDS):
        field.setText(words)
        field.setFocus()
        QTest.keyClick(field, Qt.Key.Key_Tab)
        assert other.hasFocus() and field.text() == words


def test_all_twelve_words_can_be_typed_by_their_first_four_letters(field: CodeField) -> None:
    for word in WORDS.split():
        QTest.keyClicks(field, f"{word[:4]} ")
    assert field.text().strip() == WORDS
    assert field.progress() == "12 of 12 words"


def test_what_is_deleted_is_not_put_in_again(field: CodeField) -> None:
    QTest.keyClicks(field, "yell")
    QTest.keyClick(field, Qt.Key.Key_Backspace)
    assert field.text() == "yell"
    QTest.keyClick(field, Qt.Key.Key_Backspace)
    assert field.text() == "yel"


def test_nothing_is_completed_in_the_middle_of_the_text(field: CodeField) -> None:
    field.setText("legal wave")
    field.setCursorPosition(0)
    QTest.keyClicks(field, "yell")
    assert field.text() == "yelllegal wave"


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("", ""),
        ("legal winner", "2 of 12 words"),
        ("legal winner tha", "3 of 12 words"),
        ("legal wawe thank", "The 2nd word, “wawe”, is not one that a recovery code can have."),
        ("legal winner xyz", "The 3rd word, “xyz”, is not one that a recovery code can have."),
        ("1. Legal 2. WINNER", "2 of 12 words"),
        (f"{WORDS} wave", "That is 13 words; a recovery code has 12."),
    ],
)
def test_it_tells_how_far_the_code_is_and_which_word_is_none(field: CodeField, typed: str, told: str) -> None:
    field.setText(typed)
    assert field.progress() == told


def test_wiping_leaves_nothing_that_could_come_back(field: CodeField) -> None:
    QTest.keyClicks(field, "legal winner")
    field.wipe()
    assert field.text() == "" and not field.isUndoAvailable()
