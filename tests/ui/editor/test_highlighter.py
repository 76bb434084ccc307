import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QFont, QTextCharFormat, QTextDocument, QTextLayout
from PySide6.QtWidgets import QApplication

from isp_journal.ui.editor.highlighter import MarkdownHighlighter
from isp_journal.ui.editor.text import shown
from isp_journal.ui.theme import Theme


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def look_of(theme: Theme, text: str, words: str) -> QTextCharFormat:
    """Return how the first letter of some words is shown in a text."""
    document = QTextDocument()
    highlighter = MarkdownHighlighter(document, theme)
    document.setPlainText(shown(text))
    highlighter.rehighlight()
    at = units(shown(text)[: shown(text).index(words)])
    block = document.findBlock(at)
    ranges: list[QTextLayout.FormatRange] = block.layout().formats()
    for part in ranges:
        start = block.position() + part.start
        if start <= at < start + part.length:
            return QTextCharFormat(part.format)
    return QTextCharFormat()


def is_dim(theme: Theme, look: QTextCharFormat) -> bool:
    return look.foreground().color() == theme.colour("text3")


def test_headings_are_larger_and_heavier_and_their_marks_step_back(theme: Theme) -> None:
    look = look_of(theme, "# A day\n\nplain", "A day")
    assert look.fontWeight() == QFont.Weight.DemiBold
    assert is_dim(theme, look_of(theme, "# A day", "#"))
    assert look_of(theme, "# A day\n\nplain", "plain").fontWeight() != QFont.Weight.DemiBold


@pytest.mark.parametrize("text", ["a **strong** word", "a __strong__ word", "🎉 first\nthen **strong** words"])
def test_strong_words_are_heavier(theme: Theme, text: str) -> None:
    assert look_of(theme, text, "strong").fontWeight() == QFont.Weight.DemiBold


@pytest.mark.parametrize("text", ["an *own* word", "an _own_ word", "**all *own* strong**"])
def test_stressed_words_are_italic(theme: Theme, text: str) -> None:
    assert look_of(theme, text, "own").fontItalic()


@pytest.mark.parametrize("text", ["2 * own * 3", "snake_own_case", "\\*own\\*", "`*own*`"])
def test_other_uses_of_the_signs_are_no_stress(theme: Theme, text: str) -> None:
    assert not look_of(theme, text, "own").fontItalic()


def test_quotations_lists_and_boxes_have_quiet_marks(theme: Theme) -> None:
    assert is_dim(theme, look_of(theme, "> said", ">"))
    assert look_of(theme, "> said", "said").foreground().color() == theme.colour("text2")
    assert is_dim(theme, look_of(theme, "- one\n- [ ] two", "- ["))
    assert is_dim(theme, look_of(theme, "12. twelfth", "12."))
    assert not is_dim(theme, look_of(theme, "12. twelfth", "twelfth"))


def test_code_between_fences_is_code_over_several_paragraphs_and_not_after(theme: Theme) -> None:
    text = "```\nfirst\n\nsecond **x**\n```\nafter"
    assert look_of(theme, text, "second").fontFamilies() == look_of(theme, text, "first").fontFamilies() != []
    assert look_of(theme, text, "x**").fontWeight() != QFont.Weight.DemiBold
    assert not look_of(theme, text, "after").fontFamilies()


def test_another_theme_gives_other_colours(theme: Theme, qapp: QApplication) -> None:
    document = QTextDocument()
    highlighter = MarkdownHighlighter(document, theme)
    document.setPlainText("> said")
    theme.set_choice("dark")
    highlighter.dress()
    part = document.firstBlock().layout().formats()[-1]
    assert QTextCharFormat(part.format).foreground().color() == theme.colour("text2")


@given(text=st.text(st.sampled_from("ab *_`~#>-1. \n🎉[]\\"), max_size=60))
def test_no_text_is_changed_by_being_shown(qapp: QApplication, text: str) -> None:
    document = QTextDocument()
    highlighter = MarkdownHighlighter(document, Theme())
    document.setPlainText(shown(text))
    highlighter.rehighlight()
    assert document.toRawText() == shown(text)
    assert not document.isUndoAvailable()
