"""Where somebody was on the Write page, and the way back there: the same entry, the same word, the same lines shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor

from isp_journal.ui.places import Spot

if TYPE_CHECKING:
    from isp_journal.ui.pages.write import WritePage
    from isp_journal.ui.pages.write_draft import WriteDraft

TITLE = "title"


def spot_of(page: WritePage) -> Spot:
    """Return where the person is: in an entry, or on an empty page with the questions of a component."""
    if not page.draft.id:
        return Spot(part=page.draft.about)
    cursor = page.editor.textCursor()
    part = TITLE if page.focusWidget() is page.head.title else ""
    return Spot(page.draft.id, cursor.position(), cursor.anchor(), page.editor.verticalScrollBar().value(), part)


def put_back(page: WritePage, draft: WriteDraft, spot: Spot) -> None:
    """Put the cursor where it was, once the entry is shown again."""
    if draft.id != spot.target:
        return
    last = page.editor.document().characterCount() - 1
    cursor = page.editor.textCursor()
    cursor.setPosition(min(spot.anchor, last))
    cursor.setPosition(min(spot.cursor, last), QTextCursor.MoveMode.KeepAnchor)
    page.editor.setTextCursor(cursor)
    page.editor.verticalScrollBar().setValue(spot.scroll)
    if spot.part == TITLE:
        page.head.title.setFocus(Qt.FocusReason.OtherFocusReason)
