from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtWidgets import QApplication

from isp_journal.ui.editor.text import raw_text, shown, tidied, to_raw, to_written, written

pieces = st.sampled_from(["a", "é", "🎉", "\n", "\n\n", " ", "- ", "\t", "\xa0"])
texts = st.lists(pieces, max_size=24).map("".join) | st.text()


@given(text=texts)
def test_what_is_shown_and_written_again_is_the_same_text(text: str) -> None:
    text = tidied(text)
    assert written(shown(text)) == text


@given(text=texts, part=st.floats(0, 1))
def test_every_place_of_the_text_outside_an_empty_line_has_its_place_in_the_document(text: str, part: float) -> None:
    text = tidied(text)
    place = round(part * len(text))
    raw = shown(text)
    there = to_raw(text, place)
    assert 0 <= there <= len(raw)
    if written(raw[:there]) == text[:place]:
        assert to_written(raw, there) == place


def test_an_empty_line_is_one_paragraph_break_and_a_single_one_stays_in_the_paragraph() -> None:
    assert shown("one\ntwo\n\nthree") == "one\u2028two\u2029three"


def test_pasted_line_breaks_of_other_systems_become_plain_ones() -> None:
    assert tidied("a\r\nb\rc\u2028d\u2029e") == "a\nb\nc\nd\ne"


def test_the_document_keeps_hard_spaces_and_both_kinds_of_breaks(qapp: QApplication) -> None:
    from PySide6.QtGui import QTextDocument

    document = QTextDocument()
    document.setPlainText(shown("a\xa0b\nc\n\nd"))
    assert document.blockCount() == 2
    assert written(raw_text(document)) == "a\xa0b\nc\n\nd"
