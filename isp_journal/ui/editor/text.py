"""How the written text and the text in the editor's document stand for each other.

In Markdown an empty line parts two paragraphs and a single line break stays within one. The document shows just that:
an empty line is one paragraph separator (U+2029), so that paragraphs stand a fixed distance apart, and a single line
break is a line separator (U+2028). Both ways are exact: `written(shown(text)) == text`.
"""

from PySide6.QtGui import QTextDocument

PARAGRAPH = "\u2029"
LINE = "\u2028"
_ODD_BREAKS = str.maketrans({"\r": "\n", PARAGRAPH: "\n", LINE: "\n", "\x85": "\n", "\ufdd0": None, "\ufdd1": None})


def tidied(text: str) -> str:
    """Return a text with one kind of line break, as pasted and read text needs it."""
    return text.replace("\r\n", "\n").translate(_ODD_BREAKS)


def shown(text: str) -> str:
    """Return the text of the document for a written text."""
    return text.replace("\n\n", PARAGRAPH).replace("\n", LINE)


def written(raw: str) -> str:
    """Return the written text for the raw text of a document."""
    return raw.replace(PARAGRAPH, "\n\n").replace(LINE, "\n")


def raw_text(document: QTextDocument) -> str:
    """Return a document's text with its separators; Qt's plain text would turn them, and hard spaces, into others."""
    return document.toRawText()


def to_written(raw: str, position: int) -> int:
    """Return the place in the written text of a place in the raw text."""
    return position + raw.count(PARAGRAPH, 0, position)


def to_raw(text: str, position: int) -> int:
    """Return the place in the raw text of a place in the written text."""
    return position - text.count("\n\n", 0, position)
