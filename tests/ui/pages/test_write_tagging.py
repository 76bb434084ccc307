from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from isp_journal.ui.pages.write import WritePage
from tests.ui.pages.opened import press
from tests.ui.pages.writing import CTRL, SHIFT, TEXT, kept, pick, select, write, writing_in


@pytest.fixture
def page(tmp_path: Path, qtbot: QtBot, qapp: QApplication) -> Iterator[WritePage]:
    with writing_in(tmp_path / "journal", qtbot, qapp) as made:
        yield made


def test_words_are_tagged_by_two_letters_and_enter(page: WritePage, qtbot: QtBot) -> None:
    write(page, TEXT)
    select(page, "I asked everyone to write down")
    pick(qtbot, page, "distr")
    (tag,) = kept(qtbot, page).tags
    assert tag.activity == "isp-3.0/relationships.4"
    assert tag.anchor is not None and tag.anchor.quote == "I asked everyone to write down"
    assert page.editor.hasFocus()
    (note,) = page.margin.notes
    assert note.noted.label == "Regulate distress in relationships"
    assert note.noted.domain == "sustaining-change"


def test_without_a_selection_the_sentence_at_the_cursor_is_tagged(page: WritePage, qtbot: QtBot) -> None:
    write(page, TEXT)
    select(page, "everyone")
    cursor = page.editor.textCursor()
    cursor.clearSelection()
    page.editor.setTextCursor(cursor)
    pick(qtbot, page, "trust")
    (tag,) = kept(qtbot, page).tags
    assert tag.anchor is not None and tag.anchor.quote == "I asked everyone to write down what it did not show."


def test_ctrl_enter_asks_why_and_shift_enter_tags_the_whole_entry(page: WritePage, qtbot: QtBot) -> None:
    write(page, TEXT)
    select(page, "We look at it on Friday.")
    pick(qtbot, page, "feedback", CTRL)
    panel = page.tagging.panel
    assert panel is not None and panel.because.hasFocus()
    QTest.keyClicks(panel.because, "it sets a date")
    press(Qt.Key.Key_Return, panel.because)
    assert page.editor.hasFocus()
    pick(qtbot, page, "trust", SHIFT)
    first, second = kept(qtbot, page).tags
    assert first.because == "it sets a date" and first.anchor is not None
    assert second.anchor is None


def test_esc_closes_the_picker_and_the_focus_and_selection_are_as_before(page: WritePage, qtbot: QtBot) -> None:
    write(page, TEXT)
    select(page, "everyone")
    QTest.keyClick(page.editor, Qt.Key.Key_T, CTRL)
    qtbot.waitUntil(lambda: page.tagging.picker is not None)
    assert page.tagging.picker is not None
    press(Qt.Key.Key_Escape, page.tagging.picker.field)
    assert page.tagging.picker is None
    assert page.editor.hasFocus()
    assert page.editor.textCursor().selectedText() == "everyone"
    assert page.margin.notes == []


def test_the_picker_covers_neither_its_words_nor_leaves_the_window(page: WritePage, qtbot: QtBot) -> None:
    write(page, TEXT + "\n\nmore" * 20)
    select(page, "We look at it on Friday.")
    for height in (860, 500):
        page.resize(1232, height)
        QTest.keyClick(page.editor, Qt.Key.Key_T, CTRL)
        qtbot.waitUntil(lambda: page.tagging.picker is not None)
        popup = page.tagging._popup
        assert popup is not None
        assert page.rect().contains(popup.geometry())
        assert not popup.geometry().intersects(page.tagging._around())
        page.tagging.close()


def test_tagging_is_undone_and_redone_among_the_edits_in_order(page: WritePage, qtbot: QtBot) -> None:
    write(page, "One sentence here.")
    pick(qtbot, page, "distr")
    write(page, " Two.")
    assert len(page.margin.notes) == 1
    QTest.keyClick(page.editor, Qt.Key.Key_Z, CTRL)
    assert page.editor.text() == "One sentence here." and len(page.margin.notes) == 1
    QTest.keyClick(page.editor, Qt.Key.Key_Z, CTRL)
    assert page.editor.text() == "One sentence here." and page.margin.notes == []
    QTest.keyClick(page.editor, Qt.Key.Key_Z, CTRL)
    assert page.editor.text() == ""
    for _ in range(3):
        QTest.keyClick(page.editor, Qt.Key.Key_Z, CTRL | SHIFT)
    assert page.editor.text() == "One sentence here. Two." and len(page.margin.notes) == 1
    assert len(kept(qtbot, page).tags) == 1


def test_a_note_is_given_a_reason_moved_and_taken_away_and_each_is_undone(page: WritePage, qtbot: QtBot) -> None:
    write(page, TEXT)
    select(page, "Luis opened with the chart.")
    pick(qtbot, page, "distr")
    select(page, "We look at it on Friday.")
    page.margin.notes[0].click()
    panel = page.tagging.panel
    assert panel is not None
    QTest.keyClicks(panel.because, "why not")
    panel.move_wanted.emit()
    (tag,) = page.draft.document.passages.tags
    assert (tag.quote, tag.because) == ("We look at it on Friday.", "why not")
    page.tagging.remove(tag.id)
    assert page.margin.notes == []
    for wanted in (("We look at it on Friday.", "why not"), ("Luis opened with the chart.", "why not")):
        page.editor.undo_last()
        (tag,) = page.draft.document.passages.tags
        assert (tag.quote, tag.because) == wanted
    page.editor.undo_last()
    (tag,) = page.draft.document.passages.tags
    assert tag.because == ""


def test_a_loose_tag_is_put_on_the_entry_or_on_the_selected_words(page: WritePage, qtbot: QtBot) -> None:
    write(page, TEXT)
    select(page, "Luis opened with the chart.")
    pick(qtbot, page, "distr")
    page.editor.document().find("Luis opened with the chart.").removeSelectedText()
    (tag,) = page.draft.document.passages.tags
    assert tag.loose
    assert kept(qtbot, page).tags[0].loose
    select(page, "We look at it on Friday.")
    page.tagging.find_words(tag.id)
    assert tag.quote == "We look at it on Friday." and not tag.loose
    page.editor.undo_last()
    page.tagging.keep_on_entry(tag.id)
    assert tag.whole
    page.editor.undo_last()
    page.editor.undo_last()
    assert not tag.loose and tag.quote == "Luis opened with the chart."


def test_the_same_tag_twice_on_the_same_words_is_one(page: WritePage, qtbot: QtBot) -> None:
    write(page, TEXT)
    for _ in range(2):
        select(page, "everyone")
        pick(qtbot, page, "distr")
    assert len(page.margin.notes) == 1


def test_del_on_a_note_takes_its_tag_away_and_ctrl_z_gives_it_back(page: WritePage, qtbot: QtBot) -> None:
    write(page, TEXT)
    pick(qtbot, page, "distr")
    note = page.margin.notes[0]
    note.setFocus()
    press(Qt.Key.Key_Delete, note)
    assert page.margin.notes == []
    assert page.editor.hasFocus()
    QTest.keyClick(page.editor, Qt.Key.Key_Z, CTRL)
    note = page.margin.notes[0]
    note.setFocus()
    QTest.keyClick(note, Qt.Key.Key_Z, CTRL)
    assert page.margin.notes == []
    QTest.keyClick(page.editor, Qt.Key.Key_Z, CTRL | SHIFT)
    note = page.margin.notes[0]
    note.setFocus()
    press(Qt.Key.Key_Escape, note)
    assert page.editor.hasFocus()
