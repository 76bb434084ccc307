import pytest
from PySide6.QtCore import QEvent, QMimeData, QObject, QPoint, Qt
from PySide6.QtGui import QColor, QGuiApplication, QKeyEvent, QPaintEvent, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu
from pytestqt.qtbot import QtBot

from isp_journal.ui.editor.documents import EntryDocument, scaling_device
from isp_journal.ui.editor.editor import Editor
from isp_journal.ui.editor.measures import measures
from isp_journal.ui.theme import Theme
from isp_journal.ui.widths import widths_for
from tests.ui.editor.entries import ACTIVITIES, PASSAGES, tagged

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def editor(qtbot: QtBot, theme: Theme) -> Editor:
    made = Editor(theme, tagged(theme, theme))
    made.set_domains({f"isp-3.0/{ACTIVITIES[0]}": "sustaining-change", f"isp-3.0/{ACTIVITIES[1]}": "co-creation"})
    qtbot.addWidget(made)
    made.resize(1232, 700)
    made.set_measures(measures(theme, 1232, widths_for(1440, 900, 1.0)))
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.setFocus()
    return made


def empty(theme: Theme) -> EntryDocument:
    return EntryDocument(theme, scaling_device(theme), theme)


def go_to(editor: Editor, words: str, *, select: bool = False) -> None:
    cursor = editor.document().find(words)
    if not select:
        cursor.setPosition(cursor.selectionEnd())
    editor.setTextCursor(cursor)


def colours_in(editor: Editor, words: str) -> set[str]:
    """Return the colours that are painted where some words stand."""
    cursor = editor.document().find(words)
    area = editor.area_of((cursor.selectionStart(), cursor.selectionEnd()))
    picture = editor.viewport().grab(area).toImage()
    return {picture.pixelColor(x, y).name() for x in range(picture.width()) for y in range(picture.height())}


def test_enter_begins_a_paragraph_and_shift_enter_a_line(editor: Editor, theme: Theme) -> None:
    editor.show_entry(empty(theme))
    QTest.keyClicks(editor, "one")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    QTest.keyClicks(editor, "two")
    QTest.keyClick(editor, Qt.Key.Key_Return, SHIFT)
    QTest.keyClicks(editor, "three")
    assert editor.text() == "one\n\ntwo\nthree"
    QTest.keyClick(editor, Qt.Key.Key_Home)
    QTest.keyClick(editor, Qt.Key.Key_Backspace)
    assert editor.text() == "one\n\ntwothree"


def test_ctrl_z_undoes_and_redo_brings_back(editor: Editor, theme: Theme) -> None:
    editor.show_entry(empty(theme))
    QTest.keyClicks(editor, "abc")
    QTest.keyClick(editor, Qt.Key.Key_Z, CTRL)
    assert editor.text() == ""
    QTest.keyClick(editor, Qt.Key.Key_Z, CTRL | SHIFT)
    assert editor.text() == "abc"


def test_every_entry_keeps_its_own_undo_and_cursor_while_others_are_shown(editor: Editor, theme: Theme) -> None:
    first, second = editor.entry, empty(theme)
    go_to(editor, "Eleven")
    QTest.keyClicks(editor, "!!")
    place = editor.textCursor().position()
    editor.show_entry(second)
    QTest.keyClicks(editor, "other")
    editor.show_entry(first)
    assert editor.textCursor().position() == place
    QTest.keyClick(editor, Qt.Key.Key_Z, CTRL)
    assert editor.text().startswith("Eleven people")
    editor.show_entry(second)
    assert editor.text() == "other"


def test_tagged_words_are_painted_in_the_tint_and_line_of_their_domain_and_others_are_not(
    editor: Editor, theme: Theme
) -> None:
    tint, hue = theme.tokens.sustaining_change.tint.lower(), theme.tokens.sustaining_change.hue.lower()
    assert {tint, hue} <= colours_in(editor, PASSAGES[0])
    assert not {tint, hue} & colours_in(editor, "Eleven people came.")
    assert theme.tokens.co_creation.hue.lower() in colours_in(editor, PASSAGES[1])


def test_an_activity_of_no_known_domain_is_painted_in_neutral(editor: Editor, theme: Theme) -> None:
    assert theme.tokens.neutral.hue.lower() in colours_in(editor, PASSAGES[3])


def test_the_words_about_to_be_tagged_are_shown_until_they_are_not(editor: Editor, theme: Theme) -> None:
    select = theme.tokens.select.lower()
    cursor = editor.document().find("Eleven people came.")
    editor.set_target((cursor.selectionStart(), cursor.selectionEnd()))
    assert select in colours_in(editor, "Eleven people came.")
    editor.set_target(None)
    assert select not in colours_in(editor, "Eleven people came.")


def test_only_the_edited_strip_is_painted_again(editor: Editor, qtbot: QtBot) -> None:
    class Painted(QObject):
        def __init__(self) -> None:
            super().__init__()
            self.heights: list[int] = []

        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if isinstance(event, QPaintEvent):
                self.heights.append(event.rect().height())
            return False

    go_to(editor, "Eleven")
    watch = Painted()
    editor.viewport().installEventFilter(watch)
    QTest.keyClicks(editor, "x")
    qtbot.waitUntil(lambda: bool(watch.heights))
    assert max(watch.heights) < editor.viewport().height() / 2


def test_the_head_scrolls_along_and_is_out_of_the_way_of_the_text(editor: Editor, qtbot: QtBot) -> None:
    head = QLabel("Head")
    head.setFixedHeight(90)
    editor.set_head(head)
    editor.place_head()
    bar = editor.verticalScrollBar()
    assert bar.minimum() == -90
    bar.setValue(bar.minimum())
    assert head.y() == 0
    first = editor.cursorRect(QTextCursor(editor.document()))
    assert first.top() >= 90
    editor.insert("line\n\n" * 40)
    bar.setValue(bar.maximum())
    assert head.y() + head.height() < 0
    QTest.keyClicks(editor, "x")
    assert bar.minimum() == -90


def test_typing_at_the_end_keeps_the_cursor_in_sight(editor: Editor) -> None:
    editor.moveCursor(QTextCursor.MoveOperation.End)
    for _ in range(40):
        QTest.keyClick(editor, Qt.Key.Key_Return)
        QTest.keyClicks(editor, "x")
    assert editor.viewport().rect().contains(editor.cursorRect())


def test_copied_words_have_their_empty_lines_and_pasted_ones_lose_their_looks(editor: Editor, theme: Theme) -> None:
    editor.selectAll()
    editor.copy()
    assert QGuiApplication.clipboard().text() == editor.text()
    editor.show_entry(empty(theme))
    rich = QMimeData()
    rich.setHtml("<b>one</b><p>two")
    rich.setText("one\r\n\r\ntwo\nthree")
    editor.insertFromMimeData(rich)
    assert editor.text() == "one\n\ntwo\nthree"
    assert not editor.document().firstBlock().charFormat().font().bold()


def test_desktop_bindings_do_not_take_the_palettes_key(editor: Editor) -> None:
    asked = QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_K, CTRL)
    asked.ignore()
    QApplication.sendEvent(editor, asked)
    assert not asked.isAccepted()


def test_tab_leaves_the_text(editor: Editor) -> None:
    before = editor.text()
    QTest.keyClick(editor, Qt.Key.Key_Tab)
    assert editor.text() == before


def test_without_a_selection_the_sentence_at_the_cursor_is_taken(editor: Editor) -> None:
    go_to(editor, "stopped")
    span = editor.words_to_tag()
    assert span is not None
    cursor = editor.textCursor()
    cursor.setPosition(span[0])
    cursor.setPosition(span[1], QTextCursor.MoveMode.KeepAnchor)
    assert cursor.selectedText() == "I stopped the agenda there."
    go_to(editor, "agenda there", select=True)
    assert editor.words_to_tag() == (editor.textCursor().selectionStart(), editor.textCursor().selectionEnd())


def test_an_empty_page_shows_what_it_is_for(editor: Editor, theme: Theme) -> None:
    editor.show_entry(empty(theme))
    picture = editor.viewport().grab().toImage()
    quiet = QColor(theme.tokens.text3)
    assert any(
        picture.pixelColor(x, y) == quiet for x in range(picture.width()) for y in range(min(60, picture.height()))
    )
    assert editor.placeholderText() == ""


def test_a_question_is_put_in_as_a_paragraph_of_its_own_and_undone_at_once(editor: Editor, theme: Theme) -> None:
    editor.show_entry(empty(theme))
    QTest.keyClicks(editor, "one")
    editor.put_in("> What surprised you?")
    assert editor.text() == "one\n\n> What surprised you?\n\n"
    QTest.keyClicks(editor, "That")
    assert editor.text().endswith("you?\n\nThat")
    editor.undo_last()
    editor.undo_last()
    assert editor.text() == "one"


def test_the_menu_of_the_right_button_undoes_as_the_key_does(editor: Editor, theme: Theme, qtbot: QtBot) -> None:
    editor.show_entry(empty(theme))
    QTest.keyClicks(editor, "abc")
    editor.entry.history.push(lambda: None, lambda: None)
    QApplication.sendEvent(editor.viewport(), _menu_event())
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    undo = next(action for action in menu.actions() if action.objectName() == "edit-undo")
    undo.trigger()
    assert editor.text() == "abc"
    undo.trigger()
    assert editor.text() == ""
    menu.close()


def _menu_event() -> QEvent:
    from PySide6.QtGui import QContextMenuEvent

    return QContextMenuEvent(QContextMenuEvent.Reason.Mouse, QPoint(20, 20), QPoint(20, 20))
