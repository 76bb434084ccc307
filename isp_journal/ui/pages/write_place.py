"""Where somebody was on the Write page, and the way back there: the same entry, the same word, the same lines shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor

from isp_journal.ui.places import Spot

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from isp_journal.ui.editor.editor import Editor
    from isp_journal.ui.pages.write_draft import WriteDraft

TITLE = "title"


def spot_of(draft: WriteDraft, editor: Editor, *, in_title: bool) -> Spot:
    """Return where the person is: in an entry, or on an empty page with the questions of a component."""
    if not draft.id:
        return Spot(part=draft.about)
    cursor = editor.textCursor()
    scrolled = editor.verticalScrollBar().value()
    return Spot(draft.id, cursor.position(), cursor.anchor(), scrolled, TITLE if in_title else "")


def put_back(spot: Spot, editor: Editor, title: QWidget) -> None:
    """Put the cursor where it was, once the entry is shown again."""
    last = editor.document().characterCount() - 1
    cursor = editor.textCursor()
    cursor.setPosition(min(spot.anchor, last))
    cursor.setPosition(min(spot.cursor, last), QTextCursor.MoveMode.KeepAnchor)
    editor.setTextCursor(cursor)
    editor.verticalScrollBar().setValue(spot.scroll)
    if spot.part == TITLE:
        title.setFocus(Qt.FocusReason.OtherFocusReason)
