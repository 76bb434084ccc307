"""What Enter and the keys for bold and italic do in Markdown: lists go on, marks come around words and go again."""

import re

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QTextEdit

from isp_journal.ui.editor.text import LINE

_ITEM = re.compile(r"([ \t]*)(?:([-*+])|(\d{1,3})([.)]))[ \t]+(\[[ xX]\][ \t]+)?")
_FENCE = re.compile(r"(?:^|\u2028)[ \t]{0,3}(?:```|~~~)")
_IN_CODE = 1


def takes_enter(editor: QTextEdit, event: QKeyEvent) -> bool:
    """Go on with a list or stay in a code block at Enter, and say so; anything else is left to the editor."""
    cursor = editor.textCursor()
    if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier or cursor.hasSelection():
        return False
    before = _part_of_block(cursor, QTextCursor.MoveOperation.StartOfBlock)
    if _in_code(cursor, before):
        cursor.insertText(LINE)
        return True
    line = before.rpartition(LINE)[2]
    item = _ITEM.match(line)
    if item is None:
        return False
    if item.end() == len(line) and not _rest_of_line(cursor):
        _end_list(cursor, len(line))
    else:
        cursor.insertText(LINE + _next_mark(item))
    editor.setTextCursor(cursor)
    return True


def wrapped(cursor: QTextCursor, mark: str) -> QTextCursor:
    """Put a mark around the selection or the word, or take it away where it stands already; the words stay selected."""
    if not cursor.hasSelection():
        cursor.select(QTextCursor.SelectionType.WordUnderCursor)
    start, end, size = cursor.selectionStart(), cursor.selectionEnd(), len(mark)
    around = QTextCursor(cursor)
    around.setPosition(max(0, start - size))
    around.setPosition(min(end + size, cursor.document().characterCount() - 1), QTextCursor.MoveMode.KeepAnchor)
    outer = around.selectedText()
    words = cursor.selectedText()
    if words and outer == mark + words + mark:
        around.insertText(words)
        start, end = start - size, end - size
    else:
        cursor.insertText(mark + words + mark)
        start, end = start + size, end + size
    cursor.setPosition(start)
    cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
    return cursor


def _in_code(cursor: QTextCursor, before: str) -> bool:
    open_before = cursor.block().previous().userState() == _IN_CODE
    return open_before != (len(_FENCE.findall(before)) % 2 == 1)


def _rest_of_line(cursor: QTextCursor) -> str:
    return _part_of_block(cursor, QTextCursor.MoveOperation.EndOfBlock).partition(LINE)[0]


def _part_of_block(cursor: QTextCursor, to: QTextCursor.MoveOperation) -> str:
    part = QTextCursor(cursor)
    part.movePosition(to, QTextCursor.MoveMode.KeepAnchor)
    return part.selectedText()


def _end_list(cursor: QTextCursor, marked: int) -> None:
    """Turn an empty item into the beginning of a new paragraph."""
    cursor.beginEditBlock()
    cursor.setPosition(cursor.position() - marked, QTextCursor.MoveMode.KeepAnchor)
    cursor.removeSelectedText()
    if cursor.positionInBlock() > 0:
        cursor.deletePreviousChar()
        cursor.insertBlock()
    cursor.endEditBlock()


def _next_mark(item: re.Match[str]) -> str:
    indent, bullet, number, stop, box = item.groups()
    mark = bullet or f"{int(number) + 1}{stop}"
    return f"{indent}{mark} " + ("[ ] " if box else "")
