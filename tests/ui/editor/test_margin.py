from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from isp_journal.ui.editor.editor import Editor
from isp_journal.ui.editor.margin import Margin, Names
from isp_journal.ui.editor.measures import measures
from isp_journal.ui.editor.note import NoteCard, TagNote
from isp_journal.ui.editor.passages import LiveTag
from isp_journal.ui.theme import Theme
from isp_journal.ui.widths import widths_for
from tests.ui.dummies import focused
from tests.ui.editor.entries import ACTIVITIES, PASSAGES, tagged


@pytest.fixture
def editor(qtbot: QtBot, theme: Theme) -> Editor:
    made = Editor(theme, tagged(theme, theme))
    qtbot.addWidget(made)
    made.resize(1232, 700)
    made.set_measures(measures(theme, 1232, widths_for(1440, 900, 1.0)))
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


@pytest.fixture
def margin(editor: Editor, theme: Theme) -> Margin:
    names = Names()
    for activity in ACTIVITIES:
        names.labels[f"isp-3.0/{activity}"] = f"Label of {activity}"
        names.components[f"isp-3.0/{activity}"] = "Component"
    made = Margin(theme, editor, names)
    names.setParent(made)
    made.rebuild()
    return made


def note(margin: Margin, tag_id: str) -> TagNote:
    found = margin.note(tag_id)
    assert found is not None
    return found


def top_of_words(editor: Editor, words: str) -> int:
    cursor = editor.document().find(words)
    return editor.area_of((cursor.selectionStart(), cursor.selectionEnd())).top()


def overlapping(margin: Margin) -> list[str]:
    notes = margin.notes
    return [after.text() for before, after in pairwise(notes) if before.geometry().bottom() >= after.y()]


def test_each_note_stands_at_the_first_line_of_its_passage(margin: Margin, editor: Editor) -> None:
    for words in PASSAGES:
        assert abs(note(margin, words).y() - top_of_words(editor, words)) <= 2
    assert all(each.x() > editor.measures.column for each in margin.notes)


def test_notes_of_one_line_are_pushed_down_and_never_overlap(margin: Margin, editor: Editor) -> None:
    cursor = editor.document().find("Eleven")
    for number in range(4):
        anchor = editor.entry.passages.anchor_at(cursor.selectionStart(), cursor.selectionEnd())
        assert anchor is not None
        tag = LiveTag(
            f"more {number}", f"isp-3.0/{ACTIVITIES[number]}", because="a reason that is long enough to wrap " * 3
        )
        tag.put(anchor)
        editor.entry.passages.add(tag)
    assert len(margin.notes) == 8
    assert overlapping(margin) == []


def test_a_note_moves_with_its_line_and_the_others_stay_where_they_are(margin: Margin, editor: Editor) -> None:
    before = {each.noted.tag_id: each.y() for each in margin.notes}
    cursor = editor.document().find("It took twelve")
    cursor.setPosition(cursor.selectionStart())
    cursor.insertText("A new line before it.\u2028")
    after = {each.noted.tag_id: each.y() for each in margin.notes}
    assert after[PASSAGES[0]] == before[PASSAGES[0]]
    assert after[PASSAGES[2]] == before[PASSAGES[2]] + 28


def test_scrolling_keeps_notes_beside_their_words(margin: Margin, editor: Editor) -> None:
    editor.moveCursor(QTextCursor.MoveOperation.End)
    editor.insert("\n\nmore" * 40)
    editor.verticalScrollBar().setValue(60)
    for words in PASSAGES:
        assert abs(note(margin, words).y() - top_of_words(editor, words)) <= 2


def test_a_tag_on_the_whole_entry_stands_above_all_others(margin: Margin, editor: Editor) -> None:
    editor.entry.passages.add(LiveTag("whole", f"isp-3.0/{ACTIVITIES[0]}", whole=True))
    assert margin.notes[0].noted.tag_id == "whole"
    assert note(margin, "whole").noted.second == "On the whole entry"


def test_a_loose_note_says_so_and_offers_two_ways_out(margin: Margin, editor: Editor, qtbot: QtBot) -> None:
    editor.document().find(PASSAGES[1]).removeSelectedText()
    loose = note(margin, PASSAGES[1])
    assert loose.noted.second == "Its words are gone."
    shown = [button for button in loose.findChildren(QAbstractButton) if button.isVisible()]
    assert [button.text() for button in shown] == ["Find them", "Keep on the entry"]
    assert all(loose.rect().contains(button.geometry()) for button in shown)
    with qtbot.waitSignal(margin.find_wanted) as wanted:
        shown[0].click()
    assert wanted.args == [PASSAGES[1]]
    with qtbot.waitSignal(margin.keep_wanted):
        shown[1].click()
    editor.undo_last()
    assert not any(button.isVisible() for button in loose.buttons)


def test_a_note_is_read_out_with_its_words_and_reason_and_pressed_by_enter(margin: Margin, qtbot: QtBot) -> None:
    each = note(margin, PASSAGES[0])
    spoken = QAccessible.queryAccessibleInterface(each)
    assert spoken.role() == QAccessible.Role.Button
    assert spoken.text(QAccessible.Text.Name) == (f"Label of relationships.4. Component. on: {PASSAGES[0]}")
    each.setFocus()
    with qtbot.waitSignal(margin.chosen) as chosen:
        QTest.keyClick(each, Qt.Key.Key_Return)
    assert chosen.args == [PASSAGES[0]]


def test_without_room_notes_are_marks_that_speak_when_they_have_the_focus(
    margin: Margin, editor: Editor, theme: Theme
) -> None:
    editor.set_measures(measures(theme, 1044, widths_for(1100, 700, 1.0)))
    assert all(each.compact and each.width() == 24 for each in margin.notes)
    assert overlapping(margin) == []
    note(margin, PASSAGES[0]).setFocus()
    card = editor.viewport().findChild(NoteCard)
    assert card is not None and card.isVisible()
    assert card.geometry().right() < note(margin, PASSAGES[0]).x()
    editor.setFocus()
    assert not card.isVisible()
    editor.set_measures(measures(theme, 1232, widths_for(1440, 900, 1.0)))
    assert not any(each.compact for each in margin.notes)


def test_the_keyboard_walks_from_the_text_through_the_notes_from_top_to_bottom(margin: Margin, editor: Editor) -> None:
    editor.setFocus()
    walked = []
    for _ in PASSAGES:
        QTest.keyClick(focused(), Qt.Key.Key_Tab)
        here = focused()
        assert isinstance(here, TagNote)
        walked.append(here.noted.tag_id)
    assert walked == list(PASSAGES)


def test_the_notes_of_another_entry_go_when_it_is_left(margin: Margin, editor: Editor, theme: Theme) -> None:
    editor.show_entry(tagged(theme, theme, "Only this."))
    assert margin.notes == []
