from typing import Any

from hypothesis import given
from PySide6.QtCore import QObject
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from isp_journal.anchors import Anchor
from isp_journal.model import Tag
from isp_journal.ui.editor.documents import EntryDocument
from isp_journal.ui.editor.passages import LiveTag
from tests.ui.editor.entries import PASSAGES, TEXT, assert_true_to_words, painted, steps, tagged, walk


def cursor_on(document: EntryDocument, words: str) -> QTextCursor:
    cursor = document.document.find(words)
    assert not cursor.isNull()
    return cursor


def loose(document: EntryDocument) -> list[str]:
    return [tag.id for tag in document.passages.tags if tag.loose]


@given(taken=steps)
def test_after_any_edits_and_undo_a_passage_is_its_quoted_words_or_loose(qapp: QApplication, taken: list[Any]) -> None:
    parent = QObject()
    document = tagged(parent)
    walk(document, taken)
    while document.history.can_undo():
        document.history.undo()
        assert_true_to_words(document)
    assert document.text() == TEXT
    assert painted(document) == {words: words for words in PASSAGES}


def test_passages_stand_on_their_words_though_python_and_qt_count_differently(qapp: QApplication) -> None:
    parent = QObject()
    document = tagged(parent)
    assert painted(document) == {words: words for words in PASSAGES}


def test_words_typed_before_a_passage_move_it_along(qapp: QApplication) -> None:
    parent = QObject()
    document = tagged(parent)
    cursor = QTextCursor(document.document)
    cursor.insertText("🎉 First of all: ")
    assert painted(document) == {words: words for words in PASSAGES}


def test_a_word_corrected_inside_a_passage_is_part_of_it(qapp: QApplication) -> None:
    parent = QObject()
    document = tagged(parent)
    cursor = cursor_on(document, "everyone")
    cursor.insertText("everybody")
    assert painted(document)[PASSAGES[1]] == "I asked everybody to write down"


def test_a_passage_whose_words_are_gone_is_loose_and_comes_back_with_undo(qapp: QApplication) -> None:
    parent = QObject()
    document = tagged(parent)
    cursor_on(document, PASSAGES[1]).insertText("")
    assert loose(document) == [PASSAGES[1]]
    document.history.undo()
    assert loose(document) == []
    assert_true_to_words(document)


def test_a_cut_passage_has_all_its_words_again_after_undo(qapp: QApplication) -> None:
    parent = QObject()
    document = tagged(parent)
    cursor = cursor_on(document, "write down what the chart")
    cursor.removeSelectedText()
    assert painted(document)[PASSAGES[1]] == "I asked everyone to"
    document.history.undo()
    assert painted(document)[PASSAGES[1]] == PASSAGES[1]


def test_a_loose_passage_is_found_when_its_words_are_typed_again(qapp: QApplication, qtbot: QtBot) -> None:
    parent = QObject()
    document = tagged(parent)
    cursor = cursor_on(document, PASSAGES[1])
    cursor.removeSelectedText()
    for letter in PASSAGES[1]:
        cursor.insertText(letter)
    qtbot.waitUntil(lambda: loose(document) == [])
    assert painted(document)[PASSAGES[1]] == PASSAGES[1]


def test_a_passage_that_is_cut_and_pasted_elsewhere_takes_its_tag_along(qapp: QApplication) -> None:
    parent = QObject()
    document = tagged(parent)
    cursor_on(document, PASSAGES[1]).removeSelectedText()
    end = QTextCursor(document.document)
    end.movePosition(QTextCursor.MoveOperation.End)
    end.insertText(" " + PASSAGES[1])
    assert painted(document)[PASSAGES[1]] == PASSAGES[1]


def test_the_tags_to_save_are_those_that_were_read(qapp: QApplication) -> None:
    parent = QObject()
    document = tagged(parent)
    kept = document.passages.stored(document.text())
    again = EntryDocument(document._theme, parent_device(document), parent)
    again.load(document.text(), kept)
    assert again.passages.stored(again.text()) == kept


def parent_device(document: EntryDocument) -> Any:
    from isp_journal.ui.editor.documents import scaling_device

    return scaling_device(document._theme)


def test_a_tag_that_was_saved_loose_is_loose_again_and_keeps_its_words(qapp: QApplication) -> None:
    parent = QObject()
    lost = Tag("t", "isp-3.0/power.1", Anchor(3, 12, "gone\n\naway", "before ", " after"), True, "why")
    document = tagged(parent)
    document.load("Something else.", (lost,))
    assert loose(document) == ["t"]
    assert document.passages.tags[0].quote == "gone\n\naway"
    (kept,) = document.passages.stored(document.text())
    assert kept.loose and kept.anchor is not None and kept.anchor.quote == "gone\n\naway" and kept.because == "why"


def test_a_tag_on_the_whole_entry_has_no_words(qapp: QApplication) -> None:
    parent = QObject()
    document = tagged(parent)
    document.passages.add(LiveTag("whole", "isp-3.0/power.1", whole=True))
    assert "whole" not in painted(document)
    assert not document.passages.tags[-1].loose
    assert document.passages.stored(document.text())[-1] == Tag("whole", "isp-3.0/power.1")


def test_a_passage_over_two_paragraphs_is_quoted_with_the_empty_line_between_them(qapp: QApplication) -> None:
    parent = QObject()
    document = tagged(parent)
    raw = document.document.toRawText()
    anchor = document.passages.anchor_at(raw.index("opened"), raw.index("stopped") + len("stopped"))
    assert anchor is not None
    tag = LiveTag("over", "isp-3.0/power.1")
    tag.put(anchor)
    document.passages.add(tag)
    assert tag.quote == "opened with the chart.\n\nI stopped"
    assert_true_to_words(document)


def test_white_space_alone_is_no_passage(qapp: QApplication) -> None:
    parent = QObject()
    document = tagged(parent)
    raw = document.document.toRawText()
    assert document.passages.anchor_at(raw.index("\u2029"), raw.index("\u2029") + 1) is None


def test_the_sentence_at_the_cursor_is_told_in_the_documents_places(qapp: QApplication) -> None:
    parent = QObject()
    document = tagged(parent)
    cursor = cursor_on(document, "cards")
    found = document.passages.sentence_at(cursor.position())
    assert found is not None
    cursor.setPosition(found[0])
    cursor.setPosition(found[1], QTextCursor.MoveMode.KeepAnchor)
    assert cursor.selectedText().endswith("The cards moved the room: they do the greeting.")
