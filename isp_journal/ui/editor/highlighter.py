"""Shows the structure of Markdown while a person writes; the text itself stays as typed, marks and all."""

import re
from enum import IntEnum

from PySide6.QtGui import QFont, QSyntaxHighlighter, QTextCharFormat, QTextDocument, QTextFormat

from isp_journal.ui.editor.text import LINE
from isp_journal.ui.theme import Theme

_MARKS = "#>*_`~"
_BEGINS_ITEM = re.compile(r"[ \t]*(?:[-+]|\d{1,3}[.)])[ \t]")
_HEADING = re.compile(r"(#{1,6})[ \t]+\S")
_QUOTE = re.compile(r"[ \t]{0,3}((?:>[ \t]?)+)")
_ITEM = re.compile(r"[ \t]*([-*+]|\d{1,3}[.)])[ \t]+(\[[ xX]\][ \t])?")
_FENCE = re.compile(r"[ \t]{0,3}(?:```|~~~)")


class _State(IntEnum):
    """What a paragraph leaves open for the next one."""

    PLAIN = 0
    IN_CODE = 1


class MarkdownHighlighter(QSyntaxHighlighter):
    """Makes headings, emphasis, quotations, lists and code visible and steps their marks back."""

    def __init__(self, document: QTextDocument, theme: Theme) -> None:
        super().__init__(document)
        self._theme = theme
        self._dress()

    def dress(self) -> None:
        """Take over the colours and sizes of the theme."""
        self._dress()
        self.rehighlight()

    def highlightBlock(self, text: str) -> None:
        in_code = self.previousBlockState() == _State.IN_CODE
        if not in_code and not _holds_marks(text):
            self.setCurrentBlockState(_State.PLAIN)
            return
        wide = None if text.isascii() else _widths(text)
        start = 0
        for line in text.split(LINE):
            fence = _FENCE.match(line)
            if fence or in_code:
                self._paint(wide, start, start + len(line), self._marks if fence else self._code)
                in_code = in_code != bool(fence)
            else:
                self._line(line, start, wide)
            start += len(line) + 1
        self.setCurrentBlockState(_State.IN_CODE if in_code else _State.PLAIN)

    def _line(self, line: str, start: int, wide: list[int] | None) -> None:
        base = QTextCharFormat()
        heading = _HEADING.match(line)
        if heading:
            base = self._headings[min(len(heading.group(1)), 3) - 1]
            self._paint(wide, start, start + len(line), base)
            self._paint(wide, start, start + heading.end(1), _over(base, self._marks))
        else:
            quote = _QUOTE.match(line)
            if quote:
                base = self._quote
                self._paint(wide, start, start + len(line), base)
                self._paint(wide, start + quote.start(1), start + quote.end(1), self._marks)
            item = _ITEM.match(line)
            if item:
                self._paint(wide, start + item.start(1), start + item.end(), self._item)
        self._inline(line, start, wide, base)

    def _inline(self, line: str, start: int, wide: list[int] | None, base: QTextCharFormat) -> None:
        from isp_journal.ui.editor import inline_marks  # at first use: one of them takes 3 ms to make

        code = [found.span() for found in inline_marks.CODE.finditer(line)]
        for found in inline_marks.CODE.finditer(line):
            marks = len(found.group(1))
            self._marked(wide, (start + found.start(), start + found.end()), marks, _over(base, self._code))
        strong = _over(base, self._strong)
        for found in inline_marks.STRONG.finditer(line):
            if not _within(found.start(), code):
                self._marked(wide, (start + found.start(), start + found.end()), 2, strong)
        bold = [found.span() for found in inline_marks.STRONG.finditer(line)]
        for found in inline_marks.EMPHASIS.finditer(line):
            if not _within(found.start(), code):
                look = _over(strong if _within(found.start(), bold) else base, self._emphasis)
                self._marked(wide, (start + found.start(), start + found.end()), 1, look)
        for found in inline_marks.STRUCK.finditer(line):
            if not _within(found.start(), code):
                self._marked(wide, (start + found.start(), start + found.end()), 2, _over(base, self._struck))

    def _marked(self, wide: list[int] | None, span: tuple[int, int], marks: int, look: QTextCharFormat) -> None:
        start, end = span
        self._paint(wide, start + marks, end - marks, look)
        dim = _over(look, self._marks)
        self._paint(wide, start, start + marks, dim)
        self._paint(wide, end - marks, end, dim)

    def _paint(self, wide: list[int] | None, start: int, end: int, look: QTextCharFormat) -> None:
        if wide is not None:
            start, end = wide[start], wide[end]
        self.setFormat(start, end - start, look)

    def _dress(self) -> None:
        theme = self._theme
        self._marks = _coloured(theme, "text3")
        self._marks.setFontWeight(QFont.Weight.Normal)
        self._quote = _coloured(theme, "text2")
        self._item = _coloured(theme, "text3")
        self._strong = QTextCharFormat()
        self._strong.setFontWeight(QFont.Weight.DemiBold)
        self._emphasis = QTextCharFormat()
        self._emphasis.setFontItalic(True)
        self._struck = QTextCharFormat()
        self._struck.setFontStrikeOut(True)
        self._code = _coloured(theme, "text2")
        self._code.setFontFamilies(["DejaVu Sans Mono", "Menlo", "Consolas", "monospace"])
        self._code.setFontStyleHint(QFont.StyleHint.Monospace)
        self._code.setProperty(QTextFormat.Property.FontPixelSize, round(theme.text_px("editor") * 0.9))
        self._headings = [_heading(theme, role) for role in ("topic", "section", "section")]
        self._headings[2].setFontItalic(False)
        self._headings[2].setForeground(theme.colour("text2"))


def _holds_marks(text: str) -> bool:
    """Whether a paragraph holds anything to look at; most hold nothing, and this is asked of all of it at each key."""
    if any(mark in text for mark in _MARKS) or _BEGINS_ITEM.match(text):
        return True
    return LINE in text and any(_BEGINS_ITEM.match(line) for line in text.split(LINE))


def _heading(theme: Theme, role: str) -> QTextCharFormat:
    made = QTextCharFormat()
    made.setFontWeight(QFont.Weight.DemiBold)
    made.setProperty(QTextFormat.Property.FontPixelSize, theme.text_px(role))
    return made


def _coloured(theme: Theme, token: str) -> QTextCharFormat:
    made = QTextCharFormat()
    made.setForeground(theme.colour(token))
    return made


def _over(base: QTextCharFormat, look: QTextCharFormat) -> QTextCharFormat:
    made = QTextCharFormat(base)
    made.merge(look)
    return made


def _within(place: int, spans: list[tuple[int, int]]) -> bool:
    return any(start <= place < end for start, end in spans)


def _widths(text: str) -> list[int] | None:
    """Return the UTF-16 place of every character and of the end, or None where they are the same."""
    if max(text) <= "\uffff":
        return None
    places, units = [], 0
    for letter in text:
        places.append(units)
        units += 2 if letter > "\uffff" else 1
    return [*places, units]
