from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from isp_journal.ui.editor.documents import EntryDocument, scaling_device
from isp_journal.ui.editor.editor import Editor
from tests.ui.dummies import dressed


@pytest.fixture
def editor(qtbot: QtBot, qapp: QApplication) -> Iterator[Editor]:
    with dressed(qapp) as theme:
        made = Editor(theme, EntryDocument(theme, scaling_device(theme), theme))
        qtbot.addWidget(made)
        yield made


def write(editor: Editor, text: str) -> None:
    editor.entry.load(text)
    editor.moveCursor(QTextCursor.MoveOperation.End)


def enter(editor: Editor) -> str:
    QTest.keyClick(editor, Qt.Key.Key_Return)
    return editor.text()


@pytest.mark.parametrize(
    ("text", "then"),
    [
        ("- one", "- one\n- "),
        ("* one", "* one\n* "),
        ("  - one", "  - one\n  - "),
        ("9. nine", "9. nine\n10. "),
        ("- [x] done", "- [x] done\n- [ ] "),
        ("🎉 first\n- one", "🎉 first\n- one\n- "),
        ("no list", "no list\n\n"),
        ("-no list", "-no list\n\n"),
    ],
)
def test_enter_goes_on_with_a_list_and_begins_a_paragraph_elsewhere(editor: Editor, text: str, then: str) -> None:
    write(editor, text)
    assert enter(editor) == then


def test_enter_on_an_empty_item_ends_the_list(editor: Editor) -> None:
    write(editor, "- one")
    enter(editor)
    assert enter(editor) == "- one\n\n"
    QTest.keyClicks(editor, "after")
    assert editor.text() == "- one\n\nafter"


def test_enter_on_the_only_item_takes_its_mark_away(editor: Editor) -> None:
    write(editor, "- ")
    assert enter(editor) == ""


def test_enter_within_code_stays_in_it(editor: Editor) -> None:
    write(editor, "```\nx = 1")
    assert enter(editor) == "```\nx = 1\n"
    write(editor, "```\nx = 1\n```")
    assert enter(editor) == "```\nx = 1\n```\n\n"


def test_bold_comes_around_the_selection_and_goes_again(editor: Editor) -> None:
    write(editor, "🎉 one two")
    cursor = editor.document().find("two")
    editor.setTextCursor(cursor)
    editor.wrap_selection("**")
    assert editor.text() == "🎉 one **two**"
    assert editor.textCursor().selectedText() == "two"
    editor.wrap_selection("**")
    assert editor.text() == "🎉 one two"


def test_without_a_selection_the_word_at_the_cursor_is_taken(editor: Editor) -> None:
    write(editor, "one two")
    editor.wrap_selection("*")
    assert editor.text() == "one *two*"
    editor.undo_last()
    assert editor.text() == "one two"
