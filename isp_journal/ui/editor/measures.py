"""How wide the parts of the Write page are: the column of text, the notes beside it, and where both begin."""

from typing import NamedTuple

from PySide6.QtGui import QFontMetricsF

from isp_journal.ui.theme import Theme
from isp_journal.ui.widths import Widths

# 72 characters of ordinary text: what one line holds at most.
SAMPLE = "We met by the door before the others came, and she told me what was new."
LINE_HEIGHT = 28
INSET = 8
"""How far the writing surface begins before the text: room for the cursor, and for the padding of chips."""
BETWEEN_PARAGRAPHS = 16
_NOTES = 300
_GAP = 48
_MARKS = 40
_SMALLEST_COLUMN = 240


class Measures(NamedTuple):
    """Lengths in pixels of now; `notes` is 0 where notes are marks at the edge of the text."""

    left: int
    column: int
    gap: int
    notes: int

    @property
    def span(self) -> int:
        """How wide text and notes are together, which the bars above and below follow."""
        return self.column + self.gap + self.notes


def measures(theme: Theme, page_width: int, widths: Widths) -> Measures:
    """Return the lengths for a page of a width, in a window that has room for notes beside the text or not."""
    margin = theme.px(widths.margin)
    column = column_width(theme)
    room = page_width - 2 * margin
    wide = not widths.side_over and room >= column + theme.px(_GAP + _NOTES)
    gap, notes = (theme.px(_GAP), theme.px(_NOTES)) if wide else (theme.px(_MARKS), 0)
    column = max(theme.px(_SMALLEST_COLUMN), min(column, room - gap - notes))
    left = max(margin, (page_width - column - gap - notes) // 2)
    return Measures(left, column, gap, notes)


def column_width(theme: Theme) -> int:
    """Return the width of the sample line in the editor's font."""
    return round(QFontMetricsF(theme.font("editor")).horizontalAdvance(SAMPLE))
