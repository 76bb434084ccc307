import pytest
from PySide6.QtCore import QObject
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QApplication

from isp_journal.ui.editor.documents import KEPT, EntryDocument, OpenDocuments, scaling_device
from isp_journal.ui.theme import Theme


@pytest.fixture
def document(theme: Theme) -> EntryDocument:
    return EntryDocument(theme, scaling_device(theme), theme)


def height(document: EntryDocument) -> float:
    return document.document.size().height()


def test_a_text_is_kept_exactly_and_loading_it_leaves_nothing_to_undo(document: EntryDocument) -> None:
    text = "  one\n\n\n\ntwo\xa0three\n- a\n- b\n"
    document.load(text)
    assert document.text() == text
    assert not document.history.can_undo()


def test_paragraphs_stand_16_apart_and_lines_28(document: EntryDocument) -> None:
    document.load("one")
    one = height(document)
    document.load("one\n\ntwo")
    assert height(document) - one == 28 + 16
    document.load("one\ntwo")
    assert height(document) - one == 28


def test_another_text_size_scales_lines_and_paragraphs_and_keeps_undo(document: EntryDocument, theme: Theme) -> None:
    document.load("one\n\ntwo")
    QTextCursor(document.document).insertText("x")
    before = height(document)
    theme.set_scale(200)
    document.dress(scaling_device(theme))
    assert height(document) == pytest.approx(2 * before, rel=0.02)
    document.history.undo()
    assert document.text() == "one\n\ntwo"
    assert not document.history.can_undo()


def test_an_empty_document_says_so(document: EntryDocument) -> None:
    assert document.is_empty()
    document.load("x")
    assert not document.is_empty()


def test_at_most_20_entries_stay_open_and_the_oldest_goes_first(theme: Theme) -> None:
    gone: list[str] = []
    shelf: OpenDocuments[str] = OpenDocuments(lambda _each: True, gone.append)
    for number in range(KEPT + 2):
        shelf.keep(str(number), f"entry {number}")
        shelf.get("0")
    assert len(shelf) == KEPT
    assert gone == ["entry 1", "entry 2"]
    assert shelf.get("0") == "entry 0"


def test_an_entry_that_is_not_saved_yet_stays_open(qapp: QApplication) -> None:
    gone: list[str] = []
    shelf: OpenDocuments[str] = OpenDocuments(lambda each: each != "unsaved", gone.append, limit=1)
    shelf.keep("a", "unsaved")
    shelf.keep("b", "saved")
    shelf.keep("c", "newest")
    assert shelf.get("a") == "unsaved"
    assert gone == ["saved"]


def test_what_was_let_go_is_no_longer_there(qapp: QApplication) -> None:
    shelf: OpenDocuments[QObject] = OpenDocuments(lambda _each: True, lambda _each: None)
    kept = QObject()
    shelf.keep("a", kept)
    assert shelf.forget("a") is kept
    assert shelf.get("a") is None
    assert shelf.forget("a") is None
